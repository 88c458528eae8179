import { type Amount, parseDecimal, plainAmount } from '../money.ts'
import { HOUR, type TimeUs } from '../time.ts'

/** Amounts of rules are counted in this asset. */
export const REFERENCE_ASSET = 'USDT'

/** From so much on a withdrawal waits for so many people: by itself, or together with all that left in the 24 hours before. */
export interface Threshold {
  readonly per: 'withdrawal' | 'day'
  /** In REFERENCE_ASSET; 0 = every withdrawal. */
  readonly from: Amount
  readonly approvals: number
}

/** What needs other people on an account. A number is how many must approve; 0 = nobody. */
export interface ApprovalRules {
  readonly accountId: number
  /** 0 where none were set; a change names the version it was decided on. */
  readonly version: number
  readonly withdrawals: readonly Threshold[]
  /** Giving a key the right to withdraw. */
  readonly withdrawalRight: number
  /** A new address in the book, and letting more out: the white list off, a shorter wait, a lock lifted. */
  readonly newAddress: number
  /** Changing these rules; each rule that changes asks for its own number besides. */
  readonly ruleChange: number
  /** How long a request waits, on the calendar, before it is over. */
  readonly lifetimeUs: TimeUs
}

export const noRules = (accountId: number): ApprovalRules => ({ accountId, version: 0, withdrawals: [], withdrawalRight: 0, newAddress: 0, ruleChange: 0, lifetimeUs: 24 * HOUR })

/** What a withdrawal is worth in the reference asset, and what left in the 24 hours before; null = no market tells. */
export interface WithdrawalValue {
  readonly value: Amount | null
  readonly leftBefore: Amount | null
}

/** How many people a withdrawal waits for. What nobody can value passes no threshold: it waits as the greatest would. */
export const approvalsForWithdrawal = ({ withdrawals }: ApprovalRules, { value, leftBefore }: WithdrawalValue): number =>
  Math.max(0, ...withdrawals.filter(({ per, from }) => {
    if (value === null) return true
    if (per === 'withdrawal') return value >= from
    return leftBefore === null || leftBefore + value >= from
  }).map(({ approvals }) => approvals))

const thresholdKey = ({ per, from }: Threshold): string => `${per} ${from}`

/** How many people a change of the rules waits for: as many as `ruleChange` says, and as many as each rule that would not stay as it is. */
export const approvalsForRules = (before: ApprovalRules, after: ApprovalRules): number => {
  const kept = new Map(after.withdrawals.map((threshold) => [thresholdKey(threshold), threshold.approvals]))
  const touched = [
    ...before.withdrawals.filter((threshold) => kept.get(thresholdKey(threshold)) !== threshold.approvals).map(({ approvals }) => approvals),
    ...(['withdrawalRight', 'newAddress', 'ruleChange'] as const).filter((rule) => before[rule] !== after[rule]).map((rule) => before[rule]),
    // Who lets requests live shorter or longer changes what every rule is worth.
    ...(before.lifetimeUs === after.lifetimeUs ? [] : [before.withdrawalRight, before.newAddress, ...before.withdrawals.map(({ approvals }) => approvals)]),
  ]
  return Math.max(0, before.ruleChange, ...touched)
}

/** The most that any rule asks for: fewer people than that could lock themselves out. */
export const mostApprovals = (rules: ApprovalRules): number => Math.max(rules.withdrawalRight, rules.newAddress, rules.ruleChange, ...rules.withdrawals.map(({ approvals }) => approvals), 0)

/** Rules as people write and read them: plain JSON. */
export interface RulesWish {
  readonly withdrawals: readonly { readonly per: 'withdrawal' | 'day'; readonly from: string; readonly approvals: number }[]
  readonly withdrawalRight: number
  readonly newAddress: number
  readonly ruleChange: number
  readonly lifetimeHours: number
}

export interface RuleFault {
  readonly field: keyof RulesWish
  readonly text: string
}

const MOST_APPROVALS = 10
const MOST_THRESHOLDS = 10
const LONGEST_LIFETIME_HOURS = 30 * 24

const isCount = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least && value <= MOST_APPROVALS

/** Reads rules; every fault is told. */
export const parseRules = (wish: RulesWish, before: ApprovalRules): ApprovalRules | readonly RuleFault[] => {
  const faults: RuleFault[] = []
  const withdrawals = wish.withdrawals.map(({ per, from, approvals }): Threshold => {
    const amount = parseDecimal(from)
    if (typeof amount !== 'bigint') faults.push({ field: 'withdrawals', text: `"${from}" is not an amount of ${REFERENCE_ASSET}: write it as 1000 or 2500.50.` })
    if (!isCount(approvals, 1)) faults.push({ field: 'withdrawals', text: `A threshold asks for 1 to ${MOST_APPROVALS} people.` })
    return { per, from: typeof amount === 'bigint' ? amount : 0n, approvals }
  }).sort((one, other) => one.per.localeCompare(other.per) || Number(one.from > other.from) - Number(one.from < other.from))
  if (withdrawals.length > MOST_THRESHOLDS) faults.push({ field: 'withdrawals', text: `There are ${MOST_THRESHOLDS} thresholds at most.` })
  if (new Set(withdrawals.map(thresholdKey)).size < withdrawals.length) faults.push({ field: 'withdrawals', text: 'Two thresholds begin at the same amount: keep one of them.' })
  for (const field of ['withdrawalRight', 'newAddress', 'ruleChange'] as const) if (!isCount(wish[field], 0)) faults.push({ field, text: `Between 0 (nobody) and ${MOST_APPROVALS} people approve.` })
  if (!Number.isSafeInteger(wish.lifetimeHours) || wish.lifetimeHours < 1 || wish.lifetimeHours > LONGEST_LIFETIME_HOURS) faults.push({ field: 'lifetimeHours', text: `A request waits 1 to ${LONGEST_LIFETIME_HOURS} hours.` })
  if (faults.length > 0) return faults
  return { accountId: before.accountId, version: before.version + 1, withdrawals, withdrawalRight: wish.withdrawalRight, newAddress: wish.newAddress, ruleChange: wish.ruleChange, lifetimeUs: wish.lifetimeHours * HOUR }
}

export const wishOfRules = ({ withdrawals, withdrawalRight, newAddress, ruleChange, lifetimeUs }: ApprovalRules): RulesWish =>
  ({ withdrawals: withdrawals.map(({ per, from, approvals }) => ({ per, from: plainAmount(from), approvals })), withdrawalRight, newAddress, ruleChange, lifetimeHours: lifetimeUs / HOUR })
