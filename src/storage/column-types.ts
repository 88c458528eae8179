import type { ColumnDataType } from 'kysely'

/** What a database calls the three column types that the schema is made of. */
export interface ColumnTypes {
  /** Whole numbers of 64 bit. */
  readonly whole: ColumnDataType
  readonly text: ColumnDataType
  readonly bytes: ColumnDataType
}

/** SQLite must read exactly `integer` for a primary key to be the row's own number. */
export const SQLITE_COLUMN_TYPES: ColumnTypes = { whole: 'integer', text: 'text', bytes: 'blob' }
