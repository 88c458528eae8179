import type { CallRecord } from '../call-log.ts'
import { DAY, MINUTE, SECOND, type TimeUs } from '../../time.ts'
import type { Evidence, Severity } from './anomaly.ts'
import { ACTING, type CallFamily } from './call-family.ts'
import { hourOf, isMature, isRoaming, type KeyProfile } from './key-profile.ts'
import { networkOf } from './network.ts'

/** A call of a known key, with what is said of it in the profile. */
export interface SeenCall {
  readonly call: Pick<CallRecord, 'timeUs' | 'address' | 'endpoint' | 'reason'>
  readonly network: string
  readonly family: CallFamily
  /** The gate let it in: it was the key's own call, whatever the venue said of it. */
  readonly isAdmitted: boolean
  /** Since when its owner says that the program is off; null = it may run. */
  readonly offSinceUs: TimeUs | null
}

export interface Detected {
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

export const newNetwork: CallDetector = ({ call, network, family, isAdmitted }, profile) =>
  !isAdmitted || profile.networks[network] !== undefined || !isMature(profile, call.timeUs) ? null : {
    severity: severityOfNetwork(ACTING.has(family), isRoaming(profile, call.timeUs)), subject: network,
    evidence: { kind: 'newNetwork', address: call.address, network, endpoint: call.endpoint, knownNetworks: Object.keys(profile.networks).slice(0, MOST_TOLD) },
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
  call.reason !== null || profile.families[family] !== undefined || !isMature(profile, call.timeUs) ? null : {
    severity: ACTING.has(family) ? 'warning' : 'notice', subject: family,
    evidence: { kind: 'newFamily', family, endpoint: call.endpoint, address: call.address, knownFamilies: Object.keys(profile.families) },
  }

/** The hours next to a usual one are usual too: clocks change, and people come early. */
const isNearUsual = (hours: readonly number[], hour: number): boolean => (hours[hour] ?? 0) > 0 || (hours[(hour + 1) % 24] ?? 0) > 0 || (hours[(hour + 23) % 24] ?? 0) > 0

export const unusualHour: CallDetector = ({ call, isAdmitted }, profile) => {
  const hour = hourOf(call.timeUs)
  // The common case first: nothing is made where nothing is told.
  if (!isAdmitted || profile.days < DAYS_FOR_HOURS || isNearUsual(profile.hours, hour)) return null
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
  const reasons: Record<string, number> = {}
  for (const { reason } of recent) reasons[reason] = (reasons[reason] ?? 0) + 1
  const addresses = [...new Set(recent.map(({ address }) => address))].slice(0, MOST_TOLD)
  return {
    severity: 'warning', subject: `${Object.keys(reasons).sort().join('+')} on day ${Math.floor(call.timeUs / DAY)}`,
    evidence: { kind: 'refusalBurst', refusals: recent.length, withinUs: Math.max(SECOND, call.timeUs - (recent[0]?.timeUs ?? call.timeUs)), reasons, addresses, isFromKnownNetwork: addresses.every((address) => profile.networks[networkOf(address)] !== undefined) },
  }
}

export const offProgram: CallDetector = ({ call, offSinceUs }) =>
  offSinceUs === null || call.timeUs < offSinceUs ? null
    : { severity: 'alarm', subject: `off since ${offSinceUs}`, evidence: { kind: 'offProgram', address: call.address, endpoint: call.endpoint, offSinceUs } }

/** Keeps a refusal that bursts are made of; what is older than a burst lasts is forgotten. */
export const noteRefusal = (profile: KeyProfile, { timeUs, reason, address }: SeenCall['call']): void => {
  if (reason === null || !GUESSES.has(reason)) return
  profile.refusals = [...profile.refusals.filter((one) => timeUs - one.timeUs <= BURST_WITHIN_US).slice(-MOST_REFUSALS), { timeUs, reason, address }]
}

export const CALL_DETECTORS: readonly CallDetector[] = [offProgram, newNetwork, strangerKnocks, newFamily, unusualHour, rateJump, refusalBurst]
