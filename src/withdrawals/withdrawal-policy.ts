import type { AccountId } from '../ids.ts'
import { DAY, HOUR, type TimeUs } from '../time.ts'
import { type AddressEntry, type Destination, leadsTo } from './address-entry.ts'

/** What an account lets out, and when. */
export interface WithdrawalPolicy {
  readonly accountId: AccountId
  /** 0 where none was set; a change names the version it was decided on. */
  readonly version: number
  /** The white list: withdrawals go to addresses of the book alone. */
  readonly onlyAddressBook: boolean
  /** How long a new address waits before money may go there; null = the program's default. */
  readonly waitingUs: TimeUs | null
  /** Nothing leaves before this moment of the calendar; null = not locked. */
  readonly lockedUntilUs: TimeUs | null
}

/** A new address waits a day, so that whoever was robbed of a session has a night to see it. */
export const DEFAULT_WAITING_US = DAY
export const LONGEST_WAITING_US = 30 * DAY

export const noPolicy = (accountId: AccountId): WithdrawalPolicy => ({ accountId, version: 0, onlyAddressBook: false, waitingUs: null, lockedUntilUs: null })

/** Why a withdrawal may not go, before anybody asks the venue. */
export type WithdrawalRefusal =
  | { readonly reason: 'locked'; readonly untilUs: TimeUs }
  | { readonly reason: 'notInBook' }
  | { readonly reason: 'waiting'; readonly hours: number }

export const isLocked = ({ lockedUntilUs }: WithdrawalPolicy, nowUs: TimeUs): boolean => lockedUntilUs !== null && nowUs < lockedUntilUs

/** The rules of an account, in the order in which they win. */
export const judgeWithdrawal = (policy: WithdrawalPolicy, entries: readonly AddressEntry[], destination: Destination, nowUs: TimeUs): WithdrawalRefusal | null => {
  if (policy.lockedUntilUs !== null && isLocked(policy, nowUs)) return { reason: 'locked', untilUs: policy.lockedUntilUs }
  if (!policy.onlyAddressBook) return null
  const fitting = entries.filter((entry) => leadsTo(entry, destination))
  if (fitting.some(({ inForceAtUs }) => inForceAtUs <= nowUs)) return null
  const [soonest] = fitting.map(({ inForceAtUs }) => inForceAtUs).sort((one, other) => one - other)
  return soonest === undefined ? { reason: 'notInBook' } : { reason: 'waiting', hours: Math.ceil((soonest - nowUs) / HOUR) }
}

/** Whether a change lets more out than before: such a change is the business of whoever approves new addresses. */
export const isLooser = (before: WithdrawalPolicy, after: WithdrawalPolicy, defaultWaitingUs: TimeUs, nowUs: TimeUs): boolean =>
  (before.onlyAddressBook && !after.onlyAddressBook)
  || (after.waitingUs ?? defaultWaitingUs) < (before.waitingUs ?? defaultWaitingUs)
  || (isLocked(before, nowUs) && (after.lockedUntilUs ?? 0) < (before.lockedUntilUs ?? 0))
