import type { MarginWalletName } from '../../../exchange/command.ts'
import type { ExchangeEvent } from '../../../exchange/event.ts'
import { formatDecimal } from '../../../money.ts'
import type { Answer, Call, Endpoint } from '../../endpoint.ts'
import { endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { guardedLegs } from '../../guarded-order.ts'
import { orderCountHeaders, orderCountRefusal } from '../../order-count.ts'
import { placedOrder } from '../../outcome.ts'
import { clientOrderId, integer, mandatory, optional, symbolName } from '../../parameter-types.ts'
import { presentPlacedOrder, type WireObject } from '../../present/order.ts'
import { presentCancelled } from '../spot/cancelled-answer.ts'
import { legRequest, legsFault } from '../spot/order-list-legs.ts'
import { OLD_OCO_PARAMETERS, oldOcoLegs, OTO_PARAMETERS, OTOCO_PARAMETERS, otocoLegs, otoLegs, pairOf, workingFault } from '../spot/order-lists.ts'
import { guarded, newClientId, ORDER_PARAMETERS, orderFault, orderOf, responseTypeOf } from '../spot/order-parameters.ts'
import { REFERENCE_PARAMETERS, referenceFault, referenceOf } from '../spot/order-reference.ts'
import { type ListParameters, placeOrderList } from '../spot/place-order-list.ts'
import { closedMargin, furtherPermissions, IS_ISOLATED, ORDER_WEIGHT, SIDE_EFFECT, sideEffectOf, walletAt } from './margin-wallet.ts'

const PLACING = { method: 'POST', security: 'TRADE', permission: 'spotAndMarginTrading', weight: ORDER_WEIGHT, furtherPermissions } as const

/** Margin orders follow no price: the parameters for that are unknown ones, and so are read as not sent. */
const withoutPegs = <Names extends object>(parameters: Names): Names =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !/peg(PriceType|OffsetType|OffsetValue)$/i.test(name))) as Names // an optional parameter that is not in the table reads as undefined

/** What an order borrowed when it was placed. */
const borrowing = (events: readonly ExchangeEvent[]): WireObject => {
  const borrowed = events.find((event) => event.kind === 'liability' && event.change === 'borrow')
  return borrowed?.kind === 'liability' ? { marginBuyBorrowAmount: formatDecimal(borrowed.amount), marginBuyBorrowAsset: borrowed.asset } : {}
}

const order = endpoint({
  ...PLACING, path: '/sapi/v1/margin/order',
  parameters: { ...withoutPegs(ORDER_PARAMETERS), ...IS_ISOLATED, ...SIDE_EFFECT }, check: orderFault, orders: guarded,
  summary: 'Place an order of a margin account; it may borrow what it lacks, and repay with what it brings in',
  answer: (call): Answer => {
    const { parameters, services, caller: { account } } = call
    const { venue } = services
    const closed = closedMargin(call.caller)
    if (closed) return closed
    if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    const wallet = walletAt(parameters)
    const orders = venue.view.margin.orders(wallet)
    const request = orderOf(parameters, services)
    const refusal = orderCountRefusal(services, account.id, 1, orders)
    if (refusal) return refusal
    if (!call.isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'placeOrder', accountId: account.id, symbol: parameters.symbol, order: request, wallet, sideEffect: sideEffectOf(parameters) })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'place', orderType: parameters.type })
    const placed = placedOrder(outcome.events, account.id, request.clientOrderId)
    return {
      ok: true,
      body: { ...presentPlacedOrder(placed.order, outcome.timeUs, responseTypeOf(parameters), placed, call.timeUnit), isIsolated: parameters.isIsolated, ...borrowing(outcome.events) },
      headers: orderCountHeaders(services, account.id, orders),
    }
  },
})

/** What spot answers, with the account the list belongs to. */
const placeList = (call: Call<ListParameters & { readonly isIsolated: boolean; readonly sideEffectType: Parameters<typeof sideEffectOf>[0]['sideEffectType']; readonly autoRepayAtCancel: boolean }>, list: Parameters<typeof placeOrderList>[1], count: number): Answer => {
  const closed = closedMargin(call.caller)
  if (closed) return closed
  const answer = placeOrderList(call, list, count, { wallet: walletAt(call.parameters), sideEffect: sideEffectOf(call.parameters) })
  return answer.ok ? { ...answer, body: { ...answer.body as WireObject, isIsolated: call.parameters.isIsolated } } : answer // placeOrderList answers with an object
}

const oco = endpoint({
  ...PLACING, path: '/sapi/v1/margin/order/oco', parameters: { ...OLD_OCO_PARAMETERS, ...IS_ISOLATED, ...SIDE_EFFECT },
  orders: (parameters) => guardedLegs(parameters.symbol, oldOcoLegs(parameters)),
  check: (parameters) => {
    const { limit, stop } = oldOcoLegs(parameters)
    return legsFault(limit, stop)
  },
  summary: 'Place two margin orders of which the one that is executed ends the other',
  answer: (call) => {
    const { limit, stop } = oldOcoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    const [above, below] = call.parameters.side === 'SELL' ? [limit, stop] : [stop, limit]
    return placeList(call, { contingency: 'OCO', above: legRequest(above, mode, call.services), below: legRequest(below, mode, call.services) }, 2)
  },
})

