import type { ExchangeEvent } from '../../exchange/event.ts'
import { type ExchangeView, KLINE_INTERVALS, type KlineInterval, type MarketView, type WalletView } from '../../exchange/exchange-view.ts'
import { COLLATERAL, CONTRACT_OF } from '../../exchange/futures/contract.ts'
import type { FuturesView } from '../../exchange/futures/futures-view.ts'
import type { TimeUs } from '../../time.ts'
import type { TimeUnit } from '../wire-time.ts'
import { wireTime } from '../wire-time.ts'
import { BestLevels, BookTicker, DepthChanges } from './depth-streams.ts'
import { ContractChanges, ForcedOrders, MarkPrices, USD_MARGINED } from './futures-state-streams.ts'
import { Klines } from './kline-stream.ts'
import { AssetIndices } from './margin-asset-streams.ts'
import { type BeatMs, catalogueOf, type MarketStream, silent, type StreamCatalogue, type StreamKind, type StreamMessage } from './market-stream.ts'
import { AllTickers, Ticker, TICKER_KINDS, type TickerKind, type TickerVenue } from './ticker-streams.ts'
import { AggregateTrades, Trades } from './trade-streams.ts'

/** What the streams of a futures venue read: its room, and its markets in the words of spot's. */
interface FuturesVenue extends TickerVenue {
  readonly futures: FuturesView
  readonly wallet: WalletView
}

/** An event, whose members are looked at by name. */
type Body = Readonly<Record<string, unknown>>
type Reword = (body: Body, timeUs: TimeUs, unit: TimeUnit) => unknown

const marketOf = (view: ExchangeView): MarketView => {
  const fold = () => view.futures.statistics
  return {
    depth: (symbol, limit) => view.futures.depth(symbol, limit), referencePrice: () => null, lastPrice: (symbol) => view.futures.market(symbol)?.lastPrice ?? null,
    trades: (symbol, range) => fold().trades(symbol, range), aggregateTrades: (symbol, range) => fold().aggregateTrades(symbol, range),
    klines: (symbol, interval, range) => fold().klines(symbol, interval, range), window: (symbol, windowUs, nowUs) => fold().window(symbol, windowUs, nowUs),
    since: (symbol, startUs, nowUs) => fold().since(symbol, startUs, nowUs), averagePrice: (symbol, minutes, nowUs) => fold().averagePrice(symbol, minutes, nowUs),
  }
}

/** Trades and books of futures in the words of spot's: the streams of both are the same but for what their messages carry. */
const asSpot = (events: readonly ExchangeEvent[]): ExchangeEvent[] => events.flatMap((one): ExchangeEvent[] => {
  if (one.kind !== 'futures') return []
  const { event } = one
  if (event.what === 'trade') return [{ kind: 'trade', trade: event.trade, buyerOrderId: 0, sellerOrderId: 0 }]
  if (event.what !== 'depth') return []
  const { symbol, side, price, quantity, updateId } = event
  return [{ kind: 'depth', symbol, side, price, quantity, updateId }]
})

/** A stream of spot's kind over the futures' markets, with its messages as futures has them. */
class Reworded implements MarketStream {
  readonly symbol: string | null
  readonly beatMs: BeatMs | null
  readonly onCommand?: (events: readonly ExchangeEvent[], timeUs: TimeUs) => readonly StreamMessage[]
  readonly onBeat?: (nowUs: TimeUs) => readonly StreamMessage[]

  constructor(inner: MarketStream, reword: Reword, beatMs = inner.beatMs) {
    this.symbol = inner.symbol
    this.beatMs = beatMs
    // What spot's streams tell are plain objects.
    const worded = (messages: readonly StreamMessage[], timeUs: TimeUs): StreamMessage[] => messages.map((message) => (unit) => reword(message(unit) as Body, timeUs, unit))
    if (inner.onCommand) this.onCommand = (events, timeUs) => worded(inner.onCommand?.(asSpot(events), timeUs) ?? [], timeUs)
    if (inner.onBeat) this.onBeat = (nowUs) => worded(inner.onBeat?.(nowUs) ?? [], nowUs)
  }
}

