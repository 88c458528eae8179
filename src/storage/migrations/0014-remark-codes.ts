import type { Migration } from './migration.ts'

/** The code of why an approval came to nothing, by which readers of other languages are told; null = it has none, or is of before. */
export const remarkCodes: Migration = {
  number: 14,
  name: '0014-remark-codes',
  up: async (database, { text }) => {
    await database.schema.alterTable('approvals').addColumn('remark_code', text).execute()
  },
}
