import { KLINE_INTERVALS } from '../../../exchange/exchange-view.ts'
import type { RawParameters } from '../../../gate/raw-parameters.ts'
import type { TimeUs } from '../../../time.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { endOfSpan, limitOf, mandatory, oneOf, optional, symbolName, time } from '../../parameter-types.ts'
import { presentKline } from '../../present/kline.ts'
import { OPEN } from './prices.ts'

export const klineWeight = (raw: RawParameters): number => {
  const limit = Number(raw.get('limit') ?? 500)
  return limit > 1000 ? 10 : limit >= 500 ? 5 : limit >= 100 ? 2 : 1
}

/** Futures have no candles of a second. */
const FUTURES_INTERVALS = KLINE_INTERVALS.filter((interval) => interval !== '1s')
export const KLINE_RANGE = { interval: mandatory(oneOf(FUTURES_INTERVALS, { code: -1120, message: 'Invalid interval.' })), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(500, 1500) }

interface Asked { readonly interval: (typeof FUTURES_INTERVALS)[number]; readonly startTime: TimeUs | undefined; readonly endTime: TimeUs | undefined; readonly limit: number }
type Candles = Pick<Call<Asked>, 'parameters' | 'services'>

export const rangeOf = ({ startTime, endTime, limit }: Pick<Asked, 'startTime' | 'endTime' | 'limit'>, nowUs: TimeUs) => ({ limit, nowUs, ...(startTime !== undefined && { startUs: startTime }), ...(endTime !== undefined && { endUs: endTime }) })

const candles = ({ parameters, services: { venue } }: Candles, symbol: string): Answer => {
  const { futures } = venue.view
  if (!futures.contract(symbol)) return INVALID_SYMBOL
  return { ok: true, body: futures.statistics.klines(symbol, parameters.interval, rangeOf(parameters, venue.nowUs())).map((kline) => presentKline(kline, 'MILLISECOND')) }
}

const klines = endpoint({
  ...OPEN, path: '/fapi/v1/klines', weight: klineWeight, parameters: { symbol: mandatory(symbolName), ...KLINE_RANGE },
  summary: 'Candles of a contract',
  answer: (call) => candles(call, call.parameters.symbol),
})

export const CONTRACT_TYPES = ['PERPETUAL', 'CURRENT_QUARTER', 'NEXT_QUARTER'] as const

const continuousKlines = endpoint({
  ...OPEN, path: '/fapi/v1/continuousKlines', weight: klineWeight, parameters: { pair: mandatory(symbolName), contractType: mandatory(oneOf(CONTRACT_TYPES)), ...KLINE_RANGE },
  summary: 'Candles of the contracts of a pair that follow each other: a perpetual contract is its own follower',
  answer: (call) => (call.parameters.contractType === 'PERPETUAL' ? candles(call, call.parameters.pair) : INVALID_SYMBOL),
})

export const futuresKlineEndpoints: readonly Endpoint[] = [klines, continuousKlines]
