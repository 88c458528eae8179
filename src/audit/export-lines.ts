import { createPublicKey, type KeyObject } from 'node:crypto'
import type { AuditRow } from './chain.ts'
import type { SignedCheckpoint } from './checkpoint.ts'
import { type RecordVerification, verifyRecord } from './verify-record.ts'

/**
 * The record as JSON lines: a head, each row, and each checkpoint behind the row that it attests. Whoever has the public key can check the file
 * by itself, with this program or with SHA-256 and Ed25519 alone.
 */
const FORMAT = 'bitting audit 1'

/** @param publicKey PEM; told for convenience: a reader who trusts it because it stands in the file has proved nothing */
export function* exportLines(rows: Iterable<AuditRow>, checkpoints: readonly SignedCheckpoint[], publicKey: string): Iterable<string> {
  const behind = new Map(checkpoints.map((checkpoint) => [attestedSequence(checkpoint), checkpoint]))
  yield JSON.stringify({ format: FORMAT, publicKey })
  let last = 0
  for (const { sequence, entry, hash } of rows) {
    yield JSON.stringify({ sequence, entry, hash })
    last = sequence
    const checkpoint = behind.get(sequence)
    if (checkpoint) yield JSON.stringify({ checkpoint })
  }
  // What attests rows that are not there is told too: that is what the reader looks for.
  for (const [sequence, checkpoint] of behind) if (sequence > last || sequence < 1) yield JSON.stringify({ checkpoint })
}

const attestedSequence = ({ body }: SignedCheckpoint): number => {
  try {
    // Looked at again before it is believed; here it only says where the line goes.
    return (JSON.parse(body) as { chain?: { sequence?: number } }).chain?.sequence ?? -1
  } catch {
    return -1
  }
}

export type ReadExport = { readonly ok: true; readonly verification: RecordVerification } | { readonly ok: false; readonly text: string }

/** Checks an exported file by itself, with the public keys that the reader trusts. */
export const verifyExport = (lines: readonly string[], publicKeys: readonly KeyObject[]): ReadExport => {
  const [first, ...rest] = lines.filter((line) => line.trim() !== '')
  const head = first === undefined ? undefined : parsed(first)
  if (head?.['format'] !== FORMAT) return { ok: false, text: 'This is not an exported audit record: its first line should be {"format":"bitting audit 1", …}.' }
  const rows: AuditRow[] = []
  const checkpoints: SignedCheckpoint[] = []
  for (const [index, line] of rest.entries()) {
    const value = parsed(line)
    if (!value) return { ok: false, text: `Line ${index + 2} is not JSON.` }
    const { checkpoint } = value
    if (isCheckpoint(checkpoint)) checkpoints.push(checkpoint)
    // A row whose members are not what they should be does not follow from the one before, and is named for it.
    else rows.push(value as unknown as AuditRow)
  }
  return { ok: true, verification: verifyRecord({ rows, checkpoints, publicKeys }) }
}

/** One or several public keys in PEM, one after the other. Throws where one is none. */
export const readPublicKeys = (text: string): readonly KeyObject[] =>
  [...text.matchAll(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g)].map(([pem]) => createPublicKey(pem))

const parsed = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    // Whatever it is the record of, its members are looked at before they are believed.
    return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : undefined
  } catch {
    return undefined
  }
}

const isCheckpoint = (value: unknown): value is SignedCheckpoint =>
  typeof value === 'object' && value !== null && 'body' in value && typeof value.body === 'string' && 'signature' in value && typeof value.signature === 'string'
