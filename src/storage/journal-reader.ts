import type { Environment } from '../environment.ts'
import type { EncodedRecord, Snapshot } from '../exchange/journal.ts'
import { queries } from './queries.ts'
import { JOURNAL_TABLE } from './tables/record.ts'
import type { Reader } from './sqlite/reader.ts'

/** One environment's journal, as it is read: to recover from it, or to follow it. */
export class JournalReader {
  readonly #environment: Environment
  readonly #reader: Reader

  constructor(environment: Environment, reader: Reader) {
    this.#environment = environment
    this.#reader = reader
  }

  latestSnapshot(): Snapshot | undefined {
    const newest = queries.selectFrom('snapshots').selectAll().where('environment', '=', this.#environment).orderBy('sequence', 'desc').limit(1)
    const row = this.#reader.rows(newest)[0]
    return row && { sequence: row.sequence, engineVersion: row.engine_version, timeUs: row.time_us, stateHash: row.state_hash, state: row.state }
  }

  *recordsAfter(sequence: number): Iterable<EncodedRecord> {
    const later = queries.selectFrom(JOURNAL_TABLE[this.#environment])
      .select(['sequence', 'record_version', 'engine_version', 'time_us', 'command', 'events_digest'])
      .where('sequence', '>', sequence)
      .orderBy('sequence')
    for (const row of this.#reader.tuples<RecordTuple>(later)) {
      yield { sequence: row[0], recordVersion: row[1], engineVersion: row[2], timeUs: row[3], command: row[4], eventsDigest: row[5] }
    }
  }

  /** The oldest record there is; 0 where there is none. */
  firstSequence(): number {
    const oldest = queries.selectFrom(JOURNAL_TABLE[this.#environment]).select('sequence').orderBy('sequence').limit(1)
    return this.#reader.rows(oldest)[0]?.sequence ?? 0
  }

  /** Where a journal may be cut: up to the last snapshot but one; null where there is only one, or none. */
  lastSnapshotButOne(): number | null {
    const newest = queries.selectFrom('snapshots').select('sequence').where('environment', '=', this.#environment).orderBy('sequence', 'desc').limit(2)
    return this.#reader.rows(newest)[1]?.sequence ?? null
  }
}

type RecordTuple = readonly [number, number, number, number, string, number]
