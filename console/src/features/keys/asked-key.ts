import type { AllowList } from '../../../../src/authority/api-key.ts'
import type { Permission } from '../../../../src/permission.ts'
import { PERMISSIONS, tierOf } from '../../parts/rights.ts'

/** What the address of this page may say of a key that a service asks for, as its link brought it. */
export interface AskingSearch {
  readonly label?: string
  /** Names of rights, by comma. */
  readonly rights?: string
  /** From where the service calls, by comma. */
  readonly addresses?: string
  readonly days?: string
  /** PEM: the private half stays with the service. */
  readonly publicKey?: string
}

/** The part of a draft that a link fills in. Nothing is made of it before its reader has seen each step and confirmed the whole. */
export interface AskedKey {
  readonly label: string
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
  readonly periodDays: number
  readonly publicKey: string
}

const LONGEST_DAYS = 365
const SHORTEST_DAYS = 1
const USUAL_DAYS = 90

const listed = (text: string | undefined): readonly string[] => (text ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '')

/** Rights that move funds are never asked for by a link: who means them chooses them. */
const mayBeAsked = (name: Permission): boolean => tierOf(name) === 'see' || tierOf(name) === 'trade'

/** @returns undefined where the address says nothing of a key */
export const askedKey = ({ label, rights, addresses, days, publicKey }: AskingSearch): AskedKey | undefined => {
  if (label === undefined || publicKey === undefined) return undefined
  const asked = listed(rights)
  const length = Math.trunc(Number(days ?? USUAL_DAYS))
  return {
    label: label.slice(0, 100), permissions: rights === undefined ? ['reading'] : PERMISSIONS.filter((name) => asked.includes(name) && mayBeAsked(name)),
    allowList: { mode: 'trusted', entries: listed(addresses) }, periodDays: Number.isNaN(length) ? USUAL_DAYS : Math.min(LONGEST_DAYS, Math.max(SHORTEST_DAYS, length)), publicKey,
  }
}
