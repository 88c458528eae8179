import type { FoundLeak } from './scanned-place.ts'

/** A leak with whose it is, where a store at hand knows. */
export interface ToldLeak {
  readonly found: FoundLeak
  /** The key in words: label, id and state; null where no store was asked, or none knew it. */
  readonly owner: string | null
  /** It is of a key that can be used still, or again. */
  readonly isOfLivingKey: boolean
}
