import { approvalsForRules, parseRules, type RulesWish } from '../../approvals/approval-rules.ts'
import type { Approvals } from '../../approvals/approvals.ts'
import type { AuditValue } from '../../audit/entry.ts'
import type { ChangeDescription } from '../../people/step-up.ts'

export interface ApprovalRulesWish { readonly account?: number; readonly rules: RulesWish }

const member = (value: AuditValue, name: string): AuditValue | undefined => (typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)).get(name) : undefined)

/** Acts by which a key can come to withdraw. */
const GRANTING: ReadonlySet<string> = new Set(['key.create', 'key.createReading', 'key.grant', 'key.widen', 'key.edit'])

const holdsWithdrawals = (value: AuditValue | undefined): boolean => Array.isArray(value) && value.includes('withdrawals')

/** Whether a change of a key gives it the right to withdraw: told by what the change's own description says before and after. */
const grantsWithdrawals = ({ act, details }: ChangeDescription): boolean => {
  if (!GRANTING.has(act)) return false
  const after = member(details, 'after') ?? details
  const before = member(details, 'before') ?? null
  const now = member(after, 'permissions')
  const was = member(before, 'permissions')
  return (holdsWithdrawals(now) && !holdsWithdrawals(was)) || holdsWithdrawals(member(details, 'grant')) || holdsWithdrawals(member(details, 'granted'))
}

/** How many people a change waits for under the rules of its account. One row a rule; withdrawals have their own way, because the venue holds the money meanwhile. */
export const approvalsAskedFor = (operation: string, wish: unknown, change: ChangeDescription, approvals: Approvals): number => {
  const { accountId } = change
  if (accountId === null) return 0
  const rules = approvals.rulesOf(accountId)
  switch (operation) {
    case 'addresses.add': return rules.newAddress
    case 'withdrawalPolicy.set': return change.act === 'withdrawal.loosen' ? rules.newAddress : 0
    case 'approvalRules.set': {
      // The operation's own wish: it has just described it.
      const parsed = parseRules((wish as ApprovalRulesWish).rules, approvals.ownRulesOf(accountId))
      return 'length' in parsed ? 0 : approvalsForRules(rules, parsed)
    }
    default: return grantsWithdrawals(change) ? rules.withdrawalRight : 0
  }
}
