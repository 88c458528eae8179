import type { AuditRow, ChainHead, Verification } from './chain.ts'

/** Which rows are looked for; what is left out does not narrow. */
export interface AuditFilter {
  /** An act, or the beginning of several: `key.` finds `key.create` and `key.edit`. */
  readonly act?: string | undefined
  readonly subject?: string | undefined
  readonly actor?: string | undefined
  readonly sinceUs?: number | undefined
  readonly untilUs?: number | undefined
  /** Only rows before this one: the next page. */
  readonly before?: number | undefined
}

/** How the record of changes is read. */
export interface AuditReader {
  /** Every row after `sequence`, oldest first. */
  rowsAfter(sequence: number): Iterable<AuditRow>
  /** The newest rows, newest first; of one subject (an id) where one is named. */
  newest(limit: number, subject?: string): readonly AuditRow[]
  /** The newest rows that a filter leaves, newest first. */
  find(filter: AuditFilter, limit: number): readonly AuditRow[]
  head(): ChainHead
  /** Follows the whole chain. */
  verify(): Promise<Verification>
}
