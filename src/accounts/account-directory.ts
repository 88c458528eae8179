import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import { accountId, type AccountId } from '../ids.ts'
import type { Account } from './account.ts'
import type { AccountStore } from './account-store.ts'

/** Uids of accounts begin here: what is below is the venue's own. */
const FIRST_UID = 100_001

/** What becomes of an account, and what is recorded of it. */
export interface AccountChange {
  readonly account: Account
  readonly audit: AuditEntry
  readonly confirmation?: Confirmation | null
}

/** Every account, in memory; a change is durable before it is seen here. */
export class AccountDirectory {
  readonly #store: AccountStore
  readonly #accounts = new Map<AccountId, Account>()
  #lastChange: Promise<unknown> = Promise.resolve()

  constructor(store: AccountStore) {
    this.#store = store
  }

  /** Reads every account of the store, once, at start. */
  load(): void {
    for (const account of this.#store.all()) this.#accounts.set(account.id, account)
  }

  get size(): number {
    return this.#accounts.size
  }

  all(): readonly Account[] {
    return [...this.#accounts.values()].sort((a, b) => a.id - b.id)
  }

  byId(id: AccountId): Account | undefined {
    return this.#accounts.get(id)
  }

  subAccountsOf(id: AccountId): readonly Account[] {
    return this.all().filter((account) => account.parentId === id)
  }

  /** Addresses are compared in one spelling (`parseEmail`). */
  byEmail(email: string): Account | undefined {
    for (const account of this.#accounts.values()) if (account.email === email) return account
    return undefined
  }

  save(account: Account, audit: AuditEntry, confirmation: Confirmation | null = null): Promise<Kept> {
    return this.#inTurn(() => this.#keep({ account, audit, confirmation }))
  }

  /**
   * Opens an account under the next free uid. An address that is given names one account: two wishes at one moment never both get it.
   * @returns the account; `taken` where the address has one already. Then, and where it is unconfirmed, nothing has changed.
   */
  open(email: string | null, make: (id: AccountId) => AccountChange): Promise<Account | 'taken' | 'unconfirmed'> {
    return this.#inTurn(async () => {
      if (email !== null && this.byEmail(email)) return 'taken'
      const change = make(accountId([...this.#accounts.keys()].reduce((most, id) => Math.max(most, id), FIRST_UID - 1) + 1))
      return await this.#keep(change) === 'kept' ? change.account : 'unconfirmed'
    })
  }

  /**
   * Changes an account as it is when its turn has come.
   * @returns the account after it; `refused` where `decide` gives nothing. Then, and where it is unconfirmed, nothing has changed.
   */
  change(id: AccountId, decide: (account: Account) => AccountChange | undefined): Promise<Account | 'refused' | 'unconfirmed'> {
    return this.#inTurn(async () => {
      const account = this.byId(id)
      const change = account && decide(account)
      if (!change) return 'refused'
      return await this.#keep(change) === 'kept' ? change.account : 'unconfirmed'
    })
  }

  async #keep({ account, audit, confirmation = null }: AccountChange): Promise<Kept> {
    const kept = await this.#store.save(account, audit, confirmation)
    if (kept === 'kept') this.#accounts.set(account.id, account)
    return kept
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastChange.then(change)
    this.#lastChange = turn.catch(() => undefined)
    return turn
  }
}
