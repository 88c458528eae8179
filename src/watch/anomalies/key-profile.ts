import { DAY, HOUR, MINUTE, type TimeUs } from '../../time.ts'
import type { CallFamily } from './call-family.ts'
import type { Newcomer } from './newcomers.ts'

/** How often a key called in its minutes, those without a call left out. */
export interface RateHistory {
  readonly minutes: number
  readonly mean: number
  /** Sum of squared differences from the mean (Welford). */
  readonly squares: number
  readonly most: number
}

/** What is ordinary for one key: learned from its own calls, plain JSON, of bounded size. */
export interface KeyProfile {
  firstUs: TimeUs
  lastUs: TimeUs
  /** Admitted calls. */
  calls: number
  /** Networks it was used from, with when last. */
  networks: Record<string, TimeUs>
  families: Partial<Record<CallFamily, TimeUs>>
  /** Days (since 1970) on which it came from a new network, the last few; absent of what was learned before they were counted. */
  movedOnDays?: number[]
  /** Networks that came lately; absent of what was learned before they were noted. */
  newcomers?: Newcomer[]
  /** From which machines it moved money, the last few, and on how many days; absent as long as it moved none. */
  money?: { addresses: string[]; days: number; lastDay: number }
  /** The last day on which a key of few hours called outside them. */
  oddDay?: number
  /** On how many days it called in each hour of the day (UTC). */
  hours: number[]
  /** Days on which it called. */
  days: number
  rate: RateHistory
  /** The minute that runs, and its calls. */
  minute: { atUs: TimeUs; calls: number }
  /** The hour that was counted last. */
  lastHourUs: TimeUs
  /** Refusals of the last minutes, for bursts. */
  refusals: { timeUs: TimeUs; reason: string; address: string }[]
}

/** Before so many calls and so much time nothing is out of the ordinary: everything is new. */
const MATURE_CALLS = 50
const MATURE_US = DAY
const MOST_NETWORKS = 256
/** Whoever came from a new network on so many days of the last four weeks is on the move. */
const MOVES_OF_ROAMING = 3
const ROAMING_DAYS = 28

export const newProfile = (timeUs: TimeUs): KeyProfile => ({
  firstUs: timeUs, lastUs: timeUs, calls: 0, networks: {}, families: {}, hours: Array<number>(24).fill(0), days: 0,
  rate: { minutes: 0, mean: 0, squares: 0, most: 0 }, minute: { atUs: -1, calls: 0 }, lastHourUs: -1, refusals: [],
})

export const isMature = ({ calls, firstUs }: KeyProfile, nowUs: TimeUs): boolean => calls >= MATURE_CALLS && nowUs - firstUs >= MATURE_US

/** Whether the networks of a key change all the time: a tunnel with many exits, a bot that is deployed to another machine each week. */
export const isRoaming = ({ movedOnDays = [] }: KeyProfile, nowUs: TimeUs): boolean => movedOnDays.length >= MOVES_OF_ROAMING && (movedOnDays[0] ?? 0) > Math.floor(nowUs / DAY) - ROAMING_DAYS

export const hourOf = (timeUs: TimeUs): number => Math.floor(timeUs / HOUR) % 24

const withMinute = ({ minutes, mean, squares, most }: RateHistory, calls: number): RateHistory => {
  const count = minutes + 1
  const nearer = mean + (calls - mean) / count
  return { minutes: count, mean: nearer, squares: squares + (calls - mean) * (calls - nearer), most: Math.max(most, calls) }
}

const forgetOldest = (networks: Record<string, TimeUs>): void => {
  const [oldest] = Object.entries(networks).reduce((least, one) => (one[1] < least[1] ? one : least))
  delete networks[oldest]
}

const noteMove = (profile: KeyProfile, day: number): void => {
  const days = profile.movedOnDays ?? []
  if (days.at(-1) !== day) profile.movedOnDays = [...days, day].slice(-MOVES_OF_ROAMING)
}

const MOST_MONEY_ADDRESSES = 8

const noteMoney = (profile: KeyProfile, address: string, day: number): void => {
  const money = profile.money ??= { addresses: [], days: 0, lastDay: -1 }
  if (!money.addresses.includes(address)) money.addresses = [...money.addresses, address].slice(-MOST_MONEY_ADDRESSES)
  if (day > money.lastDay) {
    money.days += 1
    money.lastDay = day
  }
}

/** Makes an admitted call part of what is ordinary. Called after the detectors have looked. */
export const learn = (profile: KeyProfile, call: { readonly timeUs: TimeUs; readonly address: string; readonly network: string; readonly family: CallFamily }): void => {
  const { timeUs, address, network, family } = call
  if (family === 'withdrawals' || family === 'transfers') noteMoney(profile, address, Math.floor(timeUs / DAY))
  if (profile.networks[network] === undefined && Object.keys(profile.networks).length >= MOST_NETWORKS) forgetOldest(profile.networks)
  if (profile.networks[network] === undefined && isMature(profile, timeUs)) noteMove(profile, Math.floor(timeUs / DAY))
  profile.networks[network] = timeUs
  profile.families[family] = timeUs
  const hourUs = timeUs - (timeUs % HOUR)
  if (hourUs > profile.lastHourUs) {
    const isNewDay = Math.floor(hourUs / DAY) > Math.floor(profile.lastHourUs / DAY)
    if (isNewDay || profile.lastHourUs < 0) profile.days += 1
    profile.hours[hourOf(timeUs)] = (profile.hours[hourOf(timeUs)] ?? 0) + 1
    profile.lastHourUs = hourUs
  }
  const minuteUs = timeUs - (timeUs % MINUTE)
  if (minuteUs > profile.minute.atUs) {
    if (profile.minute.calls > 0) profile.rate = withMinute(profile.rate, profile.minute.calls)
    profile.minute = { atUs: minuteUs, calls: 0 }
  }
  if (minuteUs === profile.minute.atUs) profile.minute.calls += 1
  profile.calls += 1
  profile.lastUs = Math.max(profile.lastUs, timeUs)
}
