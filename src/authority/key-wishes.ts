import type { Environment } from '../environment.ts'
import type { AccountId, ApiKeyId } from '../ids.ts'
import type { Permission } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { AllowList, BoundWallet, KeyKind } from './api-key.ts'
import type { GuardRails } from './guard-rails.ts'
import type { AfterPeriod } from './key-life.ts'

/** What somebody wants a new key to be. What is left out takes the careful default: reading only, and no address until one is given. */
export interface NewKey {
  readonly accountId: AccountId
  readonly environment: Environment
  readonly label: string
  readonly kind: KeyKind
  /** SPKI PEM; asymmetric kinds only, and needed there. */
  readonly publicKey?: string | undefined
  readonly permissions?: readonly Permission[] | undefined
  readonly allowList: AllowList
  readonly guardRails?: GuardRails | undefined
  readonly expiresAtUs?: TimeUs | null | undefined
  readonly replayGuard?: boolean | undefined
  /** The name of a preset: gives rights, period and what follows it, and holds the wish to them. */
  readonly preset?: string | undefined
  readonly periodDays?: number | null | undefined
  readonly afterPeriod?: AfterPeriod | undefined
  /** It is deleted after so many admitted calls. */
  readonly calls?: number | undefined
  /** The key whose limits on hours it shares: what both spend counts once. Absent: it has its own. */
  readonly countsWith?: ApiKeyId | undefined
  /** The margin wallet that it acts on alone. Absent: an ordinary key. */
  readonly boundTo?: BoundWallet | undefined
  /** The person who makes it. */
  readonly holderId?: string | null | undefined
  /** Nobody looks while it is made: an HMAC secret is told later, to this person alone (null: to nobody). Absent: it is told at once. */
  readonly secretWaitsFor?: string | null
}

/** What a new pair of halves, or secret, is made from. */
export interface NewCredential {
  readonly kind: KeyKind
  readonly publicKey?: string | undefined
  /** Left out: the key's own with a number behind. */
  readonly label?: string | undefined
}

/** What is to change; the rest stays. */
export interface KeyEdit {
  readonly label?: string | undefined
  readonly permissions?: readonly Permission[] | undefined
  readonly allowList?: AllowList | undefined
  readonly guardRails?: GuardRails | undefined
  readonly expiresAtUs?: TimeUs | null | undefined
  readonly replayGuard?: boolean | undefined
  readonly afterPeriod?: AfterPeriod | undefined
}
