import type { Migration } from './migration.ts'

/**
 * What surrounds accounts: ceilings of sub-accounts (bits; null = none), how products came to be opened (JSON), policies, addresses that move,
 * signed checkpoints of the audit chain, and which letters of reminder were sent.
 */
export const accounts: Migration = {
  number: 7,
  name: '0007-accounts',
  up: async (database, { whole, text, bytes }) => {
    await database.schema.alterTable('accounts').addColumn('ceiling', whole).execute()
    await database.schema.alterTable('accounts').addColumn('openings', text).execute()
    await database.schema.createTable('account_policies')
      .addColumn('account_id', whole, (column) => column.primaryKey().notNull())
      .addColumn('version', whole, (column) => column.notNull())
      .addColumn('change', text, (column) => column.notNull())
      .execute()
    await database.schema.createTable('moving_addresses')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('key_id', text, (column) => column.notNull())
      .addColumn('source', text, (column) => column.notNull())
      .addColumn('name', text)
      .addColumn('entries', text, (column) => column.notNull())
      .addColumn('within', text, (column) => column.notNull())
      .addColumn('allows_private', whole, (column) => column.notNull())
      .addColumn('sealing_key_version', whole)
      .addColumn('sealed_bytes', bytes)
      .addColumn('moves', text, (column) => column.notNull())
      .addColumn('last_heard_us', whole, (column) => column.notNull())
      .addColumn('fault', text)
      .addColumn('created_at_us', whole, (column) => column.notNull())
      .addColumn('version', whole, (column) => column.notNull())
      .execute()
    await database.schema.createIndex('moving_addresses_of_key').on('moving_addresses').column('key_id').execute()
    await database.schema.createTable('audit_checkpoints')
      .addColumn('sequence', whole, (column) => column.primaryKey().notNull())
      .addColumn('body', text, (column) => column.notNull())
      .addColumn('signature', text, (column) => column.notNull())
      .execute()
    await database.schema.createTable('reminder_letters')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('sent_at_us', whole, (column) => column.notNull())
      .execute()
  },
}
