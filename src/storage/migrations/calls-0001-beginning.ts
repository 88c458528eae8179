import type { Migration } from './migration.ts'

export const callsBeginning: Migration = {
  number: 1,
  name: 'calls-0001-beginning',
  up: async (database, { whole, text }) => {
    await database.schema.createTable('calls')
      .addColumn('sequence', whole, (column) => column.primaryKey().notNull())
      .addColumn('request_id', text, (column) => column.notNull())
      .addColumn('time_us', whole, (column) => column.notNull())
      .addColumn('duration_us', whole, (column) => column.notNull())
      .addColumn('account_id', whole)
      .addColumn('key_id', text)
      .addColumn('address', text, (column) => column.notNull())
      .addColumn('endpoint', text, (column) => column.notNull())
      .addColumn('permission', text)
      .addColumn('status', whole, (column) => column.notNull())
      .addColumn('code', whole)
      .addColumn('reason', text)
      .addColumn('weight', whole, (column) => column.notNull())
      .execute()
    await database.schema.createIndex('calls_of_key').on('calls').columns(['key_id', 'sequence']).execute()
    await database.schema.createTable('traces')
      .addColumn('request_id', text, (column) => column.primaryKey().notNull())
      .addColumn('sequence', whole, (column) => column.notNull())
      .addColumn('key_id', text)
      .addColumn('trace', text, (column) => column.notNull())
      .execute()
    await database.schema.createIndex('traces_of_key').on('traces').columns(['key_id', 'sequence']).execute()
    await database.schema.createIndex('traces_in_order').on('traces').column('sequence').execute()
  },
}
