import { createHash } from 'node:crypto'
import { encodeEntry } from './canonical.ts'
import type { AuditEntry } from './entry.ts'

/** One row of the chain. `hash` = SHA-256 (hash of the row before ‖ canonical encoding of the entry), in hex. */
export interface AuditRow {
  /** 1, 2, 3 … without gaps, given by the one writer. */
  readonly sequence: number
  readonly entry: AuditEntry
  readonly hash: string
}

/** Where the chain ends. */
export interface ChainHead {
  readonly sequence: number
  readonly hash: string
}

/** The head of a chain without rows. */
export const GENESIS: ChainHead = { sequence: 0, hash: '0'.repeat(64) }

/** The hash of the row whose entry has this canonical encoding and that follows `previousHash` (hex). */
export const chainHash = (previousHash: string, encoding: string): string =>
  createHash('sha256').update(previousHash, 'hex').update(encoding, 'utf8').digest('hex')

/** The row that `entry` becomes behind `head`. */
export const nextRow = (head: ChainHead, entry: AuditEntry): AuditRow => ({
  sequence: head.sequence + 1,
  entry,
  hash: chainHash(head.hash, encodeEntry(entry)),
})

export interface Verification {
  readonly rows: number
  /** Hash of the last good row. */
  readonly head: string
  /** The sequence at which the chain first breaks; null = whole. */
  readonly firstBadRow: number | null
}

/**
 * Follows the chain from its beginning. A changed, missing, added or moved row is named by the first sequence that does not fit.
 * Rows cut off at the end leave a chain that is whole in itself: compare `head` with one noted elsewhere.
 */
export const verifyChain = (rows: Iterable<AuditRow>): Verification => {
  let head = GENESIS
  for (const row of rows) {
    if (!follows(head, row)) return { rows: head.sequence, head: head.hash, firstBadRow: head.sequence + 1 }
    head = row
  }
  return { rows: head.sequence, head: head.hash, firstBadRow: null }
}

const follows = (head: ChainHead, row: AuditRow): boolean => {
  const expected = nextRow(head, row.entry)
  return row.sequence === expected.sequence && row.hash === expected.hash
}
