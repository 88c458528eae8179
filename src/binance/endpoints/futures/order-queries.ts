import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { DAY } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer, INVALID_SYMBOL } from '../../errors.ts'
import { badCombination, integer, limitOf, mandatory, optional, symbolName } from '../../parameter-types.ts'
import { presentAmendment, presentFuturesFill, presentFuturesOrder } from '../../present/futures/order.ts'
import { FUTURES_ORDER_LIMITS } from './order-count.ts'
import { FUTURES_REFERENCE, futuresReferenceFault, futuresReferenceOf } from './order-parameters.ts'
import { SPAN, spanOf, within } from './spans.ts'

export const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading' } as const
const NO_ORDER = errorAnswer(-2013, 'Order does not exist.')

/** One symbol is cheap, all of them are not. */
export const bySymbol = (one: number, all: number) => (raw: RawParameters): number => ((raw.get('symbol') ?? '') === '' ? all : one)

/** How long an order that never traded is told of after its end, and any other. */
const UNFILLED_DAYS = 3
const HISTORY_DAYS = 90

const order = endpoint({
  ...READ, path: '/fapi/v1/order', socketMethods: ['order.status'], weight: 1, parameters: FUTURES_REFERENCE, check: futuresReferenceFault,
  summary: 'An order of the account',
  answer: ({ parameters, caller: { account }, services: { venue } }): Answer => {
    const { futures } = venue.view
    if (!futures.contract(parameters.symbol)) return INVALID_SYMBOL
    const found = futures.order(account.id, parameters.symbol, futuresReferenceOf(parameters))
    if (found === undefined) return NO_ORDER
    const isForgotten = found.filledQuantity === 0n && (found.status === 'CANCELED' || found.status === 'EXPIRED') && venue.nowUs() - found.createdAtUs > UNFILLED_DAYS * DAY
    return isForgotten ? NO_ORDER : { ok: true, body: presentFuturesOrder(found) }
  },
})

const openOrder = endpoint({
  ...READ, path: '/fapi/v1/openOrder', weight: 1, parameters: FUTURES_REFERENCE, check: futuresReferenceFault,
  summary: 'An open order of the account',
  answer: ({ parameters, caller: { account }, services: { venue: { view: { futures } } } }): Answer => {
    if (!futures.contract(parameters.symbol)) return INVALID_SYMBOL
    const { orderId, clientOrderId } = futuresReferenceOf(parameters)
    const found = futures.openOrders(account.id, parameters.symbol).find((each) => (orderId !== undefined ? each.id === orderId : each.clientOrderId === clientOrderId))
    return found === undefined ? NO_ORDER : { ok: true, body: presentFuturesOrder(found) }
  },
})

const openOrders = endpoint({
  ...READ, path: '/fapi/v1/openOrders', weight: bySymbol(1, 40), parameters: { symbol: optional(symbolName) },
  summary: 'All open orders of the account, of one contract or of all',
  answer: ({ parameters: { symbol }, caller: { account }, services: { venue: { view: { futures } } } }) =>
    (symbol !== undefined && !futures.contract(symbol) ? INVALID_SYMBOL : { ok: true, body: futures.openOrders(account.id, symbol).map(presentFuturesOrder) }),
})

const allOrders = endpoint({
  ...READ, path: '/fapi/v1/allOrders', weight: 5, parameters: { symbol: mandatory(symbolName), orderId: optional(integer), ...SPAN, limit: limitOf(500, 1000) },
  summary: 'Orders of the account for a contract, ended ones included, within seven days or from an order on',
  answer: ({ parameters: { symbol, orderId, startTime, endTime, limit }, caller: { account }, services: { venue } }): Answer => {
    const { futures } = venue.view
    if (!futures.contract(symbol)) return INVALID_SYMBOL
    const nowUs = venue.nowUs()
    const known = futures.allOrders(account.id, symbol).filter((each) => nowUs - each.createdAtUs <= HISTORY_DAYS * DAY)
    if (orderId !== undefined) return { ok: true, body: known.filter(({ id }) => id >= orderId).slice(0, limit).map(presentFuturesOrder) }
    const span = spanOf({ startTime, endTime }, nowUs, 7)
    return span.ok ? { ok: true, body: within(known, span, ({ createdAtUs }) => createdAtUs, limit).map(presentFuturesOrder) } : span
  },
})

const userTrades = endpoint({
  ...READ, path: '/fapi/v1/userTrades', weight: 5, parameters: { symbol: mandatory(symbolName), orderId: optional(integer), ...SPAN, fromId: optional(integer), limit: limitOf(500, 1000) },
  check: ({ fromId, startTime, endTime }) => (fromId !== undefined && (startTime ?? endTime) !== undefined ? badCombination : undefined),
  summary: 'Trades of the account in a contract, within seven days or from a trade on',
  answer: ({ parameters: { symbol, orderId, startTime, endTime, fromId, limit }, caller: { account }, services: { venue } }): Answer => {
    const { futures } = venue.view
    if (!futures.contract(symbol)) return INVALID_SYMBOL
    const known = futures.fills(account.id, symbol).filter((fill) => orderId === undefined || fill.orderId === orderId)
    if (fromId !== undefined) return { ok: true, body: known.filter(({ tradeId }) => tradeId >= fromId).slice(0, limit).map(presentFuturesFill) }
    const span = spanOf({ startTime, endTime }, venue.nowUs(), 7)
    return span.ok ? { ok: true, body: within(known, span, ({ timeUs }) => timeUs, limit).map(presentFuturesFill) } : span
  },
})

const amendments = endpoint({
  ...READ, path: '/fapi/v1/orderAmendment', weight: 1, parameters: { ...FUTURES_REFERENCE, ...SPAN, limit: limitOf(50, 100) }, check: futuresReferenceFault,
  summary: 'How an order was changed, newest first',
  answer: ({ parameters, caller: { account }, services: { venue } }): Answer => {
    const { futures } = venue.view
    if (!futures.contract(parameters.symbol)) return INVALID_SYMBOL
    const { orderId, clientOrderId } = futuresReferenceOf(parameters)
    const span = spanOf(parameters, venue.nowUs(), HISTORY_DAYS)
    if (!span.ok) return span
    const own = futures.amendments(account.id, parameters.symbol).filter((each) => (orderId !== undefined ? each.orderId === orderId : each.clientOrderId === clientOrderId))
    return { ok: true, body: within(own, span, ({ timeUs }) => timeUs, parameters.limit).toReversed().map(presentAmendment) }
  },
})

const orderLimits = endpoint({
  ...READ, path: '/fapi/v1/rateLimit/order', weight: 1, parameters: {},
  summary: 'How many orders the account may place, in ten seconds and in a minute',
  answer: () => ({ ok: true, body: FUTURES_ORDER_LIMITS.toReversed() }),
})

export const futuresOrderQueryEndpoints: readonly Endpoint[] = [order, openOrder, openOrders, allOrders, userTrades, amendments, orderLimits]
