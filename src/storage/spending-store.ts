import type { RollingRail, SpendingStore, SpentMinute } from '../gate/guard-rails/spending.ts'
import { type ApiKeyId, apiKeyId } from '../ids.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** What keys have spent of their limits on hours, in the main store. */
export class StoredSpending implements SpendingStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  *all(): Iterable<SpentMinute> {
    for (const { lineage, rail, minute, worth } of this.#reader.rows(queries.selectFrom('spending').selectAll().orderBy('minute'))) {
      // Written by `put` alone, from the same types.
      yield { lineage: apiKeyId(lineage), rail: rail as RollingRail, minute, worth: BigInt(worth) }
    }
  }

  /** Handed to the writer at once, before the order that it is for: whatever batch that one comes into, this one is no later. */
  put({ lineage, rail, minute, worth }: SpentMinute): void {
    // A failure is the writer's to tell, and nothing is admitted any more.
    this.#writer.change([{ sql: UPSERT, rows: [[lineage, rail, minute, String(worth)]], mustChange: false }], null).catch(() => {})
  }

  /** Handed over like `put`: with what was handed to the store in the same step it is written together. */
  forget(lineages: readonly ApiKeyId[]): void {
    if (lineages.length === 0) return
    this.#writer.change([{ sql: FORGET, rows: lineages.map((lineage) => [lineage]), mustChange: false }], null).catch(() => {})
  }

  /** Lets go what no window sees any more. @param minute the first that is kept */
  async forgetBefore(minute: number): Promise<void> {
    await this.#writer.change([statement(queries.deleteFrom('spending').where('minute', '<', minute))], null)
  }
}

const UPSERT = queries.insertInto('spending').values({ lineage: '', rail: '', minute: 0, worth: '' })
  .onConflict((conflict) => conflict.columns(['lineage', 'rail', 'minute']).doUpdateSet((row) => ({ worth: row.ref('excluded.worth') }))).compile().sql

const FORGET = queries.deleteFrom('spending').where('lineage', '=', '').compile().sql
