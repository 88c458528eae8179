import type { Migration } from './migration.ts'

/** What somebody is written to in; null = they never said. */
export const languages: Migration = {
  number: 13,
  name: '0013-languages',
  up: async (database, { text }) => {
    await database.schema.alterTable('people').addColumn('language', text).execute()
  },
}
