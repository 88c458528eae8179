import { DAY, type TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { closureOf, dueAtUs } from './key-life.ts'
import { idleSinceUs } from './risk.ts'
import { durationText, TRADING_BITS } from './sentence.ts'

/** Days before an end, a lapse or a rotation at which the owner is told. */
export const WARNED_AT_DAYS = [14, 7, 1] as const
/** Days without use at which the owner is told; a key is never silently deleted for it. */
export const IDLE_AT_DAYS = [60, 75, 90] as const

export interface Reminder {
  readonly about: 'end' | 'rotation' | 'lapse' | 'idle' | 'review'
  /** The warning that is due: days before the date (0 = the date is past), days of idleness, or days since a review was due. */
  readonly stage: number
  /** The date, or since when nobody used the key. */
  readonly atUs: TimeUs
  readonly text: string
}

/** The nearest warning that has come: 14, 7 or 1 day before, 0 when it is past; undefined before all of them. */
export const stageBefore = (atUs: TimeUs, nowUs: TimeUs): number | undefined =>
  nowUs >= atUs ? 0 : WARNED_AT_DAYS.findLast((warnDays) => nowUs >= atUs - warnDays * DAY)

const AFTERWARDS: Readonly<Record<ApiKey['life']['afterPeriod'], string>> = {
  expire: 'Then it ends', disable: 'Then it is disabled', warn: 'It goes on working', delete: 'Then it is deleted',
}

const ofPeriod = (key: ApiKey, nowUs: TimeUs): Reminder[] => {
  const atUs = dueAtUs(key)
  const stage = atUs === null ? undefined : stageBefore(atUs, nowUs)
  if (atUs === null || stage === undefined) return []
  const isEnd = key.expiresAtUs === atUs
  const { afterPeriod } = key.life
  const text = stage === 0
    ? isEnd ? `It ended ${durationText(nowUs - atUs)} ago.` : `Its period was over ${durationText(nowUs - atUs)} ago. ${afterPeriod === 'disable' ? 'It is disabled until it is extended.' : 'It goes on working, with a secret that grows old.'}`
    : isEnd ? `It ends in ${durationText(atUs - nowUs)}.` : `Its period is over in ${durationText(atUs - nowUs)}. ${AFTERWARDS[afterPeriod]}.`
  return [{ about: isEnd ? 'end' : 'rotation', stage, atUs, text }]
}

const ofLapse = (key: ApiKey, nowUs: TimeUs): Reminder[] => {
  const atUs = key.tradingLapsesAtUs
  if (atUs === null || (key.permissions & TRADING_BITS) === 0) return []
  const stage = stageBefore(atUs, nowUs)
  if (stage === undefined) return []
  return [{ about: 'lapse', stage, atUs, text: stage === 0 ? `Its trading rights lapsed ${durationText(nowUs - atUs)} ago, because it may be used from anywhere.` : `Its trading rights lapse in ${durationText(atUs - nowUs)}, because it may be used from anywhere.` }]
}

const ofIdleness = (key: ApiKey, use: { readonly timeUs: TimeUs } | undefined, nowUs: TimeUs): Reminder[] => {
  const sinceUs = Math.max(idleSinceUs(key, use), key.life.extendedAtUs ?? 0)
  const stage = IDLE_AT_DAYS.findLast((idleDays) => nowUs - sinceUs >= idleDays * DAY)
  return stage === undefined ? [] : [{ about: 'idle', stage, atUs: sinceUs, text: `Nobody used it for ${durationText(nowUs - sinceUs)}.` }]
}

/**
 * What the owner of a key is to be told now, the most pressing first. A key that is closed for another reason is not spoken of.
 * @param nowUs on the authority's calendar, as the use is
 */
export const remindersOf = (key: ApiKey, use: { readonly timeUs: TimeUs } | undefined, nowUs: TimeUs): readonly Reminder[] => {
  const closure = closureOf(key, nowUs)
  if (closure === 'keyDeleted' || closure === 'keyRetired' || !key.isEnabled) return []
  const period = ofPeriod(key, nowUs)
  if (closure !== null) return period
  return [...period, ...ofLapse(key, nowUs), ...ofIdleness(key, use, nowUs)].sort((one, other) => (one.about === 'idle' ? 100 : one.stage) - (other.about === 'idle' ? 100 : other.stage))
}
