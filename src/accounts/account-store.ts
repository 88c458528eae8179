import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { Account } from './account.ts'

/** What the accounts need of a store. Durable, with the audit entry and the confirmation used up, before the promise resolves. */
export interface AccountStore {
  all(): Iterable<Account>
  save(account: Account, audit: AuditEntry, confirmation?: Confirmation | null): Promise<Kept>
}
