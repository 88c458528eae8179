/**
 * The matching engine in process, with balances, holds, commissions, filters, statistics and events, against `nodejs-order-book`, which keeps a
 * book alone, on the same seeded streams of limit orders around a drifting price and cancels of orders placed before. Prices and sizes are true to
 * BTCUSDT. Both get ready-made calls; the times are of the thread's CPU (a busy machine does not change them, a collector's own threads do not
 * count), medians of alternating rounds on fresh books. Before that, both are seen to make the same trades.
 *
 * The first stream is the one to judge by: a book of a few thousand prices, as the full depth of a busy market is, most orders near the touch
 * but few that trade, and nearly as many cancels as orders. On the wide one most stand far away and cancels come seldom, so that tens of thousands
 * of prices pile up; on the narrow one all stand within four units and a third of all operations trade.
 */
import { pathToFileURL } from 'node:url'
import { OrderBook } from 'nodejs-order-book'
import type { Command } from '../src/exchange/command.ts'
import type { ExchangeEvent } from '../src/exchange/event.ts'
import { encodeCommand } from '../src/exchange/journal-codec.ts'
import { newExchange } from '../src/exchange/new-exchange.ts'
import { type BenchRow, median, printRows } from './bench-row.ts'
import { asCommands, drawStream, makeReady, type Operation, START_US, type StreamShape, SYMBOL } from './order-stream.ts'

const OPERATIONS = 100_000
const ROUNDS = 7

interface Course extends StreamShape {
  readonly name: string
  /** Operations that fill the book first and are not timed. */
  readonly warmUp: number
}

const farAway = (random: () => number, ticks: number): number => -Math.log(1 - random()) * ticks

const COURSES: readonly Course[] = [
  {
    name: 'matching engine with balances, market-like book',
    // Six of ten near the touch, of which a few cross it; the rest with an exponential tail of 0.1 % of the price.
    distance: (random) => (random() < 0.6 ? random() * 300 - 10 : farAway(random, 6_000)),
    drift: 4, cancelShare: 0.46, cancelReach: 4_000, knowsCancels: true, warmUp: 60_000,
  },
  {
    name: 'matching engine with balances, wide book',
    // A third near the touch, the rest with an exponential tail of 0.5 % of the price.
    distance: (random) => (random() < 0.33 ? random() * 200 - 50 : farAway(random, 30_000)),
    drift: 20, cancelShare: 0.4, cancelReach: 20_000, knowsCancels: false, warmUp: 0,
  },
  {
    name: 'matching engine with balances, narrow book',
    distance: (random) => random() * 400 - 100,
    drift: 20, cancelShare: 0.4, cancelReach: 100, knowsCancels: false, warmUp: 0,
  },
]

interface Cost {
  /** Of this thread. */
  readonly cpuMicros: number
  readonly wallMicros: number
}

/** What another round left behind is not the next one's to clean up. Before the book is filled, so that the collector is at its pace when time counts. */
const tidy = (): void => globalThis.gc?.()

const costOf = (operations: number, work: () => void): Cost => {
  const cpu = process.threadCpuUsage()
  const start = process.hrtime.bigint()
  work()
  const wall = Number(process.hrtime.bigint() - start) / 1_000
  const { user, system } = process.threadCpuUsage(cpu)
  return { cpuMicros: (user + system) / operations, wallMicros: wall / operations }
}

interface Seen {
  readonly cost: Cost
  readonly refused: number
  readonly trades: number
  readonly levels: number
}

const timeOurs = (commands: readonly Command[], warmUp: number): Seen => {
  tidy()
  const exchange = makeReady(newExchange(), 0)
  let refused = 0
  const does = (from: number, to: number): void => {
    for (let index = from; index < to; index++) if (!exchange.execute(commands[index]!, START_US + index * 100).ok) refused++
  }
  const newestTrade = (): number => exchange.market.trades(SYMBOL, { limit: 1 })[0]?.id ?? 0
  does(0, warmUp)
  refused = 0
  const tradesBefore = newestTrade()
  const cost = costOf(commands.length - warmUp, () => does(warmUp, commands.length))
  const { bids, asks } = exchange.market.depth(SYMBOL, OPERATIONS)
  return { cost, refused, trades: newestTrade() - tradesBefore, levels: bids.length + asks.length }
}

