import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { AccountDirectory } from './accounts/account-directory.ts'
import type { ApiKey } from './authority/api-key.ts'
import { Authority } from './authority/authority.ts'
import { Calendar } from './authority/calendar.ts'
import { type DailyHours, isWithinHours } from './authority/daily-hours.ts'
import { KeyDirectory } from './authority/key-directory.ts'
import { randomText } from './authority/key-text.ts'
import { PolicyDirectory } from './authority/policy-directory.ts'
import { dnsLookup } from './delivery/name-lookup.ts'
import { Spending } from './gate/guard-rails/spending.ts'
import { type ApiKeyId, apiKeyId } from './ids.ts'
import { type AccountOperations, accountOperations } from './operations/accounts/account-operations.ts'
import type { AccountParts } from './operations/accounts/account-parts.ts'
import { bindAddress, unbindAddress } from './operations/moving-addresses/bind.ts'
import { AccountRecord } from './operations/record/list-of-accounts.ts'
import { namesOf } from './operations/record/names.ts'
import type { MovingParts } from './operations/moving-addresses/moving-parts.ts'
import { createOperator } from './operations/create-operator.ts'
import { Changes } from './operations/carry-out.ts'
import { findKey } from './operations/find-key.ts'
import { type KeyOperations, keyOperations } from './operations/keys/key-operations.ts'
import type { KeyParts } from './operations/keys/key-parts.ts'
import { closeKeysOf } from './operations/keys/leaving.ts'
import { type AlertRoom, alertRoom } from './operations/alerts/alert-room.ts'
import { cancelOpenOrders, totalOf } from './operations/open-orders.ts'
import type { ExternalRoom } from './operations/external/external-room.ts'
import { LockdownOffice, lockdownOperation } from './operations/lockdown/lockdown.ts'
import type { Operation } from './operations/operation.ts'
import { type MoneyOutRoom, openMoneyOut } from './operations/money-out/open-money-out.ts'
import type { Operator } from './operations/operator.ts'
import type { SandboxControl } from './operations/sandbox-acts.ts'
import { openExternal } from './open-external.ts'
import { alertRetentionOf } from './open-alert-retention.ts'
import { callRetentionOf } from './open-call-retention.ts'
import type { PeopleOptions } from './open-people-options.ts'
import { Scenarios } from './open-scenarios.ts'
import { openPeople, type PeopleRoom } from './open-people.ts'
import { openFuturesForSubAccount } from './operations/sub-accounts/open-futures.ts'
import { SpecialKeyOffice } from './operations/special-keys/special-key-office.ts'
import { SubAccountOffice } from './operations/sub-accounts/sub-account-office.ts'
import { readersOf } from './operations/reminding/readers.ts'
import { remind, type RemindingParts } from './operations/reminding/remind.ts'
import { newMessage } from './people/message.ts'
import { WallClock } from './server/wall-clock.ts'
import type { TimeUs } from './time.ts'
import { AuditSigningKey } from './storage/audit-signing-key.ts'
import type { LetterParts } from './storage/reminder-store.ts'
import { StoredSealing } from './storage/sealing-keys.ts'
import { openStore, type Store } from './storage/store.ts'
import { KeyWatch } from './watch/anomalies/key-watch.ts'
import { StoreError } from './storage/store-error.ts'
import type { SandboxVenue } from './sandbox/sandbox-venue.ts'

/** The store with the rooms that live in it: what both the server and the command line stand on. */
export interface House {
  readonly store: Store
  readonly accounts: AccountDirectory
  readonly policies: PolicyDirectory
  readonly directory: KeyDirectory
  readonly spending: Spending
  readonly authority: Authority
  readonly operator: Operator
  readonly changes: Changes
  readonly keyParts: KeyParts
  readonly keyActs: KeyOperations
  readonly lockdownAct: ReturnType<typeof lockdownOperation>
  readonly people: PeopleRoom
  readonly reminding: RemindingParts
  readonly accountParts: AccountParts
  readonly movingParts: MovingParts
  readonly accountRecord: AccountRecord
  readonly movingActs: { readonly bind: ReturnType<typeof bindAddress>; readonly unbind: ReturnType<typeof unbindAddress> }
  readonly accountActs: AccountOperations
  readonly auditKey: AuditSigningKey
  readonly clock: WallClock
  /** The authority's. */
  readonly calendar: Calendar
  readonly money: MoneyOutRoom
  /** Filled when the server serves; null while nothing does. */
  readonly venues: { live: SandboxVenue | null; testnet: SandboxVenue | null }
  readonly sandboxes: { control: SandboxControl | null; scenarios: Scenarios | null }
  readonly lockdown: LockdownOffice
  readonly subAccounts: SubAccountOffice
  readonly specialKeys: SpecialKeyOffice
  readonly watch: KeyWatch
  readonly alerts: AlertRoom
  readonly external: ExternalRoom
}

