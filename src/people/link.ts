import type { Role } from './acts.ts'
import { DAY, HOUR, type TimeUs } from '../time.ts'
import type { Kept } from './person.ts'

/** A one-time link. Its token travels in the URL's fragment and is kept as a hash. */
export const LINK_KINDS = ['firstOwner', 'invitation', 'signUp', 'passwordReset'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

export const LINK_LIFETIME_US: Readonly<Record<LinkKind, number>> = { firstOwner: 24 * HOUR, invitation: 7 * DAY, signUp: DAY, passwordReset: HOUR }

export interface Link extends Kept {
  readonly tokenHash: string
  readonly kind: LinkKind
  /** '' where it is for nobody in particular (the first owner), or leads nowhere (nobody has that address). */
  readonly email: string
  readonly personId: string | null
  readonly accountId: number | null
  readonly role: Role | null
  readonly invitedBy: string | null
  readonly createdAtUs: TimeUs
  readonly expiresAtUs: TimeUs
  readonly usedAtUs: TimeUs | null
  readonly withdrawnAtUs: TimeUs | null
  readonly forgetAtUs: TimeUs
}

export const isLinkOpen = ({ usedAtUs, withdrawnAtUs, expiresAtUs }: Link, nowUs: TimeUs): boolean => usedAtUs === null && withdrawnAtUs === null && expiresAtUs > nowUs
