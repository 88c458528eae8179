import type { OrderRequest } from '../../../exchange/command.ts'
import type { Answer, Call } from '../../endpoint.ts'
import { INVALID_SYMBOL, NEW_ORDER_REJECTED, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { orderCountHeaders, orderCountRefusal } from '../../order-count.ts'
import { placedOrder } from '../../outcome.ts'
import { presentOrderCommission } from '../../present/account.ts'
import { presentPlacedOrder, type ResponseType } from '../../present/order.ts'
import { inWallet, tradedOrders } from '../../traded-wallet.ts'

/** What every row of one order has besides the order. */
type OnMarket = Call<{ readonly symbol: string }>

/** Places an order of the wallet that the key acts on, and answers in the form that was asked for. */
export const placedAnswer = (call: OnMarket, order: OrderRequest, responseType: ResponseType): Answer => {
  const { parameters: { symbol }, services, caller, caller: { account } } = call
  const { venue } = services
  const orders = tradedOrders(venue.view, caller)
  if (!venue.view.symbol(symbol)) return INVALID_SYMBOL
  const refusal = orderCountRefusal(services, account.id, 1, orders)
  if (refusal) return refusal
  if (!call.isInTime()) return TOO_LATE
  const outcome = venue.execute({ kind: 'placeOrder', accountId: account.id, symbol, order, ...inWallet(caller) })
  if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'place', orderType: order.type })
  const placed = placedOrder(outcome.events, account.id, order.clientOrderId)
  return { ok: true, body: presentPlacedOrder(placed.order, outcome.timeUs, responseType, placed, call.timeUnit), headers: orderCountHeaders(services, account.id, orders) }
}

/** Judges the form of an order, and places nothing. */
export const judgedAnswer = (call: OnMarket, order: OrderRequest, computesRates: boolean): Answer => {
  const { parameters: { symbol }, services: { venue }, caller, caller: { account } } = call
  if (!venue.view.symbol(symbol)) return INVALID_SYMBOL
  if (!call.isInTime()) return TOO_LATE
  const outcome = venue.examine({ kind: 'placeOrder', accountId: account.id, symbol, order, ...inWallet(caller) })
  const refusal = outcome.ok ? undefined : rejectionAnswer(outcome.rejection, { act: 'place', orderType: order.type })
  // The order is not sent to the matching engine, so funds, prices of the market and open orders say nothing against it.
  if (refusal && refusal.code !== NEW_ORDER_REJECTED) return refusal
  if (!computesRates) return { ok: true, body: {} }
  const terms = venue.view.wallet.terms(account.id)
  return terms ? { ok: true, body: presentOrderCommission(terms, venue.view.wallet.hasFeeDiscount(account.id)) } : rejectionAnswer({ reason: 'unknownAccount' }, { act: 'place' })
}
