import { formatDecimal } from './money.ts'
import type { AccountId, ApiKeyId } from './ids.ts'
import { DAY, MINUTE, SECOND, type TimeUs } from './time.ts'
import type { Acting, ActingKey } from './watch/acting-key.ts'
import type { Alert } from './watch/alerts/alert.ts'
import type { Anomaly, Evidence } from './watch/anomalies/anomaly.ts'
import { ACTING, familyOf } from './watch/anomalies/call-family.ts'
import { pastSightings } from './watch/anomalies/past-sightings.ts'
import { KEPT_US, type SeenFill } from './watch/anomalies/recent-trades.ts'
import { TradeWatch } from './watch/anomalies/trade-watch.ts'
import { newWithdrawalsIn, tradesIn } from './watch/anomalies/venue-sightings.ts'
import { type CallRecord, FROM_THE_CONSOLE, type ListedCall } from './watch/call-log.ts'
import { CANARY_PRESET } from './authority/presets.ts'
import type { House } from './open-house.ts'
import type { ExchangeEvent } from './exchange/event.ts'
import type { Withdrawal } from './exchange/wallet/transfer-record.ts'
import { WebhookPoster } from './delivery/webhook-poster.ts'
import type { SandboxVenue } from './sandbox/sandbox-venue.ts'
import { logFault } from './system-log.ts'

const KEEPS_EVERY_MS = 60_000
const TELLS_EVERY_MS = 15_000
/** What the venue did is looked at with the calls that did it, or so soon where nobody called. */
const LOOKS_EVERY_MS = 1_000
/** A fill of an order that rested is laid at the door of the key that traded last, if that was so shortly before. */
const ATTRIBUTED_WITHIN_US = 5 * MINUTE
const MOST_TRADES_WAITING = 10_000
const MOST_ALERTS_READ = 1_000
const MOST_CALLS_READ = 200

/** Which key of an account traded last. */
class LastTraders {
  readonly #last = new Map<AccountId, { readonly keyId: ApiKeyId; readonly timeUs: TimeUs }>()

  note({ keyId, accountId, reason, endpoint, permission, address, timeUs }: Pick<CallRecord, 'keyId' | 'accountId' | 'reason' | 'endpoint' | 'permission' | 'address' | 'timeUs'>): void {
    const family = familyOf(endpoint, permission)
    if (keyId !== null && accountId !== null && reason === null && address !== FROM_THE_CONSOLE && family !== 'withdrawals' && ACTING.has(family)) this.#last.set(accountId, { keyId, timeUs })
  }

  of({ accountId, timeUs }: Pick<Anomaly, 'accountId' | 'timeUs'>): ApiKeyId | null {
    const last = this.#last.get(accountId)
    return last && Math.abs(timeUs - last.timeUs) <= ATTRIBUTED_WITHIN_US ? last.keyId : null
  }
}

/** The key whose call was under way when the withdrawal was made, by the call log; null where calls of several were: a wrong key is worse than none. */
const keyThatSent = (calls: readonly ListedCall[], timeUs: TimeUs): ApiKeyId | null => {
  const keys = new Set(calls.flatMap((call) => (call.address !== FROM_THE_CONSOLE && familyOf(call.endpoint, call.permission) === 'withdrawals' && call.timeUs <= timeUs && timeUs <= call.timeUs + call.durationUs ? [call.keyId] : [])))
  const [only] = keys
  return keys.size === 1 ? only ?? null : null
}

/** Which keys are canaries: asked of the store once for each key that is refused for its address, as a canary always is. */
class Canaries {
  readonly #known = new Map<ApiKeyId, boolean>()
  readonly #authority: House['authority']

  constructor(authority: House['authority']) {
    this.#authority = authority
  }

  isOne(keyId: ApiKeyId): boolean {
    return this.#known.get(keyId) ?? false
  }

