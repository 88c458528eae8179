import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lineagesIn } from './authority/handover.ts'
import { randomText } from './authority/key-text.ts'
import type { ServedLimits, Services } from './binance/endpoint.ts'
import { ListenTokens } from './binance/listen-tokens.ts'
import { ListenKeys } from './binance/listen-keys.ts'
import { futuresStreams } from './binance/streams/futures-streams.ts'
import { spotStreams } from './binance/streams/spot-streams.ts'
import { ENDPOINT_TABLE } from './binance/endpoint-table.ts'
import { demoOpening } from './demo/demo-accounts.ts'
import { makeDemo } from './demo/make-demo.ts'
import { passwordOfDemoFile, refreshDemoFile, writeDemoFile, type DemoSecrets, type DemoUrls } from './demo/demo-file.ts'
import { ENVIRONMENTS, type Environment } from './environment.ts'
import { railFactsOf } from './binance/rail-facts.ts'
import { createGate } from './gate/create-gate.ts'
import { hearHeartbeat } from './operations/moving-addresses/move.ts'
import { keyQueries } from './operations/keys/queries.ts'
import type { Operator } from './operations/operator.ts'
import { openingOfNewcomer } from './open-accounts.ts'
import { type PeopleOptions, peopleOptionsOf } from './open-people-options.ts'
import { sandboxRoom } from './open-sandbox-room.ts'
import { openLeakReports } from './open-leak-reports.ts'
import { openMetrics } from './open-metrics.ts'
import { openTracing } from './open-tracing.ts'
import { openSandboxes, sandboxControl, startSandboxes } from './open-sandboxes.ts'
import { Scenarios } from './open-scenarios.ts'
import { clientAddressReader, isLoopback } from './server/client-address.ts'
import { openControlSocket } from './server/control-socket.ts'
import { RandomPool } from './server/random-pool.ts'
import { heartbeatHandler } from './server/heartbeat-handler.ts'
import { leakReportHandler } from './server/leak-report-handler.ts'
import { consoleHandler } from './server/console-api/console-handler.ts'
import { readPages } from './server/console-api/console-pages.ts'
import { recordExport } from './server/record-export.ts'
import { sandboxStreams } from './server/sandbox-streams.ts'
import { recipientsOf } from './people/recipients.ts'
import { namesOf } from './operations/record/names.ts'
import { sandboxWire } from './server/sandbox-wire.ts'
import { calledName } from './server/call-records.ts'
import { CallTally } from './server/metrics/call-tally.ts'
import { EnvironmentStreams } from './server/sockets/environment-streams.ts'
import { startSockets } from './server/sockets/start-sockets.ts'
import { noteUnread } from './server/unread-request.ts'
import { wireHandler, type WireParts } from './server/wire-handler.ts'
import { listen, type Listener } from './server/wire-listener.ts'
import { MAIN_FILE } from './storage/store.ts'
import type { SandboxVenue } from './sandbox/sandbox-venue.ts'
import { startSnapshots } from './sandbox/snapshotter.ts'
import { type House, openHouse } from './open-house.ts'
import { startRounds } from './open-rounds.ts'
import { startWatch } from './open-watch.ts'
import { ActingKey } from './watch/acting-key.ts'
import { logFault } from './system-log.ts'

/** What a server is started with; paths are absolute. */
export interface ServerOptions {
  readonly dataFolder: string
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  readonly consolePort: number
  readonly isDemo: boolean
  /** Where the demo file goes; by default `demo.json` in the data folder. */
  readonly demoFile: string
  readonly areRateLimitsOn: boolean
  readonly tls: { readonly certificateFile: string; readonly privateKeyFile: string } | null
  /** Addresses (or CIDR ranges) whose forwarded header is believed. */
  readonly trustedProxies: readonly string[]
  /** Off: no makers, no drawn history; the books are the callers' own. */
  readonly isMarketOn: boolean
  /** Seed of the demo market's activity; null = its default. */
  readonly seed: number | null
  readonly people: PeopleOptions
  /** Asked of whoever reads /metrics; null = they are read on this machine alone. */
  readonly metricsToken: string | null
}

