import { DAY, type TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { closureOf } from './key-life.ts'
import type { KeyEdit } from './key-wishes.ts'
import type { Reminder } from './reminders.ts'
import { durationText } from './sentence.ts'

/** What a review comes to. What it changes is changed with it, in one transaction. */
export type ReviewOutcome =
  | { readonly decision: 'keep' | 'delete'; readonly note: string | null }
  | { readonly decision: 'narrow'; readonly note: string | null; readonly edit: KeyEdit }

/** So many days after it was due, a review is overdue. */
export const OVERDUE_AFTER_DAYS = 14

type Reviewed = Pick<ApiKey, 'createdAtUs' | 'deletedAtUs' | 'isEnabled' | 'expiresAtUs' | 'life'>

/**
 * When somebody is to decide next whether a key stays as it is: so many days after the last decision, or after it was made.
 * Null without a rhythm, and for a key that nothing opens again. @param nowUs on the authority's calendar
 */
export const reviewDueAtUs = (key: Reviewed, everyDays: number | null, nowUs: TimeUs): TimeUs | null => {
  const closure = closureOf(key, nowUs)
  if (everyDays === null || closure === 'keyDeleted' || closure === 'keyRetired') return null
  return (key.life.reviewed?.atUs ?? key.createdAtUs) + everyDays * DAY
}

export type ReviewState = 'overdue' | 'due' | 'later'

export const reviewState = (dueAtUs: TimeUs, nowUs: TimeUs): ReviewState => (nowUs < dueAtUs ? 'later' : nowUs < dueAtUs + OVERDUE_AFTER_DAYS * DAY ? 'due' : 'overdue')

/** What its owner is to be told of a key's review now; nothing before it is due. */
export const reviewReminders = (key: Reviewed, everyDays: number | null, nowUs: TimeUs): readonly Reminder[] => {
  const atUs = reviewDueAtUs(key, everyDays, nowUs)
  if (atUs === null || nowUs < atUs) return []
  const isOverdue = reviewState(atUs, nowUs) === 'overdue'
  const last = key.life.reviewed === null ? 'Nobody has reviewed it since it was made' : 'It was reviewed last'
  const since = durationText(nowUs - (key.life.reviewed?.atUs ?? key.createdAtUs))
  return [{ about: 'review', stage: isOverdue ? OVERDUE_AFTER_DAYS : 0, atUs, text: `${isOverdue ? 'Its review is overdue' : 'It is due for review'}. ${last}, ${since} ago: does it still need what it opens?` }]
}
