import type { FuturesMarket } from '../../../exchange/futures/futures-state.ts'
import { valueCandles } from '../../../exchange/futures/value-candles.ts'
import { formatDecimal } from '../../../money.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { mandatory, symbolName } from '../../parameter-types.ts'
import { KLINE_RANGE, klineWeight, rangeOf } from './klines.ts'
import { OPEN } from './prices.ts'

interface Told { readonly openTimeUs: number; readonly closeTimeUs: number; readonly open: bigint; readonly high: bigint; readonly low: bigint; readonly close: bigint; readonly samples: number }

/** Nothing is traded at these values: where a candle has volumes there are zeros, and where it has trades how often it was looked at. */
const present = ({ openTimeUs, closeTimeUs, open, high, low, close, samples }: Told) =>
  [toMs(openTimeUs), ...[open, high, low, close].map((value) => formatDecimal(value)), '0', toMs(closeTimeUs), '0', samples, '0', '0', '0']

const valueKlines = (path: string, summary: string, of: (market: Readonly<FuturesMarket>) => FuturesMarket['marks']) => endpoint({
  ...OPEN, path, weight: klineWeight, parameters: { symbol: mandatory(symbolName), ...KLINE_RANGE }, summary,
  answer: ({ parameters, services: { venue } }): Answer => {
    const market = venue.view.futures.market(parameters.symbol)
    if (market === undefined) return INVALID_SYMBOL
    return { ok: true, body: valueCandles(of(market), parameters.interval, rangeOf(parameters, venue.nowUs())).map(({ openUs, closeUs, ...values }) => present({ ...values, openTimeUs: openUs, closeTimeUs: closeUs })) }
  },
})

/** The index is the last price of the spot market of the same name, so that its candles are the market's. */
const indexPriceKlines = endpoint({
  ...OPEN, path: '/fapi/v1/indexPriceKlines', weight: klineWeight, parameters: { pair: mandatory(symbolName), ...KLINE_RANGE },
  summary: 'Candles of the index price of a pair',
  answer: ({ parameters, services: { venue } }): Answer => {
    if (!venue.view.futures.contract(parameters.pair)) return INVALID_SYMBOL
    return { ok: true, body: venue.view.market.klines(parameters.pair, parameters.interval, rangeOf(parameters, venue.nowUs())).map((kline) => present({ ...kline, samples: kline.tradeCount })) }
  },
})

export const valueKlineEndpoints: readonly Endpoint[] = [
  indexPriceKlines, valueKlines('/fapi/v1/markPriceKlines', 'Candles of the mark price of a contract', ({ marks }) => marks),
  valueKlines('/fapi/v1/premiumIndexKlines', 'Candles of how far the book of a contract stands from its index, as a part of it', ({ premiums }) => premiums),
]
