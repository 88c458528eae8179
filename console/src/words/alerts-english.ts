import { shortAmount } from '../parts/amounts.ts'
import type { Evidence } from '../../../src/watch/anomalies/anomaly.ts'

type Of<Kind extends Evidence['kind']> = Extract<Evidence, { kind: Kind }>
/** One sentence a kind of evidence. */
export type AlertSentences = { readonly [Kind in Evidence['kind']]: (evidence: Of<Kind>) => string }

const hour = (of: number): string => `${String(of).padStart(2, '0')}:00`
const seconds = (us: number): string => `${Math.max(1, Math.round(us / 1_000_000))} s`

const sentences: AlertSentences = {
  newNetwork: ({ endpoint, address, network, knownNetworks }) => `${endpoint} came from ${address} (${network}). So far it was used from ${knownNetworks.join(', ')}.`,
  strangerKnocks: ({ endpoint, address }) => `${endpoint} was refused to ${address}, from where it was never used. Whoever that is has the key's text, and perhaps its secret.`,
  newFamily: ({ endpoint, address, family, knownFamilies }) => `${endpoint} from ${address} is ${family}. So far it did ${knownFamilies.join(', ')}.`,
  unusualHour: ({ endpoint, address, hour: at, daysKnown, usualHours }) => `${endpoint} came from ${address} in the hour from ${hour(at)} UTC. In ${daysKnown} days it called at ${usualHours.map(hour).join(', ')}.`,
  rateJump: ({ callsInMinute, address, most, usual }) => `${callsInMinute} calls within a minute, from ${address}. The most so far was ${most}, the usual ${usual}.`,
  refusalBurst: ({ refusals, withinUs, reasons, addresses, isFromKnownNetwork }) => `${refusals} refusals within ${seconds(withinUs)} (${Object.entries(reasons).map(([reason, count]) => `${count} × ${reason}`).join(', ')}), from ${addresses.join(', ')}. ${isFromKnownNetwork ? 'It comes from where the key is used: probably a wrong secret, after a rotation for example.' : 'It comes from somewhere else: probably somebody who guesses.'}`,
  offProgram: ({ endpoint, address }) => `${endpoint} came from ${address}, and its program is said to be off.`,
  outsideHours: ({ endpoint, address, from, until, zone }) => `${endpoint} came from ${address}, and the key's hours are from ${from} to ${until} ${zone}.`,
  awayFromMarket: ({ fills, side, symbol, worstPercent, counterparties }) => `${fills} fills of ${side} ${symbol}, the worst ${worstPercent} % worse than the market, with account ${counterparties.join(', ')}.`,
  roundTrips: ({ fills, symbol, counterparty, turns }) => `${fills} fills in ${symbol}, nearly all with account ${counterparty}, and ${turns} changes of direction.`,
  newWithdrawalAddress: ({ amount, asset, address, network, knownAddresses }) => `${shortAmount(amount)} ${asset} go to ${address} (${network}), where this account never sent anything. ${knownAddresses === 0 ? 'It has sent nothing before.' : `It knows ${knownAddresses} other ${knownAddresses === 1 ? 'address' : 'addresses'}.`}`,
  canary: ({ endpoint, address }) => `${endpoint} came from ${address}. Nobody uses this key: whoever tried it found it where it lay.`,
  leakFound: ({ leaked, where, source, isDisabled }) => `${{ key: 'Its text (what a client sends, without what signs)', secret: 'Its secret', privateKey: 'Its private key' }[leaked]} was found ${where === '' ? 'in a public place that was not named' : `at ${where}`} (${source}). Whoever reads there has it. ${isDisabled ? 'The key is disabled: put another one in its place.' : 'The key is still open: put another one in its place, and disable it.'}`,
}

/** What the page of alerts says. */
export const alerts = {
  intro: 'What was out of the ordinary with your keys, each once, with what shows it.', onlyOpen: 'Only what is open', none: 'Nothing was out of the ordinary', noneText: 'The watch learns what is ordinary for each key, and tells what is not.',
  severities: { notice: 'Notice', warning: 'Warning', alarm: 'Alarm' }, states: { open: 'open', normal: 'normal', settled: 'settled' }, account: (id: number) => `Account ${id}`, times: (count: number) => `${count} times`, first: 'first',
  normal: 'This is normal', settled: 'It is settled', narrow: 'Narrow the key', lockdown: 'Lock down', thaw: 'Give the rights back', frozen: (rights: string) => `Taken from the key until somebody gives it back: ${rights}.`, thawed: 'The key has its rights again.', disabled: 'The key is disabled.',
  titles: { newNetwork: 'Used from a new network', strangerKnocks: 'Tried from a network that never used it', newFamily: 'Does something it never did', unusualHour: 'Used at an unusual hour', rateJump: 'Calls much more than ever', refusalBurst: 'Refused many times in a row', offProgram: 'Used while its program is off', outsideHours: 'Used outside its hours', awayFromMarket: 'Trades far from the market', roundTrips: 'Trades back and forth with one account', newWithdrawalAddress: 'Money goes to a new address', canary: 'A canary key was tried', leakFound: 'Found in public' },
  sentences,
  settings: 'How you hear of them', mail: 'Mail', mails: { atOnce: 'At once', digest: 'Once a day', off: 'Never' }, digestHour: 'Hour of the digest', timeZone: 'Time zone', quiet: 'Quiet hours', quietText: 'No mail in these hours.', from: 'From', until: 'Until', alarmsBreakThrough: 'Alarms are told all the same', on: 'on', off: 'off',
  webhook: 'Webhook', webhookHint: 'Each alert is posted there, signed. Empty: nowhere.', none_: 'none', review: 'Review the change', apply: 'Change it', changed: 'Changed.', secret: 'The secret that signs what is posted. It is shown this once:', freeze: 'What follows an alarm by itself is a policy of the account.', toPolicy: 'To the policy',
  deliveries: 'Posted lately', noDeliveries: 'Nothing was posted yet.', deliveryStates: { waiting: 'waits', sent: 'taken', failed: 'given up' }, tries: (count: number) => `${count} tries`,
  advice: 'What it could do without', adviceIntro: (days: number, calls: number) => `${calls} calls in ${days} days were looked at.`, tooEarly: 'That says too little yet: a week and fifty calls are looked at.', fits: 'It opens what it needs, and nothing more.',
  revoke: (rights: string) => `Turn off ${rights}: no call needed it.`, bind: (addresses: string) => `Let it be used from ${addresses} alone.`, markets: (symbols: string) => `Let it trade ${symbols} alone.`, wouldRefuse: (calls: number) => `It would have refused ${calls} calls of before, the last of them:`, wouldRefuseNothing: 'Nothing that is known of it would have been refused.', narrowIt: 'Narrow it so',
  shared: (day: string) => `Several programs used it at once, last on ${day}. Give each a key of its own: a leak then closes one of them.`, unnamed: 'an unnamed client',
}
