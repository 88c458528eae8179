import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import { accountId } from '../ids.ts'
import { type Letter, newMessage } from '../people/message.ts'
import type { TimeUs } from '../time.ts'
import type { ExternalKey, ExternalKeyStore } from '../watch/external/external-key.ts'
import { confirmedChange } from './confirmed-change.ts'
import { fromJson, toJson } from './json-column.ts'
import { insertOf } from './people-store.ts'
import { queries } from './queries.ts'
import type { LetterParts } from './reminder-store.ts'
import type { ExternalKeyTable } from './tables/watch.ts'
import type { Reader } from './sqlite/reader.ts'
import { type Statement, statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

const MUST_CHANGE = { mustChange: true } as const

/** Keys that live at other exchanges, in the main store. */
export class StoredExternalKeys {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  /** As the room of external keys needs it, with what letters are made of. */
  store({ sealer, newLetterId }: LetterParts): ExternalKeyStore {
    const [writer, reader] = [this.#writer, this.#reader]
    const keys = queries.selectFrom('external_keys').selectAll()
    const update = (key: ExternalKey): Statement => statement(queries.updateTable('external_keys').set(rowOf(key)).where('id', '=', key.id).where('version', '=', key.version - 1), MUST_CHANGE)
    return {
      all: () => reader.rows(keys.orderBy('account_id').orderBy('label')).map(keyFrom),
      byId: (id) => reader.rows(keys.where('id', '=', id)).map(keyFrom)[0],
      insert: (key, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> => confirmedChange(writer, [statement(queries.insertInto('external_keys').values(rowOf(key)))], audit, confirmation),
      edit: (key, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> => confirmedChange(writer, [update(key)], audit, confirmation),
      remove: (id, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> => confirmedChange(writer, [statement(queries.deleteFrom('external_keys').where('id', '=', id), MUST_CHANGE)], audit, confirmation),
      update: async (key) => void await writer.change([update(key)], null),
      tell: async (told: readonly ExternalKey[], letters: readonly Letter[], nowUs: TimeUs) => void await writer.change([...told.map(update), ...letters.map((letter) => insertOf('message', newMessage(newLetterId(), letter, sealer(), nowUs)))], null),
    }
  }
}

const keyFrom = (row: ExternalKeyTable): ExternalKey => ({
  id: row.id, version: row.version, accountId: accountId(row.account_id), label: row.label, url: row.url, apiKey: row.api_key,
  secret: row.sealing_key_version === null || row.sealed_bytes === null ? null : { sealingKeyVersion: row.sealing_key_version, bytes: row.sealed_bytes }, preset: row.preset, holderId: row.holder_id,
  enteredAtUs: row.entered_at_us, createdAtUs: row.created_at_us, examination: row.examination === null ? null : fromJson(row.examination), lastExaminedAtUs: row.last_examined_at_us,
  nextExaminationAtUs: row.next_examination_at_us, fault: row.fault, faultSinceUs: row.fault_since_us, told: fromJson(row.told),
})

const rowOf = (key: ExternalKey): ExternalKeyTable => ({
  id: key.id, version: key.version, account_id: key.accountId, label: key.label, url: key.url, api_key: key.apiKey, sealing_key_version: key.secret?.sealingKeyVersion ?? null, sealed_bytes: key.secret?.bytes ?? null,
  preset: key.preset, holder_id: key.holderId, entered_at_us: key.enteredAtUs, created_at_us: key.createdAtUs, examination: key.examination === null ? null : toJson(key.examination),
  last_examined_at_us: key.lastExaminedAtUs, next_examination_at_us: key.nextExaminationAtUs, fault: key.fault, fault_since_us: key.faultSinceUs, told: toJson(key.told),
})
