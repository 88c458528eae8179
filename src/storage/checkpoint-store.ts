import { hash } from 'node:crypto'
import { type JournalHead, signCheckpoint, type SignedCheckpoint } from '../audit/checkpoint.ts'
import { type Environment, ENVIRONMENTS } from '../environment.ts'
import type { EncodedRecord } from '../exchange/journal.ts'
import type { TimeUs } from '../time.ts'
import type { AuditSigningKey } from './audit-signing-key.ts'
import type { StoredAudit } from './audit-store.ts'
import { queries } from './queries.ts'
import { JOURNAL_TABLE } from './tables/record.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** The signed checkpoints of the audit chain. */
export class StoredCheckpoints {
  readonly #writer: Writer
  readonly #reader: Reader
  readonly #audit: StoredAudit

  constructor(writer: Writer, reader: Reader, audit: StoredAudit) {
    this.#writer = writer
    this.#reader = reader
    this.#audit = audit
  }

  /** Attests where the chain and the journals end now, unless the newest checkpoint does. @returns whether one was made */
  async make(key: AuditSigningKey, nowUs: TimeUs): Promise<boolean> {
    const chain = this.#audit.head()
    if (chain.sequence === 0 || chain.sequence === this.newestSequence()) return false
    const { body, signature } = signCheckpoint({ timeUs: nowUs, chain, journals: { live: journalHead(this.#reader, 'live'), testnet: journalHead(this.#reader, 'testnet') }, keyId: key.keyId }, key.privateKey)
    await this.#writer.change([statement(queries.insertInto('audit_checkpoints').values({ sequence: chain.sequence, body, signature }))], null)
    return true
  }

  newestSequence(): number {
    return this.#reader.rows(queries.selectFrom('audit_checkpoints').select('sequence').orderBy('sequence', 'desc').limit(1))[0]?.sequence ?? 0
  }
}

/** Every checkpoint of a store, oldest first. */
export const checkpointsOf = (reader: Reader): readonly SignedCheckpoint[] =>
  reader.rows(queries.selectFrom('audit_checkpoints').select(['body', 'signature']).orderBy('sequence'))

const recordAt = (reader: Reader, environment: Environment, sequence: number | null): EncodedRecord | undefined => {
  const records = queries.selectFrom(JOURNAL_TABLE[environment]).selectAll().orderBy('sequence', 'desc').limit(1)
  const row = reader.rows(sequence === null ? records : records.where('sequence', '=', sequence))[0]
  return row && { sequence: row.sequence, recordVersion: row.record_version, engineVersion: row.engine_version, timeUs: row.time_us, command: row.command, eventsDigest: row.events_digest }
}

const hashOf = ({ sequence, recordVersion, engineVersion, timeUs, command, eventsDigest }: EncodedRecord): string =>
  hash('sha256', JSON.stringify([sequence, recordVersion, engineVersion, timeUs, command, eventsDigest]))

const journalHead = (reader: Reader, environment: Environment): JournalHead => {
  const record = recordAt(reader, environment, null)
  const snapshot = reader.rows(queries.selectFrom('snapshots').select(['sequence', 'state_hash']).where('environment', '=', environment).orderBy('sequence', 'desc').limit(1))[0]
  return { sequence: record?.sequence ?? 0, recordHash: record ? hashOf(record) : '', snapshot: snapshot ? { sequence: snapshot.sequence, stateHash: snapshot.state_hash } : null }
}

/** What differs from what a checkpoint says of the journals, as far as they are still there; null where nothing does. Old records are deleted once snapshots hold what they did. */
export const journalFault = (reader: Reader, journals: Readonly<Record<Environment, JournalHead>>): string | null => {
  for (const environment of ENVIRONMENTS) {
    const { sequence, recordHash, snapshot } = journals[environment]
    const record = sequence === 0 ? undefined : recordAt(reader, environment, sequence)
    if (record && hashOf(record) !== recordHash) return `Record ${sequence} of the ${environment} journal is not the one that a checkpoint attests.`
    const kept = snapshot && reader.rows(queries.selectFrom('snapshots').select('state_hash').where('environment', '=', environment).where('sequence', '=', snapshot.sequence))[0]
    if (kept && kept.state_hash !== snapshot.stateHash) return `The ${environment} snapshot at ${snapshot.sequence} is not the one that a checkpoint attests.`
  }
  return null
}
