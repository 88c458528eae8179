/**
 * A person's fresh factors for one exact change, not yet used up. Whoever stores the change uses it up in the same transaction,
 * so that one confirmation never makes two changes and no change is made twice.
 */
export interface Confirmation {
  readonly stepUpId: string
  /** Which change of the reviewed set. */
  readonly position: number
  /** SHA-256 (hex) of the canonical description of that change. */
  readonly digest: string
  /** The factors that were given; of an approved payload, who approved it. */
  readonly factors: readonly string[]
  /** When it was asked for: a confirmation that expired meanwhile is refused by the store too. */
  readonly nowUs: number
  /** Set where several people approved the change: then its one execution is used up, and no step-up. `stepUpId` is the approval's id too. */
  readonly approvalId?: string
}

/** What became of a change that somebody confirmed. `unconfirmed`: the confirmation was used already or has expired; nothing was changed. */
export type Kept = 'kept' | 'unconfirmed'
