import type { CommandOf, OrderReference } from '../command.ts'
import type { Rejection } from '../rejection.ts'
import { announceRenamed } from './announce.ts'
import type { Desk } from './desk.ts'
import { isListOpen, ordersOf, type LiveList } from './live-list.ts'
import { isOpen, type LiveOrder } from './live-order.ts'
import { closeWhenDone, releasePair } from './list-life.ts'
import { finishOrder } from './order-life.ts'
import type { SpotState } from './spot-state.ts'

/** The open order that a reference means: by id, and then the client order id has to match; else by client order id. */
export const findOpen = (state: SpotState, desk: Desk, reference: OrderReference): LiveOrder | Rejection => {
  const { orderId, clientOrderId } = reference
  const order = orderId !== undefined ? state.openOrders.get(orderId) : clientOrderId !== undefined ? desk.byClientOrderId.get(clientOrderId) : undefined
  if (order === undefined || order.desk !== desk || !isOpen(order)) return { reason: 'unknownOrder' }
  if (clientOrderId !== undefined && order.clientOrderId !== clientOrderId) return { reason: 'clientOrderIdMismatch' }
  return order
}

export const isRejection = <Found extends object>(found: Found | Rejection): found is Rejection => 'reason' in found

export const findCancellable = (state: SpotState, desk: Desk, reference: OrderReference, restriction: CommandOf<'cancelOrder'>['restriction']): LiveOrder | Rejection => {
  const order = findOpen(state, desk, reference)
  if (isRejection(order)) return order
  const isAllowed = restriction === undefined || (restriction === 'ONLY_NEW' ? order.status === 'NEW' : order.status === 'PARTIALLY_FILLED')
  return isAllowed ? order : { reason: 'cancelRestricted' }
}

/** Cancels an order, and with it the list that it belongs to. */
export const cancelOrder = (state: SpotState, order: LiveOrder, newClientOrderId: string): void => {
  if (order.list !== null && isListOpen(order.list)) cancelList(state, order.list, newClientOrderId)
  else cancelOne(state, order, newClientOrderId)
}

export const cancelList = (state: SpotState, list: LiveList, newClientOrderId: string): void => {
  releasePair(state, list)
  for (const order of ordersOf(list)) if (isOpen(order)) cancelOne(state, order, newClientOrderId)
  closeWhenDone(state, list)
}

const cancelOne = (state: SpotState, order: LiveOrder, newClientOrderId: string): void => {
  finishOrder(state, order, 'CANCELED', 'NONE')
  announceRenamed(state, order, 'CANCELED', newClientOrderId, order.clientOrderId)
}

/** Cancels all that the account has open in the market, lists as well. */
export const cancelAll = (state: SpotState, desk: Desk, newClientOrderId: string): void => {
  for (const order of desk.open()) if (isOpen(order)) cancelOrder(state, order, newClientOrderId)
}

/** The open list that a reference means: both its ids have to name one where both are given. */
export const findOpenList = (desk: Desk, { listId, clientListId }: { readonly listId?: number; readonly clientListId?: string }): LiveList | undefined => {
  const { openLists } = desk.trader
  const list = clientListId !== undefined ? openLists.get(clientListId) : openLists.values().find((each) => each.id === listId)
  return list !== undefined && list.desk === desk && (listId === undefined || list.id === listId) ? list : undefined
}
