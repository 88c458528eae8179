import type { Environment } from '../environment.ts'
import type { EncodedRecord, Journal, Snapshot } from '../exchange/journal.ts'
import { queries } from './queries.ts'
import { JOURNAL_TABLE } from './schema.ts'
import type { JournalTableName } from './schema.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** One environment's journal in the main store. */
export class StoredJournal implements Journal {
  readonly #environment: Environment
  readonly #table: JournalTableName
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(environment: Environment, writer: Writer, reader: Reader) {
    this.#environment = environment
    this.#table = JOURNAL_TABLE[environment]
    this.#writer = writer
    this.#reader = reader
  }

  append(record: EncodedRecord): void {
    this.#writer.append(this.#environment, record)
  }

  settled(): Promise<void> | undefined {
    return this.#writer.settled()
  }

  latestSnapshot(): Snapshot | undefined {
    const newest = queries.selectFrom('snapshots').selectAll().where('environment', '=', this.#environment).orderBy('sequence', 'desc').limit(1)
    const row = this.#reader.rows(newest)[0]
    return row && { sequence: row.sequence, engineVersion: row.engine_version, timeUs: row.time_us, stateHash: row.state_hash, state: row.state }
  }

  *recordsAfter(sequence: number): Iterable<EncodedRecord> {
    const later = queries.selectFrom(this.#table)
      .select(['sequence', 'record_version', 'engine_version', 'time_us', 'command', 'events_digest'])
      .where('sequence', '>', sequence)
      .orderBy('sequence')
    for (const row of this.#reader.tuples<RecordTuple>(later)) {
      yield { sequence: row[0], recordVersion: row[1], engineVersion: row[2], timeUs: row[3], command: row[4], eventsDigest: row[5] }
    }
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    const row = {
      sequence: snapshot.sequence,
      engine_version: snapshot.engineVersion,
      time_us: snapshot.timeUs,
      state_hash: snapshot.stateHash,
      state: snapshot.state,
    }
    const save = queries.insertInto('snapshots')
      .values({ environment: this.#environment, ...row })
      .onConflict((conflict) => conflict.columns(['environment', 'sequence']).doUpdateSet(row))
    await this.#writer.change([statement(save)], null)
  }

  /**
   * Deletes what recovery no longer needs: snapshots before the last but one, and records up to that one. The last but one
   * stays, so that a damaged newest snapshot is not the end.
   * @returns how many rows went
   */
  async prune(): Promise<number> {
    const kept = this.#reader.rows(
      queries.selectFrom('snapshots').select('sequence').where('environment', '=', this.#environment).orderBy('sequence', 'desc').limit(2),
    )
    const lastButOne = kept[1]
    if (!lastButOne) return 0
    return this.#writer.change([
      statement(queries.deleteFrom(this.#table).where('sequence', '<=', lastButOne.sequence)),
      statement(queries.deleteFrom('snapshots').where('environment', '=', this.#environment).where('sequence', '<', lastButOne.sequence)),
    ], null)
  }
}

type RecordTuple = readonly [number, number, number, number, string, number]
