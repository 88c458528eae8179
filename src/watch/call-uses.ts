import type { AccountId, ApiKeyId } from '../ids.ts'
import type { Permission, PermissionBits } from '../permission.ts'
import type { TimeUs } from '../time.ts'

/**
 * One way in which a key was used: every combination of address, endpoint, rights, market and outcome that was ever seen is one.
 * A wish to narrow a key is judged use by use (`rights`, `address`, `symbol`): what it would have refused is the sum of their `calls`.
 */
export interface KeyUse {
  readonly keyId: ApiKeyId
  readonly accountId: AccountId | null
  readonly address: string
  readonly endpoint: string
  readonly permission: Permission | null
  /** Every right that the call needed; none of what was refused at the gate. */
  readonly rights: PermissionBits
  readonly symbol: string | null
  readonly status: number
  readonly code: number | null
  /** Null = it was done; `venue` = admitted and then refused by the venue; else why the gate refused. */
  readonly reason: string | null
  /** Since the time asked for, by whole days (UTC). */
  readonly calls: number
  readonly weight: number
  /** Of all time. */
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
}

export interface KeyUseQuery {
  readonly keyIds: readonly ApiKeyId[]
  /** Uses since the day in which this falls, which counts whole. */
  readonly fromUs: TimeUs
  /** Calls by which a person of the console tried the key out are left out, unless asked for. */
  readonly withTrials?: boolean
}

/** One program that used a key on one day, as far as it can be told from others. */
export interface KeyProgram {
  readonly keyId: ApiKeyId
  /** When the day began (UTC). */
  readonly dayUs: TimeUs
  readonly address: string
  /** What it calls itself; null where it says nothing. */
  readonly client: string | null
  readonly calls: number
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
  /** The least, the middle of all (mean) and the greatest difference of its clock to the server's, in ms; null where no call told its time. */
  readonly clockMs: { readonly least: number; readonly mean: number; readonly greatest: number } | null
}

/** From where keys were used for what, within a time. */
export interface CallUsage {
  readonly keyId: ApiKeyId
  readonly address: string
  readonly endpoint: string
  readonly calls: number
  /** Those among them that were refused. */
  readonly refused: number
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
}

export interface UsageQuery {
  readonly keyIds: readonly ApiKeyId[]
  readonly fromUs: TimeUs
  /** Exclusive. */
  readonly untilUs: TimeUs
  readonly limit: number
}
