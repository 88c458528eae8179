/**
 * The matching engine in process, with balances, holds, commissions, filters, statistics and events, against `nodejs-order-book`, which keeps a
 * book alone, on the same seeded streams: 60 % limit orders around a drifting price, 40 % cancels of orders placed before. Prices and sizes are true
 * to BTCUSDT. On the wide stream most orders stand as far from the touch as they do there, so that the book grows to tens of thousands of prices;
 * on the narrow one all stand within four units of it, and a third of the orders trade. Both get ready-made commands; figures are medians of
 * alternating rounds on fresh books.
 */
import { pathToFileURL } from 'node:url'
import { OrderBook } from 'nodejs-order-book'
import type { Command } from '../src/exchange/command.ts'
import type { Exchange } from '../src/exchange/exchange.ts'
import { encodeCommand } from '../src/exchange/journal-codec.ts'
import { genesis } from '../src/exchange/listing/genesis.ts'
import { newExchange } from '../src/exchange/new-exchange.ts'
import { accountId } from '../src/ids.ts'
import { amount, UNIT } from '../src/money.ts'
import { type BenchRow, median, printRows } from './bench-row.ts'

const OPERATIONS = 100_000
const ROUNDS = 7
const ACCOUNTS = 100
const SYMBOL = 'BTCUSDT'
const START_US = 1_700_000_000_000_000
const TICK = amount('0.01')
const STEP = amount('0.00001')

interface Shape {
  readonly name: string
  /** Ticks from the middle; negative crosses it. */
  readonly distance: (random: () => number) => number
  /** A cancel is of one of this many orders placed last. */
  readonly cancelReach: number
}

const WIDE: Shape = {
  name: 'matching engine with balances, wide book',
  // A third near the touch, the rest with an exponential tail of 0.5 % of the price.
  distance: (random) => (random() < 0.33 ? random() * 200 - 50 : -Math.log(1 - random()) * 30_000),
  cancelReach: 20_000,
}
const NARROW: Shape = { name: 'matching engine with balances, narrow book', distance: (random) => random() * 400 - 100, cancelReach: 100 }

type Operation =
  | { readonly kind: 'limit'; readonly isBuy: boolean; readonly priceTicks: number; readonly lots: number; readonly account: number }
  | { readonly kind: 'cancel'; readonly placed: number; readonly account: number }

/** mulberry32: small, seeded, good enough to draw a stream. */
const randomOf = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

const drawStream = (seed: number, shape: Shape): Operation[] => {
  const random = randomOf(seed)
  const operations: Operation[] = []
  const placedBy: number[] = []
  let middle = 6_000_000
  for (let index = 0; index < OPERATIONS; index++) {
    middle += Math.round((random() - 0.5) * 20)
    if (random() < 0.4 && placedBy.length > 0) {
      const placed = placedBy.length - 1 - Math.floor(random() * Math.min(shape.cancelReach, placedBy.length))
      operations.push({ kind: 'cancel', placed, account: placedBy[placed]! })
    } else {
      const isBuy = random() < 0.5
      const distance = Math.round(shape.distance(random))
      const account = Math.floor(random() * ACCOUNTS)
      operations.push({ kind: 'limit', isBuy, priceTicks: middle + (isBuy ? -distance : distance), lots: 50 + Math.floor(random() * 1_000), account })
      placedBy.push(account)
    }
  }
  return operations
}

const asCommands = (operations: readonly Operation[]): Command[] => {
  let placed = 0
  return operations.map((operation, index): Command => {
    const account = accountId(1_000 + operation.account)
    if (operation.kind === 'cancel') return { kind: 'cancelOrder', accountId: account, symbol: SYMBOL, order: { orderId: operation.placed + 1 }, newClientOrderId: `c${index}` }
    return {
      kind: 'placeOrder',
      accountId: account,
      symbol: SYMBOL,
      order: { side: operation.isBuy ? 'BUY' : 'SELL', type: 'LIMIT', timeInForce: 'GTC', price: BigInt(operation.priceTicks) * TICK, quantity: BigInt(operation.lots) * STEP, clientOrderId: `x-bench-${++placed}`, selfTradePrevention: 'NONE' },
    }
  })
}

