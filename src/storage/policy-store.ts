import type { AuditEntry } from '../audit/entry.ts'
import type { KeptPolicy, PolicyStore } from '../authority/policy-directory.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import { accountId } from '../ids.ts'
import { confirmedChange } from './confirmed-change.ts'
import { fromJson, toJson } from './json-column.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** The policies of accounts in the main store. */
export class StoredPolicies implements PolicyStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  all(): Iterable<KeptPolicy> {
    return this.#reader.rows(queries.selectFrom('account_policies').selectAll().orderBy('account_id'))
      .map((row) => ({ accountId: accountId(row.account_id), version: row.version, change: fromJson(row.change) }))
  }

  async save({ accountId: account, version, change }: KeptPolicy, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    const row = { account_id: account, version, change: toJson(change) }
    const save = version === 1 ? queries.insertInto('account_policies').values(row) : queries.updateTable('account_policies').set(row).where('account_id', '=', account).where('version', '=', version - 1)
    return confirmedChange(this.#writer, [statement(save, { mustChange: true })], audit, confirmation)
  }
}
