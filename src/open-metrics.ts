import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from './binance/endpoint.ts'
import type { Gate } from './gate/gate.ts'
import { CallTally } from './server/metrics/call-tally.ts'
import { watchEventLoop } from './server/metrics/event-loop.ts'
import { metricsHandler, type MetricsHandlerParts } from './server/metrics/metrics-handler.ts'
import { metricsPage } from './server/metrics/metrics-page.ts'
import type { Store } from './storage/store.ts'
import type { Clock } from './time.ts'

const COUNT_KEYS_EVERY_MS = 60_000

export interface MetricsParts extends Omit<MetricsHandlerParts, 'page'> {
  readonly tally: CallTally
  readonly store: Pick<Store, 'waitingRecords' | 'callLog' | 'keyStates'>
  readonly gate: Pick<Gate<Endpoint>, 'mostUsedPart'>
  readonly sockets: { readonly size: number }
  readonly isReady: () => boolean
  /** The authority's. */
  readonly calendar: Clock
  readonly clock: Clock
}

/** What the server tells those who watch it. */
export const openMetrics = ({ tally, store, gate, sockets, isReady, calendar, clock, ...handler }: MetricsParts): { handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>; close: () => void } => {
  // package.json is this program's own and has a version.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  const loop = watchEventLoop()
  const startedAtMs = Date.now() - performance.now()
  const keys: { counted: ReturnType<Store['keyStates']['count']> | undefined; atMs: number } = { counted: undefined, atMs: -Infinity }
  const countKeys = (): ReturnType<Store['keyStates']['count']> => {
    if (keys.counted && performance.now() - keys.atMs < COUNT_KEYS_EVERY_MS) return keys.counted
    keys.atMs = performance.now()
    const counted = store.keyStates.count(calendar.nowUs())
    // What could not be counted is counted at the next scrape.
    counted.catch(() => { keys.counted = undefined })
    return keys.counted = counted
  }
  const page = async (): Promise<string> => {
    const { user, system } = process.cpuUsage()
    return metricsPage(tally, {
      version, node: process.versions.node, isReady: isReady(), startedAtMs, journalWaiting: store.waitingRecords, callLog: store.callLog.health, sockets: sockets.size,
      mostUsedPart: { live: gate.mostUsedPart('live', clock.nowUs()), testnet: gate.mostUsedPart('testnet', clock.nowUs()) },
      keys: await countKeys(), memory: process.memoryUsage(), cpuSeconds: (user + system) / 1e6, eventLoopDelay: loop.since(),
    })
  }
  return { handle: metricsHandler({ ...handler, page }), close: loop.stop }
}
