import { DAY, HOUR, MINUTE, type TimeUs } from '../../time.ts'
import { shownAmount } from '../../money.ts'
import type { AnomalyKind, Evidence } from '../anomalies/anomaly.ts'

/** What each kind is called, in a few words. */
export const ALERT_TITLES: Readonly<Record<AnomalyKind, string>> = {
  newNetwork: 'used from a new network', strangerKnocks: 'tried from a network that never used it', newFamily: 'does something it never did', unusualHour: 'used at an unusual hour', rateJump: 'calls much more than ever',
  refusalBurst: 'refused many times in a row', offProgram: 'used while its program is off', outsideHours: 'used outside its hours', awayFromMarket: 'trades far from the market', roundTrips: 'trades back and forth with one account',
  newWithdrawalAddress: 'money goes to a new address', canary: 'a canary key was tried', leakFound: 'found in public',
}

const LEAKED = { key: 'Its text (what a client sends, without what signs)', secret: 'Its secret', privateKey: 'Its private key' } as const
const shown = (timeUs: TimeUs): string => `${new Date(timeUs / 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
const span = (us: number): string => (us < 2 * MINUTE ? `${Math.max(1, Math.round(us / 1_000_000))} s` : us < 2 * HOUR ? `${Math.round(us / MINUTE)} min` : us < 2 * DAY ? `${Math.round(us / HOUR)} h` : `${Math.round(us / DAY)} days`)
const listed = (words: readonly (string | number)[]): string => words.join(', ') || 'none'

/** What was seen, in one sentence. */
export const alertSentence = (evidence: Evidence): string => {
  switch (evidence.kind) {
    case 'newNetwork': return `${evidence.endpoint} came from ${evidence.address} (${evidence.network}). So far it was used from ${listed(evidence.knownNetworks)}.`
    case 'strangerKnocks': return `${evidence.endpoint} was refused to ${evidence.address}, from where it was never used. Whoever that is has the key's text, and perhaps its secret.`
    case 'newFamily': return `${evidence.endpoint} from ${evidence.address} is ${evidence.family}. So far it did ${listed(evidence.knownFamilies)}.`
    case 'unusualHour': return `${evidence.endpoint} came from ${evidence.address} in the hour from ${String(evidence.hour).padStart(2, '0')}:00 UTC. In ${evidence.daysKnown} days it called at ${listed(evidence.usualHours.map((hour) => String(hour).padStart(2, '0')))} o'clock.`
    case 'rateJump': return `${evidence.callsInMinute} calls within a minute, from ${evidence.address}. The most so far was ${evidence.most}, the usual ${evidence.usual}.`
    case 'refusalBurst': return `${evidence.refusals} refusals within ${span(evidence.withinUs)} (${Object.entries(evidence.reasons).map(([reason, count]) => `${count} × ${reason}`).join(', ')}), from ${listed(evidence.addresses)}. ${evidence.isFromKnownNetwork ? 'It comes from where the key is used: probably a wrong secret, after a rotation for example.' : 'It comes from somewhere else: probably somebody who guesses.'}`
    case 'offProgram': return `${evidence.endpoint} came from ${evidence.address}, and its program is said to be off since ${shown(evidence.offSinceUs)}.`
    case 'outsideHours': return `${evidence.endpoint} came from ${evidence.address}, and the key's hours are from ${evidence.from} to ${evidence.until} ${evidence.zone}.`
    case 'awayFromMarket': return `${evidence.fills} ${evidence.fills === 1 ? 'fill' : 'fills'} of ${evidence.side} ${evidence.symbol}, the worst ${evidence.worstPercent} % worse than the market, with ${listed(evidence.counterparties.map((id) => `account ${id}`))}.`
    case 'roundTrips': return `${evidence.fills} fills in ${evidence.symbol} within ${span(evidence.withinUs)}, nearly all with account ${evidence.counterparty}, and ${evidence.turns} changes of direction.`
    case 'newWithdrawalAddress': return `${shownAmount(evidence.amount)} ${evidence.asset} go to ${evidence.address} (${evidence.network}), where this account never sent anything. It knows ${evidence.knownAddresses} ${evidence.knownAddresses === 1 ? 'address' : 'addresses'}.`
    case 'leakFound': return `${LEAKED[evidence.leaked]} was found ${evidence.where === '' ? 'in a public place that was not named' : `at ${evidence.where}`} (${evidence.source}). Whoever reads there has it. ${evidence.isDisabled ? 'The key is disabled: put another one in its place.' : 'The key is still open: put another one in its place, and disable it.'}`
    case 'canary': return `${evidence.endpoint} came from ${evidence.address}. Nobody uses this key: whoever tried it found it where it lay.`
  }
}
