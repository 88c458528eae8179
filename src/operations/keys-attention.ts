import type { ApiKey } from '../authority/api-key.ts'
import { OVERDUE_AFTER_DAYS, reviewReminders } from '../authority/key-review.ts'
import type { LastUse } from '../authority/key-store.ts'
import { type Reminder, remindersOf } from '../authority/reminders.ts'
import { durationText } from '../authority/sentence.ts'
import { closureOf } from '../authority/key-life.ts'
import { GRADE_WORDS, riskOf } from '../authority/risk.ts'
import { DAY, type TimeUs, toMs } from '../time.ts'
import { riskRemedy } from './key-risk.ts'
import { keysOfFilter } from './keys-list.ts'
import type { KeyFilter } from './operator.ts'
import type { OperatorParts } from './operator-parts.ts'
import { rhythmOf } from './keys/reviews-due.ts'
import { done, type Outcome } from './outcome.ts'

/** One thing to be looked after, with the one step that settles it. */
export interface AttentionItem {
  readonly key: string
  readonly label: string
  readonly account: number
  readonly about: Reminder['about'] | 'risk' | 'handover'
  /** `now`: something is closed already or will be within a day; `soon`; `when there is time`. */
  readonly urgency: 'now' | 'soon' | 'when there is time'
  /** ISO 8601, UTC; null where no date belongs to it. */
  readonly at: string | null
  readonly text: string
  readonly remedy: string
}

const URGENCIES: readonly AttentionItem['urgency'][] = ['now', 'soon', 'when there is time']

const remedyOf = ({ about }: Reminder, key: ApiKey, use: LastUse | undefined): string => {
  switch (about) {
    case 'end':
    case 'rotation': return key.life.afterPeriod === 'delete' ? 'It is deleted then; make another when it is needed.' : `./bitting keys extend ${key.id}`
    case 'lapse': return use === undefined ? `./bitting keys edit ${key.id} --allow ADDRESS` : `./bitting keys edit ${key.id} --allow ${use.address}`
    case 'review': return `./bitting review ${key.id}`
    case 'idle': return `./bitting keys disable ${key.id}     (still needed: ./bitting keys extend ${key.id})`
  }
}

const urgencyOf = ({ about, stage }: Reminder): AttentionItem['urgency'] => {
  if (about === 'review') return stage >= OVERDUE_AFTER_DAYS ? 'soon' : 'when there is time'
  return about === 'idle' ? 'when there is time' : stage <= 1 ? 'now' : 'soon'
}

const attentionOf = (key: ApiKey, use: LastUse | undefined, reviewEveryDays: number | null, nowUs: TimeUs): AttentionItem[] => {
  const item = { key: key.id, label: key.label, account: key.accountId }
  const items: AttentionItem[] = [...remindersOf(key, use, nowUs), ...reviewReminders(key, reviewEveryDays, nowUs)].map((reminder) =>
    ({ ...item, about: reminder.about, urgency: urgencyOf(reminder), at: new Date(toMs(reminder.atUs)).toISOString(), text: reminder.text, remedy: remedyOf(reminder, key, use) }))
  if (closureOf(key, nowUs) !== null) return items
  if (key.life.isAsleep && nowUs - key.createdAtUs >= DAY) {
    items.push({ ...item, about: 'handover', urgency: 'soon', at: new Date(toMs(key.createdAtUs)).toISOString(), text: `It was made ${durationText(nowUs - key.createdAtUs)} ago to take over from ${key.life.predecessorId ?? 'another'}, and nobody used it yet.`, remedy: `Give it to the program; which address still uses the old key: ./bitting keys show ${key.life.predecessorId ?? key.id}` })
  }
  const { grade, reasons, best } = riskOf(key, use, nowUs)
  if (grade >= 'D' && best !== null) items.push({ ...item, about: 'risk', urgency: 'when there is time', at: null, text: `Grade ${grade}, ${GRADE_WORDS[grade]}: ${best.text} ${best.gradeAfter === grade ? 'It stays' : 'Then it is'} ${best.gradeAfter}. ${reasons[0] ?? ''}`, remedy: riskRemedy(key, best, use) })
  return items
}

/** What has no date comes behind what has one. */
const momentOf = ({ at }: AttentionItem): number => (at === null ? Number.MAX_SAFE_INTEGER : Date.parse(at))

type AttentionParts = Pick<OperatorParts, 'keys' | 'clock'> & Parameters<typeof rhythmOf>[1]

/** What needs attention among these keys, the most pressing first. */
export const attentionOn = async (keys: readonly ApiKey[], parts: AttentionParts): Promise<readonly AttentionItem[]> => {
  const nowUs = parts.clock.nowUs()
  const items = await Promise.all(keys.map(async (key) => attentionOf(key, await parts.keys.lastUse(key.id), rhythmOf(key, parts), nowUs)))
  return items.flat().sort((one, other) => URGENCIES.indexOf(one.urgency) - URGENCIES.indexOf(other.urgency) || momentOf(one) - momentOf(other))
}

/** What needs attention, the most pressing first. Nothing is ever closed for idleness without its owner. */
export const keysNeedingAttention = async (filter: KeyFilter, parts: OperatorParts): Promise<Outcome<readonly AttentionItem[]>> => {
  const keys = await keysOfFilter(filter, parts)
  return keys.ok ? done(await attentionOn(keys.value, { ...parts, policies: parts.accountParts.policies })) : keys
}
