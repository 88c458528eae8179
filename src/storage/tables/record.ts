import type { Environment } from '../../environment.ts'

/** The venues' journals and the chain that records every change. */

export interface MigrationTable {
  number: number
  name: string
  applied_at_us: number
}

export interface CalendarTable {
  /** Always 1: there is one calendar. */
  id: number
  offset_us: number
}

/** One table an environment, so that the sequence is the primary key and a record costs one tree, not two. */
export interface JournalTable {
  sequence: number
  record_version: number
  engine_version: number
  time_us: number
  command: string
  events_digest: number
}

export type JournalTableName = 'journal_live' | 'journal_testnet'

export const JOURNAL_TABLE: Readonly<Record<Environment, JournalTableName>> = { live: 'journal_live', testnet: 'journal_testnet' }

export interface SnapshotTable {
  environment: string
  sequence: number
  engine_version: number
  time_us: number
  state_hash: string
  state: string
}

export interface AuditTable {
  sequence: number
  time_us: number
  actor: string
  source: string
  act: string
  subject: string
  /** JSON. */
  before: string
  /** JSON. */
  after: string
  hash: string
}

export interface AuditCheckpointTable {
  /** The chain's sequence that it attests. */
  sequence: number
  /** Canonical JSON: what was signed. */
  body: string
  /** Base64. */
  signature: string
}
