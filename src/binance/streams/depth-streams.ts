import type { ExchangeEvent } from '../../exchange/event.ts'
import type { MarketView } from '../../exchange/exchange-view.ts'
import { formatDecimal, type Price, type Quantity } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { presentDepth } from '../present/ticker.ts'
import { wireTime } from '../wire-time.ts'
import type { BeatMs, MarketStream, StreamMessage } from './market-stream.ts'

const level = ([price, quantity]: readonly [Price, Quantity]): readonly [string, string] => [formatDecimal(price), formatDecimal(quantity)]

/**
 * Changes of a book, gathered from beat to beat: what now stands at each price that changed, and the ids of the first and the last change,
 * which follow on the message before without a gap.
 */
export class DepthChanges implements MarketStream {
  readonly symbol: string
  readonly beatMs: BeatMs
  readonly #bids = new Map<Price, Quantity>()
  readonly #asks = new Map<Price, Quantity>()
  #firstId = 0
  #lastId = 0

  constructor(symbol: string, beatMs: BeatMs) {
    this.symbol = symbol
    this.beatMs = beatMs
  }

  onCommand(events: readonly ExchangeEvent[]): readonly StreamMessage[] {
    for (const event of events) {
      if (event.kind !== 'depth' || event.symbol !== this.symbol) continue
      if (this.#firstId === 0) this.#firstId = event.updateId
      this.#lastId = event.updateId
      const side = event.side === 'BUY' ? this.#bids : this.#asks
      side.set(event.price, event.quantity)
    }
    return []
  }

  onBeat(nowUs: TimeUs): readonly StreamMessage[] {
    if (this.#firstId === 0) return []
    const message = { s: this.symbol, U: this.#firstId, u: this.#lastId, b: [...this.#bids].map(level), a: [...this.#asks].map(level) }
    this.#firstId = 0
    this.#bids.clear()
    this.#asks.clear()
    return [(unit) => ({ e: 'depthUpdate', E: wireTime(nowUs, unit), ...message })]
  }
}

/** The best levels of a book, told anew at each beat at which something changed, and at the first. */
export class BestLevels implements MarketStream {
  readonly symbol: string
  readonly beatMs: BeatMs
  readonly #market: MarketView
  readonly #levels: number
  #toldId = -1

  constructor(market: MarketView, symbol: string, levels: number, beatMs: BeatMs) {
    this.#market = market
    this.symbol = symbol
    this.#levels = levels
    this.beatMs = beatMs
  }

  onBeat(): readonly StreamMessage[] {
    const depth = this.#market.depth(this.symbol, this.#levels)
    if (depth.lastUpdateId === this.#toldId) return []
    this.#toldId = depth.lastUpdateId
    const message = presentDepth(depth)
    return [() => message]
  }
}

/** The best bid and offer, told whenever a price or a quantity there changes. */
export class BookTicker implements MarketStream {
  readonly symbol: string
  readonly beatMs = null
  readonly #market: MarketView
  #told = ''

  constructor(market: MarketView, symbol: string) {
    this.#market = market
    this.symbol = symbol
  }

  onCommand(events: readonly ExchangeEvent[]): readonly StreamMessage[] {
    if (!events.some((event) => event.kind === 'depth' && event.symbol === this.symbol)) return []
    const { lastUpdateId, bids: [bid], asks: [ask] } = this.#market.depth(this.symbol, 1)
    const best = { s: this.symbol, b: formatDecimal(bid?.price ?? 0n), B: formatDecimal(bid?.quantity ?? 0n), a: formatDecimal(ask?.price ?? 0n), A: formatDecimal(ask?.quantity ?? 0n) }
    const text = `${best.b} ${best.B} ${best.a} ${best.A}`
    if (text === this.#told) return []
    this.#told = text
    return [() => ({ u: lastUpdateId, ...best })]
  }
}
