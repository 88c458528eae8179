import type { Migration } from './migration.ts'

/** What keys have spent of their limits on hours, by minute. */
export const spending: Migration = {
  number: 8,
  name: '0008-spending',
  up: async (database, { whole, text }) => {
    await database.schema.createTable('spending')
      .addColumn('lineage', text, (column) => column.notNull())
      .addColumn('rail', text, (column) => column.notNull())
      .addColumn('minute', whole, (column) => column.notNull())
      .addColumn('worth', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('spending_key', ['lineage', 'rail', 'minute'])
      .execute()
  },
}
