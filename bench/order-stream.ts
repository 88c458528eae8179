/** Seeded streams of limit orders and cancels for one market, as the matching bench and the recovery bench give them to the engine. */
import type { Command } from '../src/exchange/command.ts'
import type { Exchange } from '../src/exchange/exchange.ts'
import { genesis } from '../src/exchange/listing/genesis.ts'
import { accountId } from '../src/ids.ts'
import { amount, UNIT } from '../src/money.ts'

export const SYMBOL = 'BTCUSDT'
export const START_US = 1_700_000_000_000_000
const TICK = amount('0.01')
const STEP = amount('0.00001')
const ACCOUNTS = 100
const FIRST_PRICE_TICKS = 6_000_000

export interface StreamShape {
  /** Ticks from the middle; negative crosses it. */
  readonly distance: (random: () => number) => number
  /** The middle moves by up to half of this many ticks, up or down, with each operation. */
  readonly drift: number
  /** The part of the operations that are cancels. */
  readonly cancelShare: number
  /** A cancel is of one of this many orders placed last … */
  readonly cancelReach: number
  /** … that was not cancelled before. Otherwise of any of them, so that many cancels come too late. */
  readonly knowsCancels: boolean
}

export type Operation =
  | { readonly kind: 'limit'; readonly isBuy: boolean; readonly priceTicks: number; readonly lots: number; readonly account: number }
  | { readonly kind: 'cancel'; readonly placed: number; readonly account: number }

/** mulberry32: small, seeded, good enough to draw a stream. */
const randomOf = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

export const drawStream = (seed: number, shape: StreamShape, operationCount: number): Operation[] => {
  const random = randomOf(seed)
  const operations: Operation[] = []
  const placedBy: number[] = []
  /** Orders that were not cancelled, oldest first. */
  const standing: number[] = []
  let middle = FIRST_PRICE_TICKS
  for (let index = 0; index < operationCount; index++) {
    middle += Math.round((random() - 0.5) * shape.drift)
    if (random() < shape.cancelShare && standing.length > 0) {
      const back = Math.floor(random() * Math.min(shape.cancelReach, shape.knowsCancels ? standing.length : placedBy.length))
      const placed = shape.knowsCancels ? standing.splice(standing.length - 1 - back, 1)[0]! : placedBy.length - 1 - back
      operations.push({ kind: 'cancel', placed, account: placedBy[placed]! })
    } else {
      const isBuy = random() < 0.5
      const distance = Math.round(shape.distance(random))
      const account = Math.floor(random() * ACCOUNTS)
      operations.push({ kind: 'limit', isBuy, priceTicks: middle + (isBuy ? -distance : distance), lots: 50 + Math.floor(random() * 1_000), account })
      standing.push(placedBy.length)
      placedBy.push(account)
    }
  }
  return operations
}

/** The stream as the engine takes it. Order ids and client order ids count from 1 where the exchange has had no orders before. */
export const asCommands = (operations: readonly Operation[]): Command[] => {
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

/** What makes the venue ready for a stream: its markets without the limit on open orders, which so few accounts would reach, and rich accounts, of which so many keep their history. */
export const openingCommands = (keepingHistory: number): Command[] => [
  ...genesis().map((command) => command.kind === 'listSymbol' ? { ...command, symbol: { ...command.symbol, filters: command.symbol.filters.filter((filter) => filter.filterType !== 'MAX_NUM_ORDERS') } } : command),
  ...Array.from({ length: ACCOUNTS }, (_, account): Command[] => {
    const id = accountId(1_000 + account)
    return [
      { kind: 'openAccount', accountId: id, terms: { makerRate: amount('0.001'), takerRate: amount('0.001'), tradeGroupId: -1, keepsHistory: account < keepingHistory } },
      ...['BTC', 'USDT'].map((asset): Command => ({ kind: 'announceDeposit', accountId: id, asset, network: asset === 'BTC' ? 'BTC' : 'ETH', amount: 1_000_000n * UNIT, txId: `bench-${account}-${asset}`, isCreditedAtOnce: true })),
    ]
  }).flat(),
]

export const makeReady = (exchange: Exchange, keepingHistory: number): Exchange => {
  for (const command of openingCommands(keepingHistory)) {
    const outcome = exchange.execute(command, START_US)
    if (!outcome.ok) throw new Error(`${command.kind}: ${outcome.rejection.reason}`)
  }
  return exchange
}