  async learn(calls: readonly CallRecord[]): Promise<void> {
    for (const { keyId, reason } of calls) {
      if (keyId === null || reason !== 'addressNotAllowed' || this.#known.has(keyId)) continue
      this.#known.set(keyId, (await this.#authority.byId(keyId))?.life.preset === CANARY_PRESET)
    }
  }
}

/** Begins to watch what keys do. @returns ends it, with what was learned kept */
export const startWatch = async (house: House, venue: SandboxVenue, acting: ActingKey): Promise<() => Promise<void>> => {
  const { store, accounts, alerts, watch, clock } = house
  watch.load(store.keyProfiles.all())
  await alerts.desk.resume()
  const [canaries, traders, trades] = [new Canaries(house.authority), new LastTraders(), new TradeWatch()]
  const waiting: { trades: { readonly sides: readonly SeenFill[]; readonly by: Acting | null }[]; withdrawals: { readonly withdrawal: Withdrawal; readonly by: Acting | null }[] } = { trades: [], withdrawals: [] }
  /** How many trades waited at the last look: the calls that did them have been heard by now. */
  let ripeTrades = 0
  const isWatched = (accountId: AccountId): boolean => accounts.byId(accountId) !== undefined

  /** The venue's own makers stand in every market: going back and forth with them is trading. */
  const isSaid = (evidence: Evidence): boolean => evidence.kind !== 'roundTrips' || isWatched(evidence.counterparty)

  const seeVenue = (mostTrades = waiting.trades.length): void => {
    const [seenTrades, seenWithdrawals] = [waiting.trades.splice(0, mostTrades), waiting.withdrawals.splice(0)]
    ripeTrades = waiting.trades.length
    for (const { sides, by } of seenTrades) for (const anomaly of ofTrade(sides)) void alerts.desk.take({ ...anomaly, keyId: by?.accountId === anomaly.accountId ? by.keyId : traders.of(anomaly) })
    for (const { withdrawal, by } of seenWithdrawals) for (const anomaly of ofWithdrawal(withdrawal)) void alerts.desk.take({ ...anomaly, keyId: by?.accountId === anomaly.accountId ? by.keyId : null })
  }

  const ofTrade = (sides: readonly SeenFill[]): readonly Anomaly[] => {
    const timeUs = sides[0]?.timeUs ?? 0
    return trades.see(sides, isWatched).flatMap(({ accountId, detected }) => (isSaid(detected.evidence) ? [{ accountId, keyId: null, timeUs, ...detected }] : []))
  }
  const ofWithdrawal = (withdrawal: Withdrawal): readonly Anomaly[] => anomalyOfWithdrawal(withdrawal, venue.view.wallet.withdrawals(withdrawal.accountId))

  /** What the process before this one may not have told of: seen again in the venue's state, and told unless an alert tells of it. */
  const seePast = async (): Promise<void> => {
    const past = pastSightings(venue.view, accounts.all().map(({ id }) => id))
    const found = past.trades.flatMap(ofTrade).filter(({ timeUs }) => timeUs >= past.untoldFromUs)
    // What is older than alerts are kept was told of, and forgotten.
    const forgottenUs = clock.nowUs() - alerts.parts.retention.maxAgeDays * DAY
    await tellPast(house, [...found, ...past.withdrawals.flatMap(ofWithdrawal)].filter(({ timeUs }) => timeUs > forgottenUs), traders)
  }

  let turn: Promise<unknown> = Promise.resolve()
  const stopHearing = store.callLog.hearBatches((calls) => {
    turn = turn.then(() => canaries.learn(calls)).then(() => {
      for (const call of calls) traders.note(call)
      watch.hear(calls, { isCanary: (keyId) => canaries.isOne(keyId) })
      seeVenue()
    }).catch((error: unknown) => logFault('The watch missed some calls', error))
  })
  const stopTrades = venue.onEvents((events: readonly ExchangeEvent[], timeUs) => {
    const by = acting.now
    // During a storm the newest are missed rather than the memory filled.
    if (waiting.trades.length < MOST_TRADES_WAITING) waiting.trades.push(...tradesIn(events, (symbol) => venue.view.futures.market(symbol)?.markPrice).map((sides) => ({ sides, by })))
    waiting.withdrawals.push(...newWithdrawalsIn(events, timeUs).map((withdrawal) => ({ withdrawal, by })))
  })
  // In this same step: what happens from here on is heard, what was before is in the state.
  turn = seePast().catch((error: unknown) => logFault('The watch could not look at what was before the start', error))
  const poster = new WebhookPoster({ alerts: alerts.parts.alerts, settings: store.alertSettings, sealer: alerts.parts.sealer, wallClock: clock, allowsPrivate: alerts.parts.webhooksMayLeadInside })
  poster.start()
  const keep = (): Promise<void> => store.keyProfiles.keep(watch.takeChanged(), clock.nowUs()).catch((error: unknown) => logFault('What the watch learned could not be kept; it goes on in memory', error))
  const keeping = setInterval(() => void keep(), KEEPS_EVERY_MS).unref()
  const looking = setInterval(() => seeVenue(ripeTrades), LOOKS_EVERY_MS).unref()
  const telling = setInterval(() => { void alerts.desk.tell().catch((error: unknown) => logFault('Alerts could not be told; it is tried again', error)) }, TELLS_EVERY_MS).unref()
  return async () => {
    clearInterval(keeping)
    clearInterval(telling)
    clearInterval(looking)
    stopHearing()
    stopTrades()
    await poster.close()
    await turn
    // What was heard last is kept, too.
    seeVenue()
    await alerts.desk.settled()
    if (!store.failure) await keep()
  }
}

/** Money to where the account never sent any. */
const anomalyOfWithdrawal = (withdrawal: Withdrawal, all: readonly Withdrawal[]): readonly Anomaly[] => {
  const { accountId, asset, network, address, amount, createdAtUs, id } = withdrawal
  const earlier = new Set(all.filter((one) => one.id !== id && one.createdAtUs < createdAtUs).map((one) => one.address))
  if (earlier.has(address)) return []
  return [{
    accountId, keyId: null, timeUs: createdAtUs, severity: earlier.size > 0 ? 'alarm' : 'warning', subject: address,
    evidence: { kind: 'newWithdrawalAddress', asset, network, address, amount: formatDecimal(amount), knownAddresses: earlier.size },
  }]
}

/** Those of which no alert tells yet are told, laid at the key that the call log names. */
const tellPast = async ({ store, alerts: { desk, parts } }: House, found: readonly Anomaly[], traders: LastTraders): Promise<void> => {
  for (const anomaly of found) {
    const { accountId, timeUs } = anomaly
    if (parts.alerts.list({ seen: { accountIds: [accountId], keyIds: [] }, limit: MOST_ALERTS_READ }).some((alert) => isSameSight(alert, anomaly))) continue
    const calls = await store.callLog.calls({ seen: 'all', accountId, outcome: 'admitted', fromUs: timeUs - ATTRIBUTED_WITHIN_US, untilUs: timeUs + SECOND, limit: MOST_CALLS_READ })
    for (const call of calls.toReversed()) traders.note(call)
    await desk.take({ ...anomaly, keyId: anomaly.evidence.kind === 'newWithdrawalAddress' ? keyThatSent(calls, timeUs) : traders.of(anomaly) })
  }
}

/** Whichever key it is laid at; fills far from the market are one sight as long as the watch remembers the first of them. */
const isSameSight = (alert: Alert, { evidence, subject, timeUs }: Anomaly): boolean => {
  if (alert.kind !== evidence.kind) return false
  if (evidence.kind !== 'awayFromMarket' || alert.evidence.kind !== 'awayFromMarket') return alert.subject === subject
  return alert.evidence.symbol === evidence.symbol && alert.evidence.side === evidence.side && Math.abs(alert.firstUs - timeUs) <= KEPT_US
}

