import type { OrdersView } from '../../../exchange/exchange-view.ts'
import type { OrderList } from '../../../exchange/order.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer } from '../../errors.ts'
import { orderCounts } from '../../order-count.ts'
import { badCombination, clientOrderId, endOfSpan, integer, limitOf, mandatory, optional, symbolName, time } from '../../parameter-types.ts'
import { presentQueriedOrder } from '../../present/order.ts'
import { presentOrderList } from '../../present/order-list.ts'
import { presentOrderLimits } from '../../present/rate-limit.ts'
import { presentAccountTrade, presentPreventedMatch } from '../../present/trade.ts'
import { historyRange, spanRefusal } from '../spot/history-range.ts'
import { membersOf } from '../spot/list-members.ts'
import { REFERENCE_PARAMETERS, referenceFault, referenceOf } from '../spot/order-reference.ts'
import { IS_ISOLATED, isolatedAt, walletAt, whereFault } from './margin-wallet.ts'

const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading' } as const

const viewOf = ({ parameters, services: { venue: { view } } }: Call<{ readonly isIsolated: boolean; readonly symbol: string | undefined }>): OrdersView => view.margin.orders(walletAt(parameters))

const isUnknown = ({ parameters: { symbol }, services: { venue: { view } } }: Call<{ readonly symbol: string | undefined }>): boolean => symbol !== undefined && !view.symbol(symbol)

const query = endpoint({
  ...READ, path: '/sapi/v1/margin/order', weight: 10, parameters: { symbol: mandatory(symbolName), ...IS_ISOLATED, ...REFERENCE_PARAMETERS }, check: referenceFault,
  summary: 'One margin order, whatever became of it',
  answer: (call): Answer => {
    const { parameters, timeUnit, caller: { account } } = call
    if (isUnknown(call)) return INVALID_SYMBOL
    const found = viewOf(call).order(account.id, parameters.symbol, referenceOf(parameters.orderId, parameters.origClientOrderId))
    return 'reason' in found ? rejectionAnswer(found, { act: 'query' }) : { ok: true, body: { ...presentQueriedOrder(found, timeUnit), accountId: account.id, isIsolated: parameters.isIsolated } }
  },
})

const open = endpoint({
  ...READ, path: '/sapi/v1/margin/openOrders', weight: 10, parameters: isolatedAt, check: whereFault,
  summary: "A margin account's open orders",
  answer: (call): Answer => {
    const { parameters: { symbol, isIsolated }, timeUnit, caller: { account } } = call
    if (isUnknown(call)) return INVALID_SYMBOL
    return { ok: true, body: viewOf(call).openOrders(account.id, symbol).map((order) => ({ ...presentQueriedOrder(order, timeUnit), isIsolated })) }
  },
})

const all = endpoint({
  ...READ, path: '/sapi/v1/margin/allOrders', weight: 200,
  parameters: { symbol: mandatory(symbolName), ...IS_ISOLATED, orderId: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(500, 500) },
  summary: "A margin account's orders on a market: open, filled and ended",
  answer: (call): Answer => {
    const { parameters, timeUnit, nowUs, caller: { account } } = call
    if (isUnknown(call)) return INVALID_SYMBOL
    return spanRefusal(parameters, nowUs()) ?? {
      ok: true,
      body: viewOf(call).allOrders(account.id, parameters.symbol, historyRange(parameters, parameters.orderId)).map((order) => ({ ...presentQueriedOrder(order, timeUnit), isIsolated: parameters.isIsolated })),
    }
  },
})

const trades = endpoint({
  ...READ, path: '/sapi/v1/margin/myTrades', weight: 10,
  parameters: { symbol: mandatory(symbolName), ...IS_ISOLATED, orderId: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), fromId: optional(integer), limit: limitOf(500, 1000) },
  check: ({ orderId, startTime, endTime, fromId }) => ((orderId ?? fromId) !== undefined && (startTime ?? endTime) !== undefined ? badCombination : undefined),
  summary: "A margin account's trades on a market",
  answer: (call): Answer => {
    const { parameters, timeUnit, nowUs, caller: { account } } = call
    if (isUnknown(call)) return INVALID_SYMBOL
    const { orderId, fromId, isIsolated } = parameters
    const range = { ...historyRange(parameters, fromId), ...(orderId !== undefined && { orderId }) }
    return spanRefusal(parameters, nowUs()) ?? {
      ok: true,
      body: viewOf(call).fills(account.id, parameters.symbol, range).map((fill) => {
        const { orderListId: _, quoteQty: __, ...body } = presentAccountTrade(fill, timeUnit)
        return { ...body, isIsolated }
      }),
    }
  },
})

