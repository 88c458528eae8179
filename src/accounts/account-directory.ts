import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { AccountId } from '../ids.ts'
import type { Account } from './account.ts'
import type { AccountStore } from './account-store.ts'

/** Every account, in memory; a change is durable before it is seen here. */
export class AccountDirectory {
  readonly #store: AccountStore
  readonly #accounts = new Map<AccountId, Account>()

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

  async save(account: Account, audit: AuditEntry, confirmation: Confirmation | null = null): Promise<Kept> {
    const kept = await this.#store.save(account, audit, confirmation)
    if (kept === 'kept') this.#accounts.set(account.id, account)
    return kept
  }
}
