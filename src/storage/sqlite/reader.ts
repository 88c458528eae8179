import type { Compilable } from 'kysely'
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { openForReading } from './connection.ts'
import { readAheadOf } from './read-ahead.ts'
import type { ColumnKind } from './row-pack.ts'
import { asStoreError } from './sqlite-fault.ts'

/** The main thread's connection for questions; it cannot write. It sees what was committed before the question. */
export class Reader {
  readonly file: string
  readonly #database: DatabaseSync

  constructor(file: string) {
    this.file = file
    this.#database = openForReading(file)
  }

  /** Rows one at a time as arrays, in the order of the query's columns. `Row` is what the query selects. */
  *tuples<Row>(query: Compilable): Iterable<Row> {
    const { sql, parameters } = query.compile()
    try {
      const statement = this.#database.prepare(sql, { returnArrays: true })
      // returnArrays makes an array of each row; its types are the selected columns'.
      for (const row of statement.iterate(...values(parameters))) yield row as unknown as Row
    } catch (error) {
      throw asStoreError(error, this.file)
    }
  }

  /** As `tuples`, read ahead by another thread; for a query with very many rows. */
  *manyTuples<Row>(query: Compilable, kinds: readonly ColumnKind[]): Iterable<Row> {
    const { sql, parameters } = query.compile()
    // The kinds are those of the query's columns.
    for (const row of readAheadOf({ file: this.file, sql, parameters: values(parameters), kinds })) yield row as Row
  }

  /** All rows as objects, typed as the query types them. */
  rows<Row>(query: Compilable<Row>): Row[] {
    const { sql, parameters } = query.compile()
    try {
      // The columns' types are the schema's: numbers, text, bytes and null. Copied, because SQLite's rows have no prototype.
      return this.#database.prepare(sql).all(...values(parameters)).map((row) => ({ ...row }) as Row & Record<string, SQLOutputValue>)
    } catch (error) {
      throw asStoreError(error, this.file)
    }
  }

  close(): void {
    this.#database.close()
  }
}

// Kysely hands on what the typed queries were given; the schema has numbers, text, bytes and null only.
const values = (parameters: readonly unknown[]): readonly SQLInputValue[] => parameters as readonly SQLInputValue[]