const preventedMatches = endpoint({
  ...READ, path: '/sapi/v1/margin/myPreventedMatches', weight: 10,
  parameters: { symbol: mandatory(symbolName), ...IS_ISOLATED, preventedMatchId: optional(integer), orderId: optional(integer), fromPreventedMatchId: optional(integer), limit: limitOf(500, 1000) },
  check: ({ preventedMatchId, orderId }) => (preventedMatchId === undefined && orderId === undefined ? { fault: 'oneOfMissing', names: ['preventedMatchId', 'orderId'] } : undefined),
  summary: 'Matches that self-trade prevention kept from happening to margin orders',
  answer: (call): Answer => {
    const { parameters: { symbol, preventedMatchId, orderId, fromPreventedMatchId, limit }, timeUnit, caller: { account } } = call
    if (isUnknown(call)) return INVALID_SYMBOL
    const range = { limit, ...(preventedMatchId !== undefined && { preventedMatchId }), ...(orderId !== undefined && { orderId }), ...(fromPreventedMatchId !== undefined && { fromId: fromPreventedMatchId }) }
    return { ok: true, body: viewOf(call).preventedMatches(account.id, symbol, range).map((match) => presentPreventedMatch(match, timeUnit)) }
  },
})

const presentList = (call: Call<{ readonly isIsolated: boolean; readonly symbol: string | undefined }>, list: OrderList) =>
  ({ ...presentOrderList(list, membersOf({ orders: viewOf(call) }, call.caller.account.id, list), call.timeUnit), isIsolated: call.parameters.isIsolated })

const list = endpoint({
  ...READ, path: '/sapi/v1/margin/orderList', weight: 10, parameters: { ...isolatedAt, orderListId: optional(integer), origClientOrderId: optional(clientOrderId) },
  check: (parameters) => whereFault(parameters) ?? (parameters.orderListId === undefined && parameters.origClientOrderId === undefined ? { fault: 'oneOfMissing', names: ['orderListId', 'origClientOrderId'] } : undefined),
  summary: 'One list of margin orders, whatever became of it',
  answer: (call): Answer => {
    const { orderListId, origClientOrderId } = call.parameters
    const found = viewOf(call).orderList(call.caller.account.id, { ...(orderListId !== undefined && { listId: orderListId }), ...(origClientOrderId !== undefined && { clientListId: origClientOrderId }) })
    return found ? { ok: true, body: presentList(call, found) } : rejectionAnswer({ reason: 'unknownOrderList' }, { act: 'query' })
  },
})

const openLists = endpoint({
  ...READ, path: '/sapi/v1/margin/openOrderList', weight: 10, parameters: isolatedAt, check: whereFault,
  summary: "A margin account's open lists of orders",
  answer: (call) => ({ ok: true, body: viewOf(call).openOrderLists(call.caller.account.id).map((each) => presentList(call, each)) }),
})

const allLists = endpoint({
  ...READ, path: '/sapi/v1/margin/allOrderList', weight: 200,
  parameters: { ...isolatedAt, fromId: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(500, 1000) },
  check: (parameters) => whereFault(parameters) ?? (parameters.fromId !== undefined && (parameters.startTime ?? parameters.endTime) !== undefined ? badCombination : undefined),
  summary: "A margin account's lists of orders, open and done",
  answer: (call): Answer => spanRefusal(call.parameters, call.nowUs()) ?? {
    ok: true, body: viewOf(call).allOrderLists(call.caller.account.id, historyRange(call.parameters, call.parameters.fromId)).map((each) => presentList(call, each)),
  },
})

const orderUsage = endpoint({
  ...READ, path: '/sapi/v1/margin/rateLimit/order', security: 'TRADE', weight: 20, parameters: isolatedAt, check: whereFault,
  summary: "A margin account's unfilled order count in each window",
  answer: (call) => {
    const counts = orderCounts(call.services, call.caller.account.id, call.services.venue.nowUs(), viewOf(call))
    return { ok: true, body: presentOrderLimits(call.services.limits).map((limit, index) => ({ ...limit, count: counts[index] })) }
  },
})

export const marginOrderQueryEndpoints: readonly Endpoint[] = [query, open, all, list, openLists, allLists, trades, preventedMatches, orderUsage]
