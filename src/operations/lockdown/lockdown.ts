import type { Account } from '../../accounts/account.ts'
import type { ApiKey } from '../../authority/api-key.ts'
import type { Authority } from '../../authority/authority.ts'
import { closureOf } from '../../authority/key-life.ts'
import type { KeyStore } from '../../authority/key-store.ts'
import { sentenceOf } from '../../authority/sentence.ts'
import { ENVIRONMENTS, type Environment } from '../../environment.ts'
import type { Venue } from '../../exchange/venue.ts'
import { accountId, type AccountId, apiKeyId } from '../../ids.ts'
import { permissionsOf } from '../../permission.ts'
import type { Act } from '../../people/acts.ts'
import type { People } from '../../people/people.ts'
import type { ToldChange } from '../../people/told-change.ts'
import { type Clock, DAY, type TimeUs } from '../../time.ts'
import type { CallLog } from '../../watch/call-log.ts'
import { isLocked } from '../../withdrawals/withdrawal-policy.ts'
import type { WithdrawalRules } from '../../withdrawals/withdrawal-rules.ts'
import { accountOfWish } from '../account-of-wish.ts'
import { unconfirmed } from '../money-out/parts.ts'
import type { Doing, Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import type { Incident, IncidentPlan, IncidentStore } from './incident.ts'
import { cancelOpenOrders, countOpenOrders, ORDER_PLACES, type OrderCounts } from '../open-orders.ts'
import { callsSince, deviationsOf, iso, MOST_ROWS, USUAL_US, withdrawalsSince } from './look-back.ts'
import type { CancelledOrders, IncidentReport, ReportedKey } from './report.ts'
import { tradesSince } from './trades-since.ts'

export interface LockdownWish {
  /** May be left out where keys are named, or where there is one main account only. */
  readonly account?: number
  /** By id, text, beginning or label; absent = every key of the account. */
  readonly keys?: readonly string[]
  readonly way: 'disable' | 'delete'
  readonly cancelOrders: boolean
  readonly endSessions: boolean
  readonly renewFactors: boolean
  /** The report tells what happened in so many hours before. */
  readonly sinceHours: number
}

/** What a lockdown would close now. */
export interface LockdownPreview {
  readonly account: number
  readonly accountEmail: string
  readonly way: 'disable' | 'delete'
  readonly keys: readonly { readonly id: string; readonly label: string; readonly isOpen: boolean; readonly sentence: string }[]
  readonly openOrders: number
  readonly sessions: number
  readonly tokens: number
  readonly people: number
  /** Whether the white list is switched on by it, and what would stand on it. */
  readonly switchesAddressBookOn: boolean
  readonly addressesInBook: number
  readonly withdrawalsLockedUntil: string
  /** Withdrawals that are on their way already: nothing here stops them. */
  readonly withdrawalsUnderWay: number
  readonly sentence: string
}

export interface LockdownParts {
  readonly incidents: IncidentStore
  readonly authority: Authority
  readonly keys: KeyStore
  readonly findKey: (reference: string) => Promise<Outcome<ApiKey>>
  readonly accounts: { all(): Iterable<Account>; byId(id: AccountId): Account | undefined }
  readonly rules: WithdrawalRules
  readonly people: Pick<People, 'lockDown' | 'previewLockdown'>
  readonly callLog: Pick<CallLog, 'usage'>
  /** Null while no server runs: then orders stay, and what the venue knows is not told. */
  readonly venueOf: (environment: Environment) => Venue | null
  readonly randomText: (length: number) => string
  readonly clock: Clock
  readonly wallClock: Clock
}

const LOCK_US = DAY
const LONGEST_LOOK_BACK_HOURS = 30 * 24

interface Target { readonly account: Account; readonly keys: readonly ApiKey[] }

/** Closes what a thief could use, in one act that a crash only delays, and writes down what was seen. */
export class LockdownOffice {
  readonly #parts: LockdownParts

  constructor(parts: LockdownParts) {
    this.#parts = parts
  }

  /** The keys that are meant, all of one account. */
  async target({ account: uid, keys: references }: Pick<LockdownWish, 'account' | 'keys'>): Promise<Outcome<Target>> {
    const { accounts, keys: store, findKey } = this.#parts
    if (references === undefined) {
      const account = accountOfWish(uid, { accounts })
      return account.ok ? done({ account: account.value, keys: (await store.ofAccount(account.value.id)).filter(({ deletedAtUs }) => deletedAtUs === null) }) : account
    }
    const found: ApiKey[] = []
    for (const reference of references) {
      const key = await findKey(reference)
      if (!key.ok) return key
      found.push(key.value)
    }
    const [first] = found
    const account = first && accounts.byId(first.accountId)
    if (!account) return refused('keysNeeded', 'No key was named.', 'Name the keys, or say --all.')
    if (found.some((key) => key.accountId !== account.id) || (uid !== undefined && uid !== account.id)) return refused('otherAccount', 'These keys belong to several accounts.', 'Lock down one account after the other.')
    return done({ account, keys: [...new Map(found.map((key) => [key.id, key])).values()] })
  }

  async preview(wish: LockdownWish): Promise<Outcome<LockdownPreview>> {
    const target = await this.target(wish)
    if (!target.ok) return target
    const { account, keys } = target.value
    const { rules, people, clock, venueOf } = this.#parts
    const nowUs = clock.nowUs()
    const { sessions, tokens, people: members } = await people.previewLockdown(account.id)
    const underWay = venueOf('live')?.view.wallet.withdrawals(account.id).filter(({ state }) => state === 'processing').length ?? 0
    return done({
      account: account.id, accountEmail: account.email, way: wish.way, keys: keys.map((key) => ({ id: key.id, label: key.label, isOpen: closureOf(key, nowUs) === null, sentence: sentenceOf(key, nowUs) })),
      openOrders: wish.cancelOrders ? sumOf(this.#openOrders(account.id, keys)) : 0,
      sessions: wish.endSessions ? sessions : 0, tokens: wish.endSessions ? tokens : 0, people: wish.renewFactors ? members : 0,
      switchesAddressBookOn: !rules.policyOf(account.id).onlyAddressBook, addressesInBook: rules.entriesOf(account.id).length, withdrawalsLockedUntil: iso(this.#lockedUntil(account.id)), withdrawalsUnderWay: underWay,
      sentence: sentenceOfLockdown(wish, target.value),
    })
  }

  #lockedUntil(id: AccountId): TimeUs {
    return Math.max(this.#parts.clock.nowUs() + LOCK_US, this.#parts.rules.policyOf(id).lockedUntilUs ?? 0)
  }

  /** The venues of the environments that these keys belong to. */
  #venuesOf(keys: readonly Pick<ApiKey, 'environment'>[]): readonly { readonly environment: Environment; readonly venue: Venue }[] {
    return ENVIRONMENTS.filter((environment) => keys.some((key) => key.environment === environment)).flatMap((environment) => {
      const venue = this.#parts.venueOf(environment)
      return venue === null ? [] : [{ environment, venue }]
    })
  }

  #openOrders(id: AccountId, keys: readonly Pick<ApiKey, 'environment'>[]): CancelledOrders {
    return this.#venuesOf(keys).flatMap(({ environment, venue }) => byPlace(environment, countOpenOrders(venue.view, id)))
  }

  /** Closes everything; what is left to close after a crash is closed at the next start. In force when it resolves. */
  async lockDown(wish: LockdownWish, doing: Doing): Promise<Outcome<IncidentReport>> {
    const target = await this.target(wish)
    if (!target.ok) return target
    const { account, keys } = target.value
    const { incidents, people, clock, randomText } = this.#parts
    const { actor, source, recordedAtUs, confirmation } = doing
    const plan: IncidentPlan = {
      keyIds: keys.map(({ id }) => id), way: wish.way, cancelOrders: wish.cancelOrders, endSessions: wish.endSessions, renewFactors: wish.renewFactors,
      sinceUs: recordedAtUs - wish.sinceHours * (DAY / 24), lockedUntilUs: this.#lockedUntil(account.id), actor, source,
      found: { openKeyIds: keys.filter((key) => closureOf(key, clock.nowUs()) === null).map(({ id }) => id), orders: this.#openOrders(account.id, keys), ...await people.previewLockdown(account.id) },
    }
    const incident: Incident = { id: `i_${randomText(16)}`, version: 1, accountId: account.id, state: 'closing', beganAtUs: recordedAtUs, plan, report: null }
    const kept = await incidents.insert(incident, {
      timeUs: recordedAtUs, actor, source, act: 'account.lockdown', subject: String(account.id), before: null,
      after: { incident: incident.id, ...plan, keyIds: [...plan.keyIds], found: { ...plan.found, openKeyIds: [...plan.found.openKeyIds], orders: plan.found.orders.map((one) => ({ ...one })) }, ...(confirmation && { confirmation: { stepUp: confirmation.stepUpId, factors: [...confirmation.factors], digest: confirmation.digest } }) },
    }, confirmation)
    return kept === 'unconfirmed' ? unconfirmed : done(await this.#close(incident, false))
  }

  /** Goes on with what a crash interrupted; asked at start. @returns how many */
  async resume(): Promise<number> {
    const closing = this.#parts.incidents.closing()
    for (const incident of closing) await this.#close(incident, true)
    return closing.length
  }

  /** @param isResumed what a former process closed already is told by the plan */
  async #close(incident: Incident, isResumed: boolean): Promise<IncidentReport> {
    const { rules, authority, people, clock, wallClock, incidents } = this.#parts
    const { accountId: id, plan } = incident
    const ofAccount = accountId(id)
    const by = { actor: plan.actor, source: plan.source, nowUs: clock.nowUs(), recordedAtUs: wallClock.nowUs() }
    const policy = rules.policyOf(ofAccount)
    if (!policy.onlyAddressBook || (policy.lockedUntilUs ?? 0) < plan.lockedUntilUs) await rules.setPolicy(ofAccount, { onlyAddressBook: true, lockedUntilUs: plan.lockedUntilUs }, { ...by, confirmation: null }, 'withdrawal.lockdown')
    const keys = await this.#keys(plan)
    // All at once first: the last key of many is closed as soon as the first.
    await authority.disableMany(keys.filter(({ deletedAtUs }) => deletedAtUs === null).map((key) => key.id), by)
    if (plan.way === 'delete') for (const key of keys) if (key.deletedAtUs === null) await authority.delete(key.id, by)
    const orders = plan.cancelOrders ? await this.#cancelOrders(ofAccount, keys) : { cancelled: [], left: 0 }
    const locked = await people.lockDown({ accountId: id, endSessions: plan.endSessions, renewFactors: plan.renewFactors }, { actor: plan.actor, source: plan.source, nowUs: wallClock.nowUs() })
    const ended = locked.ok ? locked.value : { people: 0, sessions: 0, tokens: 0 }
    const { found } = plan
    const { cancelled, sessions, tokens, people: renewing } = isResumed ? { ...found, cancelled: plan.cancelOrders ? found.orders : [], sessions: plan.endSessions ? found.sessions : 0, tokens: plan.endSessions ? found.tokens : 0 } : { ...ended, cancelled: orders.cancelled }
    const report = await this.#report(incident, {
      way: plan.way, withdrawalsLockedUntil: iso(plan.lockedUntilUs), onlyAddressBook: true, ordersCancelled: sumOf(cancelled), cancelled, ordersLeft: orders.left, sessionsEnded: sessions, tokensEnded: tokens, peopleToRenew: plan.renewFactors ? renewing : 0,
    })
    await incidents.update({ ...incident, version: incident.version + 1, state: 'closed', report }, {
      timeUs: wallClock.nowUs(), actor: plan.actor, source: plan.source, act: 'account.lockedDown', subject: String(id), before: null, after: { incident: incident.id, ...report.done, cancelled: report.done.cancelled.map((one) => ({ ...one })), keys: plan.keyIds.length, deviations: report.deviations.length },
    })
    return report
  }

  async #keys({ keyIds }: IncidentPlan): Promise<readonly ApiKey[]> {
    return (await Promise.all(keyIds.map((id) => this.#parts.keys.byId(apiKeyId(id))))).filter((key) => key !== undefined)
  }

  async #cancelOrders(id: AccountId, keys: readonly ApiKey[]): Promise<{ readonly cancelled: CancelledOrders; readonly left: number }> {
    const cancelled: CancelledOrders[number][] = []
    let left = 0
    for (const { environment, venue } of this.#venuesOf(keys)) {
      const orders = await cancelOpenOrders(venue, id, () => this.#parts.randomText(22))
      cancelled.push(...byPlace(environment, orders.cancelled))
      left += orders.left
    }
    return { cancelled, left }
  }

  async #report({ id, accountId: uid, beganAtUs, plan }: Incident, did: IncidentReport['done']): Promise<IncidentReport> {
    const { accounts, callLog, venueOf, rules, clock, wallClock } = this.#parts
    const ofAccount = accountId(uid)
    const keys = await this.#keys(plan)
    const keyIds = keys.map((key) => key.id)
    const [now, before] = await Promise.all([
      callLog.usage({ keyIds, fromUs: plan.sinceUs, untilUs: wallClock.nowUs() + 1, limit: MOST_ROWS + 1 }),
      callLog.usage({ keyIds, fromUs: plan.sinceUs - USUAL_US, untilUs: plan.sinceUs, limit: 10 * MOST_ROWS }),
    ])
    const calls = callsSince(now.slice(0, MOST_ROWS), before)
    const venue = venueOf('live')
    const trades = tradesSince(this.#venuesOf([...keys, { environment: 'live' }]).map(({ environment, venue: { view } }) => ({ environment, view })), ofAccount, plan.sinceUs)
    const withdrawals = venue ? withdrawalsSince(venue.view, ofAccount, rules.entriesOf(ofAccount), plan.sinceUs) : []
    return {
      version: 1, id, account: { id: uid, email: accounts.byId(ofAccount)?.email ?? '' }, askedBy: plan.actor, beganAt: iso(beganAtUs), closedAt: iso(wallClock.nowUs()), since: iso(plan.sinceUs), usualSince: iso(plan.sinceUs - USUAL_US),
      keys: keys.map((key) => reportedKey(key, plan.found.openKeyIds.includes(key.id), clock.nowUs())), done: did, calls, orders: trades.orders, fills: trades.fills, withdrawals,
      deviations: deviationsOf(calls, trades, withdrawals), leftOut: { calls: Math.max(0, now.length - MOST_ROWS), ...trades.leftOut },
    }
  }

  /** Whether withdrawals of an account are locked now. */
  isLocked(id: AccountId): boolean {
    return isLocked(this.#parts.rules.policyOf(id), this.#parts.clock.nowUs())
  }

  incidents(id: number, limit: number): readonly Incident[] {
    return this.#parts.incidents.ofAccount(id, limit)
  }

  incident(id: string): Incident | undefined {
    return this.#parts.incidents.byId(id)
  }
}

const byPlace = (environment: Environment, counts: OrderCounts): CancelledOrders => ORDER_PLACES.flatMap((place) => (counts[place] === 0 ? [] : [{ environment, place, orders: counts[place] }]))
const sumOf = (orders: CancelledOrders): number => orders.reduce((sum, one) => sum + one.orders, 0)

const reportedKey = (key: ApiKey, wasOpen: boolean, nowUs: TimeUs): ReportedKey => ({
  id: key.id, apiKeyBegins: key.text.slice(0, 8), label: key.label, environment: key.environment, permissions: permissionsOf(key.permissions), allowList: key.allowList, createdAt: iso(key.createdAtUs),
  wasOpen, isOpen: closureOf(key, nowUs) === null, sentence: sentenceOf(key, nowUs),
})

const sentenceOfLockdown = (wish: LockdownWish, { account, keys }: Target): string => [
  `${wish.way === 'delete' ? 'Delete' : 'Disable'} ${wish.keys === undefined ? `every key (${keys.length})` : keys.length === 1 ? `the key "${keys[0]?.label ?? ''}"` : `${keys.length} keys`} of account ${account.id}`,
  'let withdrawals go to the address book alone and lock them for 24 hours',
  ...(wish.cancelOrders ? ['cancel its open orders'] : []),
  ...(wish.endSessions ? ['end every session and token of its people'] : []),
  ...(wish.renewFactors ? ['ask them for a new password and second factor'] : []),
].join(', ') + '.'

const toldLockdown = ({ way, keys: named, cancelOrders, endSessions, renewFactors }: LockdownWish, { account, keys }: Target): ToldChange =>
  ({ is: 'key.lockdown', account: account.id, way, keys: keys.length, areAll: named === undefined, label: named !== undefined && keys.length === 1 ? keys[0]?.label ?? null : null, cancelOrders, endSessions, renewFactors })

/** `keys.lockdown`: a key leaked, or may have. */
export const lockdownOperation = (office: LockdownOffice): Operation<LockdownWish, IncidentReport> => ({
  name: 'keys.lockdown',
  about: async (wish) => {
    const target = await office.target(wish)
    return target.ok ? { see: 'key.see', accountId: target.value.account.id, holderId: holderOf(target.value.keys), needs: 'key.lockdown' } : undefined
  },
  describe: async (wish) => {
    if (!Number.isSafeInteger(wish.sinceHours) || wish.sinceHours < 1 || wish.sinceHours > LONGEST_LOOK_BACK_HOURS) return refused('sinceHours', `The report looks back 1 to ${LONGEST_LOOK_BACK_HOURS} hours.`, 'For instance --since-hours 24')
    const target = await office.target(wish)
    if (!target.ok) return target
    const { account, keys } = target.value
    // Whose key it is may close it, and with it what money could leave by; other people's sessions are the business of whoever leads.
    const furtherActs: readonly Act[] = wish.endSessions || wish.renewFactors ? ['person.remove'] : []
    return done({
      holderId: holderOf(keys), ...(furtherActs.length > 0 && { furtherActs }),
      change: {
        act: 'key.lockdown', accountId: account.id, subject: String(account.id),
        details: { keys: keys.map(({ id }) => id).sort(), way: wish.way, cancelOrders: wish.cancelOrders, endSessions: wish.endSessions, renewFactors: wish.renewFactors, sinceHours: wish.sinceHours },
        sentence: sentenceOfLockdown(wish, target.value), told: toldLockdown(wish, target.value),
      },
    })
  },
  perform: (wish, doing) => office.lockDown(wish, doing),
})

/** The one person who holds all of them. */
const holderOf = (keys: readonly ApiKey[]): string | null => {
  const [first, ...rest] = keys
  return first && rest.every(({ holderId }) => holderId === first.holderId) ? first.holderId : null
}
