import type { Amount, Price } from '../../money.ts'
import type { ExpiryReason } from '../order.ts'
import { announceOrder } from './announce.ts'
import { withinRange } from './execution-rules.ts'
import { reach, type Reach, type Want } from './liquidity.ts'
import { expire, followUp } from './list-life.ts'
import { isAlgo, isMarketType, isOpen, type LiveOrder } from './live-order.ts'
import { holdFor, rest } from './order-life.ts'
import { match } from './matching.ts'
import { reachAcross, routeOrder } from './routing.ts'
import type { SpotState } from './spot-state.ts'
import { beginTracking } from './triggers.ts'

/** Lets an open order, whose hold is made, wait for its trigger or work at once. */
export const setGoing = (state: SpotState, order: LiveOrder): void => {
  if (isAlgo(order.type)) awaitTrigger(state, order)
  else startWorking(state, order)
}

const awaitTrigger = (state: SpotState, order: LiveOrder): void => {
  const { market } = order.desk
  // Without a stop price a trailing order tracks from the price it was placed at, or from the first trade there is.
  if (order.trailingDeltaBips > 0 && order.stopPrice === 0n && market.lastPrice !== null) beginTracking(order, market.lastPrice, state.nowUs)
  market.triggers.add(order)
  announceOrder(state, order, 'NEW')
}

/** The order enters the market: it takes what it may, and the rest stands in the book or ends. */
export const startWorking = (state: SpotState, order: LiveOrder): void => {
  order.workingSinceUs = state.nowUs
  order.updatedAtUs = state.nowUs
  announceOrder(state, order, 'NEW')
  if (isMarketType(order.type)) workAtAnyPrice(state, order)
  else workAtLimit(state, order)
}

const take = (state: SpotState, order: LiveOrder, limitPrice: Price | null): void => {
  if (order.workingFloor === null) match(state, order, limitPrice)
  else routeOrder(state, order, limitPrice)
}

const workAtAnyPrice = (state: SpotState, order: LiveOrder): void => {
  take(state, order, null)
  if (isOpen(order)) end(state, order, 'INSUFFICIENT_LIQUIDITY')
}

const workAtLimit = (state: SpotState, order: LiveOrder): void => {
  if (order.timeInForce === 'FOK' && !isFillable(state, order)) {
    end(state, order, 'UNFILLED_FOK_ORDER_EXPIRED')
    return
  }
  take(state, order, order.price)
  if (!isOpen(order)) return
  if (order.timeInForce === 'GTC') rest(state, order)
  else end(state, order, order.timeInForce === 'FOK' ? 'UNFILLED_FOK_ORDER_EXPIRED' : 'UNFILLED_IOC_QUANTITY_EXPIRED')
}

const isFillable = (state: SpotState, order: LiveOrder): boolean => reachOf(state, order).quantity === order.remaining

const reachOf = (state: SpotState, order: LiveOrder): Reach => {
  const { trader, market } = order.desk
  const want: Want = {
    trader,
    selfTradePrevention: order.selfTradePrevention,
    quantity: order.remaining,
    limitPrice: isMarketType(order.type) ? undefined : withinRange(order, order.price, state.nowUs),
    stepSize: market.rules.lotSize?.stepSize ?? 0n,
  }
  if (order.workingFloor !== null) return reachAcross(state, order.desk, order.isBuy, want)
  return reach(order.isBuy ? market.book.asks : market.book.bids, want)
}

const end = (state: SpotState, order: LiveOrder, reason: ExpiryReason): void => {
  expire(state, order, reason)
  followUp(state, order)
}

/** A triggered BUY at any price was held at its stop price; where the book is dearer by now it takes from what is free. */
export const topUpHold = (state: SpotState, order: LiveOrder): void => {
  if (!order.isBuy || !isMarketType(order.type)) return
  const missing = reachOf(state, order).quote - order.held
  const free: Amount = order.desk.quote.free
  if (missing > 0n) holdFor(state, order, missing < free ? missing : free)
}
