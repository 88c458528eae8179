import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/** Follows the audit chain from its beginning. */
export const verifyAudit = async ({ audit }: OperatorParts): Promise<Outcome<{ rows: number; head: string; firstBadRow: number | null }>> => {
  const { rows, head, firstBadRow } = await audit.verify()
  return done({ rows, head, firstBadRow })
}