/** All accounts rich, and a limit on open orders that the stream's few accounts would reach lifted. */
const readyExchange = (): Exchange => {
  const exchange = newExchange()
  const does = (command: Command): void => {
    const outcome = exchange.execute(command, START_US)
    if (!outcome.ok) throw new Error(`${command.kind}: ${outcome.rejection.reason}`)
  }
  for (const command of genesis()) {
    does(command.kind === 'listSymbol' ? { ...command, symbol: { ...command.symbol, filters: command.symbol.filters.filter((filter) => filter.filterType !== 'MAX_NUM_ORDERS') } } : command)
  }
  for (let account = 0; account < ACCOUNTS; account++) {
    const id = accountId(1_000 + account)
    does({ kind: 'openAccount', accountId: id, terms: { makerRate: amount('0.001'), takerRate: amount('0.001'), tradeGroupId: -1, keepsHistory: false } })
    for (const asset of ['BTC', 'USDT']) exchange.ledger.creditFromWorld(id, asset, 10_000_000_000n * UNIT)
  }
  return exchange
}

const secondsOf = (work: () => void): number => {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

const timeOurs = (commands: readonly Command[]): { readonly seconds: number; readonly refused: number; readonly trades: number; readonly levels: number } => {
  const exchange = readyExchange()
  let refused = 0
  const seconds = secondsOf(() => {
    for (let index = 0; index < commands.length; index++) if (!exchange.execute(commands[index]!, START_US + index * 100).ok) refused++
  })
  const trades = exchange.market.trades(SYMBOL, { limit: 1 })[0]?.id ?? 0
  const { bids, asks } = exchange.market.depth(SYMBOL, OPERATIONS)
  return { seconds, refused, trades, levels: bids.length + asks.length }
}

const timeTheirs = (operations: readonly Operation[]): number => {
  const book = new OrderBook()
  let placed = 0
  const calls = operations.map((operation) => operation.kind === 'cancel'
    ? { id: String(operation.placed + 1), order: undefined }
    : { id: '', order: { id: String(++placed), side: operation.isBuy ? 'buy' as const : 'sell' as const, size: operation.lots / 100_000, price: operation.priceTicks / 100, timeInForce: 'GTC' as const } })
  return secondsOf(() => {
    for (const { id, order } of calls) {
      if (order === undefined) book.cancel(id)
      else book.limit(order as Parameters<OrderBook['limit']>[0]) // its time in force is an enum of these strings
    }
  })
}

const compare = (shape: Shape): BenchRow => {
  const operations = drawStream(42, shape)
  const commands = asCommands(operations)
  const ours: number[] = []
  const theirs: number[] = []
  let last = { refused: 0, trades: 0, levels: 0 }
  for (let round = 0; round <= ROUNDS; round++) {
    const mine = timeOurs(commands)
    const other = timeTheirs(operations)
    last = mine
    if (round === 0) continue // warms up
    ours.push(mine.seconds)
    theirs.push(other)
  }
  const places = commands.filter((command) => command.kind === 'placeOrder')
  const encoding = Array.from({ length: ROUNDS }, () => secondsOf(() => { for (const command of places) encodeCommand(command) }))
  const ourMicros = (median(ours) / OPERATIONS) * 1e6
  const theirMicros = (median(theirs) / OPERATIONS) * 1e6
  return {
    name: shape.name,
    ratio: theirMicros / ourMicros,
    goal: { atLeast: 3 },
    unit: 'operations/s ÷ nodejs-order-book',
    figures: {
      'µs/operation': ourMicros,
      'nodejs-order-book µs/operation': theirMicros,
      'trades per operation': last.trades / OPERATIONS,
      'share of cancels that came too late': last.refused / OPERATIONS,
      'prices in the book at the end': last.levels,
      'journal encoding µs/order': (median(encoding) / places.length) * 1e6,
    },
  }
}

export const run = (): BenchRow[] => [compare(WIDE), compare(NARROW)]

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) printRows(run())