/** @param isDemo whether the demo owner's codes may be told: to whoever runs a demo, and to whoever holds the data folder while nothing runs */
export const openHouse = async (dataFolder: string, isDemo: boolean, options: PeopleOptions): Promise<House> => {
  const clock = new WallClock()
  const store = await openStore({ folder: dataFolder, nowUs: clock.nowUs(), callRetention: callRetentionOf(process.env) })
  try {
    return await furnish(store, dataFolder, clock, isDemo, options)
  } catch (error) {
    await store.close()
    throw error
  }
}

const furnish = async (store: Store, dataFolder: string, clock: WallClock, isDemo: boolean, options: PeopleOptions): Promise<House> => {
  const sealing = await StoredSealing.open({ folder: dataFolder, environment: process.env, randomBytes, sentinel: store.sentinel })
  const drawText = (length: number): string => randomText(randomBytes, length)
  const letterParts: LetterParts = { sealer: () => sealing.sealer, newLetterId: () => `m_${drawText(16)}` }
  const auditKey = AuditSigningKey.open({ folder: dataFolder, environment: process.env, makeKey: () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() })
  store.audit.publicKeys = auditKey.publicKeys
  const accounts = new AccountDirectory(store.accounts)
  accounts.load()
  const policies = new PolicyDirectory(store.policies)
  policies.load()
  const directory = new KeyDirectory({ sealer: sealing.sealer })
  const authority = new Authority({ store: store.keys, directory, sealer: sealing.sealer, accounts, policyOf: policies.of, randomBytes, newKeyId: () => apiKeyId(`k_${drawText(16)}`) })
  authority.load()
  const calendar = new Calendar(clock, store.calendar.offsetUs())
  const venues: House['venues'] = { live: null, testnet: null }
  const sandboxes: House['sandboxes'] = { control: null, scenarios: null }
  const operations = new Map<string, Operation<unknown, unknown>>()
  // A wish that waits was taken by the very operation that carries it out: what comes back from the store is what that one takes.
  const offer = (...offered: readonly Operation<never, unknown>[]): void => { for (const operation of offered) operations.set(operation.name, operation) }
  const money = openMoneyOut({
    stores: { withdrawals: store.withdrawals, approvals: store.approvals, people: store.people, audit: store.audit }, accounts, liveVenue: () => venues.live, randomText: drawText,
    clock: calendar, wallClock: clock, operationNamed: (name) => operations.get(name), isRefusedChange: (error) => error instanceof StoreError && error.fault === 'refused by the store',
    letters: {
      newMessage: (letter, nowUs) => newMessage(letterParts.newLetterId(), letter, sealing.sealer, nowUs), consoleUrl: () => people.consoleUrl(),
      labelOfKey: async (id) => (await store.keys.byId(apiKeyId(id)))?.label,
      readersOfKey: async (id) => { const key = await store.keys.byId(apiKeyId(id)); return key ? readersOf(key, key.accountId, accounts.byId(key.accountId)?.parentId ?? null, store.people) : [] },
    },
  })
  offer(...Object.values(money.operations))
  const people = await openPeople({ store, sealer: sealing.sealer, accounts, leaving: { closeKeysOf: closeKeysOf({ authority, clock: calendar }), withdrawApprovalsOf: (personId, doer) => money.office.withdrawApprovalsOf(personId, doer) }, clock, options, isDemo })
  const accountParts: AccountParts = {
    accounts, policies, ledgers: { open: (account) => people.accounts.settle(account) },
    // A sub-account stands without people of its own too: what is refused here an owner can do again by an invitation.
    invitations: { invite: async (wish, doer) => void await people.people.inviteInName({ ...wish, role: 'admin' }, doer) },
  }
  const accountActs = accountOperations(accountParts)
  const movingParts: MovingParts = { store: store.movingAddresses, authority, accounts, policies, lookup: dnsLookup(), sealer: () => sealing.sealer, randomText: drawText, clock: calendar, wallClock: clock }
  const movingActs = { bind: bindAddress(movingParts), unbind: unbindAddress(movingParts) }
  offer(...Object.values(accountActs), ...Object.values(movingActs))
  const reminding: RemindingParts = { authority, keys: store.keys, candidates: (nowUs) => store.reminders.candidates(nowUs), accounts, policies, people: store.people, log: store.reminders.log(letterParts), onLetters: () => {}, clock: calendar, wallClock: clock }
  const lockdown = new LockdownOffice({
    incidents: store.incidents, authority, keys: store.keys, findKey: (reference) => findKey(reference, { authority, keys: store.keys, keyFinder: store.keyFinder }), accounts, rules: money.rules, people: people.people,
    callLog: store.callLog, venueOf: (environment) => venues[environment], randomText: drawText, clock: calendar, wallClock: clock,
  })
  const lockdownAct = lockdownOperation(lockdown)
  offer(lockdownAct)
  // What waits for approval may be a change of a key.
  const spending = new Spending(store.spending)
  const limitsLeft = (key: ApiKey) => spending.leftOf(key, clock.nowUs())
  const programsOff = new Map(store.keyProfiles.programsOff())
  const programOffSinceUs = (keyId: ApiKeyId): TimeUs | null => programsOff.get(keyId) ?? null
  const cancelAllOf: NonNullable<KeyParts['openOrders']>['cancelAllOf'] = async (accountId, environment) => {
    const venue = venues[environment]
    return venue === null ? 0 : totalOf((await cancelOpenOrders(venue, accountId, () => drawText(22))).cancelled)
  }
  const keyParts: KeyParts = { limitsLeft, programOffSinceUs, authority, keys: store.keys, keyFinder: store.keyFinder, accounts, clock: calendar, openOrders: { cancelAllOf } }
  const keyActs = keyOperations(keyParts)
  const openFutures = openFuturesForSubAccount(accountParts)
  offer(...Object.values(keyActs), openFutures)
  const missedHours = (keyId: ApiKeyId, timeUs: TimeUs): DailyHours | null => {
    const hours = authority.hoursOf(keyId)
    return hours === undefined || isWithinHours(hours, calendar.at(timeUs)) ? null : hours
  }
  const watch = new KeyWatch({ offSinceUs: programOffSinceUs, missedHours, tell: (anomaly) => void alerts.desk.take(anomaly) })
  const alerts = alertRoom({
    alerts: store.alerts.store(letterParts), settings: store.alertSettings, webhooksMayLeadInside: process.env['BITTING_WEBHOOKS_INSIDE'] === 'yes', retention: alertRetentionOf(process.env), watch, authority, accounts, policies, people: store.people, sealer: () => sealing.sealer,
    programs: { sinceUs: programOffSinceUs, set: async (keyId, sinceUs, audit) => { await store.keyProfiles.setProgram(keyId, sinceUs, audit); if (sinceUs === null) programsOff.delete(keyId); else programsOff.set(keyId, sinceUs) } },
    randomText: drawText, consoleUrl: () => people.consoleUrl(), clock: calendar, wallClock: clock, onLetters: () => {}, onDeliveries: () => {},
  })
  offer(...Object.values(alerts.acts))
  const external = openExternal({
    store: store.externalKeys.store(letterParts), accounts, policies, people: store.people, sealer: () => sealing.sealer,
    randomText: drawText, clock: calendar, wallClock: clock, onLetters: () => {},
  })
  offer(...Object.values(external.acts))
  const changes = new Changes({ people: people.people, accounts: people.accounts, clock: calendar, wallClock: clock, approvals: money.office })
  const specialKeys = new SpecialKeyOffice({ changes, policies, authority, keys: store.keys, operations: keyActs, clock: calendar })
  const subAccounts = new SubAccountOffice({ changes, accounts, policies, authority, keys: store.keys, operations: { createSubAccount: accountActs.createSubAccount, openFutures, keys: keyActs }, clock: calendar, randomText: drawText })
  const nameOf = namesOf(store.people)
  const operator = createOperator({
    nameOf,
    limitsLeft, programOffSinceUs,
    alerts,
    external,
    money,
    lockdown,
    accountParts,
    accountActs,
    movingActs,
    movingParts,
    changes,
    keyActs,
    people: people.people,
    sandboxes: () => sandboxes.control,
    scenarios: () => sandboxes.scenarios,
    remind: () => Promise.all([remind(reminding), external.desk.tell()]),
    authority,
    keys: store.keys,
    keyFinder: store.keyFinder,
    accounts,
    callLog: store.callLog,
    venueOf: (environment) => venues[environment],
    audit: store.audit,
    backup: (file) => store.backup(file),
    sealingKeys: sealing,
    clock: calendar,
    wallClock: clock,
    movable: { calendar, keep: (offsetUs, audit) => store.calendar.put(offsetUs, audit) },
    outbox: people.outbox,
    mail: people.mail,
    consoleUrl: () => people.consoleUrl(),
    demoAuthenticator: isDemo ? people.demoAuthenticator : null,
    onSealer: (sealer) => people.useSealer(sealer),
  })
  const accountRecord = new AccountRecord({
    audit: store.audit, nameOf, owners: {
      accountOfKey: async (keyId) => (await store.keys.byId(apiKeyId(keyId)))?.accountId, accountOfApproval: (id) => money.office.byId(id)?.accountId,
      accountsOfPerson: async (personId) => (await store.people.find('membership', { personId })).map(({ accountId: id }) => id),
    },
  })
  return { store, accountRecord, accounts, policies, directory, spending, authority, operator, changes, keyParts, keyActs, lockdownAct, people, clock, calendar, auditKey, accountParts, accountActs, movingParts, movingActs, reminding, money, venues, sandboxes, lockdown, subAccounts, specialKeys, watch, alerts, external }
}
