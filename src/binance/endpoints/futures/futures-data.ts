import { candleOpen } from '../../../exchange/market/interval.ts'
import { formatDecimal, UNIT } from '../../../money.ts'
import { toMs, type TimeUs } from '../../../time.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { endOfSpan, limitOf, mandatory, oneOf, optional, symbolName, time } from '../../parameter-types.ts'
import { CONTRACT_TYPES, rangeOf } from './klines.ts'
import { OPEN } from './prices.ts'

/** All of these rows together are told a thousand times in five minutes. */
const STATISTICS = { of: 1, scope: 'address', limit: { limit: 1_000, windowMs: 300_000 } } as const

const PERIODS = ['5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d'] as const
const SPAN = { period: mandatory(oneOf(PERIODS)), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(30, 500) }
const OF_SYMBOL = { symbol: mandatory(symbolName), ...SPAN }
type Asked = Call<{ readonly symbol: string; readonly period: (typeof PERIODS)[number]; readonly startTime: TimeUs | undefined; readonly endTime: TimeUs | undefined; readonly limit: number }>

/** To four decimals, cut, as the wire has these. */
const quotient = (part: bigint, whole: bigint): string => (whole === 0n ? '0.0000' : formatDecimal((part * UNIT) / whole).slice(0, -4))

/** What is known of now alone stands in the period that is under way. */
const presentPeriod = ({ parameters: { symbol, period, startTime = 0, endTime = Infinity }, services: { venue } }: Asked, tell: (timestamp: number) => object): Answer => {
  if (!venue.view.futures.contract(symbol)) return INVALID_SYMBOL
  const openUs = candleOpen(period, venue.nowUs())
  return { ok: true, body: openUs >= startTime && openUs <= endTime ? [tell(toMs(openUs))] : [] }
}

const openInterest = endpoint({
  ...OPEN, path: '/futures/data/openInterestHist', weight: STATISTICS, parameters: OF_SYMBOL,
  summary: 'How much of a contract is held: as it stands, for its past is not kept',
  answer: (call) => presentPeriod(call, (timestamp) => {
    const { symbol } = call.parameters
    const { futures } = call.services.venue.view
    const held = futures.openInterest(symbol)
    return { symbol, sumOpenInterest: formatDecimal(held), sumOpenInterestValue: formatDecimal((held * (futures.market(symbol)?.markPrice ?? 0n)) / UNIT), CMCCirculatingSupply: '0.00000000', timestamp }
  }),
})

const allAccounts = endpoint({
  ...OPEN, path: '/futures/data/globalLongShortAccountRatio', weight: STATISTICS, parameters: OF_SYMBOL,
  summary: 'How many accounts hold a contract long and how many short: as it stands, for its past is not kept',
  answer: (call) => presentPeriod(call, (timestamp) => {
    const { symbol } = call.parameters
    const { longs, shorts } = call.services.venue.view.futures.holders(symbol)
    const [long, short] = [BigInt(longs), BigInt(shorts)]
    return { symbol, longShortRatio: quotient(long, short), longAccount: quotient(long, long + short), shortAccount: quotient(short, long + short), timestamp }
  }),
})

const topTraders = (path: string) => endpoint({
  ...OPEN, path, weight: STATISTICS, parameters: OF_SYMBOL,
  summary: 'What the greatest accounts hold long and short: nobody is one of them here',
  answer: ({ parameters: { symbol }, services: { venue } }): Answer => (venue.view.futures.contract(symbol) ? { ok: true, body: [] } : INVALID_SYMBOL),
})

const takerVolume = endpoint({
  ...OPEN, path: '/futures/data/takerlongshortRatio', weight: STATISTICS, parameters: OF_SYMBOL,
  summary: 'How much takers bought of a contract and how much they sold',
  answer: ({ parameters, services: { venue } }): Answer => {
    const { futures } = venue.view
    if (!futures.contract(parameters.symbol)) return INVALID_SYMBOL
    return {
      ok: true,
      body: futures.statistics.klines(parameters.symbol, parameters.period, rangeOf(parameters, venue.nowUs())).map(({ openTimeUs, volume, takerBuyVolume }) => ({
        buySellRatio: quotient(takerBuyVolume, volume - takerBuyVolume), sellVol: formatDecimal(volume - takerBuyVolume), buyVol: formatDecimal(takerBuyVolume), timestamp: toMs(openTimeUs),
      })),
    }
  },
})

const basis = endpoint({
  ...OPEN, path: '/futures/data/basis', weight: STATISTICS, parameters: { pair: mandatory(symbolName), contractType: mandatory(oneOf(CONTRACT_TYPES)), ...SPAN },
  summary: 'How far a contract stood from its index at the end of each period',
  answer: ({ parameters, services: { venue } }): Answer => {
    const { pair, contractType, period } = parameters
    const { futures, market } = venue.view
    if (!futures.contract(pair) || contractType !== 'PERPETUAL') return INVALID_SYMBOL
    const range = rangeOf(parameters, venue.nowUs())
    const indices = new Map(market.klines(pair, period, range).map(({ openTimeUs, close }) => [openTimeUs, close]))
    return {
      ok: true,
      body: futures.statistics.klines(pair, period, range).flatMap(({ openTimeUs, close }) => {
        const index = indices.get(openTimeUs)
        if (index === undefined) return []
        return [{ indexPrice: formatDecimal(index), contractType, basisRate: quotient(close - index, index), futuresPrice: formatDecimal(close), annualizedBasisRate: '', basis: formatDecimal(close - index), pair, timestamp: toMs(openTimeUs) }]
      }),
    }
  },
})

const deliveryPrices = endpoint({
  ...OPEN, path: '/futures/data/delivery-price', weight: STATISTICS, parameters: { pair: mandatory(symbolName) },
  summary: 'At which prices contracts of a pair were delivered: none here ever is',
  answer: ({ parameters: { pair }, services: { venue } }): Answer => (venue.view.futures.contract(pair) ? { ok: true, body: [] } : INVALID_SYMBOL),
})

/** `/futures/data`: what the markets of contracts did by the period. */
export const futuresDataEndpoints: readonly Endpoint[] = [
  openInterest, allAccounts, topTraders('/futures/data/topLongShortAccountRatio'), topTraders('/futures/data/topLongShortPositionRatio'), takerVolume, basis, deliveryPrices,
]
