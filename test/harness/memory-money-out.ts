import { Approvals } from '../../src/approvals/approvals.ts'
import type { Approval } from '../../src/approvals/approval.ts'
import type { ApprovalRules } from '../../src/approvals/approval-rules.ts'
import type { ApprovalStore } from '../../src/approvals/approval-store.ts'
import type { Kept } from '../../src/confirmation.ts'
import type { AuditEntry } from '../../src/audit/entry.ts'
import { MoneyOut } from '../../src/operations/money-out/money-out.ts'
import type { Clock, TimeUs } from '../../src/time.ts'
import type { AddressEntry } from '../../src/withdrawals/address-entry.ts'
import type { WithdrawalPolicy } from '../../src/withdrawals/withdrawal-policy.ts'
import { WithdrawalRules } from '../../src/withdrawals/withdrawal-rules.ts'
import type { WithdrawalStore } from '../../src/withdrawals/withdrawal-store.ts'

/** The rules of money out, kept in memory. */
class MemoryWithdrawalStore implements WithdrawalStore {
  readonly audit: AuditEntry[] = []

  entries(): Iterable<AddressEntry> {
    return []
  }

  policies(): Iterable<WithdrawalPolicy> {
    return []
  }

  insertEntry(_: AddressEntry, audit: AuditEntry): Promise<Kept> {
    return this.#record(audit)
  }

  removeEntry(_: AddressEntry, audit: AuditEntry): Promise<Kept> {
    return this.#record(audit)
  }

  savePolicy(_: WithdrawalPolicy, audit: AuditEntry): Promise<Kept> {
    return this.#record(audit)
  }

  #record(audit: AuditEntry): Promise<Kept> {
    this.audit.push(audit)
    return Promise.resolve('kept')
  }
}

class MemoryApprovalStore implements ApprovalStore {
  readonly audit: AuditEntry[] = []
  readonly executed = new Set<string>()
  readonly #approvals = new Map<string, Approval>()

  rules(): Iterable<ApprovalRules> {
    return []
  }

  async saveRules(_: ApprovalRules, audit: AuditEntry): Promise<Kept> {
    this.audit.push(audit)
    return 'kept'
  }

  byId(id: string): Approval | undefined {
    return this.#approvals.get(id)
  }

  open(): readonly Approval[] {
    return [...this.#approvals.values()].filter(({ state }) => state === 'waiting' || state === 'approved' || state === 'executing')
  }

  ofAccount(accountId: number, limit: number): readonly Approval[] {
    return [...this.#approvals.values()].filter((one) => one.accountId === accountId).reverse().slice(0, limit)
  }

  async insert(approval: Approval, audit: AuditEntry): Promise<Kept> {
    this.audit.push(audit)
    this.#approvals.set(approval.id, approval)
    return 'kept'
  }

  async update(approval: Approval, audit: AuditEntry | null): Promise<'saved' | 'conflict'> {
    if (this.#approvals.get(approval.id)?.version !== approval.version - 1) return 'conflict'
    if (audit) this.audit.push(audit)
    this.#approvals.set(approval.id, approval)
    return 'saved'
  }

  isExecuted(id: string): boolean {
    return this.executed.has(id)
  }
}

export interface MoneyOutScene {
  readonly moneyOut: MoneyOut
  readonly rules: WithdrawalRules
  readonly approvals: Approvals
  readonly store: MemoryApprovalStore
}

/** Money out as an account has it that set no rules yet; a new address waits a day. */
export const moneyOutOver = (clock: Clock, defaultWaitingUs: TimeUs = 86_400_000_000): MoneyOutScene => {
  const store = new MemoryApprovalStore()
  const rules = new WithdrawalRules(new MemoryWithdrawalStore(), defaultWaitingUs)
  const approvals = new Approvals(store, { parentOf: () => null }, async () => [])
  return { rules, approvals, store, moneyOut: new MoneyOut({ rules, approvals, calendar: clock, wallClock: clock, isGuarded: true }) }
}
