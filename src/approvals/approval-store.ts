import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { OutboxMessage } from '../people/message.ts'
import type { Approval } from './approval.ts'
import type { ApprovalRules } from './approval-rules.ts'

/** What this room needs of a store. Every change is durable, with its audit entry and the confirmation used up in the same transaction, before the promise resolves. */
export interface ApprovalStore {
  rules(): Iterable<ApprovalRules>
  /** Refused unless the stored version is the one before. */
  saveRules(rules: ApprovalRules, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>

  byId(id: string): Approval | undefined
  /** Those that are not closed, oldest first. */
  open(): readonly Approval[]
  /** The newest of an account, newest first. */
  ofAccount(accountId: number, limit: number): readonly Approval[]
  /** With the letters that tell of it, all or nothing. */
  insert(approval: Approval, audit: AuditEntry, confirmation: Confirmation | null, letters: readonly OutboxMessage[]): Promise<Kept>
  /** With the letters that tell of it, all or nothing. `conflict`: somebody else changed it in between, or the confirmation was used; nothing was changed. */
  update(approval: Approval, audit: AuditEntry | null, confirmation: Confirmation | null, letters: readonly OutboxMessage[]): Promise<'saved' | 'conflict'>
  /** Whether the change of this approval is made: its execution stands in the transaction of the change itself. */
  isExecuted(id: string): boolean
}
