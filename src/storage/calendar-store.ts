import type { AuditEntry } from '../audit/entry.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** How far the authority's calendar is moved. */
export class StoredCalendar {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  /** Microseconds ahead of wall time; 0 in a store that was never moved. */
  offsetUs(): number {
    return this.#reader.rows(queries.selectFrom('calendar').select('offset_us').where('id', '=', 1))[0]?.offset_us ?? 0
  }

  async put(offsetUs: number, audit: AuditEntry): Promise<void> {
    const put = queries.insertInto('calendar').values({ id: 1, offset_us: offsetUs }).onConflict((conflict) => conflict.column('id').doUpdateSet({ offset_us: offsetUs }))
    await this.#writer.change([statement(put)], audit)
  }
}