const asIs: Reword = (body) => body
const withoutSpotFlag: Reword = ({ M: _, ...body }) => body
/** The pair of a perpetual contract is named as the contract is. */
const paired = (body: Body): Body => ({ ...body, ps: body.s, st: USD_MARGINED })
/** No order for retail alone is ever part of a trade here, so the quantity without those is the quantity. */
const aggregateTrade: Reword = ({ M: _, ...body }) => ({ ...body, nq: body.q, st: USD_MARGINED })
const bookTicker: Reword = (body, timeUs, unit) => paired({ e: 'bookTicker', ...body, E: wireTime(timeUs, unit), T: wireTime(timeUs, unit) })

/** Ids of a book have no gaps, so what was told before ends one below what this begins with. */
const depth: Reword = ({ e, E, s, U, u, b, a }) => paired({ e, E, T: E, s, U, u, pu: Number(U) - 1, b, a })

/** The best levels as they stand behind the change `u`. */
const bestLevels = (symbol: string): Reword => ({ lastUpdateId, bids, asks }, timeUs, unit) =>
  paired({ e: 'depthUpdate', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit), s: symbol, U: lastUpdateId, u: lastUpdateId, pu: Number(lastUpdateId) - 1, b: bids, a: asks })

const continuousKline: Reword = ({ E, s, k }) => {
  const { s: _, ...candle } = k as Body
  return { e: 'continuous_kline', E, ps: s, ct: 'PERPETUAL', k: candle }
}

/** Without the last close before the day and without the book, which futures does not tell. */
const dayTicker: TickerKind = {
  ...TICKER_KINDS.ticker, tellsBook: false,
  word: (venue, window, nowUs, unit) => {
    const { x: _x, b: _b, B: _B, a: _a, A: _A, ...told } = TICKER_KINDS.ticker.word(venue, window, nowUs, unit) as Body
    return paired(told)
  },
}

const dayMiniTicker: TickerKind = { ...TICKER_KINDS.miniTicker, word: (...around) => paired(TICKER_KINDS.miniTicker.word(...around) as Body) }

class AllBookTickers implements MarketStream {
  readonly symbol = null
  readonly beatMs = null
  readonly #each: readonly MarketStream[]

