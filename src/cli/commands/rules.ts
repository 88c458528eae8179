import type { RulesSummary } from '../../operations/approvals/operations.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { readWholeNumber } from '../options.ts'
import { harmless } from '../paint.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { ACCOUNT_OPTION, accountOf } from './approvals.ts'

const rulesPage = ({ account, text, deciders }: RulesSummary): string => [
  `Account ${account} asks others to approve:`, ...text.map((line) => `  - ${line}`),
  deciders.length === 0 ? 'Nobody has a role that may decide yet.' : `May decide: ${deciders.map(({ name }) => harmless(name)).join(', ')}. Whoever asks does not count.`,
].join('\n')

export const rulesShow = command({
  name: 'rules show',
  summary: 'which changes and withdrawals wait for other people',
  positionals: [],
  options: { ...ACCOUNT_OPTION, ...STORE_OPTIONS },
  examples: ['./bitting rules show'],
  run: (call) => withOperator(call, (operator) => operator.rulesShow(accountOf(call.options.account).account ?? null), rulesPage),
})

/** Reads `1000:2`: from 1000 USDT on, two people. */
const thresholds = (per: 'withdrawal' | 'day', texts: readonly string[]) => texts.flatMap((text) => text.split(',')).filter((text) => text !== 'none').map((text) => {
  const [from, approvals, ...rest] = text.split(':')
  if (from === undefined || approvals === undefined || rest.length > 0 || !/^\d{1,2}$/.test(approvals)) throw new WrongUsage(`"${text}" is not a threshold.`, 'Write AMOUNT:PEOPLE, for instance 1000:1,50000:2; none takes them away.')
  return { per, from, approvals: Number(approvals) }
})

const people = (option: string, text: string | undefined, now: number): number => (text === undefined ? now : readWholeNumber(option, text, 0, 10))

export const rulesSet = command({
  name: 'rules set',
  summary: 'let others approve; a rule changes under its own quorum',
  positionals: [],
  options: {
    ...ACCOUNT_OPTION,
    withdrawal: { type: 'string', value: 'AMOUNT:PEOPLE', multiple: true, help: 'a withdrawal worth so much USDT or more; none = no such rule' },
    day: { type: 'string', value: 'AMOUNT:PEOPLE', multiple: true, help: 'a withdrawal that makes so much in 24 hours; none = no such rule' },
    'withdrawal-right': { type: 'string', value: 'PEOPLE', help: 'giving a key the right to withdraw' },
    'new-address': { type: 'string', value: 'PEOPLE', help: 'a new address, or letting more out' },
    'rule-change': { type: 'string', value: 'PEOPLE', help: 'changing these rules' },
    'lifetime-hours': { type: 'string', value: 'HOURS', help: 'how long a request waits' },
    ...CONFIRMING, ...STORE_OPTIONS,
  },
  notes: ['What is not named stays as it is. Amounts are in USDT.'],
  examples: ['./bitting rules set --withdrawal 1000:1,50000:2 --day 20000:1 --new-address 1 --rule-change 2'],
  run: (call) => withOperator(call, async (operator) => {
    const { options } = call
    const shown = await operator.rulesShow(accountOf(options.account).account ?? null)
    if (!shown.ok) return shown
    const { account, rules } = shown.value
    const kept = (per: 'withdrawal' | 'day') => rules.withdrawals.filter((threshold) => threshold.per === per)
    return confirmed(call, operator, (asks) => operator.rulesSet({
      account,
      rules: {
        withdrawals: [...(options.withdrawal ? thresholds('withdrawal', options.withdrawal) : kept('withdrawal')), ...(options.day ? thresholds('day', options.day) : kept('day'))],
        withdrawalRight: people('withdrawal-right', options['withdrawal-right'], rules.withdrawalRight), newAddress: people('new-address', options['new-address'], rules.newAddress), ruleChange: people('rule-change', options['rule-change'], rules.ruleChange),
        lifetimeHours: options['lifetime-hours'] === undefined ? rules.lifetimeHours : readWholeNumber('lifetime-hours', options['lifetime-hours'], 1, 720),
      },
    }, asks))
  }, rulesPage),
})
