import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { AccountId } from '../ids.ts'
import type { AlertSettingsStore, KeptAlertSettings } from '../watch/alerts/alert-settings.ts'
import { confirmedChange } from './confirmed-change.ts'
import { fromJson, toJson } from './json-column.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** How the people of each account want to hear of alerts, in the main store. */
export class StoredAlertSettings implements AlertSettingsStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  of(accountId: AccountId): KeptAlertSettings | undefined {
    return this.#reader.rows(queries.selectFrom('alert_settings').selectAll().where('account_id', '=', accountId)).map((row) => ({
      accountId, version: row.version,
      settings: fromJson(row.settings),
      webhookSecret: row.sealing_key_version === null || row.sealed_bytes === null ? null : { sealingKeyVersion: row.sealing_key_version, bytes: row.sealed_bytes },
    }))[0]
  }

  save({ accountId, version, settings, webhookSecret }: KeptAlertSettings, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    const row = { account_id: accountId, version, settings: toJson(settings), sealing_key_version: webhookSecret?.sealingKeyVersion ?? null, sealed_bytes: webhookSecret?.bytes ?? null }
    const save = version === 1 ? queries.insertInto('alert_settings').values(row) : queries.updateTable('alert_settings').set(row).where('account_id', '=', accountId).where('version', '=', version - 1)
    return confirmedChange(this.#writer, [statement(save, { mustChange: true })], audit, confirmation)
  }
}
