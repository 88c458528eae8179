import { type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { cancelRestrictions, clientOrderId, mandatory, optional, symbolName } from '../../parameter-types.ts'
import { inWallet, tradedOrders } from '../../traded-wallet.ts'
import { presentCancelled } from './cancelled-answer.ts'
import { newClientId } from './order-parameters.ts'
import { REFERENCE_PARAMETERS, referenceFault, referenceOf } from './order-reference.ts'

const cancel = endpoint({
  method: 'DELETE', path: '/api/v3/order', socketMethods: ['order.cancel'], security: 'TRADE', permission: 'spotAndMarginTrading', actsOnBoundWallet: true, weight: { of: 1, scope: 'address', isFreeOnSuccess: true },
  parameters: { symbol: mandatory(symbolName), ...REFERENCE_PARAMETERS, newClientOrderId: optional(clientOrderId), cancelRestrictions: optional(cancelRestrictions) },
  check: referenceFault,
  summary: 'Cancel an open order; an order of a list takes the list with it.',
  answer: (call) => {
    const { parameters, services, caller, caller: { account } } = call
    const { venue } = services
    if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    if (!call.isInTime()) return TOO_LATE
    const outcome = venue.execute({
      kind: 'cancelOrder', accountId: account.id, symbol: parameters.symbol, order: referenceOf(parameters.orderId, parameters.origClientOrderId),
      newClientOrderId: parameters.newClientOrderId ?? newClientId(services), ...(parameters.cancelRestrictions && { restriction: parameters.cancelRestrictions }), ...inWallet(caller),
    })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'cancel' })
    return { ok: true, body: presentCancelled({ orders: tradedOrders(venue.view, caller) }, outcome.events, account.id, outcome.timeUs, call.timeUnit)[0] }
  },
})

const cancelAll = endpoint({
  method: 'DELETE', path: '/api/v3/openOrders', socketMethods: ['openOrders.cancelAll'], security: 'TRADE', permission: 'spotAndMarginTrading', actsOnBoundWallet: true, weight: { of: 1, scope: 'address', isFreeOnSuccess: true },
  parameters: { symbol: mandatory(symbolName) },
  summary: "Cancel all of the account's open orders on a market, lists included.",
  answer: (call) => {
    const { parameters, services, caller, caller: { account } } = call
    const { venue } = services
    if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    if (!call.isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'cancelOpenOrders', accountId: account.id, symbol: parameters.symbol, newClientOrderId: newClientId(services), ...inWallet(caller) })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'cancel' })
    return { ok: true, body: presentCancelled({ orders: tradedOrders(venue.view, caller) }, outcome.events, account.id, outcome.timeUs, call.timeUnit) }
  },
})

export const cancelOrderEndpoints: readonly Endpoint[] = [cancel, cancelAll]
