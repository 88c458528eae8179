import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { formatDecimal } from '../../../money.ts'
import { DAY, toMs } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint, type Services } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { mandatory, optional, symbolName } from '../../parameter-types.ts'
import { presentBookTicker, presentDayTicker } from '../../present/ticker.ts'
import type { FuturesView } from '../../../exchange/futures/futures-view.ts'

export const OPEN = { method: 'GET', security: 'NONE', permission: 'none' } as const
const ONE_OR_ALL = { symbol: optional(symbolName) }
const weight = (one: number, all: number) => (raw: RawParameters): number => ((raw.get('symbol') ?? '') === '' ? all : one)

interface Asked { readonly parameters: { readonly symbol: string | undefined }; readonly services: Services }

/** One contract's answer as it is, all of them in a list. */
const oneOrAll = ({ parameters: { symbol }, services: { venue } }: Asked, present: (symbol: string, futures: FuturesView, nowUs: number) => object): Answer => {
  const { futures } = venue.view
  const nowUs = venue.nowUs()
  if (symbol === undefined) return { ok: true, body: futures.contracts.map(({ name }) => present(name, futures, nowUs)) }
  return futures.contract(symbol) ? { ok: true, body: present(symbol, futures, nowUs) } : INVALID_SYMBOL
}

/** What money costs more than the coin, in eight hours. */
const INTEREST_RATE = '0.00010000'

const premiumIndex = endpoint({
  ...OPEN, path: '/fapi/v1/premiumIndex', weight: weight(1, 10), parameters: ONE_OR_ALL,
  summary: 'Mark price, index price and the funding rate as it stands',
  answer: (call) => oneOrAll(call, (symbol, futures, nowUs) => {
    const market = futures.market(symbol)
    return {
      symbol, markPrice: formatDecimal(market?.markPrice ?? 0n), indexPrice: formatDecimal(market?.indexPrice ?? 0n), estimatedSettlePrice: formatDecimal(market?.indexPrice ?? 0n),
      lastFundingRate: formatDecimal(futures.fundingRate(symbol)), interestRate: INTEREST_RATE, nextFundingTime: toMs(market?.nextFundingUs ?? 0), time: toMs(nowUs),
    }
  }),
})

const dayTicker = endpoint({
  ...OPEN, path: '/fapi/v1/ticker/24hr', weight: weight(1, 40), parameters: ONE_OR_ALL,
  summary: 'What a contract did in the last 24 hours',
  answer: (call) => oneOrAll(call, (symbol, futures, nowUs) => {
    const { prevClosePrice: _, bidPrice: __, bidQty: ___, askPrice: ____, askQty: _____, ...body } = presentDayTicker(futures.statistics.window(symbol, DAY, nowUs), futures.depth(symbol, 1), 'MILLISECOND')
    return body
  }),
})

const priceRow = (path: string, socketMethods?: readonly string[]) => endpoint({
  ...OPEN, path, ...(socketMethods && { socketMethods }), weight: weight(1, 2), parameters: ONE_OR_ALL,
  summary: 'The last price of a contract',
  answer: (call) => oneOrAll(call, (symbol, futures, nowUs) => ({ symbol, price: formatDecimal(futures.market(symbol)?.lastPrice ?? 0n), time: toMs(nowUs) })),
})

const bookTicker = endpoint({
  ...OPEN, path: '/fapi/v1/ticker/bookTicker', socketMethods: ['ticker.book'], weight: weight(2, 5), parameters: ONE_OR_ALL,
  summary: 'The best prices of a contract',
  answer: (call) => oneOrAll(call, (symbol, futures, nowUs) => ({ ...presentBookTicker(symbol, futures.depth(symbol, 1)), time: toMs(nowUs) })),
})

const openInterest = endpoint({
  ...OPEN, path: '/fapi/v1/openInterest', weight: 1, parameters: { symbol: mandatory(symbolName) },
  summary: 'How much of a contract is held',
  answer: (call) => oneOrAll(call, (symbol, futures, nowUs) => ({ symbol, openInterest: formatDecimal(futures.openInterest(symbol)), time: toMs(nowUs) })),
})

export const futuresPriceEndpoints: readonly Endpoint[] = [premiumIndex, dayTicker, priceRow('/fapi/v1/ticker/price'), priceRow('/fapi/v2/ticker/price', ['ticker.price']), bookTicker, openInterest]
