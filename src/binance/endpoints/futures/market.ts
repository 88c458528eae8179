import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { formatDecimal, UNIT } from '../../../money.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Call, type Endpoint, endpoint, type Services } from '../../endpoint.ts'
import { errorAnswer, INVALID_SYMBOL } from '../../errors.ts'
import { badCombination, endOfSpan, integer, limitOf, mandatory, optional, symbolName, time, withDefault } from '../../parameter-types.ts'
import { assetIndices } from '../../present/futures/asset-index.ts'
import { presentDepth } from '../../present/ticker.ts'
import { presentAggregateTrade, presentTrade } from '../../present/trade.ts'
import { OPEN } from './prices.ts'

const DEPTH_LIMIT = 500
const DEPTHS = ['5', '10', '20', '50', '100', '500', '1000']

const depthWeight = (raw: RawParameters): number => {
  const limit = Number(raw.get('limit') ?? DEPTH_LIMIT)
  return limit >= 1000 ? 20 : limit >= 500 ? 10 : limit >= 100 ? 5 : 2
}

const badDepth = (limit: number): Answer => errorAnswer(-4021, `'${limit}' is not valid depth limit.`)

const bookOf = (venue: Services['venue'], symbol: string, limit: number) => {
  const nowMs = toMs(venue.nowUs())
  return { ...presentDepth(venue.view.futures.depth(symbol, limit)), E: nowMs, T: nowMs }
}

const depth = endpoint({
  ...OPEN, path: '/fapi/v1/depth', socketMethods: ['depth'], weight: depthWeight, parameters: { symbol: mandatory(symbolName), limit: withDefault(integer, DEPTH_LIMIT) },
  summary: 'The order book of a contract, best prices first',
  answer: ({ parameters: { symbol, limit }, services: { venue } }): Answer => {
    if (!venue.view.futures.contract(symbol)) return INVALID_SYMBOL
    return DEPTHS.includes(String(limit)) ? { ok: true, body: bookOf(venue, symbol, limit) } : badDepth(limit)
  },
})

const RPI_LIMIT = 1000

/** The venue takes no orders for retail alone (`RPI`), so that the book with them is the book. */
const rpiDepth = endpoint({
  ...OPEN, path: '/fapi/v1/rpiDepth', weight: 20, parameters: { symbol: mandatory(symbolName), limit: withDefault(integer, RPI_LIMIT) },
  summary: 'The order book of a contract with the orders for retail alone, of which there are none here',
  answer: ({ parameters: { symbol, limit }, services: { venue } }): Answer => {
    if (!venue.view.futures.contract(symbol)) return INVALID_SYMBOL
    return limit === RPI_LIMIT ? { ok: true, body: bookOf(venue, symbol, limit) } : badDepth(limit)
  },
})

type Trading = Call<{ readonly symbol: string; readonly limit: number; readonly fromId?: number | undefined }>

const tradesOf = ({ parameters: { symbol, limit, fromId }, services: { venue: { view: { futures } } } }: Trading): Answer => (futures.contract(symbol)
  ? {
      ok: true,
      body: futures.statistics.trades(symbol, { limit, ...(fromId !== undefined && { fromId }) }).map((trade) => {
        const { isBestMatch: _, ...body } = presentTrade(trade, 'MILLISECOND')
        return { ...body, isRPITrade: false }
      }),
    }
  : INVALID_SYMBOL)

const trades = endpoint({
  ...OPEN, path: '/fapi/v1/trades', weight: 5, parameters: { symbol: mandatory(symbolName), limit: limitOf(500, 1000) },
  summary: 'The newest trades of a contract',
  answer: (call) => tradesOf(call),
})

const historicalTrades = endpoint({
  method: 'GET', path: '/fapi/v1/historicalTrades', security: 'MARKET_DATA', permission: 'anyKey', weight: 20, parameters: { symbol: mandatory(symbolName), limit: limitOf(100, 500), fromId: optional(integer) },
  summary: 'Older trades of a contract, from a trade id on',
  answer: (call) => tradesOf(call),
})

const aggregateTrades = endpoint({
  ...OPEN, path: '/fapi/v1/aggTrades', weight: 20, parameters: { symbol: mandatory(symbolName), fromId: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(500, 1000) },
  check: ({ fromId, startTime, endTime }) => (fromId !== undefined && (startTime ?? endTime) !== undefined ? badCombination : undefined),
  summary: 'Trades of one taker order at one price, as one',
  answer: ({ parameters: { symbol, fromId, startTime, endTime, limit }, services: { venue: { view: { futures } } } }): Answer => {
    if (!futures.contract(symbol)) return INVALID_SYMBOL
    const range = { limit, ...(fromId !== undefined && { fromId }), ...(startTime !== undefined && { startUs: startTime }), ...(endTime !== undefined && { endUs: endTime }) }
    return {
      ok: true,
      body: futures.statistics.aggregateTrades(symbol, range).map((trade) => {
        const { M: _, ...body } = presentAggregateTrade(trade, 'MILLISECOND')
        return { ...body, nq: body.q }
      }),
    }
  },
})