type TheirOrder = Parameters<OrderBook['limit']>[0]
interface TheirCall {
  readonly cancels: string
  readonly places: TheirOrder | undefined
}

const asTheirCalls = (operations: readonly Operation[], lot: number, tick: number): TheirCall[] => {
  let placed = 0
  return operations.map((operation) => operation.kind === 'cancel'
    ? { cancels: String(operation.placed + 1), places: undefined }
    // Its sides and times in force are enums of these strings.
    : { cancels: '', places: { id: String(++placed), side: operation.isBuy ? 'buy' : 'sell', size: operation.lots / lot, price: operation.priceTicks / tick, timeInForce: 'GTC' } as TheirOrder })
}

const timeTheirs = (operations: readonly Operation[], warmUp: number): Cost => {
  tidy()
  const book = new OrderBook()
  const calls = asTheirCalls(operations, 100_000, 100)
  const does = (from: number, to: number): void => {
    for (let index = from; index < to; index++) {
      const { cancels, places } = calls[index]!
      if (places === undefined) book.cancel(cancels)
      else book.limit(places)
    }
  }
  does(0, warmUp)
  return costOf(calls.length - warmUp, () => does(warmUp, calls.length))
}

/** Both sides make the same trades; theirs counts in whole lots and ticks here, because its fractions are not exact. */
const proveSameTrades = (operations: readonly Operation[], commands: readonly Command[]): void => {
  const exchange = makeReady(newExchange(), 0)
  const book = new OrderBook()
  asTheirCalls(operations, 1, 1).forEach(({ cancels, places }, index) => {
    const outcome = exchange.execute(commands[index]!, START_US + index * 100)
    const events = outcome.ok ? outcome.events : []
    if (places === undefined) {
      if ((book.cancel(cancels) !== undefined) !== outcome.ok) throw new Error(`operation ${index}: cancelled by one engine alone`)
      return
    }
    const { done, quantityLeft } = book.limit(places)
    const ours = `${lotsTraded(events)} ${filledOrders(events).join()}`
    const theirs = `${places.size - quantityLeft} ${done.map(({ id }) => Number(id)).sort((a, b) => a - b).join()}`
    if (ours !== theirs) throw new Error(`operation ${index}: traded and filled ${ours} here, ${theirs} there`)
  })
}

const lotsTraded = (events: readonly ExchangeEvent[]): number =>
  events.reduce((sum, event) => (event.kind === 'trade' ? sum + Number(event.trade.quantity / 1_000n) : sum), 0)

const filledOrders = (events: readonly ExchangeEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'order' && event.order.status === 'FILLED' ? [event.order.id] : [])).sort((a, b) => a - b)

const compare = (course: Course): BenchRow => {
  const operations = drawStream(42, course, course.warmUp + OPERATIONS)
  const commands = asCommands(operations)
  proveSameTrades(operations, commands)
  const ours: Seen[] = []
  const theirs: Cost[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const mine = timeOurs(commands, course.warmUp)
    const other = timeTheirs(operations, course.warmUp)
    if (round === 0) continue // warms up
    ours.push(mine)
    theirs.push(other)
  }
  const places = commands.filter((command) => command.kind === 'placeOrder')
  const encoding = Array.from({ length: ROUNDS }, () => costOf(places.length, () => { for (const command of places) encodeCommand(command) }).cpuMicros)
  const ourMicros = median(ours.map(({ cost }) => cost.cpuMicros))
  const theirMicros = median(theirs.map(({ cpuMicros }) => cpuMicros))
  const { refused, trades, levels } = ours[0]!
  return {
    name: course.name,
    ratio: theirMicros / ourMicros,
    goal: { atLeast: 3 },
    unit: 'operations per CPU second ÷ nodejs-order-book',
    figures: {
      'CPU µs/operation': ourMicros,
      'nodejs-order-book': theirMicros,
      'ratio by wall': median(theirs.map(({ wallMicros }) => wallMicros)) / median(ours.map(({ cost }) => cost.wallMicros)),
      'trades per operation': trades / OPERATIONS,
      'share of cancels': operations.slice(course.warmUp).filter(({ kind }) => kind === 'cancel').length / OPERATIONS,
      'too late': refused / OPERATIONS,
      'prices in the book at the end': levels,
      'journal encoding µs/order': median(encoding),
    },
  }
}

export const run = (): BenchRow[] => COURSES.map(compare)

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) printRows(run())
