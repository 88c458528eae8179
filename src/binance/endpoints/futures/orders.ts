import type { Side } from '../../../exchange/symbol.ts'
import type { GuardedOrder } from '../../../gate/guard-rails/asked.ts'
import type { AccountId } from '../../../ids.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer, INVALID_SYMBOL, rejectionAnswer } from '../../errors.ts'
import { decimal, integer, integerWithin, mandatory, optional, side, symbolName, withDefault } from '../../parameter-types.ts'
import type { ParametersOf } from '../../parameters.ts'
import { presentActedOrder, presentModifiedOrder } from '../../present/futures/order.ts'
import { act, actedOrder } from './acting.ts'
import { futuresOrderHeaders, futuresOrderRefusal } from './order-count.ts'
import { FUTURES_ORDER_PARAMETERS, FUTURES_REFERENCE, futuresOrderFault, futuresOrderOf, type FuturesOrderParameters, futuresReferenceFault, futuresReferenceOf, priceMatch } from './order-parameters.ts'
import { MONTH_LONG } from './spans.ts'

export const TRADE = { security: 'TRADE', permission: 'futures' } as const

type Acting = Pick<Call<unknown>, 'services' | 'isInTime' | 'caller'>

/** The level of the book at whose price an order stands that names none: `OPPONENT_5` is the fifth of the other side. */
export const followed = (way: Side, match: FuturesOrderParameters['priceMatch']): GuardedOrder['follows'] => {
  if (match === 'NONE') return undefined
  const [word, place = '1'] = match.split('_')
  return { side: (word === 'OPPONENT') === (way === 'BUY') ? 'asks' : 'bids', levelsBehindBest: Number(place) - 1 }
}

/** An order as the limits of a key see it. */
export const guardedFutures = ({ symbol, side: way, type, quantity, price, priceMatch: match }: Pick<FuturesOrderParameters, 'symbol' | 'side' | 'type' | 'quantity' | 'price' | 'priceMatch'>): GuardedOrder => ({
  market: 'futures', symbol, side: way, type, quantity, prices: price === undefined ? [] : [price], follows: followed(way, match), addsNone: type === 'MARKET',
})

/** Only limit orders can be changed, and stay one. */
export const guardedChange = (parameters: ParametersOf<typeof MODIFY_PARAMETERS>): GuardedOrder => ({ ...guardedFutures({ ...parameters, type: 'LIMIT' }), addsNone: true })

/** Places one order; the batch does it several times. */
export const placeFutures = (call: Acting, parameters: FuturesOrderParameters): Answer => {
  const { services, caller: { account } } = call
  if (!services.venue.view.futures.contract(parameters.symbol)) return INVALID_SYMBOL
  const refusal = futuresOrderRefusal(services, account.id)
  if (refusal) return refusal
  const order = futuresOrderOf(parameters, services)
  const outcome = act(call, { do: 'place', accountId: account.id, symbol: parameters.symbol, order })
  if (!outcome.ok) return outcome
  const { first, last } = actedOrder(outcome.events, account.id, ({ clientOrderId }) => clientOrderId === order.clientOrderId)
  return { ok: true, body: presentActedOrder(parameters.newOrderRespType === 'ACK' ? first : last), headers: futuresOrderHeaders(services, account.id) }
}

const place = endpoint({
  ...TRADE, method: 'POST', path: '/fapi/v1/order', socketMethods: ['order.place'], weight: 0, parameters: FUTURES_ORDER_PARAMETERS, check: futuresOrderFault, orders: (parameters) => [guardedFutures(parameters)],
  summary: 'Place an order for a contract',
  answer: (call) => placeFutures(call, call.parameters),
})

/** An order that exists nowhere has no number yet. */
const judged = (order: ReturnType<typeof futuresOrderOf>, symbol: string, accountId: AccountId, nowUs: number) => presentActedOrder({
  ...order, id: 0, accountId, symbol, originalType: order.type, price: order.price ?? 0n, filledQuantity: 0n, filledQuote: 0n, closePosition: false, triggerPrice: 0n, workingType: 'CONTRACT_PRICE', priceProtect: false,
  goodTillUs: order.goodTillUs ?? 0, status: 'NEW', createdAtUs: nowUs, updatedAtUs: nowUs, modifyCount: 0, autoClose: null, algoId: null,
})

const test = endpoint({
  ...TRADE, method: 'POST', path: '/fapi/v1/order/test', weight: 0, parameters: FUTURES_ORDER_PARAMETERS, check: futuresOrderFault, orders: (parameters) => [guardedFutures(parameters)], judgesOnly: true,
  summary: 'Judge an order without placing it',
  answer: ({ parameters, services, caller: { account } }): Answer => {
    const { venue } = services
    if (!venue.view.futures.contract(parameters.symbol)) return INVALID_SYMBOL
    const order = futuresOrderOf(parameters, services)
    const outcome = venue.examine({ kind: 'futures', act: { do: 'place', accountId: account.id, symbol: parameters.symbol, order } })
    return outcome.ok ? { ok: true, body: judged(order, parameters.symbol, account.id, venue.nowUs()) } : rejectionAnswer(outcome.rejection, { act: 'place' })
  },
})