/** Rates are told at most five hundred times in five minutes. */
const RATES = { of: 1, scope: 'address', limit: { limit: 500, windowMs: 300_000 } } as const

const fundingRate = endpoint({
  ...OPEN, path: '/fapi/v1/fundingRate', weight: RATES, parameters: { symbol: optional(symbolName), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(100, 1000) },
  summary: 'Funding that was paid, oldest first',
  answer: ({ parameters: { symbol, startTime = 0, endTime = Infinity, limit }, services: { venue: { view: { futures } } } }): Answer => {
    if (symbol !== undefined && !futures.contract(symbol)) return INVALID_SYMBOL
    if (startTime > endTime) return errorAnswer(-1023, 'Start time is greater than end time.')
    const found = futures.contracts.filter(({ name }) => symbol === undefined || name === symbol).flatMap(({ name }) => futures.market(name)?.funding ?? [])
      .filter(({ timeUs }) => timeUs >= startTime && timeUs <= endTime).sort((a, b) => a.timeUs - b.timeUs)
    return {
      ok: true,
      body: (startTime > 0 ? found.slice(0, limit) : found.slice(-limit)).map((paid) => ({ symbol: paid.symbol, fundingRate: formatDecimal(paid.rate), fundingTime: toMs(paid.timeUs), markPrice: formatDecimal(paid.markPrice) })),
    }
  },
})

const USUAL_HOURS = 8

const fundingInfo = endpoint({
  ...OPEN, path: '/fapi/v1/fundingInfo', weight: RATES, parameters: {},
  summary: 'Contracts whose funding is not paid every eight hours',
  answer: ({ services: { venue: { view: { futures } } } }) => ({
    ok: true,
    body: futures.contracts.filter(({ name }) => (futures.market(name)?.fundingHours ?? USUAL_HOURS) !== USUAL_HOURS).map(({ name }) => ({
      symbol: name, adjustedFundingRateCap: '0.02000000', adjustedFundingRateFloor: '-0.02000000', fundingIntervalHours: futures.market(name)?.fundingHours ?? USUAL_HOURS, disclaimer: false,
    })),
  }),
})

const constituents = endpoint({
  ...OPEN, path: '/fapi/v1/constituents', weight: 2, parameters: { symbol: mandatory(symbolName) },
  summary: 'What the index of a contract is made of: the spot market of the same name, here',
  answer: ({ parameters: { symbol }, services: { venue } }): Answer => {
    const market = venue.view.futures.market(symbol)
    return market === undefined ? INVALID_SYMBOL : { ok: true, body: { symbol, time: toMs(venue.nowUs()), constituents: [{ exchange: 'bitting', symbol, price: formatDecimal(market.indexPrice), weight: formatDecimal(UNIT) }] } }
  },
})

const indexInfo = endpoint({
  ...OPEN, path: '/fapi/v1/indexInfo', weight: 1, parameters: { symbol: optional(symbolName) },
  summary: 'What composite indices are made of: no contract here follows one',
  answer: ({ parameters: { symbol } }): Answer => (symbol === undefined ? { ok: true, body: [] } : INVALID_SYMBOL),
})

const assetIndex = endpoint({
  ...OPEN, path: '/fapi/v1/assetIndex', weight: 1, parameters: { symbol: optional(symbolName) },
  summary: 'What assets are worth as margin in multi-assets mode',
  answer: ({ parameters: { symbol }, services: { venue } }): Answer => {
    const rows = assetIndices(venue.view.wallet).map(({ symbol: name, index, buffer, bid, ask }) => ({
      symbol: name, time: toMs(venue.nowUs()), index, bidBuffer: buffer, askBuffer: buffer, bidRate: bid, askRate: ask,
      autoExchangeBidBuffer: buffer, autoExchangeAskBuffer: buffer, autoExchangeBidRate: bid, autoExchangeAskRate: ask,
    }))
    if (symbol === undefined) return { ok: true, body: rows }
    const one = rows.find((row) => row.symbol === symbol)
    return one === undefined ? INVALID_SYMBOL : { ok: true, body: one }
  },
})

export const futuresMarketEndpoints: readonly Endpoint[] = [depth, rpiDepth, indexInfo, trades, historicalTrades, aggregateTrades, fundingRate, fundingInfo, constituents, assetIndex]
