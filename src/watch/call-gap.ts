import type { TimeUs } from '../time.ts'

/** A place where calls were answered whose rows are not in the log. */
export interface CallGap {
  /** Calls before it have lower sequences, those behind it higher ones. */
  readonly sequence: number
  /** When the first of them came in, of those that were dropped; of a crash, when the start behind it found out. */
  readonly timeUs: TimeUs
  /** `crashed`: the process ended without closing the log; `dropped`: the disk was full, failing or too slow. */
  readonly why: 'crashed' | 'dropped'
  /** No more than this many are missing; of what was dropped, exactly so many. */
  readonly atMost: number
}
