/**
 * A thousand subscribers of one book ticker: messages a second, and how late the last of them has one, against a bare `ws` server that sends
 * the same bytes in the same run. The subscribers live in a process of their own and only count frames. Messages go out a few at a time,
 * the next when one has come to everybody; for the delay one by one, at a calm pace. Here a message begins as an order that reaches the
 * sandbox, goes through the engine, and is worded; there it is a text that lies ready. The journal is in memory: what a disk costs is measured elsewhere.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { WebSocketServer } from 'ws'
import { SocketServer } from '../src/server/sockets/socket-server.ts'
import { listen } from '../src/server/wire-listener.ts'
import { anAccount } from '../test/harness/in-process.ts'
import { InProcessWire } from '../test/harness/in-process-wire.ts'
import { type BenchRow, median, printRows } from './bench-row.ts'

const SUBSCRIBERS = 1_000
const ROUNDS = 6
const MESSAGES_A_ROUND = 150
/** Messages on their way at one time. */
const WINDOW = 8
const CALM_MESSAGES = 100
const CALM_EVERY_MS = 30

interface Subject {
  readonly name: string
  readonly port: number
  readonly path: string
  /** Sends one message to everybody. */
  send(): void
  close(): Promise<void>
}

/** Sends exactly what the other sends, and nothing else is done for it. */
const bareServer = async (text: string): Promise<Subject> => {
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    // Of a listening TCP server it is one.
    name: 'a bare ws server', port: (http.address() as AddressInfo).port, path: '/',
    send: () => { for (const socket of sockets.clients) socket.send(text) },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      http.closeAllConnections()
      await new Promise((resolve) => { http.close(resolve) })
    },
  }
}

const bitting = async (): Promise<Subject & { readonly sample: () => Promise<string> }> => {
  const alice = anAccount(100_001)
  const wire = new InProcessWire([alice])
  wire.world.fund(alice, 'USDT', '1000000000')
  const { world: { venue }, streams } = wire
  const server = new SocketServer({ ...wire.parts, streams: { live: streams, testnet: streams }, isLimited: false })
  const listener = await listen({ host: '127.0.0.1', port: 0 }, (_, response) => response.end(), server.upgrade)
  const [best] = venue.view.market.depth('BTCUSDT', 1).bids
  if (!best) throw new Error('the book is empty')
  let placed = 0
  // A bid at the best price changes what stands there, and is cancelled in the next step: one message each.
  const send = (): void => {
    const outcome = placed % 2 === 0
      ? venue.execute({ kind: 'placeOrder', accountId: alice.id, symbol: 'BTCUSDT', order: { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: best.price, quantity: 100_000n, clientOrderId: `b${placed}` } })
      : venue.execute({ kind: 'cancelOpenOrders', accountId: alice.id, symbol: 'BTCUSDT', newClientOrderId: `c${placed}` })
    placed += 1
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection))
  }
  return {
    name: 'Bitting', port: Number(new URL(listener.url).port), path: '/ws/btcusdt@bookTicker', send,
    sample: () => new Promise((resolve) => {
      const stop = streams.hubs.get('spot')?.subscribe('btcusdt@bookTicker', { timeUnit: 'MILLISECOND', isCombined: false, hear: (frame) => { stop?.(); resolve(frame.toString('utf8', frame.indexOf('{'))) } })
      send()
      send()
    }),
    close: async () => {
      await server.drain()
      await listener.close(0)
    },
  }
}

type Report = { readonly opened: true } | { readonly closed: true } | { readonly message: number; readonly atMs: number }

/** The process that listens, as the senders see it. */
class Listeners {
  readonly #child: ChildProcess = fork(fileURLToPath(new URL('fan-out-listeners.ts', import.meta.url)))
  #onArrived: (message: number, atMs: number) => void = () => {}
  #onDone: () => void = () => {}

