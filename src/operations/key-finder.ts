import type { ApiKey } from '../authority/api-key.ts'
import type { AccountId } from '../ids.ts'

/** How the operator finds a few keys among a million without reading them all. */
export interface KeyFinder {
  /**
   * Keys that have exactly this label, and keys whose id or text begins with it when it has at least `leastPrefix` characters.
   * Deleted ones too; at most `limit`, living ones first, and among them those of that label.
   */
  named(reference: string, leastPrefix: number, limit: number): readonly ApiKey[]
  /** Whether a key has exactly this text, or had it before it was deleted; answered from an index, for strangers' texts by the thousand. */
  isTextOfAny(text: string): boolean
  /** A few living keys whose label contains the text, in capitals or not. */
  labelledLike(text: string, limit: number): readonly ApiKey[]
  /** How many living keys each account has; accounts without one are absent. */
  countByAccount(): ReadonlyMap<AccountId, number>
}
