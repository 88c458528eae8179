import type { SQLInputValue } from 'node:sqlite'

/** Numbers of one call in a CallBatch, in this order: see CallPacker. */
export const NUMBERS_PER_CALL = 12

/** Stands for null among the numbers of a batch. */
export const NO_NUMBER = Number.NaN
/** Stands for null among the numbers that point to a text. */
export const NO_TEXT = -1

/**
 * Calls packed for the way to the call log's thread. Texts that repeat (address, endpoint, key …) are sent once
 * a batch and pointed to, because copying a text between threads costs more than finding it in a map.
 */
export interface CallBatch {
  readonly count: number
  /** timeUs, durationUs, accountId, key, address, endpoint, permission, status, code, reason, weight, length of the request id; for each call; longer than `count` needs. */
  readonly numbers: Float64Array<ArrayBuffer>
  readonly texts: readonly string[]
  /** All request ids, one behind the other. */
  readonly requestIds: string
  /** Which calls of the batch have a trace, and its JSON. */
  readonly traced: readonly number[]
  readonly traces: readonly string[]
}

export interface CallRetention {
  readonly maxAgeDays: number
  readonly maxRows: number
  /** Room on the disk that is left to the main store, in bytes: with less than that, calls are lost and counted. Default: 256 MiB. */
  readonly minFreeBytes?: number
}

export type ToCallThread =
  | { readonly kind: 'batch'; readonly batch: CallBatch }
  | { readonly kind: 'question'; readonly id: number; readonly sql: string; readonly parameters: readonly SQLInputValue[] }
  | { readonly kind: 'close' }

export type FromCallThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'written'; readonly rows: number }
  /** This batch could not be written; the next one is tried again. */
  | { readonly kind: 'lost'; readonly rows: number; readonly happened: string }
  | { readonly kind: 'answer'; readonly id: number; readonly rows: readonly Record<string, unknown>[] }
  | { readonly kind: 'unanswered'; readonly id: number; readonly happened: string }
  | { readonly kind: 'closed' }

export interface CallThreadData {
  readonly file: string
  readonly retention: CallRetention
}
