import type { RulesWish } from '../../../src/approvals/approval-rules.ts'
import type { Words } from '../words/english.ts'
import { shortAmount } from './amounts.ts'

/** The rules of an account, one line a rule, in the reader's language. */
export const rulesInWords = ({ withdrawals, withdrawalRight, newAddress, ruleChange, lifetimeHours }: RulesWish, w: Words): readonly string[] => {
  const lines = [
    ...withdrawals.map(({ per, from, approvals }) => w.rules.threshold(per, shortAmount(from), w.rules.people(approvals))),
    ...(['withdrawalRight', 'newAddress', 'ruleChange'] as const).flatMap((rule) => { const count = { withdrawalRight, newAddress, ruleChange }[rule]; return count === 0 ? [] : [`${w.rules[rule]}: ${w.rules.people(count)}`] }),
  ]
  return [...(lines.length === 0 ? [w.rules.none] : lines), w.rules.waits(lifetimeHours)]
}
