import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { DummyDriver, Kysely, SqliteAdapter, SqliteDialect, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Kysely over an open node:sqlite connection. */
export const kyselyOver = <Schema>(database: DatabaseSync): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: new SqliteDialect({ database: asKyselyDatabase(database) }) })

/** Kysely that runs nothing: queries are built with it, and compiled for SQLite to be prepared once and run elsewhere. */
export const kyselyCompiler = <Schema>(): Kysely<Schema> => new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => ({
  prepare: (sql) => asKyselyStatement(database.prepare(sql)),
  close: () => database.close(),
})

const asKyselyStatement = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: (parameters) => statement.all(...values(parameters)),
  run: (parameters) => statement.run(...values(parameters)),
  iterate: (parameters) => statement.iterate(...values(parameters)),
})

// Kysely hands on what the typed queries were given; the schema has numbers, text, bytes and null only.
const values = (parameters: readonly unknown[]): readonly SQLInputValue[] => parameters as readonly SQLInputValue[]
