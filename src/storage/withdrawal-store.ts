import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import { accountId } from '../ids.ts'
import type { AddressEntry } from '../withdrawals/address-entry.ts'
import type { WithdrawalPolicy } from '../withdrawals/withdrawal-policy.ts'
import type { WithdrawalStore } from '../withdrawals/withdrawal-store.ts'
import { confirmedChange } from './confirmed-change.ts'
import { queries } from './queries.ts'
import type { AddressBookTable, WithdrawalPolicyTable } from './tables/accounts.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** Address books, white lists and locks in the main store. */
export class StoredWithdrawals implements WithdrawalStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  entries(): Iterable<AddressEntry> {
    return this.#reader.rows(queries.selectFrom('address_book').selectAll().orderBy('added_at_us').orderBy('id')).map(entryFromRow)
  }

  policies(): Iterable<WithdrawalPolicy> {
    return this.#reader.rows(queries.selectFrom('withdrawal_policies').selectAll().orderBy('account_id')).map(policyFromRow)
  }

  insertEntry(entry: AddressEntry, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    return confirmedChange(this.#writer, [statement(queries.insertInto('address_book').values(rowFromEntry(entry)))], audit, confirmation)
  }

  removeEntry({ id }: AddressEntry, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    return confirmedChange(this.#writer, [statement(queries.deleteFrom('address_book').where('id', '=', id), { mustChange: true })], audit, confirmation)
  }

  savePolicy(policy: WithdrawalPolicy, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    const row = rowFromPolicy(policy)
    return confirmedChange(this.#writer, [statement(policy.version === 1
      ? queries.insertInto('withdrawal_policies').values(row)
      : queries.updateTable('withdrawal_policies').set(row).where('account_id', '=', policy.accountId).where('version', '=', policy.version - 1), { mustChange: true })], audit, confirmation)
  }
}

const entryFromRow = (row: AddressBookTable): AddressEntry => ({
  id: row.id, accountId: accountId(row.account_id), coin: row.coin, network: row.network, address: row.address, tag: row.tag, name: row.name, addedAtUs: row.added_at_us, inForceAtUs: row.in_force_at_us,
})

const rowFromEntry = (entry: AddressEntry): AddressBookTable => ({
  id: entry.id, account_id: entry.accountId, coin: entry.coin, network: entry.network, address: entry.address, tag: entry.tag, name: entry.name, added_at_us: entry.addedAtUs, in_force_at_us: entry.inForceAtUs,
})

const policyFromRow = (row: WithdrawalPolicyTable): WithdrawalPolicy =>
  ({ accountId: accountId(row.account_id), version: row.version, onlyAddressBook: row.only_address_book === 1, waitingUs: row.waiting_us, lockedUntilUs: row.locked_until_us })

const rowFromPolicy = (policy: WithdrawalPolicy): WithdrawalPolicyTable =>
  ({ account_id: policy.accountId, version: policy.version, only_address_book: policy.onlyAddressBook ? 1 : 0, waiting_us: policy.waitingUs, locked_until_us: policy.lockedUntilUs })
