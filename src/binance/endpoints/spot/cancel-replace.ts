import type { CancelReplaceOutcome, Outcome } from '../../../exchange/event.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { type ErrorAnswer, errorAnswer, INVALID_SYMBOL, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { orderCountHeaders, orderCountRefusal } from '../../order-count.ts'
import { placedOrder } from '../../outcome.ts'
import { cancelRestrictions, clientOrderId, integer, mandatory, oneOf, optional, withDefault } from '../../parameter-types.ts'
import type { ParametersOf } from '../../parameters.ts'
import { presentPlacedOrder, type WireObject } from '../../present/order.ts'
import { inWallet, tradedOrders } from '../../traded-wallet.ts'
import { presentCancelled } from './cancelled-answer.ts'
import { guarded, newClientId, ORDER_PARAMETERS, orderFault, orderOf, responseTypeOf } from './order-parameters.ts'
import { referenceOf } from './order-reference.ts'

const PARAMETERS = {
  ...ORDER_PARAMETERS,
  cancelReplaceMode: mandatory(oneOf(['STOP_ON_FAILURE', 'ALLOW_FAILURE'])),
  cancelNewClientOrderId: optional(clientOrderId),
  cancelOrigClientOrderId: optional(clientOrderId),
  cancelOrderId: optional(integer),
  cancelRestrictions: optional(cancelRestrictions),
  orderRateLimitExceededMode: withDefault(oneOf(['DO_NOTHING', 'CANCEL_ONLY']), 'DO_NOTHING'),
}

type Parameters = ParametersOf<typeof PARAMETERS>

const fault = (parameters: Parameters): ParameterFault | undefined =>
  parameters.cancelOrderId === undefined && parameters.cancelOrigClientOrderId === undefined
    ? { fault: 'oneOfMissing', names: ['cancelOrigClientOrderId', 'cancelOrderId'] }
    : orderFault(parameters)

const cancelReplace = endpoint({
  method: 'POST', path: '/api/v3/order/cancelReplace', socketMethods: ['order.cancelReplace'], security: 'TRADE', permission: 'spotAndMarginTrading', actsOnBoundWallet: true, weight: { of: 1, scope: 'address', isFreeOnSuccess: true },
  parameters: PARAMETERS, check: fault,
  // Where both must succeed the new order comes in the place of the old one.
  orders: (parameters) => guarded(parameters).map((order) => ({ ...order, addsNone: order.addsNone === true || parameters.cancelReplaceMode === 'STOP_ON_FAILURE' })),
  summary: 'Cancel an order and place another on the same market.',
  answer: (call) => {
    const { parameters, services, caller, caller: { account } } = call
    const { venue } = services
    const orders = tradedOrders(venue.view, caller)
    if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    const tooMany = orderCountRefusal(services, account.id, 1, orders)
    if (tooMany && parameters.orderRateLimitExceededMode === 'DO_NOTHING') return tooMany
    if (!call.isInTime()) return TOO_LATE
    const order = orderOf(parameters, services)
    const outcome = venue.execute({
      kind: 'cancelReplace', accountId: account.id, symbol: parameters.symbol, mode: parameters.cancelReplaceMode,
      cancel: referenceOf(parameters.cancelOrderId, parameters.cancelOrigClientOrderId), cancelNewClientOrderId: parameters.cancelNewClientOrderId ?? newClientId(services),
      ...(parameters.cancelRestrictions && { restriction: parameters.cancelRestrictions }), order, cancelOnly: tooMany !== undefined, ...inWallet(caller),
    })
    if (outcome.partial) return partAnswer(call, outcome, outcome.partial, order.clientOrderId, tooMany)
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'place', orderType: parameters.type })
    return {
      ok: true,
      body: { cancelResult: 'SUCCESS', newOrderResult: 'SUCCESS', cancelResponse: cancelHalf(call, outcome), newOrderResponse: placeHalf(call, outcome, order.clientOrderId) },
      headers: orderCountHeaders(services, account.id, orders),
    }
  },
})

type Done = Extract<Outcome, { ok: true }>

const cancelHalf = ({ services: { venue }, caller, timeUnit }: Call<Parameters>, outcome: Done): WireObject | undefined =>
  presentCancelled({ orders: tradedOrders(venue.view, caller) }, outcome.events, caller.account.id, outcome.timeUs, timeUnit)[0]

const placeHalf = ({ parameters, caller, timeUnit }: Call<Parameters>, outcome: Done, newName: string): WireObject => {
  const placed = placedOrder(outcome.events, caller.account.id, newName)
  return presentPlacedOrder(placed.order, outcome.timeUs, responseTypeOf(parameters), placed, timeUnit)
}

const errorHalf = ({ code, message }: ErrorAnswer) => ({ code, msg: message })

/**
 * One half or both failed: 409 -2021 where one went through, 400 -2022 where none did. Where the order count was used up
 * the new order counts as failed by it, unless STOP_ON_FAILURE had stopped before; that mode then answers 429.
 */
const partAnswer = (call: Call<Parameters>, outcome: Outcome, part: CancelReplaceOutcome, newName: string, tooMany: ErrorAnswer | undefined): Answer => {
  const { type, cancelReplaceMode } = call.parameters
  const hasCancelled = part.cancel === 'SUCCESS'
  const hasPlaced = part.place === 'SUCCESS'
  const placeResult = tooMany && (hasCancelled || cancelReplaceMode === 'ALLOW_FAILURE') ? 'FAILURE' : part.place
  const placeError = tooMany ?? (part.placeRejection && rejectionAnswer(part.placeRejection, { act: 'place', orderType: type }))
  const data = {
    cancelResult: part.cancel,
    newOrderResult: placeResult,
    cancelResponse: outcome.ok && hasCancelled ? cancelHalf(call, outcome) : part.cancelRejection && errorHalf(rejectionAnswer(part.cancelRejection, { act: 'cancel' })),
    newOrderResponse: outcome.ok && hasPlaced ? placeHalf(call, outcome, newName) : placeResult === 'FAILURE' && placeError ? errorHalf(placeError) : null,
  }
  const isOverLimit = tooMany !== undefined && cancelReplaceMode === 'STOP_ON_FAILURE'
  const answer = hasCancelled || hasPlaced
    ? errorAnswer(-2021, 'Order cancel-replace partially failed.', isOverLimit ? 429 : 409)
    : errorAnswer(-2022, 'Order cancel-replace failed.', isOverLimit ? 429 : 400)
  return { ...answer, data, taken: [hasPlaced], ...(isOverLimit && tooMany.headers && { headers: tooMany.headers }) }
}

export const cancelReplaceEndpoints: readonly Endpoint[] = [cancelReplace]
