import type { DailyHours } from '../../authority/daily-hours.ts'
import type { CallRecord } from '../call-log.ts'
import { DAY, HOUR, MINUTE, SECOND, type TimeUs } from '../../time.ts'
import type { Evidence, Severity } from './anomaly.ts'
import { ACTING, type CallFamily } from './call-family.ts'
import { hourOf, isMature, isRoaming, type KeyProfile } from './key-profile.ts'
import { blockOf, hostOf, networkOf } from './network.ts'
import { besideAnother, type Newcomer, strangenessOf, withNewcomer } from './newcomers.ts'

/** A call of a known key, with what is said of it in the profile. */
export interface SeenCall {
  readonly call: Pick<CallRecord, 'timeUs' | 'address' | 'endpoint' | 'reason'>
  readonly network: string
  readonly family: CallFamily
  /** The gate let it in: it was the key's own call, whatever the venue said of it. */
  readonly isAdmitted: boolean
  /** Since when its owner says that the program is off; null = it may run. */
  readonly offSinceUs: TimeUs | null
  /** The key's hours, where the call came outside of them. */
  readonly missedHours: DailyHours | null
}

export interface Detected {
  /** When it was, where that is not now. */
  readonly timeUs?: TimeUs
  readonly severity: Severity
  readonly subject: string
  readonly evidence: Evidence
}

/** Looks at one call against what is ordinary for its key; null = nothing to tell. */
export type CallDetector = (seen: SeenCall, profile: KeyProfile) => Detected | null

const MOST_TOLD = 10
/** Days that must be known before an hour is unusual, and hours of the day above which a key works around the clock. */
const DAYS_FOR_HOURS = 14
const MOST_USUAL_HOURS = 16
/** A rate is a jump above all three: so many deviations, so many times the most, so many calls. */
const JUMP_DEVIATIONS = 6
const JUMP_TIMES_MOST = 3
const JUMP_LEAST_CALLS = 60
const MINUTES_FOR_RATE = 30
const BURST = 5
const BURST_WITHIN_US = MINUTE
const MOST_REFUSALS = 99

/** Refusals that tell of a secret that is wrong or of a key that may not be used so. */
const GUESSES: ReadonlySet<string> = new Set(['signatureWrong', 'addressNotAllowed', 'keyDisabled', 'keyExpired', 'keyRetired', 'keyDeleted', 'permissionMissing', 'permissionLapsed', 'listRequired', 'replayed'])

const toldNewcomer = (newcomer: Newcomer, profile: KeyProfile, subject = newcomer.network): Detected => {
  const { network, address, endpoint, atUs, hasActed } = newcomer
  newcomer.isTold = true
  return {
    timeUs: atUs, severity: severityOfNetwork(hasActed, isRoaming(profile, atUs)), subject,
    evidence: { kind: 'newNetwork', address, network, endpoint, knownNetworks: Object.keys(profile.networks).filter((one) => one !== network).slice(0, MOST_TOLD) },
  }
}

/** A network that the key never came from: of another provider told as soon as it acts, else when it turns out to call beside what was there, and not in its place. */
export const newNetwork: CallDetector = ({ call, network, family, isAdmitted }, profile) => {
  if (!isAdmitted || profile.networks[network] !== undefined || !isMature(profile, call.timeUs)) return null
  const strangeness = strangenessOf(network, profile.networks, call.timeUs)
  if (strangeness === 'one of many') return null
  const newcomer: Newcomer = { network, address: call.address, endpoint: call.endpoint, atUs: call.timeUs, hasActed: ACTING.has(family), isTold: false }
  profile.newcomers = withNewcomer(profile.newcomers ?? [], newcomer)
  return strangeness === 'far' && newcomer.hasActed ? toldNewcomer(newcomer, profile) : null
}

/** A newcomer that looked on until now, and acts. */
const newcomerActs: CallDetector = ({ call, network, family, isAdmitted }, profile) => {
  if (profile.newcomers === undefined || !isAdmitted || !ACTING.has(family)) return null
  const newcomer = profile.newcomers.find((one) => one.network === network)
  if (!newcomer || newcomer.hasActed) return null
  newcomer.hasActed = true
  const isFar = !Object.keys(profile.networks).some((one) => one !== network && blockOf(one) === blockOf(network))
  if (!newcomer.isTold && !isFar) return null
  return { ...toldNewcomer(newcomer, profile, newcomer.isTold ? `${network} acts` : network), timeUs: call.timeUs }
}