export const MODIFY_PARAMETERS = {
  ...FUTURES_REFERENCE, side: mandatory(side), quantity: mandatory(decimal), price: optional(decimal), priceMatch: withDefault(priceMatch, 'NONE'), modifyId: optional(integer),
}
export const modifyFault = (p: ParametersOf<typeof MODIFY_PARAMETERS>) =>
  futuresReferenceFault(p) ?? (p.priceMatch === 'NONE' ? (p.price === undefined ? { fault: 'missing', name: 'price' } as const : undefined) : p.price !== undefined ? { fault: 'notRequired', name: 'price' } as const : undefined)

const ONLY_LIMIT = errorAnswer(-5025, 'Only limit order is supported.')

export const modifyFutures = (call: Acting, p: ParametersOf<typeof MODIFY_PARAMETERS>): Answer => {
  const { services, caller: { account } } = call
  const { futures } = services.venue.view
  if (!futures.contract(p.symbol)) return INVALID_SYMBOL
  const refusal = futuresOrderRefusal(services, account.id)
  if (refusal) return refusal
  const found = futures.order(account.id, p.symbol, futuresReferenceOf(p))
  if (found !== undefined && found.type !== 'LIMIT') return ONLY_LIMIT
  const outcome = act(call, { do: 'modify', accountId: account.id, symbol: p.symbol, order: futuresReferenceOf(p), side: p.side, quantity: p.quantity, priceMatch: p.priceMatch, ...(p.price !== undefined && { price: p.price }) }, 'query')
  if (!outcome.ok) return outcome
  const { last } = actedOrder(outcome.events, account.id, ({ id }) => id === found?.id)
  return { ok: true, body: { ...presentModifiedOrder(last), ...(p.modifyId !== undefined && { modifyId: p.modifyId }) }, headers: futuresOrderHeaders(services, account.id) }
}

const modify = endpoint({
  ...TRADE, method: 'PUT', path: '/fapi/v1/order', socketMethods: ['order.modify'], weight: 0, parameters: MODIFY_PARAMETERS, check: modifyFault, orders: (parameters) => [guardedChange(parameters)],
  summary: 'Change price and quantity of an open limit order; it goes behind the others at its price',
  answer: (call) => modifyFutures(call, call.parameters),
})

export const cancelFutures = (call: Acting, symbol: string, reference: ReturnType<typeof futuresReferenceOf>): Answer => {
  const { services: { venue }, caller: { account } } = call
  if (!venue.view.futures.contract(symbol)) return INVALID_SYMBOL
  const outcome = act(call, { do: 'cancel', accountId: account.id, symbol, order: reference }, 'cancel')
  return outcome.ok ? { ok: true, body: presentActedOrder(actedOrder(outcome.events, account.id, (order) => (reference.orderId !== undefined ? order.id === reference.orderId : order.clientOrderId === reference.clientOrderId)).last) } : outcome
}

const cancel = endpoint({
  ...TRADE, method: 'DELETE', path: '/fapi/v1/order', socketMethods: ['order.cancel'], weight: 1, parameters: FUTURES_REFERENCE, check: futuresReferenceFault,
  summary: 'Cancel an open order',
  answer: (call) => cancelFutures(call, call.parameters.symbol, futuresReferenceOf(call.parameters)),
})

const cancelAll = endpoint({
  ...TRADE, method: 'DELETE', path: '/fapi/v1/allOpenOrders', weight: 1, parameters: { symbol: mandatory(symbolName) },
  summary: "Cancel all of the account's open orders for a contract",
  answer: (call): Answer => {
    const outcome = act(call, { do: 'cancelAll', accountId: call.caller.account.id, symbol: call.parameters.symbol }, 'cancel')
    return outcome.ok ? { ok: true, body: { code: 200, msg: 'The operation of cancel all open order is done.' } } : outcome
  },
})

const countdown = endpoint({
  ...TRADE, method: 'POST', path: '/fapi/v1/countdownCancelAll', weight: 10, parameters: { symbol: mandatory(symbolName), countdownTime: mandatory(integerWithin(0, MONTH_LONG)) },
  orders: 'none',
  summary: 'Cancel all open orders for a contract after a time, unless it is asked again; 0 stops the count',
  answer: (call): Answer => {
    const { symbol, countdownTime } = call.parameters
    const outcome = act(call, { do: 'countdown', accountId: call.caller.account.id, symbol, afterUs: countdownTime * 1_000 }, 'cancel')
    return outcome.ok ? { ok: true, body: { symbol, countdownTime: String(countdownTime) } } : outcome
  },
})

export const futuresOrderEndpoints: readonly Endpoint[] = [place, test, modify, cancel, cancelAll, countdown]