export interface RunningServer {
  readonly urls: DemoUrls
  /** What came of the demo: made now, there already, or there with its file gone. */
  readonly demo: 'none' | 'made' | 'kept' | 'file is gone'
  readonly accounts: number
  /** Where the first owner is set up; told while there is none, and good once. */
  readonly firstOwnerUrl: string | null
  /** How far the authority's calendar is ahead of wall time, in microseconds. */
  readonly calendarAheadUs: number
  /** Resolves when a part failed for good. */
  readonly failed: Promise<Error>
  /** Ends running requests, makes everything durable, lets the store go. */
  stop(): Promise<void>
}

/** A running request may take this long after the server was told to stop. */
const DRAIN_MS = 3_000
const LISTEN_KEY_LENGTH = 64

const BINANCE_ORDER_LIMITS = { requestWeightPerMinute: 6_000, rawRequestsPer5Minutes: 300_000, ordersPer10Seconds: 100, ordersPerDay: 200_000 } as const

/** The acts of the local operator on a store that no server holds. Throws with words for people when it cannot be opened. */
export const openOperator = async (dataFolder: string): Promise<{ operator: Operator; close(): Promise<void> }> => {
  const { operator, people, store } = await openHouse(dataFolder, true, peopleOptionsOf(process.env))
  return { operator, close: async () => { await people.close(); await store.close() } }
}

