import type { Migration } from './migration.ts'

/** Who made a key, or was handed it: a person's id; null = nobody in particular. */
export const keyHolder: Migration = {
  number: 5,
  name: '0005-key-holder',
  up: async (database, { text }) => {
    await database.schema.alterTable('api_keys').addColumn('holder_id', text).execute()
    await database.schema.createIndex('api_keys_of_holder').on('api_keys').column('holder_id').execute()
  },
}
