import type { Migration } from './migration.ts'

/** How far the authority's calendar was moved from wall time; one row at most. */
export const calendar: Migration = {
  number: 4,
  name: '0004-calendar',
  up: async (database, { whole }) => {
    await database.schema.createTable('calendar')
      .addColumn('id', whole, (column) => column.primaryKey().notNull())
      .addColumn('offset_us', whole, (column) => column.notNull())
      .execute()
  },
}
