import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { Migration } from './migration.ts'

const accounts = (database: Kysely<never>, { whole, text }: ColumnTypes) =>
  database.schema.createTable('accounts')
    .addColumn('id', whole, (column) => column.primaryKey().notNull())
    .addColumn('email', text, (column) => column.notNull())
    .addColumn('parent_id', whole)
    .addColumn('label', text, (column) => column.notNull())
    .addColumn('created_at_us', whole, (column) => column.notNull())
    .addColumn('margin_opened', whole, (column) => column.notNull())
    .addColumn('futures_opened', whole, (column) => column.notNull())
    .addColumn('api_access_enabled', whole, (column) => column.notNull())
    .execute()

const apiKeys = async (database: Kysely<never>, { whole, text, bytes }: ColumnTypes) => {
  await database.schema.createTable('api_keys')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('text', text, (column) => column.notNull().unique())
    .addColumn('account_id', whole, (column) => column.notNull())
    .addColumn('environment', text, (column) => column.notNull())
    .addColumn('label', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('credential', bytes, (column) => column.notNull())
    .addColumn('sealing_key_version', whole)
    .addColumn('permissions', whole, (column) => column.notNull())
    .addColumn('trusted_addresses', text)
    .addColumn('guard_rails', text)
    .addColumn('enabled', whole, (column) => column.notNull())
    .addColumn('deleted_at_us', whole)
    .addColumn('created_at_us', whole, (column) => column.notNull())
    .addColumn('changed_at_us', whole, (column) => column.notNull())
    .addColumn('expires_at_us', whole)
    .addColumn('trading_lapses_at_us', whole)
    .addColumn('replay_guard', whole, (column) => column.notNull())
    .execute()
  await database.schema.createIndex('api_keys_of_account').on('api_keys').columns(['account_id', 'created_at_us']).execute()
}

const keyUses = (database: Kysely<never>, { whole, text }: ColumnTypes) =>
  database.schema.createTable('key_uses')
    .addColumn('key_id', text, (column) => column.notNull())
    .addColumn('permission', text, (column) => column.notNull())
    .addColumn('time_us', whole, (column) => column.notNull())
    .addColumn('address', text, (column) => column.notNull())
    .addColumn('endpoint', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('key_uses_key', ['key_id', 'permission'])
    .execute()

const sentinels = (database: Kysely<never>, { whole, bytes }: ColumnTypes) =>
  database.schema.createTable('sentinels')
    .addColumn('id', whole, (column) => column.primaryKey().notNull())
    .addColumn('version', whole, (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .execute()

const journal = (database: Kysely<never>, table: string, { whole, text }: ColumnTypes) =>
  database.schema.createTable(table)
    .addColumn('sequence', whole, (column) => column.primaryKey().notNull())
    .addColumn('record_version', whole, (column) => column.notNull())
    .addColumn('engine_version', whole, (column) => column.notNull())
    .addColumn('time_us', whole, (column) => column.notNull())
    .addColumn('command', text, (column) => column.notNull())
    .addColumn('events_digest', whole, (column) => column.notNull())
    .execute()

const snapshots = (database: Kysely<never>, { whole, text }: ColumnTypes) =>
  database.schema.createTable('snapshots')
    .addColumn('environment', text, (column) => column.notNull())
    .addColumn('sequence', whole, (column) => column.notNull())
    .addColumn('engine_version', whole, (column) => column.notNull())
    .addColumn('time_us', whole, (column) => column.notNull())
    .addColumn('state_hash', text, (column) => column.notNull())
    .addColumn('state', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('snapshots_key', ['environment', 'sequence'])
    .execute()

const audit = async (database: Kysely<never>, { whole, text }: ColumnTypes) => {
  await database.schema.createTable('audit')
    .addColumn('sequence', whole, (column) => column.primaryKey().notNull())
    .addColumn('time_us', whole, (column) => column.notNull())
    .addColumn('actor', text, (column) => column.notNull())
    .addColumn('source', text, (column) => column.notNull())
    .addColumn('act', text, (column) => column.notNull())
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('before', text, (column) => column.notNull())
    .addColumn('after', text, (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull())
    .execute()
  await database.schema.createIndex('audit_of_subject').on('audit').columns(['subject', 'sequence']).execute()
}

export const beginning: Migration = {
  number: 1,
  name: '0001-beginning',
  up: async (database, types) => {
    await accounts(database, types)
    await apiKeys(database, types)
    await keyUses(database, types)
    await sentinels(database, types)
    await journal(database, 'journal_live', types)
    await journal(database, 'journal_testnet', types)
    await snapshots(database, types)
    await audit(database, types)
  },
}
