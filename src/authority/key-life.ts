import type { ApiKeyId } from '../ids.ts'
import { DAY, HOUR, type TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { ONE_TIME_PRESET } from './presets.ts'

/** What becomes of a key when its period is over: it ends, is disabled until it is extended, is only told of, or is deleted. */
export const AFTER_PERIOD = ['expire', 'disable', 'warn', 'delete'] as const
export type AfterPeriod = (typeof AFTER_PERIOD)[number]

/** What somebody decided of a key who looked whether it still needs what it opens. */
export type KeyReviewed = {
  readonly atUs: TimeUs
  /** A person's id, or the actor. */
  readonly by: string
  readonly decision: 'keep' | 'narrow' | 'delete'
  readonly note: string | null
}

/** How long a key is meant to live, and what it came from. All times stand on the authority's calendar. */
export interface KeyLife {
  /** The preset it was made from, by name; it keeps that name when it is edited. */
  readonly preset: string | null
  /** How long it lives until it is extended or rotated; null = no period. */
  readonly periodDays: number | null
  readonly afterPeriod: AfterPeriod
  /** When the period is over, where that does not end the key (`disable`, `warn`); otherwise its end (`expiresAtUs`) is that moment. */
  readonly rotationDueAtUs: TimeUs | null
  /** When its owner last said that it is still needed. */
  readonly extendedAtUs: TimeUs | null
  /** Admitted calls that are left; null = as many as it likes. */
  readonly callsLeft: number | null
  /** 1 for a key that was made, one more with each rotation. */
  readonly generation: number
  readonly predecessorId: ApiKeyId | null
  /** The key with which the lineage began; null for that key itself. */
  readonly firstId: ApiKeyId | null
  readonly successorId: ApiKeyId | null
  /** A successor that was not used yet: its first admitted call retires the key before it. */
  readonly isAsleep: boolean
  /** It gave way to its successor. No date: not even a calendar that is put back opens it again. */
  readonly isRetired: boolean
  /** The hard end of an overlap with its successor. */
  readonly retiresAtUs: TimeUs | null
  /** What its last review came to, by whom; null = nobody reviewed it yet. */
  readonly reviewed: KeyReviewed | null
  /** Several people approved an HMAC key, so nobody looked when it was made: its secret waits for whoever asked for it, until this moment. Null = it does not. */
  readonly secretWaits: { readonly forPersonId: string | null; readonly untilUs: TimeUs } | null
}

/** A secret waits so long to be told; then its key, which nobody can use, is deleted with it. */
export const SECRET_WAITS_US = 3 * DAY

/** A key that was made by hand, without a period. */
export const PLAIN_LIFE: KeyLife = Object.freeze({
  preset: null, periodDays: null, afterPeriod: 'expire', rotationDueAtUs: null, extendedAtUs: null, callsLeft: null, generation: 1, predecessorId: null, firstId: null, successorId: null, isAsleep: false, isRetired: false, retiresAtUs: null, reviewed: null, secretWaits: null,
})

// PLAIN_LIFE has every name of a KeyLife.
const isPlain = (life: KeyLife): boolean => life === PLAIN_LIFE || (Object.keys(PLAIN_LIFE) as (keyof KeyLife)[]).every((name) => life[name] === PLAIN_LIFE[name])

/** The life as kept: an ASCII JSON object of what is not plain, null for a plain one. */
export const lifeText = (life: KeyLife): string | null => {
  if (isPlain(life)) return null
  // Object.entries forgets that the names are those of a KeyLife.
  return ascii(JSON.stringify(Object.fromEntries(Object.entries(life).filter(([name, value]) => value !== PLAIN_LIFE[name as keyof KeyLife]))))
}

/** The same JSON in ASCII: a review's note is in anybody's language, and the directory keeps a byte a letter. */
const ascii = (json: string): string => json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

// Written by lifeText alone, from the same type.
export const lifeFrom = (text: string | null): KeyLife => (text === null ? PLAIN_LIFE : { ...PLAIN_LIFE, ...(JSON.parse(text) as Partial<KeyLife>) })

/** When the key's period or its end comes, whichever is first; null where neither does. */
export const dueAtUs = (key: Pick<ApiKey, 'expiresAtUs' | 'life'>): TimeUs | null => {
  const { rotationDueAtUs } = key.life
  return rotationDueAtUs === null ? key.expiresAtUs : key.expiresAtUs === null ? rotationDueAtUs : Math.min(rotationDueAtUs, key.expiresAtUs)
}

export type Closure = 'keyDeleted' | 'keyRetired' | 'keyDisabled' | 'keyExpired'

/** Why a key opens nothing now; null while it lives. */
export const closureOf = (key: Pick<ApiKey, 'deletedAtUs' | 'isEnabled' | 'expiresAtUs' | 'life'>, nowUs: TimeUs): Closure | null => {
  if (key.deletedAtUs !== null) return 'keyDeleted'
  const { life } = key
  if (life.isRetired || (life.retiresAtUs !== null && nowUs >= life.retiresAtUs)) return 'keyRetired'
  if (!key.isEnabled) return 'keyDisabled'
  if (key.expiresAtUs !== null && nowUs >= key.expiresAtUs) return 'keyExpired'
  if (life.callsLeft === 0) return 'keyExpired'
  return life.afterPeriod === 'disable' && life.rotationDueAtUs !== null && nowUs >= life.rotationDueAtUs ? 'keyDisabled' : null
}

/** Keys that take a place and a label: not those that were deleted, nor those that gave way to a successor. */
export const occupying = (keys: readonly ApiKey[], nowUs: TimeUs): ApiKey[] => keys.filter((key) => {
  const closure = closureOf(key, nowUs)
  return closure !== 'keyDeleted' && closure !== 'keyRetired'
})

/** A key that is used once has done its work when it was silent for so long. */
const RESTS_AFTER_USE_US = HOUR

/** Whether a key was made for one use and has had it. @param lastUsedUs on the authority's calendar; undefined = never used */
export const isUsedUp = ({ life }: Pick<ApiKey, 'life'>, lastUsedUs: TimeUs | undefined, nowUs: TimeUs): boolean =>
  life.preset === ONE_TIME_PRESET && life.afterPeriod === 'delete' && lastUsedUs !== undefined && nowUs - lastUsedUs >= RESTS_AFTER_USE_US

/** Whether nobody need say so for a key to be deleted: its end deletes it, or its secret waited too long. */
export const isOverByItself = (key: ApiKey, nowUs: TimeUs): boolean =>
  (key.life.afterPeriod === 'delete' && closureOf(key, nowUs) === 'keyExpired') || (key.life.secretWaits !== null && key.life.secretWaits.untilUs <= nowUs)

/** Whether the period's end is the key's end. */
const endsWithPeriod = (afterPeriod: AfterPeriod): boolean => afterPeriod === 'expire' || afterPeriod === 'delete'

/** The dates of a period that begins now. A sooner end that somebody asked for stays. */
export const periodDates = (periodDays: number | null, afterPeriod: AfterPeriod, wishedEndUs: TimeUs | null, nowUs: TimeUs): { readonly expiresAtUs: TimeUs | null; readonly rotationDueAtUs: TimeUs | null } => {
  const endUs = periodDays === null ? null : nowUs + periodDays * DAY
  if (!endsWithPeriod(afterPeriod)) return { expiresAtUs: wishedEndUs, rotationDueAtUs: endUs }
  return { expiresAtUs: endUs === null ? wishedEndUs : wishedEndUs === null ? endUs : Math.min(endUs, wishedEndUs), rotationDueAtUs: null }
}

/** The period used where a key that has none is extended. */
export const DEFAULT_PERIOD_DAYS = 90

/**
 * Gives a key its period once more, from now; a later date than that is never taken away. A key without any end is only marked as still needed.
 * @param days another length, for this time alone
 */
export const extended = (key: ApiKey, days: number | null, nowUs: TimeUs): ApiKey => {
  const { life } = key
  const endUs = nowUs + (days ?? life.periodDays ?? DEFAULT_PERIOD_DAYS) * DAY
  const later = (timeUs: TimeUs | null): TimeUs | null => (timeUs === null ? null : Math.max(timeUs, endUs))
  return { ...key, expiresAtUs: later(key.expiresAtUs), life: { ...life, rotationDueAtUs: later(life.rotationDueAtUs), extendedAtUs: nowUs } }
}

/** The same key with another ending of its period; the date stays, and so does a sooner end that somebody asked for. */
export const withAfterPeriod = (key: ApiKey, afterPeriod: AfterPeriod): ApiKey => {
  if (afterPeriod === key.life.afterPeriod) return key
  const due = dueAtUs(key)
  const { periodDays, extendedAtUs } = key.life
  const periodEndUs = periodDays === null ? null : (extendedAtUs ?? key.createdAtUs) + periodDays * DAY
  const hasSoonerEnd = endsWithPeriod(key.life.afterPeriod) && key.expiresAtUs !== null && periodEndUs !== null && key.expiresAtUs < periodEndUs
  return endsWithPeriod(afterPeriod)
    ? { ...key, expiresAtUs: due, life: { ...key.life, afterPeriod, rotationDueAtUs: null } }
    : { ...key, expiresAtUs: endsWithPeriod(key.life.afterPeriod) && !hasSoonerEnd ? null : key.expiresAtUs, life: { ...key.life, afterPeriod, rotationDueAtUs: hasSoonerEnd ? periodEndUs : due } }
}
