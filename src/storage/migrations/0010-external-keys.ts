import type { Migration } from './migration.ts'

/** Keys that live at other exchanges. */
export const externalKeys: Migration = {
  number: 10,
  name: '0010-external-keys',
  up: async (database, { whole, text, bytes }) => {
    await database.schema.createTable('external_keys')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('version', whole, (column) => column.notNull())
      .addColumn('account_id', whole, (column) => column.notNull())
      .addColumn('label', text, (column) => column.notNull())
      .addColumn('url', text, (column) => column.notNull())
      .addColumn('api_key', text, (column) => column.notNull())
      .addColumn('sealing_key_version', whole)
      .addColumn('sealed_bytes', bytes)
      .addColumn('preset', text, (column) => column.notNull())
      .addColumn('holder_id', text)
      .addColumn('entered_at_us', whole, (column) => column.notNull())
      .addColumn('created_at_us', whole)
      .addColumn('examination', text)
      .addColumn('last_examined_at_us', whole)
      .addColumn('next_examination_at_us', whole, (column) => column.notNull())
      .addColumn('fault', text)
      .addColumn('fault_since_us', whole)
      .addColumn('told', text, (column) => column.notNull())
      .execute()
    await database.schema.createIndex('external_keys_by_label').on('external_keys').columns(['account_id', 'label']).unique().execute()
  },
}
