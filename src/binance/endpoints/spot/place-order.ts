import { type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, NEW_ORDER_REJECTED, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { orderCountHeaders, orderCountRefusal } from '../../order-count.ts'
import { placedOrder } from '../../outcome.ts'
import { boolean, withDefault } from '../../parameter-types.ts'
import { presentOrderCommission } from '../../present/account.ts'
import { presentPlacedOrder } from '../../present/order.ts'
import { guarded, ORDER_PARAMETERS, orderFault, orderOf, responseTypeOf } from './order-parameters.ts'

const place = endpoint({
  method: 'POST', path: '/api/v3/order', socketMethods: ['order.place'], security: 'TRADE', permission: 'spotAndMarginTrading', weight: { of: 1, scope: 'address', isFreeOnSuccess: true },
  parameters: ORDER_PARAMETERS, check: orderFault, orders: guarded,
  summary: 'Place an order.',
  answer: (call) => {
    const { parameters, services, caller: { account } } = call
    const { venue } = services
    if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    const order = orderOf(parameters, services)
    const refusal = orderCountRefusal(services, account.id, 1)
    if (refusal) return refusal
    if (!call.isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'placeOrder', accountId: account.id, symbol: parameters.symbol, order })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'place', orderType: parameters.type })
    const placed = placedOrder(outcome.events, account.id, order.clientOrderId)
    return {
      ok: true,
      body: presentPlacedOrder(placed.order, outcome.timeUs, responseTypeOf(parameters), placed, call.timeUnit),
      headers: orderCountHeaders(services, account.id),
    }
  },
})

const TEST_WEIGHT = 1
const TEST_WEIGHT_WITH_RATES = 20

const test = endpoint({
  method: 'POST', path: '/api/v3/order/test', socketMethods: ['order.test'], security: 'TRADE', permission: 'spotAndMarginTrading',
  weight: (raw) => (raw.get('computeCommissionRates')?.toLowerCase() === 'true' ? TEST_WEIGHT_WITH_RATES : TEST_WEIGHT),
  parameters: { ...ORDER_PARAMETERS, computeCommissionRates: withDefault(boolean, false) }, check: orderFault, orders: guarded, judgesOnly: true,
  summary: 'Judge the form of an order, and place nothing.',
  answer: (call) => {
    const { parameters, services, caller: { account } } = call
    const { venue } = services
    if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    if (!call.isInTime()) return TOO_LATE
    const outcome = venue.examine({ kind: 'placeOrder', accountId: account.id, symbol: parameters.symbol, order: orderOf(parameters, services) })
    const refusal = outcome.ok ? undefined : rejectionAnswer(outcome.rejection, { act: 'place', orderType: parameters.type })
    // The order is not sent to the matching engine, so funds, prices of the market and open orders say nothing against it.
    if (refusal && refusal.code !== NEW_ORDER_REJECTED) return refusal
    if (!parameters.computeCommissionRates) return { ok: true, body: {} }
    const terms = venue.view.wallet.terms(account.id)
    return terms ? { ok: true, body: presentOrderCommission(terms, venue.view.wallet.hasFeeDiscount(account.id)) } : rejectionAnswer({ reason: 'unknownAccount' }, { act: 'place' })
  },
})

export const placeOrderEndpoints: readonly Endpoint[] = [place, test]
