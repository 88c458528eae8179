import type { MarketView, WindowStatistics } from '../../exchange/exchange-view.ts'
import { formatDecimal } from '../../money.ts'
import { DAY, HOUR, type TimeUs } from '../../time.ts'
import { changePercent } from '../present/ticker.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import type { BeatMs, MarketStream, StreamMessage } from './market-stream.ts'

/** The markets of one product, as tickers read them. */
export interface TickerVenue {
  readonly market: MarketView
  symbols(): readonly { readonly name: string }[]
}

/** How a ticker of one market is worded, and what of the market it tells: when that changed it is told anew. */
export interface TickerKind {
  readonly windowUs: number
  readonly word: (view: TickerVenue, window: WindowStatistics, nowUs: TimeUs, unit: TimeUnit) => object
  readonly tellsBook: boolean
}

const changeFields = (window: WindowStatistics) => ({
  p: formatDecimal(window.last - window.open), P: changePercent(window.open, window.last),
})

const dayTicker: TickerKind = {
  windowUs: DAY, tellsBook: true,
  word: (view, window, nowUs, unit) => {
    const { bids: [bid], asks: [ask] } = view.market.depth(window.symbol, 1)
    return {
      e: '24hrTicker', E: wireTime(nowUs, unit), s: window.symbol, ...changeFields(window), w: formatDecimal(window.weightedAverage), x: formatDecimal(window.previousClose),
      c: formatDecimal(window.last), Q: formatDecimal(window.lastQuantity),
      b: formatDecimal(bid?.price ?? 0n), B: formatDecimal(bid?.quantity ?? 0n), a: formatDecimal(ask?.price ?? 0n), A: formatDecimal(ask?.quantity ?? 0n),
      o: formatDecimal(window.open), h: formatDecimal(window.high), l: formatDecimal(window.low), v: formatDecimal(window.volume), q: formatDecimal(window.quoteVolume),
      // Statistics go by whole minutes; the times that are told are 24 hours apart, as in /ticker/24hr.
      O: wireTime(nowUs - DAY, unit), C: wireTime(nowUs, unit), F: window.firstTradeId, L: window.lastTradeId, n: window.tradeCount,
    }
  },
}

const miniTicker: TickerKind = {
  windowUs: DAY, tellsBook: false,
  word: (_, window, nowUs, unit) => ({
    e: '24hrMiniTicker', E: wireTime(nowUs, unit), s: window.symbol, c: formatDecimal(window.last), o: formatDecimal(window.open), h: formatDecimal(window.high), l: formatDecimal(window.low),
    v: formatDecimal(window.volume), q: formatDecimal(window.quoteVolume),
  }),
}

const rollingTicker = (name: string, windowUs: number): TickerKind => ({
  windowUs, tellsBook: false,
  word: (_, window, nowUs, unit) => ({
    e: `${name}Ticker`, E: wireTime(nowUs, unit), s: window.symbol, ...changeFields(window), o: formatDecimal(window.open), h: formatDecimal(window.high), l: formatDecimal(window.low),
    c: formatDecimal(window.last), w: formatDecimal(window.weightedAverage), v: formatDecimal(window.volume), q: formatDecimal(window.quoteVolume),
    O: wireTime(window.openTimeUs, unit), C: wireTime(nowUs, unit), F: window.firstTradeId, L: window.lastTradeId, n: window.tradeCount,
  }),
})

export const TICKER_KINDS = {
  ticker: dayTicker, miniTicker, ticker_1h: rollingTicker('1h', HOUR), ticker_4h: rollingTicker('4h', 4 * HOUR), ticker_1d: rollingTicker('1d', DAY),
} as const

/** What a ticker tells of a market changes with its trades and, for some, with its book. */
const stateOf = (view: TickerVenue, symbol: string, { tellsBook }: TickerKind): string => {
  const [newest] = view.market.trades(symbol, { limit: 1 })
  return tellsBook ? `${newest?.id ?? 0} ${view.market.depth(symbol, 0).lastUpdateId}` : String(newest?.id ?? 0)
}

