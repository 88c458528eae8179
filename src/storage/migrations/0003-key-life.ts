import type { Migration } from './migration.ts'

/** How long a key is meant to live and what it came from: JSON of what is not plain; null for a key made by hand without a period. */
export const keyLife: Migration = {
  number: 3,
  name: '0003-key-life',
  up: async (database, { text }) => {
    await database.schema.alterTable('api_keys').addColumn('life', text).execute()
  },
}
