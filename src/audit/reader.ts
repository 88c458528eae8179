import type { AuditRow, ChainHead, Verification } from './chain.ts'

/** How the record of changes is read. */
export interface AuditReader {
  /** Every row after `sequence`, oldest first. */
  rowsAfter(sequence: number): Iterable<AuditRow>
  /** The newest rows, newest first; of one subject (an id) where one is named. */
  newest(limit: number, subject?: string): readonly AuditRow[]
  head(): ChainHead
  /** Follows the whole chain. */
  verify(): Promise<Verification>
}
