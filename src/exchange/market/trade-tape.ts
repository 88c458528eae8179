import type { TimeUs } from '../../time.ts'
import type { Price, Quantity } from '../../money.ts'
import type { AggregateTrade } from '../exchange-view.ts'
import type { Trade } from '../order.ts'

/** How many of the newest trades, and of the newest aggregates, a market remembers. */
const TAPE_LENGTH = 2_000

/** Items whose ids rise by one; the newest `TAPE_LENGTH` are kept. */
class Ring<Item extends { readonly id: number }> {
  readonly #slots: Item[] = []
  #newest: Item | null = null
  #count = 0

  get newest(): Item | null {
    return this.#newest
  }

  /** Id of the oldest that is kept. */
  get oldestId(): number {
    return this.#newest === null ? 0 : this.#newest.id - this.#count + 1
  }

  push(item: Item): void {
    this.#slots[item.id % TAPE_LENGTH] = item
    this.#newest = item
    if (this.#count < TAPE_LENGTH) this.#count += 1
  }

  /** Forgets everything: ids may go on anywhere. */
  clear(): void {
    this.#newest = null
    this.#count = 0
  }

  byId(id: number): Item {
    return this.#slots[id % TAPE_LENGTH]!
  }

  /** Ids `from` to `to`, those that are kept. */
  between(from: number, to: number): Item[] {
    const items: Item[] = []
    if (this.#newest === null) return items
    const last = Math.min(to, this.#newest.id)
    for (let id = Math.max(from, this.oldestId); id <= last; id++) items.push(this.byId(id))
    return items
  }

  /** The first kept id for which `isReached` holds, given that it holds for all later ones; one past the newest where it holds for none. */
  firstId(isReached: (item: Item) => boolean): number {
    let low = this.oldestId
    let high = this.#newest === null ? low : this.#newest.id + 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (isReached(this.byId(middle))) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** An aggregate that the next trade may still join. */
class GrowingAggregate implements AggregateTrade {
  readonly id: number
  readonly price: Price
  quantity: Quantity
  readonly firstTradeId: number
  lastTradeId: number
  readonly timeUs: TimeUs
  readonly isBuyerMaker: boolean

  constructor(id: number, price: Price, quantity: Quantity, firstTradeId: number, lastTradeId: number, timeUs: TimeUs, isBuyerMaker: boolean) {
    this.id = id
    this.price = price
    this.quantity = quantity
    this.firstTradeId = firstTradeId
    this.lastTradeId = lastTradeId
    this.timeUs = timeUs
    this.isBuyerMaker = isBuyerMaker
  }
}

/** A tape as it is kept in a snapshot. */
export type TradeTapeState = { readonly lastTakerOrderId: number; readonly aggregates: string; readonly trades: string }

/** The newest trades of one market, one by one and in aggregates: what one order took at one price at one time. */
export class TradeTape {
  readonly #symbol: string
  readonly #trades = new Ring<Trade>()
  readonly #aggregates = new Ring<GrowingAggregate>()
  #lastTakerOrderId = 0

  constructor(symbol: string) {
    this.#symbol = symbol
  }

  get newest(): Trade | null {
    return this.#trades.newest
  }

  push(trade: Trade, takerOrderId: number): void {
    // A drawn history may have gone on without single trades.
    if (this.#trades.newest !== null && trade.id !== this.#trades.newest.id + 1) this.#trades.clear()
    this.#trades.push(trade)
    const newest = this.#aggregates.newest
    if (newest !== null && takerOrderId === this.#lastTakerOrderId && newest.price === trade.price && newest.timeUs === trade.timeUs && newest.lastTradeId + 1 === trade.id && newest.isBuyerMaker === trade.isBuyerMaker) {
      newest.quantity += trade.quantity
      newest.lastTradeId = trade.id
      return
    }
    this.#lastTakerOrderId = takerOrderId
    this.#aggregates.push(new GrowingAggregate(newest === null ? 1 : newest.id + 1, trade.price, trade.quantity, trade.id, trade.id, trade.timeUs, trade.isBuyerMaker))
  }

  trades(range: { readonly limit: number; readonly fromId?: number }): readonly Trade[] {
    const from = Math.max(range.fromId ?? 0, this.#trades.oldestId)
    const newestId = this.#trades.newest?.id ?? 0
    return range.fromId === undefined ? this.#trades.between(newestId - range.limit + 1, newestId) : this.#trades.between(from, from + range.limit - 1)
  }

  aggregates(range: { readonly limit: number; readonly fromId?: number; readonly startUs?: TimeUs; readonly endUs?: TimeUs }): readonly AggregateTrade[] {
    const { limit, fromId, startUs, endUs } = range
    const last = endUs === undefined ? (this.#aggregates.newest?.id ?? 0) : this.#aggregates.firstId((item) => item.timeUs > endUs) - 1
    if (fromId === undefined && startUs === undefined) return this.#aggregates.between(last - limit + 1, last).map(frozen)
    const byTime = startUs === undefined ? 0 : this.#aggregates.firstId((item) => item.timeUs >= startUs)
    const first = Math.max(fromId ?? 0, byTime, this.#aggregates.oldestId)
    return this.#aggregates.between(first, Math.min(last, first + limit - 1)).map(frozen)
  }

  state(): TradeTapeState {
    const all = Number.MAX_SAFE_INTEGER
    return {
      lastTakerOrderId: this.#lastTakerOrderId,
      trades: this.#trades.between(0, all).map((t) => `${t.id} ${t.price} ${t.quantity} ${t.quote} ${t.timeUs} ${t.isBuyerMaker ? 1 : 0}`).join('\n'),
      aggregates: this.#aggregates.between(0, all).map((a) => `${a.id} ${a.price} ${a.quantity} ${a.firstTradeId} ${a.lastTradeId} ${a.timeUs} ${a.isBuyerMaker ? 1 : 0}`).join('\n'),
    }
  }

  restore(state: TradeTapeState): void {
    this.#trades.clear()
    this.#aggregates.clear()
    this.#lastTakerOrderId = state.lastTakerOrderId
    for (const line of linesOf(state.trades)) {
      const [id, price, quantity, quote, timeUs, isBuyerMaker] = line.split(' ') as [string, string, string, string, string, string] // as `state` wrote it
      this.#trades.push({ id: Number(id), symbol: this.#symbol, price: BigInt(price), quantity: BigInt(quantity), quote: BigInt(quote), timeUs: Number(timeUs), isBuyerMaker: isBuyerMaker === '1' })
    }
    for (const line of linesOf(state.aggregates)) {
      const [id, price, quantity, firstTradeId, lastTradeId, timeUs, isBuyerMaker] = line.split(' ') as [string, string, string, string, string, string, string] // as `state` wrote it
      this.#aggregates.push(new GrowingAggregate(Number(id), BigInt(price), BigInt(quantity), Number(firstTradeId), Number(lastTradeId), Number(timeUs), isBuyerMaker === '1'))
    }
  }
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'))

/** The newest aggregate may still grow; readers get a copy. */
const frozen = (a: GrowingAggregate): AggregateTrade => ({ id: a.id, price: a.price, quantity: a.quantity, firstTradeId: a.firstTradeId, lastTradeId: a.lastTradeId, timeUs: a.timeUs, isBuyerMaker: a.isBuyerMaker })