/** Remembers what was told of each market, and words those that changed since. */
class ChangedTickers {
  readonly #view: TickerVenue
  readonly #kind: TickerKind
  readonly #told = new Map<string, string>()

  constructor(view: TickerVenue, kind: TickerKind) {
    this.#view = view
    this.#kind = kind
  }

  /** Undefined where nothing changed since it was asked last. */
  of(symbol: string, nowUs: TimeUs): ((unit: TimeUnit) => object) | undefined {
    const state = stateOf(this.#view, symbol, this.#kind)
    if (this.#told.get(symbol) === state) return undefined
    this.#told.set(symbol, state)
    const window = this.#view.market.window(symbol, this.#kind.windowUs, nowUs)
    // Worded now: by the time it leaves the book may be another.
    const words = { MILLISECOND: this.#kind.word(this.#view, window, nowUs, 'MILLISECOND'), MICROSECOND: this.#kind.word(this.#view, window, nowUs, 'MICROSECOND') }
    return (unit) => words[unit]
  }
}

/** The ticker of one market. */
export class Ticker implements MarketStream {
  readonly symbol: string
  readonly beatMs: BeatMs = 1_000
  readonly #changed: ChangedTickers

  constructor(view: TickerVenue, symbol: string, kind: TickerKind) {
    this.symbol = symbol
    this.#changed = new ChangedTickers(view, kind)
  }

  onBeat(nowUs: TimeUs): readonly StreamMessage[] {
    const changed = this.#changed.of(this.symbol, nowUs)
    return changed ? [changed] : []
  }
}

/** The tickers of all markets that changed, as one list; the first has all. */
export class AllTickers implements MarketStream {
  readonly symbol = null
  readonly beatMs: BeatMs = 1_000
  readonly #view: TickerVenue
  readonly #changed: ChangedTickers

  constructor(view: TickerVenue, kind: TickerKind) {
    this.#view = view
    this.#changed = new ChangedTickers(view, kind)
  }

  onBeat(nowUs: TimeUs): readonly StreamMessage[] {
    const changed = this.#view.symbols().flatMap(({ name }) => this.#changed.of(name, nowUs) ?? [])
    return changed.length === 0 ? [] : [(unit) => changed.map((word) => word(unit))]
  }
}

/** The average over the last minutes, told when it changed. */
export class AveragePrice implements MarketStream {
  readonly symbol: string
  readonly beatMs: BeatMs = 1_000
  readonly #view: TickerVenue
  #told = ''

  constructor(view: TickerVenue, symbol: string) {
    this.#view = view
    this.symbol = symbol
  }

  onBeat(nowUs: TimeUs): readonly StreamMessage[] {
    const average = this.#view.market.averagePrice(this.symbol, AVERAGE_MINUTES, nowUs)
    if (!average) return []
    const text = `${average.price} ${average.closeTimeUs}`
    if (text === this.#told) return []
    this.#told = text
    return [(unit) => ({ e: 'avgPrice', E: wireTime(nowUs, unit), s: this.symbol, i: `${AVERAGE_MINUTES}m`, w: formatDecimal(average.price), T: wireTime(average.closeTimeUs, unit) })]
  }
}

const AVERAGE_MINUTES = 5

/** The price that execution rules go by, every second; null while nothing was traded of late, silence where nothing ever was. */
export class ReferencePrices implements MarketStream {
  readonly symbol: string
  readonly beatMs: BeatMs = 1_000
  readonly #market: MarketView

  constructor(market: MarketView, symbol: string) {
    this.#market = market
    this.symbol = symbol
  }

  onBeat(nowUs: TimeUs): readonly StreamMessage[] {
    const reference = this.#market.referencePrice(this.symbol, nowUs)
    if (reference === null) return []
    const price = reference.price === null ? null : formatDecimal(reference.price)
    return [(unit) => ({ e: 'referencePrice', s: this.symbol, r: price, t: wireTime(nowUs, unit) })]
  }
}
