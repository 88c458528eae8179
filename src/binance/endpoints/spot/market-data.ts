import { type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { badCombination, endOfSpan, integer, klineInterval, limitOf, mandatory, optional, symbolName, symbolStatus, time, withDefault } from '../../parameter-types.ts'
import { presentKline } from '../../present/kline.ts'
import { presentDepth } from '../../present/ticker.ts'
import { presentAggregateTrade, presentTrade } from '../../present/trade.ts'
import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { formatDecimal } from '../../../money.ts'
import { timeZone } from '../../time-zone.ts'
import { wireTime } from '../../wire-time.ts'
import { STATUS_MISMATCH } from './ticker-selection.ts'

const DEPTH_LIMIT = 100

const depthWeight = (raw: RawParameters): number => {
  const limit = Number(raw.get('limit') ?? DEPTH_LIMIT)
  return limit > 1000 ? 250 : limit > 500 ? 50 : limit > 100 ? 25 : 5
}

const depth = endpoint({
  method: 'GET', path: '/api/v3/depth', socketMethods: ['depth'], formerPaths: ['/api/v1/depth'], security: 'NONE', permission: 'none', weight: depthWeight,
  parameters: { symbol: mandatory(symbolName), limit: limitOf(DEPTH_LIMIT, 5000), symbolStatus: optional(symbolStatus) },
  summary: 'The order book, best prices first.',
  answer: ({ parameters: { symbol, limit, symbolStatus: status }, services: { venue: { view } } }) => {
    const definition = view.symbol(symbol)
    if (!definition) return INVALID_SYMBOL
    if (status !== undefined && definition.status !== status) return STATUS_MISMATCH
    return { ok: true, body: presentDepth(view.market.depth(symbol, limit)) }
  },
})

const trades = endpoint({
  method: 'GET', path: '/api/v3/trades', socketMethods: ['trades.recent'], formerPaths: ['/api/v1/trades'], security: 'NONE', permission: 'none', weight: 25,
  parameters: { symbol: mandatory(symbolName), limit: limitOf(500, 1000) },
  summary: 'The newest trades of a market.',
  answer: ({ parameters: { symbol, limit }, timeUnit, services: { venue: { view } } }) =>
    view.symbol(symbol) ? { ok: true, body: view.market.trades(symbol, { limit }).map((trade) => presentTrade(trade, timeUnit)) } : INVALID_SYMBOL,
})

const historicalTrades = endpoint({
  method: 'GET', path: '/api/v3/historicalTrades', socketMethods: ['trades.historical'], formerPaths: ['/api/v1/historicalTrades'], security: 'NONE', permission: 'none', weight: 25,
  parameters: { symbol: mandatory(symbolName), limit: limitOf(500, 1000), fromId: optional(integer) },
  summary: 'Older trades of a market, from a trade id on.',
  answer: ({ parameters: { symbol, limit, fromId }, timeUnit, services: { venue: { view } } }) =>
    view.symbol(symbol)
      ? { ok: true, body: view.market.trades(symbol, { limit, ...(fromId !== undefined && { fromId }) }).map((trade) => presentTrade(trade, timeUnit)) }
      : INVALID_SYMBOL,
})

const blockTrades = endpoint({
  method: 'GET', path: '/api/v3/historicalBlockTrades', socketMethods: ['blockTrades.historical'], security: 'NONE', permission: 'none', weight: 25,
  parameters: { symbol: mandatory(symbolName), fromId: optional(integer), limit: limitOf(500, 1000) },
  summary: 'Trades agreed outside of the book: here nobody agrees any.',
  answer: ({ parameters: { symbol }, services: { venue: { view } } }) => (view.symbol(symbol) ? { ok: true, body: [] } : INVALID_SYMBOL),
})

const aggregateTrades = endpoint({
  method: 'GET', path: '/api/v3/aggTrades', socketMethods: ['trades.aggregate'], formerPaths: ['/api/v1/aggTrades'], security: 'NONE', permission: 'none', weight: 4,
  parameters: { symbol: mandatory(symbolName), fromId: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(500, 1000) },
  check: ({ fromId, startTime, endTime }) => (fromId !== undefined && (startTime ?? endTime) !== undefined ? badCombination : undefined),
  summary: 'Trades of one taker order at one price, as one.',
  answer: ({ parameters: { symbol, fromId, startTime, endTime, limit }, timeUnit, services: { venue: { view } } }) => {
    if (!view.symbol(symbol)) return INVALID_SYMBOL
    const range = { limit, ...(fromId !== undefined && { fromId }), ...(startTime !== undefined && { startUs: startTime }), ...(endTime !== undefined && { endUs: endTime }) }
    return { ok: true, body: view.market.aggregateTrades(symbol, range).map((trade) => presentAggregateTrade(trade, timeUnit)) }
  },
})

const klineRow = (path: string, method: string, summary: string, formerPaths: readonly string[] = []): Endpoint => endpoint({
  method: 'GET', path, socketMethods: [method], formerPaths, security: 'NONE', permission: 'none', weight: 2,
  parameters: {
    symbol: mandatory(symbolName), interval: mandatory(klineInterval), startTime: optional(time), endTime: optional(endOfSpan),
    timeZone: withDefault(timeZone, 0), limit: limitOf(500, 1000),
  },
  summary,
  answer: ({ parameters: { symbol, interval, startTime, endTime, timeZone: zoneOffsetUs, limit }, timeUnit, services: { venue } }) => {
    if (!venue.view.symbol(symbol)) return INVALID_SYMBOL
    const range = { limit, zoneOffsetUs, nowUs: venue.nowUs(), ...(startTime !== undefined && { startUs: startTime }), ...(endTime !== undefined && { endUs: endTime }) }
    return { ok: true, body: venue.view.market.klines(symbol, interval, range).map((kline) => presentKline(kline, timeUnit)) }
  },
})

/** Over how many minutes the average price of a market goes where no filter of it says otherwise. */
const AVERAGE_MINUTES = 5

const averagePrice = endpoint({
  method: 'GET', path: '/api/v3/avgPrice', socketMethods: ['avgPrice'], security: 'NONE', permission: 'none', weight: 2,
  parameters: { symbol: mandatory(symbolName) },
  summary: 'Volume-weighted average price of the last minutes.',
  answer: ({ parameters: { symbol }, timeUnit, services: { venue } }) => {
    if (!venue.view.symbol(symbol)) return INVALID_SYMBOL
    const nowUs = venue.nowUs()
    const average = venue.view.market.averagePrice(symbol, AVERAGE_MINUTES, nowUs)
    return { ok: true, body: { mins: AVERAGE_MINUTES, price: formatDecimal(average?.price ?? 0n), closeTime: wireTime(average?.closeTimeUs ?? nowUs, timeUnit) } }
  },
})

export const marketDataEndpoints: readonly Endpoint[] = [
  depth, trades, historicalTrades, blockTrades, aggregateTrades,
  klineRow('/api/v3/klines', 'klines', 'Candles of a market.', ['/api/v1/klines']),
  klineRow('/api/v3/uiKlines', 'uiKlines', 'Candles of a market, for presentation.'),
  averagePrice,
]
