import type { Migration } from './migration.ts'

/** The margin wallet that a special key is bound to; null = an ordinary key. */
export const boundKeys: Migration = {
  number: 11,
  name: '0011-bound-keys',
  up: async (database, { text }) => {
    await database.schema.alterTable('api_keys').addColumn('bound_to', text).execute()
  },
}