const newcomerBeside: CallDetector = ({ call, network, isAdmitted }, profile) => {
  if (profile.newcomers === undefined || !isAdmitted || profile.networks[network] === undefined) return null
  const newcomer = besideAnother(profile.newcomers, network, call.timeUs)
  return newcomer ? toldNewcomer(newcomer, profile) : null
}

/** Money has left from so few machines, on so many days. */
const MONEY_DAYS = 10
const MONEY_MACHINES = 3

/** Money that leaves from another machine of a known network than it ever did. */
const moneyFromElsewhere: CallDetector = ({ call, network, family, isAdmitted }, { money, networks }) =>
  !isAdmitted || (family !== 'withdrawals' && family !== 'transfers') || money === undefined || money.days < MONEY_DAYS || money.addresses.length > MONEY_MACHINES
    || money.addresses.includes(call.address) || networks[network] === undefined ? null : {
      severity: 'warning', subject: call.address,
      evidence: { kind: 'newNetwork', address: call.address, network: hostOf(call.address), endpoint: call.endpoint, knownNetworks: money.addresses.map(hostOf) },
    }

/** Of a key whose networks change all the time another one says less: it asks for a look, and stops nothing. */
const severityOfNetwork = (isActing: boolean, isRoaming: boolean): Severity => {
  if (isActing) return isRoaming ? 'warning' : 'alarm'
  return isRoaming ? 'notice' : 'warning'
}

/** What is refused to whoever has a key and not what belongs to it: the right place, or the secret. */
const KNOCKS: ReadonlySet<string> = new Set(['addressNotAllowed', 'signatureWrong'])

export const strangerKnocks: CallDetector = ({ call, network }, profile) =>
  // A key that was never used is tried from the wrong place by whoever made it.
  call.reason === null || !KNOCKS.has(call.reason) || profile.networks[network] !== undefined || profile.calls === 0 ? null
    : { severity: 'alarm', subject: network, evidence: { kind: 'strangerKnocks', address: call.address, network, endpoint: call.endpoint } }

export const newFamily: CallDetector = ({ call, family }, profile) =>
  call.reason !== null || !ACTING.has(family) || profile.families[family] !== undefined || !isMature(profile, call.timeUs) ? null : {
    severity: 'warning', subject: family,
    evidence: { kind: 'newFamily', family, endpoint: call.endpoint, address: call.address, knownFamilies: Object.keys(profile.families) },
  }

/** The hours next to a usual one are usual too: clocks change, and people come early. */
const isNearUsual = (hours: readonly number[], hour: number, leastDays: number): boolean => [hour, (hour + 1) % 24, (hour + 23) % 24].some((at) => (hours[at] ?? 0) >= leastDays)

/** Fewer usual hours are those of a job, which catches up after it failed; more are those of people. */
const LEAST_HOURS_OF_PEOPLE = 6
/** A job that calls outside its hours again within so many days does not catch up. */
const ODD_AGAIN_DAYS = 7

const isOddAgain = (profile: KeyProfile, day: number): boolean => {
  const { oddDay } = profile
  profile.oddDay = day
  return oddDay !== undefined && oddDay !== day && day - oddDay <= ODD_AGAIN_DAYS
}

export const unusualHour: CallDetector = ({ call, isAdmitted }, profile) => {
  const hour = hourOf(call.timeUs)
  // The common case first: nothing is made where nothing is told.
  if (!isAdmitted || profile.days < DAYS_FOR_HOURS || isNearUsual(profile.hours, hour, 2)) return null
  const isOfJob = profile.hours.filter((days) => days > 1).length < LEAST_HOURS_OF_PEOPLE
  if (isOfJob ? !isOddAgain(profile, Math.floor(call.timeUs / DAY)) : isNearUsual(profile.hours, hour, 1)) return null
  const usualHours = profile.hours.flatMap((days, at) => (days > 0 ? [at] : []))
  return usualHours.length > MOST_USUAL_HOURS ? null : { severity: 'warning', subject: `hour ${hour}`, evidence: { kind: 'unusualHour', hour, address: call.address, endpoint: call.endpoint, usualHours, daysKnown: profile.days } }
}

