import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'

/** One step of a schema's history. A migration that was released never changes; a correction is a new one. */
export interface Migration {
  readonly number: number
  readonly name: string
  /** Runs inside a transaction. Knows no tables' types: the schema of its day is its own. */
  up(database: Kysely<never>, types: ColumnTypes): Promise<void>
}