/** Starts everything. Throws with words for people when something is in the way; then nothing is left running. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  if (options.isDemo && !isLoopback(options.host) && options.host !== 'localhost') {
    throw new Error(`Demo mode listens on loopback only, because its keys stand in a file: ${options.host} is not. Leave --host out, or start without --demo.`)
  }
  const house = await openHouse(options.dataFolder, options.isDemo, options.people)
  const cleanUp: (() => Promise<unknown> | void)[] = [() => house.store.close()]
  try {
    return await serve(house, options, cleanUp)
  } catch (error) {
    await closeAll(cleanUp)
    throw error
  }
}

const closeAll = async (cleanUp: readonly (() => Promise<unknown> | void)[]): Promise<void> => {
  for (const close of [...cleanUp].reverse()) await close()
}

const serve = async (house: House, options: ServerOptions, cleanUp: (() => Promise<unknown> | void)[]): Promise<RunningServer> => {
  const { store, clock, people } = house
  cleanUp.push(() => people.close())
  const startedAtUs = clock.nowUs()
  const sandboxes = openSandboxes(house, { ...options, openingOf: options.isDemo ? demoOpening : openingOfNewcomer })
  const venues = { live: sandboxes.live.venue, testnet: sandboxes.testnet.venue }
  Object.assign(house.venues, venues)
  // Before anybody is let in: what a crash interrupted was to be closed, and what was decided is done.
  await house.lockdown.resume()
  await house.money.office.resume()
  house.sandboxes.control = sandboxControl(sandboxes)
  const scenarios = new Scenarios({ ...house, sandboxes, keysOf: () => store.keys.ofAccount(null) })
  house.sandboxes.scenarios = scenarios
  cleanUp.push(() => scenarios.close())
  cleanUp.push(() => Promise.all(Object.values(venues).map((venue) => venue.saveSnapshot())))
  for (const venue of Object.values(venues)) people.accounts.settleIn(venue)
  // A world that was put back knows nothing of what was spent before: in the step in which it is, so that both are durable together or not at all.
  for (const environment of ENVIRONMENTS) venues[environment].onRestored(() => house.spending.beginAnew(lineagesIn(environment, house.directory.all())))
  const isFirstDemo = options.isDemo && house.accounts.size === 0

  let isReady = false
  const urls = { rest: '', console: '' }
  const gate = createGate({
    endpoints: ENDPOINT_TABLE, keys: house.directory, accounts: house.accounts, policyOf: house.policies.of, railFacts: { live: railFactsOf(venues.live), testnet: railFactsOf(venues.testnet) }, spending: house.spending, calendar: house.calendar, formerProcessEndedByUs: isFirstDemo ? null : startedAtUs, ...(options.areRateLimitsOn ? {} : { rateLimits: 'off' as const }),
    payToll: (key, isStillHeld, { address, nowUs }) => house.authority.payToll(key.id, isStillHeld, { actor: `key:${key.id}`, source: address, nowUs, recordedAtUs: clock.nowUs() }),
  })
  const services = servicesOf(house, venues, options)
  const tally = new CallTally(ENDPOINT_TABLE)
  const acting = new ActingKey()
  // Before the wire, so that it ends behind it: the last calls are traced too.
  cleanUp.push(openTracing(store.callLog, process.env))
  const wireParts: WireParts = {
    tally, gate, services, callLog: store.callLog, clock: scenarios.wireClock(), mishaps: scenarios,
    addressOf: clientAddressReader({ trustedProxies: options.trustedProxies, believesDemoHeader: options.isDemo }),
    failure: () => store.failure ?? venues.live.failure ?? venues.testnet.failure,
    noteUse: ({ key }, { request, endpoint }) => {
      acting.begins({ keyId: key.id, accountId: key.accountId })
      store.keys.noteUse({ keyId: key.id, timeUs: house.calendar.at(request.receivedAtUs), address: request.address, endpoint: calledName(request, endpoint), permission: endpoint.usedPermission })
    },
    consoleUrl: () => urls.console,
  }
  const streamsIn = (environment: Environment): EnvironmentStreams => {
    const venue = venues[environment]
    return new EnvironmentStreams({ environment, venue, catalogues: { spot: spotStreams(venue), futures: futuresStreams(venue) }, listenKeys: services[environment].listenKeys, gate, clock, mishaps: scenarios })
  }
  const streams = { live: streamsIn('live'), testnet: streamsIn('testnet') }
  scenarios.onAddressMoved((environment) => streams[environment].recheck())
  const sockets = startSockets({ ...wireParts, streams, keys: house.directory, isLimited: options.areRateLimitsOn })
  const wire = await listen(listenerOptions(options, options.port), wireHandler(wireParts), sockets.upgrade, noteUnread(wireParts)).catch(async (error: unknown) => {
    await sockets.stop()
    throw error
  })
  // Sockets first: the listener ends when its last connection has.
  cleanUp.push(async () => { await sockets.stop(); await wire.close(DRAIN_MS) })
  const isServing = (): boolean => isReady && store.failure === undefined
  const addressOfVisitor = (request: IncomingMessage): string => wireParts.addressOf(request.socket, { forwardedFor: headerOf(request, 'x-forwarded-for'), demoAddress: headerOf(request, 'x-bitting-address') })
  const metrics = openMetrics({ tally, store, gate, sockets, isReady: isServing, calendar: house.calendar, clock: wireParts.clock, token: options.metricsToken, addressOf: addressOfVisitor, consoleUrl: () => people.consoleUrl() })
  cleanUp.push(metrics.close)
  const status = await listen(listenerOptions(options, options.consolePort), consoleHandler({
    people: people.people, changes: house.changes, accounts: house.accounts, audit: store.audit, nameOf: namesOf(store.people), accountRecord: house.accountRecord, recipientsOf: (of) => recipientsOf(store.people, of), exportRecord: recordExport({ folder: options.dataFolder, audit: store.audit }), operator: house.operator, mail: people.mail, wallClock: clock, isDemo: options.isDemo, demoPassword: () => (options.isDemo ? passwordOfDemoFile(options.demoFile) : null), isSignUpOpen: options.people.isSignUpOpen,
    keyParts: house.keyParts, keyActs: house.keyActs, movingActs: house.movingActs, movingParts: house.movingParts, keyQueries: keyQueries({ ...house.keyParts, policies: house.policies, people: people.people, callLog: store.callLog, audit: store.audit, wallClock: clock }), callLog: store.callLog, venueOf: (environment: Environment) => venues[environment], accountActs: house.accountActs, accountParts: house.accountParts, money: house.money, sandbox: sandboxRoom(house, sandboxWire({ gate, services, callLog: store.callLog, clock: wireParts.clock, endpoints: ENDPOINT_TABLE, failure: wireParts.failure }), sandboxStreams(streams, house.accounts)), lockdown: house.lockdown, lockdownAct: house.lockdownAct, alerts: house.alerts, external: house.external, endpoints: ENDPOINT_TABLE,
    urls: () => ({ rest: urls.rest, ws: urls.rest.replace(/^http/, 'ws') }), consoleUrl: () => people.consoleUrl(), addressOf: wireParts.addressOf, isReady: isServing, metrics: metrics.handle,
    pages: readPages(fileURLToPath(new URL('../console/dist', import.meta.url))), onFault: (error) => logFault('A request to the console failed inside', error),
    heartbeat: heartbeatHandler({ addressOf: addressOfVisitor, hear: (heartbeat, from) => hearHeartbeat(heartbeat, from, house.movingParts), clock }),
    leakReport: leakReportHandler({ ...openLeakReports(house, process.env), addressOf: addressOfVisitor }),
  }))
  cleanUp.push(() => status.close(0))
  people.listensAt(consoleUrlOf(status))
  Object.assign(urls, { rest: wire.url, console: people.consoleUrl() })
  store.announce(urls.rest)
  const control = await openControlSocket(options.dataFolder, house.operator, (error) => logFault('A command failed inside', error))
  cleanUp.push(() => control.close())
  // Last, when nothing can stand in the way any more: secrets are told only once.
  const secrets = isFirstDemo ? await makeDemo({ ...house, people: people.demoOwner, withdrawals: house.money.rules, venues: Object.values(venues) }, { actor: 'system', source: 'local', nowUs: startedAtUs }) : undefined
  const demo = tellDemo(options, urls, secrets)
  cleanUp.push(await people.start())
  const firstOwner = await people.people.needsFirstOwner() ? await people.people.makeFirstOwnerLink({ actor: 'system', source: 'local', nowUs: clock.nowUs() }) : undefined
  cleanUp.push(await startRounds(house))
  cleanUp.push(await startWatch(house, venues.live, acting))
  for (const environment of ENVIRONMENTS) cleanUp.push(startSnapshots(venues[environment], { file: join(options.dataFolder, MAIN_FILE), environment }, tellSnapshotFault))
  cleanUp.push(startSandboxes(sandboxes))
  isReady = true
  return { urls, demo, accounts: house.accounts.size, firstOwnerUrl: firstOwner?.ok ? firstOwner.value.url : null, calendarAheadUs: house.calendar.offsetUs, failed: new Promise((resolve) => { for (const part of [store, ...Object.values(venues)]) part.onFailure(resolve) }), stop: () => { isReady = false; return closeAll(cleanUp) } }
}

const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

const servicesOf = (house: House, venues: Record<Environment, SandboxVenue>, { areRateLimitsOn }: ServerOptions): Record<Environment, Services> => {
  const limits: ServedLimits = { isOn: areRateLimitsOn, ...BINANCE_ORDER_LIMITS }
  const ids = new RandomPool()
  const servicesIn = (environment: Environment): Services => ({
    venue: venues[environment], accounts: house.accounts, limits, moneyOut: environment === 'live' ? house.money.moneyOut : house.money.testnetMoneyOut,
    subAccounts: house.subAccounts,
    specialKeys: house.specialKeys,
    keys: { byText: (text) => house.authority.byText(text), lastUse: (key) => house.store.keys.lastUse(key.id) },
    // It opens an account's events to whoever holds it: drawn by itself, as secrets are.
    listenKeys: new ListenKeys(() => randomText(randomBytes, LISTEN_KEY_LENGTH)),
    listenTokens: new ListenTokens(() => randomText(randomBytes, LISTEN_KEY_LENGTH)),
    randomText: (length) => randomText(ids.bytes, length),
  })
  return { live: servicesIn('live'), testnet: servicesIn('testnet') }
}

const listenerOptions = ({ host, tls }: ServerOptions, port: number) =>
  ({ host, port, ...(tls && { tls: { certFile: tls.certificateFile, keyFile: tls.privateKeyFile } }) })

/** Passkeys need a name: a page served from an address cannot hold one. */
const consoleUrlOf = (status: Listener): string => status.url.replace('//127.0.0.1:', '//localhost:')

const tellSnapshotFault = (error: unknown, environment: Environment): void =>
  logFault('No snapshot of a sandbox could be made; nothing is lost, but the next start will take longer', error, { environment })

const tellDemo = ({ isDemo, demoFile }: ServerOptions, urls: DemoUrls, secrets: DemoSecrets | undefined): RunningServer['demo'] => {
  if (!isDemo) return 'none'
  if (secrets) {
    writeDemoFile(demoFile, urls, secrets)
    return 'made'
  }
  return refreshDemoFile(demoFile, urls) ? 'kept' : 'file is gone'
}