export const rateJump: CallDetector = ({ call }, { rate, minute }) => {
  const calls = minute.calls + 1
  const isThisMinute = call.timeUs - (call.timeUs % MINUTE) === minute.atUs
  if (!isThisMinute || rate.minutes < MINUTES_FOR_RATE || calls < JUMP_LEAST_CALLS || calls < rate.most * JUMP_TIMES_MOST) return null
  if (calls < rate.mean + JUMP_DEVIATIONS * Math.sqrt(rate.squares / rate.minutes)) return null
  return { severity: 'warning', subject: `day ${Math.floor(call.timeUs / DAY)}`, evidence: { kind: 'rateJump', callsInMinute: calls, most: rate.most, usual: Math.round(rate.mean), address: call.address } }
}

export const refusalBurst: CallDetector = ({ call }, profile) => {
  if (call.reason === null || !GUESSES.has(call.reason)) return null
  const recent = profile.refusals.filter(({ timeUs }) => call.timeUs - timeUs <= BURST_WITHIN_US)
  if (recent.length < BURST) return null
  const isFromKnownNetwork = recent.every(({ address }) => profile.networks[networkOf(address)] !== undefined)
  // A second program with an old secret, where the first goes on, is its owner's.
  if (isFromKnownNetwork && call.timeUs - profile.lastUs < HOUR) return null
  const reasons: Record<string, number> = {}
  for (const { reason } of recent) reasons[reason] = (reasons[reason] ?? 0) + 1
  const addresses = [...new Set(recent.map(({ address }) => address))].slice(0, MOST_TOLD)
  return {
    severity: 'warning', subject: `${Object.keys(reasons).sort().join('+')} on day ${Math.floor(call.timeUs / DAY)}`,
    evidence: { kind: 'refusalBurst', refusals: recent.length, withinUs: Math.max(SECOND, call.timeUs - (recent[0]?.timeUs ?? call.timeUs)), reasons, addresses, isFromKnownNetwork },
  }
}

export const offProgram: CallDetector = ({ call, offSinceUs }) =>
  offSinceUs === null || call.timeUs < offSinceUs ? null
    : { severity: 'alarm', subject: `off since ${offSinceUs}`, evidence: { kind: 'offProgram', address: call.address, endpoint: call.endpoint, offSinceUs } }

/** Who holds no secret is not heard: a key whose name somebody knows is not frozen by knocking at night. */
export const outsideHours: CallDetector = ({ call, network, family, isAdmitted, missedHours }) => {
  // What a limit refused was to act: nothing else is held by limits.
  const wasHeld = call.reason === 'guardRail'
  if (missedHours === null || !(isAdmitted || wasHeld)) return null
  const { from, until, zone = 'UTC' } = missedHours
  const acts = wasHeld || ACTING.has(family)
  return { severity: acts ? 'alarm' : 'warning', subject: `${acts ? 'acts' : 'looks'} from ${network} outside ${from}-${until} ${zone}`, evidence: { kind: 'outsideHours', address: call.address, endpoint: call.endpoint, from, until, zone } }
}

/** Keeps a refusal that bursts are made of; what is older than a burst lasts is forgotten. */
export const noteRefusal = (profile: KeyProfile, { timeUs, reason, address }: SeenCall['call']): void => {
  if (reason === null || !GUESSES.has(reason)) return
  profile.refusals = [...profile.refusals.filter((one) => timeUs - one.timeUs <= BURST_WITHIN_US).slice(-MOST_REFUSALS), { timeUs, reason, address }]
}

export const CALL_DETECTORS: readonly CallDetector[] = [offProgram, outsideHours, newcomerActs, newcomerBeside, newNetwork, moneyFromElsewhere, strangerKnocks, newFamily, unusualHour, rateJump, refusalBurst]
