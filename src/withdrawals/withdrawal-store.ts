import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { AddressEntry } from './address-entry.ts'
import type { WithdrawalPolicy } from './withdrawal-policy.ts'

/** What this room needs of a store. Every change is durable, with its audit entry and the confirmation used up in the same transaction, before the promise resolves; `unconfirmed` where it was used already. */
export interface WithdrawalStore {
  entries(): Iterable<AddressEntry>
  policies(): Iterable<WithdrawalPolicy>
  /** Refused where the account has an entry that leads to the same place. */
  insertEntry(entry: AddressEntry, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
  /** Refused where there is none. */
  removeEntry(entry: AddressEntry, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
  /** Refused unless the stored version is the one before the policy's. */
  savePolicy(policy: WithdrawalPolicy, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
}
