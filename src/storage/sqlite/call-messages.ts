import type { SQLInputValue } from 'node:sqlite'
import type { CallGap } from '../../watch/call-gap.ts'
import type { CallQuery, ListedCall } from '../../watch/call-log.ts'
import type { CallUsage, UsageQuery } from '../../watch/call-uses.ts'

/** Where each number of one call stands among those of a CallBatch; the last ones point into its texts. */
export const NUMBER = {
  timeUs: 0, durationUs: 1, weight: 2, idLength: 3, clockMs: 4, client: 5,
  // What tells uses apart, from here on.
  account: 6, key: 7, address: 8, endpoint: 9, permission: 10, rights: 11, symbol: 12, status: 13, code: 14, reason: 15,
} as const
export const NUMBERS_PER_CALL = 16

/** Stands for a clock that was not told. */
export const NO_NUMBER = Number.NaN
/** The first text of every batch: '' stands for what is not there. */
export const NO_TEXT = 0

/**
 * Calls packed for the way to the call log's thread. Texts that repeat (address, endpoint, key …) are sent once
 * a batch and pointed to, because copying a text between threads costs more than finding it in a map.
 */
export interface CallBatch {
  /** Sequence of the first call; those behind it count on. */
  readonly first: number
  readonly count: number
  /** As `NUMBER` says, for each call; longer than `count` needs. */
  readonly numbers: Float64Array<ArrayBuffer>
  readonly texts: readonly string[]
  /** All request ids, one behind the other. */
  readonly requestIds: string
  /** Which calls of the batch have a trace, and its JSON. */
  readonly traced: readonly number[]
  readonly traces: readonly string[]
  /** Characters of all traces. */
  readonly traceLength: number
}

/** How long calls are kept; what is counted of them outlives them. */
export interface CallRetention {
  /** Rows: the first of these bounds that is reached. */
  readonly maxAgeDays: number
  readonly maxRows: number
  /** Of the file, in bytes. */
  readonly maxBytes: number
  readonly minuteDays: number
  readonly hourDays: number
  /** Days, uses and programs. */
  readonly dayDays: number
  /** Room on the disk that is left to the main store, in bytes: with less than that, calls are lost and counted. */
  readonly minFreeBytes: number
}

export type ToCallThread =
  | { readonly kind: 'batch'; readonly batch: CallBatch; readonly gaps: readonly CallGap[] }
  /** What was written is counted before it is asked for. */
  | { readonly kind: 'count'; readonly id: number }
  | { readonly kind: 'close'; readonly gaps: readonly CallGap[] }

export type FromCallThread =
  /** The newest sequence in the file. */
  | { readonly kind: 'ready'; readonly newest: number }
  | { readonly kind: 'written'; readonly rows: number }
  /** This batch could not be written; the next one is tried again. */
  | { readonly kind: 'lost'; readonly rows: number; readonly first: number; readonly timeUs: number; readonly gaps: readonly CallGap[]; readonly happened: string }
  | { readonly kind: 'counted'; readonly id: number; readonly happened: string | null }

export interface CallThreadData {
  readonly file: string
  readonly retention: CallRetention
}

/** What the reading thread is asked. */
export type CallQuestion =
  | { readonly kind: 'rows'; readonly sql: string; readonly parameters: readonly SQLInputValue[] }
  | { readonly kind: 'calls'; readonly query: CallQuery }
  | { readonly kind: 'usage'; readonly query: UsageQuery }

export type CallAnswer =
  | { readonly ok: true; readonly rows: readonly Record<string, unknown>[] | readonly ListedCall[] | readonly CallUsage[] }
  | { readonly ok: false; readonly happened: string }
