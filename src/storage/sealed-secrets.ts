import type { SQLInputValue } from 'node:sqlite'
import type { Sealer } from '../authority/sealing.ts'
import { webhookSealId } from '../operations/alerts/alert-parts.ts'
import { externalSealId } from '../operations/external/external-parts.ts'
import { tokenSealId } from '../operations/moving-addresses/moving-parts.ts'
import { codeSealId } from '../people/one-time-code.ts'
import { messageSealId } from '../people/message.ts'
import { totpSealId } from '../people/totp.ts'
import { kyselyCompiler } from './sqlite/dialect.ts'
import type { Reader } from './sqlite/reader.ts'
import { type Statement, statement, statementFor } from './sqlite/statement.ts'
import { sentinelStatement } from './sentinel-store.ts'

/** Where secrets stand besides those of keys: rows with a version, a `sealing_key_version` and `sealed_bytes`, and what each was sealed for. */
interface SealedTable {
  readonly table: string
  /** The column that tells the rows apart. */
  readonly key: 'id' | 'account_id'
  readonly sealId: (key: string & number) => string // the column's values are one or the other, as the table has it
}

/** A test holds it against the schema: a table with sealed bytes that is missing here fails. */
export const SEALED_TABLES: readonly SealedTable[] = [
  { table: 'totps', key: 'id', sealId: totpSealId }, { table: 'one_time_codes', key: 'id', sealId: codeSealId }, { table: 'outbox', key: 'id', sealId: messageSealId },
  { table: 'alert_settings', key: 'account_id', sealId: webhookSealId }, { table: 'moving_addresses', key: 'id', sealId: tokenSealId }, { table: 'external_keys', key: 'id', sealId: externalSealId },
]

/** One set of queries for tables that have these columns alike. */
const queries = kyselyCompiler<Record<string, { id: string; account_id: number; version: number; sealing_key_version: number | null; sealed_bytes: Uint8Array | null }>>()

/**
 * What seals everything but the keys' secrets anew, with the sentinel, for one transaction. Each row is changed only as it was read, and gets
 * another version: whoever decided on it before decides anew. What no key at hand opens stays as it is.
 * @param next opens with every sealing key at hand, and seals with the newest
 */
export const resealing = (reader: Reader, next: Sealer): { readonly statements: readonly Statement[]; readonly resealed: number } => {
  let resealed = 0
  const statements = SEALED_TABLES.flatMap(({ table, key, sealId }): Statement[] => {
    const rows: SQLInputValue[][] = []
    // `key` names the column whose values `sealId` takes.
    for (const row of reader.rows(queries.selectFrom(table).select([key, 'version', 'sealing_key_version', 'sealed_bytes']).where('sealed_bytes', 'is not', null))) {
      const id = sealId(row[key] as string & number)
      const opened = next.open({ sealingKeyVersion: row.sealing_key_version ?? 0, bytes: row.sealed_bytes ?? new Uint8Array() }, id)
      if (!opened.ok) continue
      const { sealingKeyVersion, bytes } = next.seal(opened.secret, id)
      rows.push([sealingKeyVersion, bytes, row.version + 1, row[key], row.version])
    }
    resealed += rows.length
    const update = queries.updateTable(table).set({ sealing_key_version: 0, sealed_bytes: new Uint8Array(), version: 0 }).where(key, '=', 0 as never).where('version', '=', 0) // compiled for its placeholders alone
    return rows.length === 0 ? [] : [statementFor(update, rows, { mustChange: true })]
  })
  const { sealingKeyVersion, bytes } = next.makeSentinel()
  return { statements: [...statements, statement(sentinelStatement({ version: sealingKeyVersion, sealed: bytes }))], resealed }
}
