import { type ExchangeView, KLINE_INTERVALS, type KlineInterval } from '../../exchange/exchange-view.ts'
import { HOUR } from '../../time.ts'
import { BestLevels, BookTicker, DepthChanges } from './depth-streams.ts'
import { Klines } from './kline-stream.ts'
import { type BeatMs, catalogueOf, type MarketStream, silent, type StreamCatalogue, type StreamKind } from './market-stream.ts'
import { AllTickers, AveragePrice, ReferencePrices, Ticker, TICKER_KINDS, type TickerKind } from './ticker-streams.ts'
import { AggregateTrades, Trades } from './trade-streams.ts'

/** What the streams of a spot venue read. */
export interface SpotMarket {
  readonly view: ExchangeView
}

/** The one zone besides UTC in which candles are streamed. */
const ZONE = '+08:00'
const ZONE_OFFSET_US = 8 * HOUR

const beatOf = (match: RegExpExecArray): BeatMs => (match.at(-1) === undefined ? 1_000 : 100)
const ticker = (pattern: RegExp, kind: TickerKind): StreamKind<SpotMarket> => ({ pattern, open: ({ view }, symbol) => new Ticker(view, symbol, kind) })

const KINDS: readonly StreamKind<SpotMarket>[] = [
  { pattern: /^trade$/, open: (_, symbol) => new Trades(symbol) },
  { pattern: /^aggTrade$/, open: ({ view }, symbol) => new AggregateTrades(view.market, symbol) },
  {
    pattern: new RegExp(`^kline_(${KLINE_INTERVALS.join('|')})(@${ZONE.replace('+', '\\+')})?$`),
    // The pattern names the intervals alone.
    open: ({ view }, symbol, [, interval, zone]) => new Klines(view.market, symbol, interval as KlineInterval, zone === undefined ? 0 : ZONE_OFFSET_US),
  },
  { pattern: /^bookTicker$/, open: ({ view }, symbol) => new BookTicker(view.market, symbol) },
  { pattern: /^depth(@100ms)?$/, open: (_, symbol, match) => new DepthChanges(symbol, beatOf(match)) },
  { pattern: /^depth(5|10|20)(@100ms)?$/, open: ({ view }, symbol, match) => new BestLevels(view.market, symbol, Number(match[1]), beatOf(match)) },
  { pattern: /^avgPrice$/, open: ({ view }, symbol) => new AveragePrice(view, symbol) },
  { pattern: /^referencePrice$/, open: ({ view }, symbol) => new ReferencePrices(view.market, symbol) },
  // Nobody agrees trades outside of the book here.
  { pattern: /^blockTrade$/, open: (_, symbol) => silent(symbol) },
  ...Object.entries(TICKER_KINDS).map(([name, kind]) => ticker(new RegExp(`^${name}$`), kind)),
]

const all = (kind: TickerKind) => ({ view }: SpotMarket): MarketStream => new AllTickers(view, kind)

/** Binance has retired the first; its clients still ask for it. */
const WHOLE = {
  '!ticker@arr': all(TICKER_KINDS.ticker), '!miniTicker@arr': all(TICKER_KINDS.miniTicker),
  '!ticker_1h@arr': all(TICKER_KINDS.ticker_1h), '!ticker_4h@arr': all(TICKER_KINDS.ticker_4h), '!ticker_1d@arr': all(TICKER_KINDS.ticker_1d),
}

/** The market streams of a spot venue. */
export const spotStreams = (market: SpotMarket): StreamCatalogue =>
  catalogueOf(market, { kinds: KINDS, whole: WHOLE, symbolOf: ({ view }, lowercase) => view.symbol(lowercase.toUpperCase())?.name })
