/**
 * Time is integer microseconds since 1970 (a safe integer until the year 2255).
 * Three clocks that never mix: wall time for requests and sessions, the authority's calendar, the venue's clock.
 */
export type TimeUs = number

export interface Clock {
  nowUs(): TimeUs
}

export const MS = 1_000
export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const toMs = (timeUs: TimeUs): number => Math.floor(timeUs / 1_000)
