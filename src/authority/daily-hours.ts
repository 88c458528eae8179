import { toMs, type TimeUs } from '../time.ts'

/** A part of each day; over midnight where `until` is the sooner. */
export interface DailyHours {
  readonly from: string
  readonly until: string
  /** A place (`Europe/Berlin`), whose clock is put forward and back, or an offset (`+08:00`); absent = UTC. */
  readonly zone?: string
}

const isTimeOfDay = (value: unknown): value is string => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What tells the time of day in a zone; undefined where nobody here knows the zone. */
const clockOf = (zone: string): Intl.DateTimeFormat | undefined => {
  const known = clocks.get(zone)
  if (known) return known
  try {
    const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    clocks.set(zone, made)
    return made
  } catch {
    return undefined
  }
}

/** Why a value is no part of a day; undefined where it is one. */
export const hoursFault = (value: Readonly<Record<string, unknown>>): string | undefined => {
  const { from, until, zone, ...more } = value
  if (!isTimeOfDay(from) || !isTimeOfDay(until) || from === until || Object.keys(more).length > 0) return 'needs two different times of day, such as from 08:00 until 18:30, and perhaps their zone'
  return zone === undefined || (typeof zone === 'string' && clockOf(zone)) ? undefined : `has a zone ${JSON.stringify(zone)} that is not known; name one as Europe/Berlin or +08:00, or leave it out for UTC`
}

export const dailyWords = ({ from, until, zone = 'UTC' }: DailyHours): string => `from ${from} to ${until} ${zone}`

const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/**
 * Whether it is within the hours by the clocks of the zone. A time that the clocks leave out in spring begins when they have gone past it; an hour
 * that comes twice in autumn is within both times. In a zone that is not known here it never is.
 */
export const isWithinHours = ({ from, until, zone = 'UTC' }: DailyHours, nowUs: TimeUs): boolean => {
  const shown = clockOf(zone)?.format(toMs(nowUs))
  if (shown === undefined) return false
  const minute = minuteOfDay(shown)
  const [first, last] = [minuteOfDay(from), minuteOfDay(until)]
  return first < last ? minute >= first && minute < last : minute >= first || minute < last
}
