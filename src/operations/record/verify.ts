import type { RecordVerification } from '../../audit/verify-record.ts'
import { done, type Outcome } from '../outcome.ts'

/** What came of checking the record. */
export interface AuditReport {
  readonly rows: number
  readonly head: string
  readonly firstBadRow: number | null
  readonly checkpoints: number
  /** `at` is ISO 8601, UTC. */
  readonly newestCheckpoint: { readonly sequence: number; readonly at: string } | null
  /** What is wrong, in words; null where nothing is. */
  readonly fault: string | null
}

export const auditReportOf = ({ rows, head, firstBadRow, checkpoints, newestCheckpoint, fault }: RecordVerification): AuditReport =>
  ({ rows, head, firstBadRow, checkpoints, newestCheckpoint: newestCheckpoint && { sequence: newestCheckpoint.sequence, at: new Date(newestCheckpoint.timeUs / 1_000).toISOString() }, fault })

/** Follows the audit chain from its beginning, and proves its checkpoints. */
export const verifyAudit = async ({ audit }: { readonly audit: { verify(): Promise<RecordVerification> } }): Promise<Outcome<AuditReport>> => done(auditReportOf(await audit.verify()))
