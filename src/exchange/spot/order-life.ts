import type { OrderRequest } from '../command.ts'
import type { Amount } from '../../money.ts'
import type { ExpiryReason, OrderStatus } from '../order.ts'
import type { SelfTradePreventionMode } from '../symbol.ts'
import { announceDepth } from './announce.ts'
import type { Desk } from './desk.ts'
import { isAlgo, LiveOrder, needOf } from './live-order.ts'
import { pegOrder } from './pegging.ts'
import type { SpotState } from './spot-state.ts'

/** How an order begins, holds money, stands in the book and ends. */

export const selfTradeModeOf = (desk: Desk, request: OrderRequest): SelfTradePreventionMode =>
  request.selfTradePrevention ?? desk.market.definition.defaultSelfTradePreventionMode

/** A new open order, known to all indexes, holding nothing yet. */
export const openOrder = (state: SpotState, desk: Desk, request: OrderRequest, status: 'NEW' | 'PENDING_NEW'): LiveOrder => {
  const order = new LiveOrder(state.nextOrderId++, desk, request, selfTradeModeOf(desk, request), status, state.nowUs)
  order.holdPrice = holdPriceOf(desk, request)
  if (order.peg !== null && status === 'NEW' && !isAlgo(order.type)) pegOrder(order)
  state.openOrders.add(order)
  desk.admit(order)
  desk.trader.orderCount.add(1, state.nowUs)
  return order
}

/** What a BUY is held at: its limit price; a stop without one at its stop price; a trailing stop without either at the last price. */
export const holdPriceOf = (desk: Desk, request: OrderRequest): Amount => request.price ?? request.stopPrice ?? desk.market.lastPrice ?? 0n

export const holdFor = (state: SpotState, order: LiveOrder, amount: Amount): void => {
  if (amount > 0n) state.ledger.holdIn(order.isBuy ? order.desk.quote : order.desk.base, amount)
  order.held += amount
}

/** Gives back what the order holds beyond its need. */
export const trimHold = (state: SpotState, order: LiveOrder): void => {
  const excess = order.held - needOf(order)
  if (excess > 0n) releaseHold(state, order, excess)
}

const releaseHold = (state: SpotState, order: LiveOrder, amount: Amount): void => {
  state.ledger.releaseIn(order.isBuy ? order.desk.quote : order.desk.base, amount)
  order.held -= amount
}

/** Puts the rest of the order into the book, behind all others at its price. */
export const rest = (state: SpotState, order: LiveOrder): void => {
  const { market } = order.desk
  order.visible = order.icebergQuantity > 0n && order.icebergQuantity < order.remaining ? order.icebergQuantity : order.remaining
  const level = market.book.sideOf(order).append(order)
  announceDepth(state, market, order.isBuy, level.price, level.visible)
}

/** Takes the order off the book, where it stands there. */
const leaveBook = (state: SpotState, order: LiveOrder): void => {
  if (order.level === null) return
  const { market } = order.desk
  const level = market.book.sideOf(order).remove(order)
  order.visible = 0n
  announceDepth(state, market, order.isBuy, level.price, level.visible)
}

/** Takes a resting order's executed or prevented quantity off the book; an iceberg's next slice goes to the end of the queue. */
export const shrinkInBook = (state: SpotState, order: LiveOrder, quantity: Amount): void => {
  const { market } = order.desk
  const level = order.level
  if (level === null) throw new Error(`order ${order.id} is not in the book`)
  order.visible -= quantity
  level.visible -= quantity
  if (order.visible === 0n) {
    const side = market.book.sideOf(order)
    side.remove(order)
    if (order.remaining > 0n) {
      order.visible = order.icebergQuantity < order.remaining ? order.icebergQuantity : order.remaining
      const renewed = side.append(order)
      announceDepth(state, market, order.isBuy, renewed.price, renewed.visible)
      return
    }
  }
  announceDepth(state, market, order.isBuy, level.price, level.visible)
}

/** Ends an order: it leaves the book and the triggers, and holds nothing any more. The caller tells it. */
export const finishOrder = (state: SpotState, order: LiveOrder, status: OrderStatus, expiryReason: ExpiryReason): void => {
  leaveBook(state, order)
  if (order.workingSinceUs === null && order.status === 'NEW') order.desk.market.triggers.remove(order)
  if (order.held > 0n) releaseHold(state, order, order.held)
  order.status = status
  order.expiryReason = expiryReason
  order.updatedAtUs = state.nowUs
  state.openOrders.delete(order)
  order.desk.dismiss(order)
}
