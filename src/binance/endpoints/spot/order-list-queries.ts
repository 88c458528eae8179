import type { OrderList } from '../../../exchange/order.ts'
import { type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { badCombination, clientOrderId, endOfSpan, integer, limitOf, mandatory, optional, symbolName, time } from '../../parameter-types.ts'
import { presentOrderList } from '../../present/order-list.ts'
import { inWallet, tradedOrders } from '../../traded-wallet.ts'
import { presentCancelled } from './cancelled-answer.ts'
import { historyRange, spanRefusal } from './history-range.ts'
import { membersOf } from './list-members.ts'
import { newClientId } from './order-parameters.ts'

const present = ({ services: { venue: { view } }, caller, timeUnit }: Pick<Call<unknown>, 'services' | 'caller' | 'timeUnit'>, list: OrderList) =>
  presentOrderList(list, membersOf({ orders: tradedOrders(view, caller) }, caller.account.id, list), timeUnit)

const cancel = endpoint({
  method: 'DELETE', path: '/api/v3/orderList', socketMethods: ['orderList.cancel'], security: 'TRADE', permission: 'spotAndMarginTrading', actsOnBoundWallet: true, weight: { of: 1, scope: 'address', isFreeOnSuccess: true },
  parameters: { symbol: mandatory(symbolName), orderListId: optional(integer), listClientOrderId: optional(clientOrderId), newClientOrderId: optional(clientOrderId) },
  check: ({ orderListId, listClientOrderId }) =>
    orderListId === undefined && listClientOrderId === undefined ? { fault: 'oneOfMissing', names: ['orderListId', 'listClientOrderId'] } : undefined,
  summary: 'Cancel a whole list of orders.',
  answer: (call) => {
    const { parameters, services, caller, caller: { account } } = call
    const { venue } = services
    if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    if (!call.isInTime()) return TOO_LATE
    const outcome = venue.execute({
      kind: 'cancelOrderList', accountId: account.id, symbol: parameters.symbol, newClientOrderId: parameters.newClientOrderId ?? newClientId(services),
      ...(parameters.orderListId !== undefined && { listId: parameters.orderListId }), ...(parameters.listClientOrderId !== undefined && { clientListId: parameters.listClientOrderId }), ...inWallet(caller),
    })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'cancel' })
    return { ok: true, body: presentCancelled({ orders: tradedOrders(venue.view, caller) }, outcome.events, account.id, outcome.timeUs, call.timeUnit)[0] }
  },
})

const query = endpoint({
  method: 'GET', path: '/api/v3/orderList', socketMethods: ['orderList.status'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 4,
  parameters: { orderListId: optional(integer), origClientOrderId: optional(clientOrderId) },
  check: ({ orderListId, origClientOrderId }) =>
    orderListId === undefined && origClientOrderId === undefined ? { fault: 'oneOfMissing', names: ['orderListId', 'origClientOrderId'] } : undefined,
  summary: 'One list of orders, whatever became of it.',
  answer: (call) => {
    const { orderListId, origClientOrderId } = call.parameters
    const list = tradedOrders(call.services.venue.view, call.caller).orderList(call.caller.account.id, {
      ...(orderListId !== undefined && { listId: orderListId }), ...(origClientOrderId !== undefined && { clientListId: origClientOrderId }),
    })
    return list ? { ok: true, body: present(call, list) } : rejectionAnswer({ reason: 'unknownOrderList' }, { act: 'query' })
  },
})

const open = endpoint({
  method: 'GET', path: '/api/v3/openOrderList', socketMethods: ['openOrderLists.status'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 6,
  parameters: {},
  summary: "The account's open lists of orders.",
  answer: (call) => ({ ok: true, body: tradedOrders(call.services.venue.view, call.caller).openOrderLists(call.caller.account.id).map((list) => present(call, list)) }),
})

const all = endpoint({
  method: 'GET', path: '/api/v3/allOrderList', socketMethods: ['allOrderLists'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 20,
  parameters: { fromId: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(500, 1000) },
  check: ({ fromId, startTime, endTime }) => (fromId !== undefined && (startTime ?? endTime) !== undefined ? badCombination : undefined),
  summary: "The account's lists of orders, open and done.",
  answer: (call) => {
    const range = historyRange(call.parameters, call.parameters.fromId)
    return spanRefusal(call.parameters, call.nowUs()) ?? { ok: true, body: tradedOrders(call.services.venue.view, call.caller).allOrderLists(call.caller.account.id, range).map((list) => present(call, list)) }
  },
})

export const orderListQueryEndpoints: readonly Endpoint[] = [cancel, query, open, all]