  constructor() {
    this.#child.on('message', (report: Report) => {
      if ('message' in report) this.#onArrived(report.message, report.atMs)
      else this.#onDone()
    })
  }

  async open({ port, path }: Subject): Promise<void> {
    const done = new Promise<void>((resolve) => { this.#onDone = resolve })
    this.#child.send({ port, path, count: SUBSCRIBERS })
    await done
  }

  async closeSockets(): Promise<void> {
    const done = new Promise<void>((resolve) => { this.#onDone = resolve })
    this.#child.send('close')
    await done
  }

  /** @returns when each message had come to everybody */
  async run(count: number, sent: number, begin: (message: number) => void, onArrived: (message: number, atMs: number) => void): Promise<void> {
    const all = new Promise<void>((resolve) => {
      let left = count
      this.#onArrived = (message, atMs) => {
        onArrived(message, atMs)
        left -= 1
        if (left === 0) resolve()
      }
    })
    begin(sent)
    await all
  }

  end(): void {
    this.#child.kill()
  }
}

const nowMs = (): number => performance.timeOrigin + performance.now()

/** Messages to all subscribers in a second, a few on their way at a time. */
const throughput = async (listeners: Listeners, subject: Subject, sent: number): Promise<number> => {
  const startedMs = nowMs()
  let left = MESSAGES_A_ROUND
  const next = (): void => {
    if (left === 0) return
    left -= 1
    subject.send()
  }
  await listeners.run(MESSAGES_A_ROUND, sent, () => { for (let first = 0; first < WINDOW; first += 1) next() }, next)
  return (MESSAGES_A_ROUND * SUBSCRIBERS) / ((nowMs() - startedMs) / 1_000)
}

/** How late the last subscriber has each message, in milliseconds. */
const delays = async (listeners: Listeners, subject: Subject, sent: number): Promise<number[]> => {
  const sentMs = new Map<number, number>()
  const late: number[] = []
  await listeners.run(CALM_MESSAGES, sent, () => {
    let message = sent
    const timer = setInterval(() => {
      if (message - sent === CALM_MESSAGES) return clearInterval(timer)
      sentMs.set(message, nowMs())
      message += 1
      subject.send()
    }, CALM_EVERY_MS)
  }, (message, atMs) => { late.push(atMs - (sentMs.get(message) ?? Number.NaN)) })
  return late
}

const percentile = (values: readonly number[], part: number): number => [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN

export const run = async (): Promise<BenchRow[]> => {
  const ours = await bitting()
  const bare = await bareServer(await ours.sample())
  const listeners = new Listeners()
  const rates = new Map<Subject, number[]>([[ours, []], [bare, []]])
  const late = new Map<Subject, number[]>([[ours, []], [bare, []]])
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const subject of round % 2 === 0 ? [ours, bare] : [bare, ours]) {
      await listeners.open(subject)
      rates.get(subject)?.push(await throughput(listeners, subject, 0))
      if (round < 2) late.get(subject)?.push(...await delays(listeners, subject, MESSAGES_A_ROUND))
      await listeners.closeSockets()
      // What was closed is let go before the other begins.
      await new Promise((resolve) => { setTimeout(resolve, 200) })
    }
  }
  listeners.end()
  await Promise.all([ours.close(), bare.close()])
  const [[oursRates, oursLate], [bareRates, bareLate]] = [[rates.get(ours) ?? [], late.get(ours) ?? []], [rates.get(bare) ?? [], late.get(bare) ?? []]]
  const ratios = oursRates.map((rate, round) => rate / (bareRates[round] ?? Number.NaN))
  return [
    {
      name: 'one book ticker to 1,000 subscribers', ratio: median(ratios), goal: { atLeast: 0.7 }, unit: 'Bitting ÷ bare ws, messages per second',
      figures: { 'Bitting per second': median(oursRates), 'bare per second': median(bareRates), 'lowest ratio': Math.min(...ratios), 'highest ratio': Math.max(...ratios) },
    },
    {
      name: 'until the last of 1,000 subscribers has it', ratio: percentile(oursLate, 0.99) / percentile(bareLate, 0.99), goal: { atMost: 1.43 }, unit: 'Bitting ÷ bare ws, 99th percentile of the delay',
      figures: { 'Bitting p50 ms': percentile(oursLate, 0.5), 'Bitting p99 ms': percentile(oursLate, 0.99), 'bare p50 ms': percentile(bareLate, 0.5), 'bare p99 ms': percentile(bareLate, 0.99) },
    },
  ]
}

if (import.meta.main) {
  printRows(await run())
  process.exit(0)
}
