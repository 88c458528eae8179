import type { ExchangeEvent, ExecutionType } from './event.ts'
import type { FuturesEvent } from './futures/futures-event.ts'
import type { Holding } from './ledger.ts'
import type { Fill, Order, OrderStatus, PreventedMatch, Trade } from './order.ts'
import type { Price, Quantity } from '../money.ts'
import type { Side } from './symbol.ts'

/**
 * What the command that runs has done so far, and a cheap 32-bit digest of it, for finding a replay that does something else. Not a
 * cryptographic hash. The four events that come most are mixed in where they are made, where all that is mixed is at hand.
 */
export class EventLog {
  #events: ExchangeEvent[] = []
  #digest = EMPTY_DIGEST

  /** Digest of the events since the last `take`. */
  get digest(): number {
    return this.#digest >>> 0
  }

  /** How many there are since the last `take`. */
  get count(): number {
    return this.#events.length
  }

  /** Hands over the events, and begins anew. */
  take(): readonly ExchangeEvent[] {
    const events = this.#events
    this.#events = []
    this.#digest = EMPTY_DIGEST
    return events
  }

  order(execution: ExecutionType, executionId: number, order: Order, fill: Fill | null, preventedMatch: PreventedMatch | null): void {
    // What the fills moved shows in the trades and balances of the same command.
    const mixed = mix(mix(this.#digest, executionId), order.id * 16 + codeOf(order.status))
    this.#digest = fill === null ? mixed : mix(mixed, fill.tradeId)
    this.#events.push({ kind: 'order', execution, executionId, order, fill, preventedMatch })
  }

  trade(trade: Trade, buyerOrderId: number, sellerOrderId: number): void {
    this.#digest = mixAmount(mixAmount(mix(mix(this.#digest, 2), trade.id), trade.price), trade.quantity)
    this.#events.push({ kind: 'trade', trade, buyerOrderId, sellerOrderId })
  }

  depth(symbol: string, side: Side, price: Price, quantity: Quantity, updateId: number): void {
    this.#digest = mixAmount(mixAmount(mix(mix(this.#digest, 3), updateId), price), quantity)
    this.#events.push({ kind: 'depth', symbol, side, price, quantity, updateId })
  }

  balance({ accountId, wallet, asset, free, locked }: Holding): void {
    const mixed = mixAmount(mixAmount(mix(mix(this.#digest, 5), accountId), free), locked)
    this.#digest = wallet === 'spot' ? mixed : mixText(mixed, wallet)
    this.#events.push({ kind: 'balance', accountId, wallet, asset, free, locked })
  }

  /** Any of the rarer ones. */
  rare(event: RareEvent): void {
    this.#digest = mixRare(this.#digest, event)
    this.#events.push(event)
  }
}

/** Those that the log has no method of their own for. */
export type RareEvent = Exclude<ExchangeEvent, { kind: 'order' | 'trade' | 'depth' | 'balance' }>

const EMPTY_DIGEST = 0x811c9dc5 | 0

const mixRare = (digest: number, event: RareEvent): number => {
  switch (event.kind) {
    case 'orderList': return mixText(mix(mix(digest, 4), event.list.id), event.list.statusType)
    case 'deposit': return mix(mixText(mixText(mix(digest, 6), event.deposit.id), event.deposit.state), event.deposit.confirmations)
    case 'withdrawal': return mix(mixText(mixText(mix(digest, 7), event.withdrawal.id), event.withdrawal.state), event.withdrawal.confirmations)
    case 'liability': return mixAmount(mixAmount(mixText(mixText(mix(mix(digest, 9), event.accountId), event.wallet), event.asset), event.principal), event.interest)
    case 'marginLevel': return mixText(mixAmount(mixText(mix(mix(digest, 10), event.accountId), event.wallet), event.level), event.status)
    case 'futures': return mixFutures(digest, event.event)
    case 'transfer': return mixAmount(mixText(mix(mix(digest, 8), event.transfer.id), event.transfer.asset), event.transfer.amount)
  }
}

const mixFutures = (digest: number, event: FuturesEvent): number => {
  const mixed = mixText(mix(digest, 11), event.what)
  switch (event.what) {
    case 'order': return mixText(mixAmount(mix(mixed, event.order.id), event.order.filledQuote), event.order.status)
    case 'trade': return mixAmount(mixAmount(mix(mixed, event.trade.id), event.trade.price), event.trade.quantity)
    case 'depth': return mixAmount(mixAmount(mix(mixed, event.updateId), event.price), event.quantity)
    case 'account': return event.balances.reduce((sum, { walletBalance }) => mixAmount(sum, walletBalance), mix(mixed, event.accountId))
    case 'algo': return mixText(mix(mixed, event.algo.id), event.algo.status)
    case 'forcedOrder': return mix(mixed, event.order.id)
    case 'mark': return mixAmount(mixAmount(mixed, event.markPrice), event.rate)
    case 'leverage': case 'multiAssets': case 'marginCall': return mix(mixed, event.accountId)
    case 'contract': return mixText(mixed, event.symbol)
  }
}

const codeOf = (status: OrderStatus): number => {
  switch (status) {
    case 'NEW': return 1
    case 'PENDING_NEW': return 2
    case 'PARTIALLY_FILLED': return 3
    case 'FILLED': return 4
    case 'CANCELED': return 5
    case 'REJECTED': return 6
    case 'EXPIRED': return 7
    case 'EXPIRED_IN_MATCH': return 8
  }
}

const mix = (digest: number, value: number): number => {
  const mixed = Math.imul(digest ^ (value | 0), 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

// An amount is written as 64 bits and read as two halves, which the compiler makes a store and two loads of; Number(value) is a call.
const amountBits = new BigInt64Array(1)
const amountHalves = new Int32Array(amountBits.buffer)

const mixAmount = (digest: number, value: bigint): number => {
  amountBits[0] = value
  return mix(digest ^ Math.imul(amountHalves[1]!, 0x85ebca6b), amountHalves[0]!)
}

const mixText = (digest: number, text: string): number => {
  let mixed = digest
  for (let index = 0; index < text.length; index++) mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193)
  return mixed
}
