import type { Environment } from '../../environment.ts'
import { JOURNAL_TABLE } from '../tables/record.ts'
import type { MainSchema } from '../schema.ts'
import { kyselyCompiler } from './dialect.ts'
import type { WriterQueries } from './writer-messages.ts'

const queries = kyselyCompiler<MainSchema>()

const insertRecord = (environment: Environment): string =>
  queries.insertInto(JOURNAL_TABLE[environment]).values({ sequence: 0, record_version: 0, engine_version: 0, time_us: 0, command: '', events_digest: 0 }).compile().sql

/** What the writer asks of the file by itself. */
export const WRITER_QUERIES: WriterQueries = {
  insertRecord: { live: insertRecord('live'), testnet: insertRecord('testnet') },
  insertAudit: queries.insertInto('audit').values({ sequence: 0, time_us: 0, actor: '', source: '', act: '', subject: '', before: '', after: '', hash: '' }).compile().sql,
  lastAudit: queries.selectFrom('audit').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).compile().sql,
}
