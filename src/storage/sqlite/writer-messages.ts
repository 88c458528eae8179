import type { Environment } from '../../environment.ts'
import type { Statement } from './statement.ts'

/** Numbers of one journal record in a JournalBatch, in this order. */
export const NUMBERS_PER_RECORD = 6

/**
 * Journal records packed for the way to the writer: one array of numbers and one text, because copying them
 * between threads costs a small part of what copying objects does.
 */
export interface JournalBatch {
  readonly environment: Environment
  readonly count: number
  /** sequence, record version, engine version, timeUs, events digest, length of the command; for each record. */
  readonly numbers: Float64Array
  /** All commands, one behind the other. */
  readonly commands: string
}

export interface AuditColumns {
  readonly timeUs: number
  readonly actor: string
  readonly source: string
  readonly act: string
  readonly subject: string
  readonly before: string
  readonly after: string
  /** The canonical encoding that the chain's hash is over. */
  readonly encoding: string
}

/** Statements and the audit row that belong together: all of it or none. */
export interface Change {
  readonly id: number
  readonly statements: readonly Statement[]
  readonly audit: AuditColumns | null
}

export type ToWriter =
  | { readonly kind: 'batch'; readonly batch: number; readonly journals: readonly JournalBatch[]; readonly changes: readonly Change[] }
  | { readonly kind: 'close' }

/** What became of a change: how many rows it changed, or why it was refused (the store itself is well). */
export type ChangeResult = { readonly id: number; readonly changedRows: number } | { readonly id: number; readonly refused: string; /** Which of its statements was refused. */ readonly statement: number }

export type FromWriter =
  | { readonly kind: 'ready' }
  /** Everything up to this batch is on the disk. */
  | { readonly kind: 'committed'; readonly batch: number; readonly results: readonly ChangeResult[]; readonly transactions: number }
  | { readonly kind: 'failed'; readonly happened: string }
  | { readonly kind: 'closed' }

/** The SQL of what the writer asks by itself. It is compiled where queries are built: loading what builds them would be most of the thread's start. */
export interface WriterQueries {
  readonly insertRecord: Readonly<Record<Environment, string>>
  readonly insertAudit: string
  /** With the limit 1 as its parameter. */
  readonly lastAudit: string
}

export interface WriterThreadData {
  readonly file: string
  readonly queries: WriterQueries
  /** False: the thread reads the file through for damage before its first write. */
  readonly isChecked: boolean
  /** The most pages of 4096 bytes that the file may have; undefined = as many as the disk holds. */
  readonly maxPages: number | undefined
}
