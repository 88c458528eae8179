import type { MarginWalletName, OrderListRequest, SideEffect } from '../../../exchange/command.ts'
import type { OrderList } from '../../../exchange/order.ts'
import type { SelfTradePreventionMode } from '../../../exchange/symbol.ts'
import type { Answer, Call } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { orderCountHeaders, orderCountRefusal } from '../../order-count.ts'
import { orderLists, orderStates } from '../../outcome.ts'
import { type Matches, presentPlacedOrder, type ResponseType } from '../../present/order.ts'
import { presentOrderList } from '../../present/order-list.ts'
import { inWallet, tradedOrders } from '../../traded-wallet.ts'
import { membersOf } from './list-members.ts'
import { newClientId } from './order-parameters.ts'

const NO_MATCHES: Matches = { fills: [], preventedMatches: [] }

/** What every list carries besides its legs. */
export interface ListParameters {
  readonly symbol: string
  readonly listClientOrderId: string | undefined
  readonly newOrderRespType: ResponseType
  readonly selfTradePreventionMode: SelfTradePreventionMode | undefined
}

/** Whose list it is, and what it borrows and repays, where a row of margin places it. */
export interface MarginList {
  readonly wallet: MarginWalletName
  readonly sideEffect: SideEffect
}

/** Places a list whose legs were found well-formed, and answers with the list as it began and a report on each order. */
export const placeOrderList = (call: Call<ListParameters>, list: OrderListRequest, orderCount: number, margin?: MarginList): Answer => {
  const { parameters, services, timeUnit, caller, caller: { account } } = call
  const { venue } = services
  if (!venue.view.symbol(parameters.symbol)) return INVALID_SYMBOL
  const orders = margin === undefined ? tradedOrders(venue.view, caller) : venue.view.margin.orders(margin.wallet)
  const refusal = orderCountRefusal(services, account.id, orderCount, orders)
  if (refusal) return refusal
  if (!call.isInTime()) return TOO_LATE
  const outcome = venue.execute({ kind: 'placeOrderList', accountId: account.id, symbol: parameters.symbol, clientListId: parameters.listClientOrderId ?? newClientId(services), list, ...(margin ?? inWallet(caller)) })
  if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'place' })
  const [placed] = orderLists(outcome.events, account.id, 'first').values()
  if (!placed) throw new Error(`the venue took a list for ${parameters.symbol} and told nothing of it`)
  const begun: OrderList = { ...placed, statusType: 'EXEC_STARTED', orderStatus: 'EXECUTING' }
  const reports = placed.orderIds.flatMap((id) => {
    const states = orderStates(outcome.events, id)
    // What waits for its working order is told as it was taken, even where that order filled at once.
    const order = states?.first.status === 'PENDING_NEW' ? states.first : states?.last ?? orders.byId(account.id, id)
    return order ? [presentPlacedOrder(order, outcome.timeUs, parameters.newOrderRespType, states ?? NO_MATCHES, timeUnit)] : []
  })
  return {
    ok: true,
    body: { ...presentOrderList(begun, membersOf({ orders }, account.id, placed), timeUnit), orderReports: reports },
    headers: orderCountHeaders(services, account.id, orders),
  }
}
