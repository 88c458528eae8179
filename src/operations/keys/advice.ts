import type { ApiKey } from '../../authority/api-key.ts'
import { DAY, type TimeUs, toMs } from '../../time.ts'
import { type AdvisedChange, type Advice, advise } from '../../watch/advice/advise.ts'
import { sharedDays } from '../../watch/advice/shared-key.ts'
import type { CallRollUps } from '../../watch/call-roll-ups.ts'
import { PERMISSION_TABLE, type Permission } from '../../permission.ts'

/** What a key could do without, as people read it. */
export interface KeyAdvice {
  readonly key: string
  readonly days: number
  readonly is: 'tooEarly' | 'fits' | 'narrower'
  /** Admitted calls in those days. */
  readonly calls: number
  /** As an edit of the key takes it; null where there is nothing to change. */
  readonly change: AdvisedChange | null
  /** What would change, in words. */
  readonly lines: readonly string[]
  /** What it would have refused of all that is known of the key, the most recent first. */
  readonly wouldHaveRefused: readonly { readonly endpoint: string; readonly address: string; readonly symbol: string | null; readonly why: 'right' | 'address' | 'symbol'; readonly calls: number; readonly last: string }[]
  /** Days on which several programs used it at once. */
  readonly shared: readonly { readonly day: string; readonly why: 'clients' | 'networks' | 'clocks'; readonly programs: readonly { readonly address: string; readonly client: string | null; readonly calls: number }[] }[]
}

const MOST_REFUSALS = 50
const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()

const labelOf = (right: Permission): string => PERMISSION_TABLE.find(({ name }) => name === right)?.label ?? right

const linesOf = ({ revoke = [], allowList, guardRails }: AdvisedChange): readonly string[] => [
  ...(revoke.length > 0 ? [`Turn off ${revoke.map(labelOf).join(', ')}: no call needed ${revoke.length === 1 ? 'it' : 'them'}.`] : []),
  ...(allowList ? [`Let it be used from ${allowList.entries.join(', ')} alone: it was used from nowhere else.`] : []),
  ...(guardRails?.symbols ? [`Let it trade ${guardRails.symbols.join(', ')} alone: it traded nothing else.`] : []),
]

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const tooEarlyWords = ({ calls, daysKnown, needsCalls, needsDays }: Extract<Advice, { is: 'tooEarly' }>): string => {
  const age = daysKnown === 0 ? 'that was made today' : `that is ${counted(daysKnown, 'day')} old`
  return `${counted(calls, 'call')} of a key ${age} ${calls === 1 ? 'says' : 'say'} too little: there is advice from ${counted(needsCalls, 'call')} and ${counted(needsDays, 'day')} on.`
}

/** Looks at what a key was used for in so many days. @param wallUs by which calls are logged @param calendarUs by which keys grow old */
export const adviceOn = async (key: ApiKey, days: number, callLog: Pick<CallRollUps, 'uses' | 'programs'>, wallUs: TimeUs, calendarUs: TimeUs): Promise<KeyAdvice> => {
  const fromUs = wallUs - days * DAY
  const [uses, allUses, programs] = [await callLog.uses({ keyIds: [key.id], fromUs }), await callLog.uses({ keyIds: [key.id], fromUs: 0 }), await callLog.programs(key.id, fromUs)]
  const advice = advise({ key, uses, allUses, nowUs: calendarUs })
  const shared = sharedDays(programs, wallUs, days).map(({ dayUs, why, programs: ofDay }) => ({ day: iso(dayUs).slice(0, 10), why, programs: ofDay.map(({ address, client, calls }) => ({ address, client, calls })) }))
  const told = { key: key.id, days, is: advice.is, calls: advice.calls, shared }
  if (advice.is === 'tooEarly') return { ...told, change: null, lines: [tooEarlyWords(advice)], wouldHaveRefused: [] }
  if (advice.is === 'fits') return { ...told, change: null, lines: ['It opens what it needs, and nothing more.'], wouldHaveRefused: [] }
  return { ...told, change: advice.change, lines: linesOf(advice.change), wouldHaveRefused: advice.wouldHaveRefused.slice(0, MOST_REFUSALS).map(({ lastUs, ...rest }) => ({ ...rest, last: iso(lastUs) })) }
}
