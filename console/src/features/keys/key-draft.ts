import type { AllowList } from '../../../../src/authority/api-key.ts'
import type { AfterPeriod } from '../../../../src/authority/key-life.ts'
import type { KeyWish, PresetRow } from '../../../../src/operations/operator.ts'
import type { Permission } from '../../../../src/permission.ts'
import type { KeyDraft } from '../../api/drafts.ts'
import { fieldFaultIn } from '../../parts/refusal-words.ts'
import type { Words } from '../../words/english.ts'

/** How the pair comes about. */
export type Door = 'server' | 'browser' | 'paste'

export interface Draft {
  readonly account: number
  readonly environment: 'live' | 'testnet'
  readonly preset: PresetRow | null
  readonly label: string
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
  readonly periodDays: number | null
  readonly afterPeriod: AfterPeriod
  readonly door: Door
  readonly publicKey: string
}

/** What each step is given: the draft, and how it grows. */
export interface Drafting {
  readonly draft: Draft
  readonly put: (next: Partial<Draft>) => void
}

export const wishOf = ({ account, environment, preset, label, permissions, allowList, periodDays, afterPeriod, door, publicKey }: Draft, pasted: string | undefined): KeyWish => ({
  account, environment, label: label.trim(), permissions, allowList, kind: door === 'server' ? 'hmac' : /RSA|MIIBI/.test(publicKey) && door === 'paste' ? 'rsa' : 'ed25519',
  ...(pasted !== undefined && { publicKey: pasted }), ...(preset !== null && { preset: preset.name }), ...(periodDays !== null && { periodDays, afterPeriod }), ...(preset?.name === 'one-time-script' && { afterPeriod: 'delete' as const }),
})

/** What is wrong with one field of the draft, in words. */
export const faultIn = (of: KeyDraft | undefined, name: string, w: Words): string | undefined => {
  const fault = of?.faults.find(({ field }) => field === name)
  return fault && fieldFaultIn(w, fault)
}
