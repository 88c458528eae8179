import { Worker } from 'node:worker_threads'
import { GENESIS } from '../audit/chain.ts'
import type { AuditRow, ChainHead } from '../audit/chain.ts'
import type { AuditEntry, AuditValue } from '../audit/entry.ts'
import type { AuditFilter, AuditReader } from '../audit/reader.ts'
import type { RecordVerification } from '../audit/verify-record.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import { confirmedChange } from './confirmed-change.ts'
import { queries } from './queries.ts'
import type { AuditTable } from './tables/record.ts'
import type { Reader } from './sqlite/reader.ts'
import type { Writer } from './sqlite/writer.ts'

/** The audit chain in the main store. Rows come with the changes that they record; `record` adds one that stands alone. */
export class StoredAudit implements AuditReader {
  readonly #writer: Writer
  readonly #reader: Reader
  /** PEM, one after the other: what checkpoints are proved with. */
  publicKeys = ''

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  /** Records an act that changes nothing else in this store (a backup was taken …). Durable when the promise resolves. */
  async record(entry: AuditEntry): Promise<void> {
    await this.#writer.change([], entry)
  }

  /** Records an act of another store (money is sent by the venue), and uses up what confirmed it: whoever does the act does it behind this. */
  recordConfirmed(entry: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    return confirmedChange(this.#writer, [], entry, confirmation)
  }

  rowsAfter(sequence: number): Iterable<AuditRow> {
    return auditRowsAfter(this.#reader, sequence)
  }

  newest(limit: number, subject?: string): readonly AuditRow[] {
    const newest = queries.selectFrom('audit').selectAll().orderBy('sequence', 'desc').limit(limit)
    return this.#reader.rows(subject === undefined ? newest : newest.where('subject', '=', subject)).map(rowFrom)
  }

  find({ act, subject, actor, sinceUs, untilUs, before }: AuditFilter, limit: number): readonly AuditRow[] {
    let rows = queries.selectFrom('audit').selectAll().orderBy('sequence', 'desc').limit(limit)
    // An act that ends in a dot is the beginning of several: those up to the next character after the dot.
    if (act !== undefined) rows = act.endsWith('.') ? rows.where('act', '>=', act).where('act', '<', `${act.slice(0, -1)}/`) : rows.where('act', '=', act)
    if (subject !== undefined) rows = rows.where('subject', '=', subject)
    if (actor !== undefined) rows = rows.where('actor', '=', actor)
    if (sinceUs !== undefined) rows = rows.where('time_us', '>=', sinceUs)
    if (untilUs !== undefined) rows = rows.where('time_us', '<=', untilUs)
    if (before !== undefined) rows = rows.where('sequence', '<', before)
    return this.#reader.rows(rows).map(rowFrom)
  }

  head(): ChainHead {
    return this.#reader.rows(queries.selectFrom('audit').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1))[0] ?? GENESIS
  }

  /** On a thread of its own: a long chain takes seconds, and requests are answered meanwhile. */
  verify(): Promise<RecordVerification> {
    return onThread<RecordVerification>({ file: this.#reader.file, publicKeys: this.publicKeys, exportTo: null })
  }

  /** Writes the record into a new file as JSON lines. Rejects where the file exists. */
  export(file: string): Promise<{ readonly rows: number }> {
    return onThread<{ readonly rows: number }>({ file: this.#reader.file, publicKeys: this.publicKeys, exportTo: file })
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

/** What the audit thread is asked: to follow the record of a file, or to write it out. */
export interface AuditOrder {
  readonly file: string
  readonly publicKeys: string
  readonly exportTo: string | null
}

/** Follows the record in a copy of a store's main file, which nothing else has to hold open. */
export const verifyCopy = (file: string, publicKeys: string): Promise<RecordVerification> => onThread<RecordVerification>({ file, publicKeys, exportTo: null })

const onThread = <Answer>(order: AuditOrder): Promise<Answer> => new Promise((resolve, reject) => {
  const worker = new Worker(new URL('./audit-thread.ts', import.meta.url), { workerData: order, execArgv: [], name: 'bitting-audit' })
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
