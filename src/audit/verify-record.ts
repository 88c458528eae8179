import type { KeyObject } from 'node:crypto'
import { type AuditRow, type ChainHead, GENESIS, nextRow } from './chain.ts'
import { type CheckpointBody, readCheckpoint, type SignedCheckpoint } from './checkpoint.ts'

/** What came of following the whole record: the chain, and the checkpoints that attest it. */
export interface RecordVerification {
  /** Rows that follow from each other. */
  readonly rows: number
  /** Hash of the last good row. */
  readonly head: string
  /** The sequence at which the chain first breaks, or from which on the rows are not those that were attested; null = whole. */
  readonly firstBadRow: number | null
  readonly checkpoints: number
  readonly newestCheckpoint: { readonly sequence: number; readonly timeUs: number } | null
  /** What is wrong, in words; null where nothing is. */
  readonly fault: string | null
}

export interface RecordParts {
  /** Oldest first. */
  readonly rows: Iterable<AuditRow>
  readonly checkpoints: readonly SignedCheckpoint[]
  /** The public keys that the reader trusts; without any, signatures cannot be looked at, and a checkpoint is a fault. */
  readonly publicKeys: readonly KeyObject[]
  /** What else a checkpoint attests, where it can be looked at (the venues' journals): a fault in words, or null. */
  readonly checkJournals?: (body: CheckpointBody) => string | null
}

const FAULT_WORDS = {
  unreadable: 'cannot be read', unknownKey: 'was signed with a key that is not among those given', wrongSignature: 'does not bear the signature of its key: it was changed',
} as const

/**
 * Follows the chain from its beginning and compares it with each checkpoint on the way. A row that was changed, taken out, put in or moved is named; where
 * the rows from one on were made anew so that they fit each other, the first after the last good checkpoint is; and rows that were cut off are missed by the
 * checkpoints that attested them.
 */
export const verifyRecord = ({ rows, checkpoints, publicKeys, checkJournals }: RecordParts): RecordVerification => {
  const faults: string[] = []
  const attested = new Map<number, CheckpointBody>()
  for (const checkpoint of checkpoints) {
    const read = readCheckpoint(checkpoint, publicKeys)
    if (read.ok) attested.set(read.body.chain.sequence, read.body)
    else faults.push(`A checkpoint ${FAULT_WORDS[read.fault]}${sequenceIn(checkpoint)}.`)
  }
  const newest = [...attested.values()].sort((one, other) => other.chain.sequence - one.chain.sequence)[0]
  let head: ChainHead = GENESIS
  let lastGood = 0
  const found = (firstBadRow: number | null, fault: string | null): RecordVerification => ({
    rows: head.sequence, head: head.hash, firstBadRow, checkpoints: checkpoints.length,
    newestCheckpoint: newest ? { sequence: newest.chain.sequence, timeUs: newest.timeUs } : null, fault: fault ?? faults[0] ?? null,
  })
  for (const row of rows) {
    if (!follows(head, row)) return found(head.sequence + 1, `Row ${head.sequence + 1} does not follow from the one before: it, or what stood before it, was changed.`)
    head = row
    const body = attested.get(row.sequence)
    if (!body) continue
    if (body.chain.hash !== row.hash) return found(lastGood + 1, `Rows ${lastGood + 1} to ${row.sequence} fit each other, but they are not those that the checkpoint of ${new Date(body.timeUs / 1_000).toISOString()} attests: they were made anew.`)
    lastGood = row.sequence
    const journal = checkJournals?.(body) ?? null
    if (journal !== null) faults.push(journal)
  }
  if (newest && newest.chain.sequence > head.sequence) return found(head.sequence + 1, `Rows ${head.sequence + 1} to ${newest.chain.sequence} are missing: a checkpoint attests them.`)
  return found(null, null)
}

/** A row whose entry cannot be encoded was never written by this program. */
const follows = (head: ChainHead, row: AuditRow): boolean => {
  try {
    const expected = nextRow(head, row.entry)
    return row.sequence === expected.sequence && row.hash === expected.hash
  } catch {
    return false
  }
}

const sequenceIn = ({ body }: SignedCheckpoint): string => {
  const sequence = /"sequence":(\d+)/.exec(body)?.[1]
  return sequence === undefined ? '' : ` (row ${sequence})`
}
