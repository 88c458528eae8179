import type { Migration } from './migration.ts'

/** Why a letter was not taken at its last try (JSON); null = it was not tried, or it was taken. */
export const letterFaults: Migration = {
  number: 12,
  name: '0012-letter-faults',
  up: async (database, { text }) => {
    await database.schema.alterTable('outbox').addColumn('fault', text).execute()
  },
}
