import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { MigrationTable } from '../tables/record.ts'
import type { Migration } from './migration.ts'

/**
 * Brings a store up to the newest of `migrations`, all of them in one transaction, each recorded in the table `migrations`.
 * @param reached the newest migration that the store has; 0 for an empty store
 */
export const migrate = async (database: Kysely<{ migrations: MigrationTable }>, migrations: readonly Migration[], reached: number, types: ColumnTypes, nowUs: number): Promise<void> => {
  const missing = migrations.filter((migration) => migration.number > reached)
  if (missing.length === 0) return
  await database.transaction().execute(async (transaction) => {
    if (reached === 0) await createMigrationTable(transaction, types)
    for (const migration of missing) {
      // A migration knows only the schema of its own day, so the typed schema of today is taken from it.
      await migration.up(transaction as unknown as Kysely<never>, types)
      await transaction.insertInto('migrations').values({ number: migration.number, name: migration.name, applied_at_us: nowUs }).execute()
    }
  })
}

const createMigrationTable = (database: Kysely<{ migrations: MigrationTable }>, { whole, text }: ColumnTypes) =>
  database.schema.createTable('migrations')
    .addColumn('number', whole, (column) => column.primaryKey().notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('applied_at_us', whole, (column) => column.notNull())
    .execute()
