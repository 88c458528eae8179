import { Worker } from 'node:worker_threads'
import { GENESIS } from '../audit/chain.ts'
import type { AuditRow, ChainHead, Verification } from '../audit/chain.ts'
import type { AuditEntry, AuditValue } from '../audit/entry.ts'
import type { AuditReader } from '../audit/reader.ts'
import { queries } from './queries.ts'
import type { AuditTable } from './schema.ts'
import type { Reader } from './sqlite/reader.ts'
import type { Writer } from './sqlite/writer.ts'

/** The audit chain in the main store. Rows come with the changes that they record; `record` adds one that stands alone. */
export class StoredAudit implements AuditReader {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  /** Records an act that changes nothing else in this store (a backup was taken …). Durable when the promise resolves. */
  async record(entry: AuditEntry): Promise<void> {
    await this.#writer.change([], entry)
  }

  rowsAfter(sequence: number): Iterable<AuditRow> {
    return auditRowsAfter(this.#reader, sequence)
  }

  newest(limit: number, subject?: string): readonly AuditRow[] {
    const newest = queries.selectFrom('audit').selectAll().orderBy('sequence', 'desc').limit(limit)
    return this.#reader.rows(subject === undefined ? newest : newest.where('subject', '=', subject)).map(rowFrom)
  }

  head(): ChainHead {
    return this.#reader.rows(queries.selectFrom('audit').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1))[0] ?? GENESIS
  }

  /** On a thread of its own: a long chain takes seconds, and requests are answered meanwhile. */
  verify(): Promise<Verification> {
    return verifyOnThread(this.#reader.file)
  }
}

/** The chain's rows behind `sequence`, oldest first. */
export function* auditRowsAfter(reader: Reader, sequence: number): Iterable<AuditRow> {
  const later = queries.selectFrom('audit')
    .select(['sequence', 'time_us', 'actor', 'source', 'act', 'subject', 'before', 'after', 'hash'])
    .where('sequence', '>', sequence)
    .orderBy('sequence')
  for (const [at, timeUs, actor, source, act, subject, before, after, hash] of reader.tuples<AuditTuple>(later)) {
    yield rowFrom({ sequence: at, time_us: timeUs, actor, source, act, subject, before, after, hash })
  }
}

const verifyOnThread = (file: string): Promise<Verification> => new Promise((resolve, reject) => {
  const worker = new Worker(new URL('./audit-thread.ts', import.meta.url), { workerData: { file }, execArgv: [], name: 'bitting-audit' })
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('the thread that verifies the audit chain ended early')))
})

type AuditTuple = readonly [number, number, string, string, string, string, string, string, string]

const rowFrom = (row: AuditTable): AuditRow => ({
  sequence: row.sequence,
  entry: { timeUs: row.time_us, actor: row.actor, source: row.source, act: row.act, subject: row.subject, before: valueFrom(row.before), after: valueFrom(row.after) } satisfies AuditEntry,
  hash: row.hash,
})

/** Text that is no JSON was tampered with: it stays text, and the chain finds the row. */
const valueFrom = (text: string): AuditValue => {
  try {
    // Canonical JSON of an AuditValue was written.
    return JSON.parse(text) as AuditValue
  } catch {
    return text
  }
}
