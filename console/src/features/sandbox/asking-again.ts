/** What a query knows of itself. */
export interface AskedSoFar {
  readonly status: 'pending' | 'error' | 'success'
  /** When it was told last, in milliseconds; 0 = never. */
  readonly dataUpdatedAt: number
  /** How often nothing was told. */
  readonly errorUpdateCount: number
  /** Of the wire's newest answer; undefined = none came. */
  readonly httpStatus: number | undefined
}

/** Where nothing is heard. */
const DEAF_MS = 4_000
const LONGEST_MS = 60_000

/**
 * In how many milliseconds it is asked again; null = not by itself. Where no answer comes it goes on all the same, each time waiting as long again as it was silent.
 * What was refused for good is not asked again: it would fill the call log. What was too much, or went wrong at the venue, passes.
 * @param everyMs null = what moves it is heard
 */
export const askedAgainInMs = ({ status, dataUpdatedAt, errorUpdateCount, httpStatus }: AskedSoFar, everyMs: number | null, nowMs: number): number | null => {
  if (status === 'error') {
    const atFirstMs = everyMs ?? DEAF_MS
    return Math.min(LONGEST_MS, dataUpdatedAt === 0 ? atFirstMs * 2 ** errorUpdateCount : Math.max(atFirstMs, nowMs - dataUpdatedAt))
  }
  if (httpStatus === undefined || httpStatus < 400) return everyMs
  return httpStatus === 429 || httpStatus >= 500 ? LONGEST_MS : null
}

/** How often what is not heard is asked anew. */
export const pace = (alsoMovedBy: 'market' | 'others' | undefined, isHeard: boolean): number | null => (alsoMovedBy === 'market' ? 2_000 : alsoMovedBy === 'others' ? 5_000 : isHeard ? null : DEAF_MS)
