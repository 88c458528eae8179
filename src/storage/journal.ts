import type { Environment } from '../environment.ts'
import type { EncodedRecord, Journal, Snapshot } from '../exchange/journal.ts'
import { JournalReader } from './journal-reader.ts'
import { queries } from './queries.ts'
import { JOURNAL_TABLE } from './tables/record.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** Records deleted in one transaction: a commit that takes long delays every answer behind it. */
const PRUNED_AT_ONCE = 2_000

/** One environment's journal in the main store. */
export class StoredJournal extends JournalReader implements Journal {
  readonly #environment: Environment
  readonly #writer: Writer

  constructor(environment: Environment, writer: Writer, reader: Reader) {
    super(environment, reader)
    this.#environment = environment
    this.#writer = writer
  }

  append(record: EncodedRecord): void {
    this.#writer.append(this.#environment, record)
  }

  settled(): Promise<void> | undefined {
    return this.#writer.settled()
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
    const kept = this.lastSnapshotButOne()
    if (kept === null) return 0
    let gone = await this.#writer.change([statement(queries.deleteFrom('snapshots').where('environment', '=', this.#environment).where('sequence', '<', kept))], null)
    for (let end = this.firstSequence() + PRUNED_AT_ONCE; end < kept + PRUNED_AT_ONCE; end += PRUNED_AT_ONCE) {
      gone += await this.#writer.change([statement(queries.deleteFrom(JOURNAL_TABLE[this.#environment]).where('sequence', '<=', Math.min(end, kept)))], null)
    }
    return gone
  }
}