const oto = endpoint({
  ...PLACING, path: '/sapi/v1/margin/order/oto', parameters: { ...withoutPegs(OTO_PARAMETERS), ...IS_ISOLATED, ...SIDE_EFFECT },
  orders: (parameters) => guardedLegs(parameters.symbol, otoLegs(parameters)),
  check: (parameters) => {
    const { working, pending } = otoLegs(parameters)
    return workingFault(working.order.type) ?? legsFault(working, pending)
  },
  summary: 'Place a margin order, and another when it is filled',
  answer: (call) => {
    const { working, pending } = otoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    return placeList(call, { contingency: 'OTO', working: legRequest(working, mode, call.services), pending: legRequest(pending, mode, call.services) }, 2)
  },
})

const otoco = endpoint({
  ...PLACING, path: '/sapi/v1/margin/order/otoco', parameters: { ...withoutPegs(OTOCO_PARAMETERS), ...IS_ISOLATED, ...SIDE_EFFECT },
  orders: (parameters) => guardedLegs(parameters.symbol, otocoLegs(parameters)),
  check: (parameters) => {
    const { working, above, below } = otocoLegs(parameters)
    return workingFault(working.order.type) ?? legsFault(working) ?? pairOf(above, below)
  },
  summary: 'Place a margin order, and a pair of which one ends the other when it is filled',
  answer: (call) => {
    const { working, above, below } = otocoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    return placeList(call, {
      contingency: 'OTOCO', working: legRequest(working, mode, call.services), pendingAbove: legRequest(above, mode, call.services), pendingBelow: legRequest(below, mode, call.services),
    }, 3)
  },
})

type Cancelling = Call<{ readonly symbol: string; readonly isIsolated: boolean }>

/** A single order is told under its number as text, as the documentation has it. */
const cancelled = ({ services: { venue: { view } }, caller: { account }, timeUnit, parameters: { isIsolated } }: Cancelling, wallet: MarginWalletName, outcome: { readonly events: readonly ExchangeEvent[]; readonly timeUs: number }): WireObject[] =>
  presentCancelled({ orders: view.margin.orders(wallet) }, outcome.events, account.id, outcome.timeUs, timeUnit).map((body) => ({ ...body, isIsolated }))

const CANCELLING = { method: 'DELETE', security: 'TRADE', permission: 'spotAndMarginTrading' } as const

const cancel = endpoint({
  ...CANCELLING, path: '/sapi/v1/margin/order', weight: 10,
  parameters: { symbol: mandatory(symbolName), ...IS_ISOLATED, ...REFERENCE_PARAMETERS, newClientOrderId: optional(clientOrderId) }, check: referenceFault,
  summary: 'Cancel an open margin order',
  answer: (call): Answer => {
    const { parameters, services, caller: { account } } = call
    if (!services.venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    if (!call.isInTime()) return TOO_LATE
    const wallet = walletAt(parameters)
    const outcome = services.venue.execute({ kind: 'cancelOrder', accountId: account.id, symbol: parameters.symbol, wallet, order: referenceOf(parameters.orderId, parameters.origClientOrderId), newClientOrderId: parameters.newClientOrderId ?? newClientId(services) })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'cancel' })
    const [body] = cancelled(call, wallet, outcome)
    return { ok: true, body: body !== undefined && typeof body.orderId === 'number' ? { ...body, orderId: String(body.orderId) } : body }
  },
})

const cancelAll = endpoint({
  ...CANCELLING, path: '/sapi/v1/margin/openOrders', weight: 1,
  parameters: { symbol: mandatory(symbolName), ...IS_ISOLATED },
  summary: "Cancel all of a margin account's open orders on a market, lists included",
  answer: (call): Answer => {
    const { parameters, services, caller: { account } } = call
    if (!services.venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    if (!call.isInTime()) return TOO_LATE
    const wallet = walletAt(parameters)
    const outcome = services.venue.execute({ kind: 'cancelOpenOrders', accountId: account.id, symbol: parameters.symbol, wallet, newClientOrderId: newClientId(services) })
    return outcome.ok ? { ok: true, body: cancelled(call, wallet, outcome) } : rejectionAnswer(outcome.rejection, { act: 'cancel' })
  },
})

const cancelList = endpoint({
  ...CANCELLING, path: '/sapi/v1/margin/orderList', weight: { of: 1, scope: 'account' },
  parameters: { symbol: mandatory(symbolName), ...IS_ISOLATED, orderListId: optional(integer), listClientOrderId: optional(clientOrderId), newClientOrderId: optional(clientOrderId) },
  check: ({ orderListId, listClientOrderId }) => (orderListId === undefined && listClientOrderId === undefined ? { fault: 'oneOfMissing', names: ['orderListId', 'listClientOrderId'] } : undefined),
  summary: 'Cancel a whole list of margin orders',
  answer: (call): Answer => {
    const { parameters, services, caller: { account } } = call
    if (!services.venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    if (!call.isInTime()) return TOO_LATE
    const wallet = walletAt(parameters)
    const outcome = services.venue.execute({
      kind: 'cancelOrderList', accountId: account.id, symbol: parameters.symbol, wallet, newClientOrderId: parameters.newClientOrderId ?? newClientId(services),
      ...(parameters.orderListId !== undefined && { listId: parameters.orderListId }), ...(parameters.listClientOrderId !== undefined && { clientListId: parameters.listClientOrderId }),
    })
    return outcome.ok ? { ok: true, body: cancelled(call, wallet, outcome)[0] } : rejectionAnswer(outcome.rejection, { act: 'cancel' })
  },
})

export const marginOrderEndpoints: readonly Endpoint[] = [order, cancel, cancelAll, oco, oto, otoco, cancelList]
