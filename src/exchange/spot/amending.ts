import type { Amount, Quantity } from '../../money.ts'
import type { CommandOf } from '../command.ts'
import type { Rejection } from '../rejection.ts'
import { announceDepth, announceList, announceRenamed } from './announce.ts'
import { findOpen, isRejection } from './cancelling.ts'
import type { Desk } from './desk.ts'
import { keepNewest } from './kept-history.ts'
import { isOpen, needOf, type LiveOrder } from './live-order.ts'
import { trimHold } from './order-life.ts'
import { Scene } from './placing.ts'
import { requestOf } from './request-of.ts'
import type { SpotState } from './spot-state.ts'

/** Reducing an order that keeps its place in the queue. */

export const findAmendable = (state: SpotState, desk: Desk, command: CommandOf<'amendOrder'>): LiveOrder | Rejection => {
  const { definition, rules } = desk.market
  if (!definition.amendAllowed) return { reason: 'amendNotSupported' }
  if (definition.status !== 'TRADING') return { reason: 'marketClosed' }
  const order = findOpen(state, desk, command.order)
  if (isRejection(order)) return order
  if (order.list?.paysFollowers === true && order.status === 'PENDING_NEW') return { reason: 'amendOfPaidPending' }
  if (command.newQuantity > order.quantity) return { reason: 'amendIncreases' }
  // What is executed already cannot be taken back, so that there would be nothing left to amend.
  if (command.newQuantity === order.quantity || command.newQuantity <= order.filledQuantity + order.preventedQuantity) return { reason: 'amendChangesNothing' }
  if (command.newClientOrderId !== order.clientOrderId && desk.hasOpenOrderNamed(command.newClientOrderId)) return { reason: 'duplicateOrder' }
  const filter = rules.failedByAmend({ ...requestOf(order), quantity: command.newQuantity }, new Scene(state, desk), order.amendCount)
  return filter === null ? order : { reason: 'filter', filter }
}

export const amendOrder = (state: SpotState, order: LiveOrder, newQuantity: Quantity, newClientOrderId: string): void => {
  const { list, desk } = order
  const isRenamed = newClientOrderId !== order.clientOrderId
  reduce(state, order, newQuantity, newClientOrderId)
  if (list === null) return
  // The orders of a pair have one quantity, since only one of them can ever be executed.
  const isInPair = list.followers.length === 2 && list.followers.includes(order)
  if (isInPair) for (const other of list.followers) if (other !== order && isOpen(other)) reduce(state, other, newQuantity, other.clientOrderId)
  if (list.isPairOpen && isInPair) {
    const need = list.followers.map(needOf).reduce((larger: Amount, each) => (each > larger ? each : larger), 0n)
    state.ledger.releaseIn(order.isBuy ? desk.quote : desk.base, list.held - need)
    list.held = need
  }
  if (!isRenamed) return
  list.statusType = 'UPDATED'
  list.updatedAtUs = state.nowUs
  announceList(state, list)
}

const reduce = (state: SpotState, order: LiveOrder, newQuantity: Quantity, newClientOrderId: string): void => {
  const { desk } = order
  const { quantity: originalQuantity, clientOrderId: originalClientOrderId } = order
  order.remaining -= originalQuantity - newQuantity
  order.quantity = newQuantity
  order.updatedAtUs = state.nowUs
  order.amendCount++
  rename(order, newClientOrderId)
  if (order.list === null || !order.list.isPairOpen) trimHold(state, order)
  const executionId = announceRenamed(state, order, 'REPLACED', newClientOrderId, originalClientOrderId)
  if (desk.trader.terms.keepsHistory) {
    desk.amendments.push({ symbol: desk.market.name, orderId: order.id, executionId, originalClientOrderId, newClientOrderId, originalQuantity, newQuantity, timeUs: state.nowUs })
    keepNewest(desk.amendments)
  }
  showLess(state, order)
}

const rename = (order: LiveOrder, newClientOrderId: string): void => {
  const { byClientOrderId } = order.desk
  if (byClientOrderId.get(order.clientOrderId) === order) byClientOrderId.delete(order.clientOrderId)
  order.clientOrderId = newClientOrderId
  byClientOrderId.set(newClientOrderId, order)
}

/** What the book shows shrinks only where it was more than is left: an iceberg may show the same slice as before. */
const showLess = (state: SpotState, order: LiveOrder): void => {
  const { level } = order
  if (level === null || order.visible <= order.remaining) return
  level.visible -= order.visible - order.remaining
  order.visible = order.remaining
  announceDepth(state, order.desk.market, order.isBuy, level.price, level.visible)
}
