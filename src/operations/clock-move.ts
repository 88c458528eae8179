import type { Calendar } from '../authority/calendar.ts'
import type { AuditEntry } from '../audit/entry.ts'
import { toMs } from '../time.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** The calendar as the operator may move it. */
export interface MovableCalendar {
  readonly calendar: Calendar
  /** Keeps how far it is moved, durably. */
  keep(offsetUs: number, audit: AuditEntry): Promise<void>
}

/** What the authority's calendar shows. Times are ISO 8601 in UTC. */
export interface CalendarSummary {
  readonly wall: string
  readonly calendar: string
  /** Whole seconds ahead of wall time; 0 = not moved. */
  readonly aheadSeconds: number
}

/** Who does what the local operator may do too, as the audit chain names them. */
export interface DoneBy {
  readonly actor: string
  readonly source: string
}

/** Farther than this no date of a key would be. */
const MOST_AHEAD_US = 3_650 * 86_400_000_000

const summaryOf = ({ wallClock, movable }: OperatorParts): CalendarSummary => {
  const wallUs = wallClock.nowUs()
  const { calendar } = movable
  return { wall: new Date(toMs(wallUs)).toISOString(), calendar: new Date(toMs(calendar.at(wallUs))).toISOString(), aheadSeconds: calendar.offsetUs / 1_000_000 }
}

export const showClock = async (parts: OperatorParts): Promise<Outcome<CalendarSummary>> => done(summaryOf(parts))

/**
 * Moves the calendar of a demo on, or back to wall time. Only forwards: what has ended stays ended until the calendar is put back.
 * @param seconds how far on from where it stands; null puts it back
 * @param doer who does it, where it is not the local operator
 */
export const moveClock = async (seconds: number | null, parts: OperatorParts, doer?: DoneBy): Promise<Outcome<CalendarSummary>> => {
  const { calendar, keep } = parts.movable
  const before = calendar.offsetUs
  const offsetUs = seconds === null ? 0 : before + seconds * 1_000_000
  if (seconds !== null && await parts.demoAuthenticator?.present(parts.wallClock.nowUs()) === undefined) {
    return refused('noDemo', 'The calendar is moved in a demo alone: here the keys of real programs would end.', 'A demo store: ./bitting start --demo')
  }
  if (seconds !== null && !(seconds > 0 && offsetUs <= MOST_AHEAD_US)) return refused('clockRange', 'The calendar moves forwards, by ten years at most.', 'For instance ./bitting clock +90d; back to wall time: ./bitting clock reset')
  const { actor, source, recordedAtUs } = { ...actNow(parts), ...doer }
  await keep(offsetUs, { timeUs: recordedAtUs, actor, source, act: seconds === null ? 'clock.reset' : 'clock.move', subject: 'calendar', before: { aheadUs: before }, after: { aheadUs: offsetUs } })
  calendar.moveTo(offsetUs)
  await parts.money.office.expireDue()
  await parts.authority.deleteEnded({ actor: 'system', source: 'local', nowUs: calendar.nowUs(), recordedAtUs: parts.wallClock.nowUs() })
  await parts.remind()
  return done(summaryOf(parts))
}
