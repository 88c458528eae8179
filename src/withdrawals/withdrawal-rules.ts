import type { AuditEntry, AuditValue } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { AccountId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import type { AddressEntry, Destination } from './address-entry.ts'
import { judgeWithdrawal, noPolicy, type WithdrawalPolicy, type WithdrawalRefusal } from './withdrawal-policy.ts'
import type { WithdrawalStore } from './withdrawal-store.ts'

/** What is changed of a policy; absent = stays. */
export type PolicyChange = Partial<Pick<WithdrawalPolicy, 'onlyAddressBook' | 'waitingUs' | 'lockedUntilUs'>>

/** Who does it, as far as the record is concerned. */
export interface RecordedBy {
  readonly actor: string
  readonly source: string
  /** Wall time. */
  readonly recordedAtUs: TimeUs
  readonly confirmation: Confirmation | null
}

/**
 * Every account's address book, white list and lock, in memory: a withdrawal is judged without waiting. A change is durable before it is
 * seen here, and in force at the next request.
 */
export class WithdrawalRules {
  readonly #store: WithdrawalStore
  readonly #policies = new Map<AccountId, WithdrawalPolicy>()
  readonly #entries = new Map<AccountId, readonly AddressEntry[]>()
  /** How long a new address waits where its account has not said. */
  readonly defaultWaitingUs: TimeUs

  constructor(store: WithdrawalStore, defaultWaitingUs: TimeUs) {
    this.#store = store
    this.defaultWaitingUs = defaultWaitingUs
  }

  /** Reads everything, once, at start. */
  load(): void {
    for (const policy of this.#store.policies()) this.#policies.set(policy.accountId, policy)
    for (const entry of this.#store.entries()) this.#entries.set(entry.accountId, [...this.entriesOf(entry.accountId), entry])
  }

  policyOf(accountId: AccountId): WithdrawalPolicy {
    return this.#policies.get(accountId) ?? noPolicy(accountId)
  }

  /** In the order in which they were added. */
  entriesOf(accountId: AccountId): readonly AddressEntry[] {
    return this.#entries.get(accountId) ?? []
  }

  entry(id: string): AddressEntry | undefined {
    for (const entries of this.#entries.values()) {
      const found = entries.find((entry) => entry.id === id)
      if (found) return found
    }
    return undefined
  }

  waitingOf(accountId: AccountId): TimeUs {
    return this.policyOf(accountId).waitingUs ?? this.defaultWaitingUs
  }

  /** Why a withdrawal may not go there now; null = it may. */
  judge(accountId: AccountId, destination: Destination, nowUs: TimeUs): WithdrawalRefusal | null {
    return judgeWithdrawal(this.policyOf(accountId), this.entriesOf(accountId), destination, nowUs)
  }

  /** Adds an address, which waits from now on. */
  async add(entry: AddressEntry, by: RecordedBy): Promise<Kept> {
    const kept = await this.#store.insertEntry(entry, auditOf('address.add', entry, null, entryValue(entry), by), by.confirmation)
    if (kept === 'kept') this.#entries.set(entry.accountId, [...this.entriesOf(entry.accountId), entry])
    return kept
  }

  async remove(entry: AddressEntry, by: RecordedBy): Promise<Kept> {
    const kept = await this.#store.removeEntry(entry, auditOf('address.remove', entry, entryValue(entry), null, by), by.confirmation)
    if (kept === 'kept') this.#entries.set(entry.accountId, this.entriesOf(entry.accountId).filter(({ id }) => id !== entry.id))
    return kept
  }

  /** @param act how the record calls it: a policy is set by hand, or by a lockdown */
  async setPolicy(accountId: AccountId, change: PolicyChange, by: RecordedBy, act = 'withdrawalPolicy.edit'): Promise<Kept> {
    const before = this.policyOf(accountId)
    const after: WithdrawalPolicy = { ...before, ...change, version: before.version + 1 }
    const kept = await this.#store.savePolicy(after, { ...recorded(by, act, String(accountId)), before: policyValue(before), after: withConfirmation(policyValue(after), by) }, by.confirmation)
    if (kept === 'kept') this.#policies.set(accountId, after)
    return kept
  }
}

const recorded = ({ recordedAtUs, actor, source }: RecordedBy, act: string, subject: string) => ({ timeUs: recordedAtUs, actor, source, act, subject })

const withConfirmation = (value: { readonly [name: string]: AuditValue } | null, { confirmation }: RecordedBy): AuditValue =>
  confirmation === null ? value : { ...value, confirmation: { stepUp: confirmation.stepUpId, factors: [...confirmation.factors], digest: confirmation.digest } }

const auditOf = (act: string, { id }: AddressEntry, before: ReturnType<typeof entryValue> | null, after: ReturnType<typeof entryValue> | null, by: RecordedBy): AuditEntry =>
  ({ ...recorded(by, act, id), before, after: withConfirmation(after, by) })

const entryValue = (entry: AddressEntry) => ({ ...entry })
const policyValue = (policy: WithdrawalPolicy) => ({ onlyAddressBook: policy.onlyAddressBook, waitingUs: policy.waitingUs, lockedUntilUs: policy.lockedUntilUs })