  constructor({ market, symbols }: FuturesVenue) {
    this.#each = symbols().map(({ name }) => new Reworded(new BookTicker(market, name), bookTicker))
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly StreamMessage[] {
    return this.#each.flatMap((stream) => stream.onCommand?.(events, timeUs) ?? [])
  }
}

// The patterns name speeds that are beats, and intervals alone.
const speedOf = (speed: string | undefined): BeatMs => Number(speed ?? 250) as BeatMs
const intervalOf = (interval: string | undefined): KlineInterval => interval as KlineInterval
const INTERVALS = KLINE_INTERVALS.filter((interval) => interval !== '1s').join('|')

const KINDS: readonly StreamKind<FuturesVenue>[] = [
  { pattern: /^aggTrade$/, open: ({ market }, symbol) => new Reworded(new AggregateTrades(market, symbol), aggregateTrade) },
  { pattern: /^trade$/, open: (_, symbol) => new Reworded(new Trades(symbol), withoutSpotFlag) },
  { pattern: /^markPrice(@1s)?$/, open: ({ futures }, symbol, [, fast]) => new MarkPrices(futures, symbol, fast ? 1_000 : 3_000) },
  { pattern: new RegExp(`^kline_(${INTERVALS})$`), open: ({ market }, symbol, [, interval]) => new Reworded(new Klines(market, symbol, intervalOf(interval), 0), asIs, 250) },
  { pattern: /^miniTicker$/, open: (venue, symbol) => new Ticker(venue, symbol, dayMiniTicker) },
  { pattern: /^ticker$/, open: (venue, symbol) => new Ticker(venue, symbol, dayTicker) },
  { pattern: /^bookTicker$/, open: ({ market }, symbol) => new Reworded(new BookTicker(market, symbol), bookTicker) },
  { pattern: /^forceOrder$/, open: (_, symbol) => new ForcedOrders(symbol) },
  { pattern: /^depth(?:@(100|250|500)ms)?$/, open: (_, symbol, [, speed]) => new Reworded(new DepthChanges(symbol, speedOf(speed)), depth) },
  // No orders for retail alone are taken, so the book with them is the book.
  { pattern: /^rpiDepth@500ms$/, open: (_, symbol) => new Reworded(new DepthChanges(symbol, 500), depth) },
  // No contract here follows a composite index.
  { pattern: /^compositeIndex$/, open: (_, symbol) => silent(symbol) },
  { pattern: /^depth(5|10|20)(?:@(100|250|500)ms)?$/, open: ({ market }, symbol, [, levels, speed]) => new Reworded(new BestLevels(market, symbol, Number(levels), speedOf(speed)), bestLevels(symbol)) },
]

const CONTINUOUS: readonly StreamKind<FuturesVenue>[] = [
  { pattern: new RegExp(`^continuousKline_(${INTERVALS})$`), open: ({ market }, symbol, [, interval]) => new Reworded(new Klines(market, symbol, intervalOf(interval), 0), continuousKline, 250) },
]

const ASSETS: readonly StreamKind<FuturesVenue>[] = [{ pattern: /^assetIndex$/, open: ({ wallet }, symbol) => new AssetIndices(wallet, symbol) }]
const ASSET_INDICES: ReadonlySet<string> = new Set([...COLLATERAL.keys()].filter((asset) => asset !== 'USDT').map((asset) => `${asset}USD`))

const WHOLE: Readonly<Record<string, (venue: FuturesVenue) => MarketStream>> = {
  '!markPrice@arr': ({ futures }) => new MarkPrices(futures, null, 3_000), '!markPrice@arr@1s': ({ futures }) => new MarkPrices(futures, null, 1_000),
  '!ticker@arr': (venue) => new AllTickers(venue, dayTicker), '!miniTicker@arr': (venue) => new AllTickers(venue, dayMiniTicker),
  '!bookTicker': (venue) => new AllBookTickers(venue), '!forceOrder@arr': () => new ForcedOrders(null), '!contractInfo': ({ futures }) => new ContractChanges(futures),
  '!assetIndex@arr': ({ wallet }) => new AssetIndices(wallet, null),
  // Sessions are those of shares and goods, on which there are no contracts here.
  tradingSession: () => silent(null),
}

/** The market streams of a venue's contracts. */
export const futuresStreams = ({ view }: { readonly view: ExchangeView }): StreamCatalogue => {
  const venue: FuturesVenue = { futures: view.futures, wallet: view.wallet, market: marketOf(view), symbols: () => view.futures.contracts }
  const named = (suffix: string) => (_: FuturesVenue, lowercase: string): string | undefined => {
    const symbol = lowercase.endsWith(suffix) ? lowercase.slice(0, lowercase.length - suffix.length).toUpperCase() : ''
    return CONTRACT_OF.has(symbol) ? symbol : undefined
  }
  const plain = catalogueOf(venue, { kinds: KINDS, whole: WHOLE, symbolOf: named('') })
  const continuous = catalogueOf(venue, { kinds: CONTINUOUS, whole: {}, symbolOf: named('_perpetual') })
  const assets = catalogueOf(venue, { kinds: ASSETS, whole: {}, symbolOf: (_, lowercase) => (ASSET_INDICES.has(lowercase.toUpperCase()) ? lowercase.toUpperCase() : undefined) })
  return { open: (name) => plain.open(name) ?? continuous.open(name) ?? assets.open(name) }
}
