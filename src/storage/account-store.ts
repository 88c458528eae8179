import type { Account } from '../accounts/account.ts'
import type { AccountStore } from '../accounts/account-store.ts'
import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import { accountId } from '../ids.ts'
import { confirmedChange } from './confirmed-change.ts'
import { fromJson, toJson } from './json-column.ts'
import { queries } from './queries.ts'
import type { AccountTable } from './tables/accounts.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** The accounts in the main store. */
export class StoredAccounts implements AccountStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  all(): Iterable<Account> {
    return this.#reader.rows(queries.selectFrom('accounts').selectAll().orderBy('id')).map(accountFromRow)
  }

  async save(account: Account, audit: AuditEntry, confirmation?: Confirmation | null): Promise<Kept> {
    const { id, ...rest } = rowFromAccount(account)
    const save = queries.insertInto('accounts').values({ id, ...rest }).onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    return confirmedChange(this.#writer, [statement(save)], audit, confirmation)
  }
}

const accountFromRow = (row: AccountTable): Account => ({
  id: accountId(row.id),
  email: row.email,
  parentId: row.parent_id === null ? null : accountId(row.parent_id),
  label: row.label,
  createdAtUs: row.created_at_us,
  products: { margin: row.margin_opened === 1, futures: row.futures_opened === 1 },
  isApiAccessEnabled: row.api_access_enabled === 1,
  ...(row.ceiling !== null && { ceiling: row.ceiling }),
  ...(row.openings !== null && { openings: fromJson(row.openings) }),
})

const rowFromAccount = (account: Account): AccountTable => ({
  id: account.id,
  email: account.email,
  parent_id: account.parentId,
  label: account.label,
  created_at_us: account.createdAtUs,
  margin_opened: account.products.margin ? 1 : 0,
  futures_opened: account.products.futures ? 1 : 0,
  api_access_enabled: account.isApiAccessEnabled ? 1 : 0,
  ceiling: account.ceiling ?? null,
  openings: account.openings === undefined ? null : toJson(account.openings),
})
