import type { Account } from '../accounts/account.ts'
import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { AccountId } from '../ids.ts'
import { type AccountPolicy, DEFAULT_POLICY } from './account-policy.ts'

/** A policy as it is kept: what differs from the default, with its version. */
export interface KeptPolicy {
  readonly accountId: AccountId
  readonly version: number
  readonly change: Partial<AccountPolicy>
}

/** What the policies need of a store. Durable, with the audit entry and the confirmation used up, before the promise resolves. */
export interface PolicyStore {
  all(): Iterable<KeptPolicy>
  /** Refused (rejects) unless the stored version is the one before. */
  save(policy: KeptPolicy, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
}

/** The policies of main accounts, in memory; a change is durable before it is seen here, and in force at the next request. */
export class PolicyDirectory {
  readonly #store: PolicyStore
  readonly #kept = new Map<AccountId, KeptPolicy>()
  readonly #whole = new Map<AccountId, AccountPolicy>()

  constructor(store: PolicyStore) {
    this.#store = store
  }

  load(): void {
    for (const policy of this.#store.all()) this.#put(policy)
  }

  /** What holds for an account: its main account's policy where it is a sub-account. */
  readonly of = ({ id, parentId }: Pick<Account, 'id' | 'parentId'>): AccountPolicy => this.#whole.get(parentId ?? id) ?? DEFAULT_POLICY

  /** 0 where the account never changed anything. */
  versionOf({ id, parentId }: Pick<Account, 'id' | 'parentId'>): number {
    return this.#kept.get(parentId ?? id)?.version ?? 0
  }

  /** Changes some fields of a main account's policy. @returns the policy after it, or that the change was not confirmed and not made */
  async change(accountId: AccountId, fields: Partial<AccountPolicy>, audit: AuditEntry, confirmation: Confirmation | null): Promise<AccountPolicy | 'unconfirmed'> {
    const former = this.#kept.get(accountId)
    const next: KeptPolicy = { accountId, version: (former?.version ?? 0) + 1, change: { ...former?.change, ...fields } }
    if (await this.#store.save(next, audit, confirmation) !== 'kept') return 'unconfirmed'
    this.#put(next)
    return { ...DEFAULT_POLICY, ...next.change }
  }

  #put(policy: KeptPolicy): void {
    this.#kept.set(policy.accountId, policy)
    this.#whole.set(policy.accountId, { ...DEFAULT_POLICY, ...policy.change })
  }
}
