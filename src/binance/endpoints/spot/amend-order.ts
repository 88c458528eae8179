import { type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { clientOrderId, decimal, invalidData, mandatory, optional, symbolName } from '../../parameter-types.ts'
import { presentAmendedOrder } from '../../present/order.ts'
import { presentListStatus } from '../../present/order-list.ts'
import { wireTime } from '../../wire-time.ts'
import { inWallet, tradedOrders } from '../../traded-wallet.ts'
import { membersOf } from './list-members.ts'
import { newClientId } from './order-parameters.ts'
import { REFERENCE_PARAMETERS, referenceFault, referenceOf } from './order-reference.ts'

const amend = endpoint({
  method: 'PUT', path: '/api/v3/order/amend/keepPriority', socketMethods: ['order.amend.keepPriority'], security: 'TRADE', permission: 'spotAndMarginTrading', actsOnBoundWallet: true, weight: 4,
  parameters: { symbol: mandatory(symbolName), ...REFERENCE_PARAMETERS, newClientOrderId: optional(clientOrderId), newQty: mandatory(decimal) },
  check: (parameters) => referenceFault(parameters) ?? (parameters.newQty === 0n ? invalidData('newQty') : undefined),
  orders: 'none',
  summary: 'Reduce an open order, which keeps its place in the queue.',
  answer: (call) => {
    const { parameters, services, timeUnit, caller, caller: { account } } = call
    const { venue } = services
    if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
    if (!call.isInTime()) return TOO_LATE
    const outcome = venue.execute({
      kind: 'amendOrder', accountId: account.id, symbol: parameters.symbol, order: referenceOf(parameters.orderId, parameters.origClientOrderId),
      newClientOrderId: parameters.newClientOrderId ?? newClientId(services), newQuantity: parameters.newQty, ...inWallet(caller),
    })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'amend' })
    const report = outcome.events.find((event) => event.kind === 'order' && event.execution === 'REPLACED')
    if (report?.kind !== 'order') throw new Error(`the venue amended order ${parameters.orderId ?? parameters.origClientOrderId} and told nothing of it`)
    const orders = tradedOrders(venue.view, caller)
    const list = report.order.listId === null ? undefined : orders.orderList(account.id, { listId: report.order.listId })
    return {
      ok: true,
      body: {
        transactTime: wireTime(outcome.timeUs, timeUnit),
        executionId: report.executionId,
        amendedOrder: presentAmendedOrder(report.order, timeUnit),
        ...(list && { listStatus: presentListStatus(list, membersOf({ orders }, account.id, list)) }),
      },
    }
  },
})

export const amendOrderEndpoints: readonly Endpoint[] = [amend]
