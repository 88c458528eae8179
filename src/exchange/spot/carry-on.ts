import type { Rejection } from '../rejection.ts'
import { collapsePair, closeWhenDone, expire, followUp, releasePair } from './list-life.ts'
import { isAlgo, isOpen, needOf, type LiveOrder } from './live-order.ts'
import type { LiveList } from './live-list.ts'
import { holdFor, holdPriceOf, trimHold } from './order-life.ts'
import { pegOrder } from './pegging.ts'
import { judgePrice, Scene } from './placing.ts'
import { requestOf } from './request-of.ts'
import type { SpotState } from './spot-state.ts'
import { setGoing, startWorking, topUpHold } from './working.ts'

/**
 * Lets what a command set off happen: trades reach stops, filled orders release the ones that waited for them, and those
 * trade in turn, until nothing moves any more.
 */
export const carryOn = (state: SpotState): void => {
  const { unseenPrices, fired, setOff } = state
  while (unseenPrices.length > 0 || fired.length > 0 || setOff.length > 0) {
    const unseen = unseenPrices.shift()
    if (unseen !== undefined) unseen.market.triggers.observe(unseen.price, state.nowUs, fired)
    else if (fired.length > 0) fire(state, fired.shift()!)
    else placeFollowers(state, setOff.shift()!)
  }
}

/** A stop is reached: the other order of its pair ends, and it goes to work. */
const fire = (state: SpotState, order: LiveOrder): void => {
  if (!isOpen(order)) return
  collapsePair(state, order)
  if (order.peg !== null && !enterPegged(state, order)) {
    expire(state, order, 'REJECTED')
    followUp(state, order)
    return
  }
  topUpHold(state, order)
  startWorking(state, order)
}

/** A pegged stop gets its price now; it is judged by it, and holds what that takes. @returns whether it may go to work. */
const enterPegged = (state: SpotState, order: LiveOrder): boolean => {
  if (!pegOrder(order) || failsByItsPrice(state, order)) return false
  const missing = needOf(order) - order.held
  if (missing > (order.isBuy ? order.desk.quote.free : order.desk.base.free)) return false
  if (missing > 0n) holdFor(state, order, missing)
  trimHold(state, order)
  return true
}

const failsByItsPrice = (state: SpotState, order: LiveOrder): boolean =>
  order.desk.market.rules.failedByItsPrice(requestOf(order), new Scene(state, order.desk)) !== null

/** The working order of a list is filled: its followers are placed as new orders would be, or end where that is refused. */
const placeFollowers = (state: SpotState, list: LiveList): void => {
  const followers = list.followers.filter(isOpen)
  if (list.paysFollowers) giveQuantity(state, list)
  const pegRefusal = pegRefusalOf(state, followers)
  for (const order of followers) order.holdPrice = holdPriceOf(order.desk, requestOf(order))
  const refusal = pegRefusal ?? (list.paysFollowers ? sizeRefusalOf(state, followers) : null) ?? refusalOf(followers)
  if (refusal !== null) {
    for (const order of followers) expire(state, order, 'REJECTED')
    closeWhenDone(state, list)
    return
  }
  if (followers.length === 2) holdForPair(state, list)
  for (const order of followers) {
    order.status = 'NEW'
    order.updatedAtUs = state.nowUs
    if (list.isPairOpen) continue
    holdFor(state, order, needOf(order))
    if (order.type === 'MARKET') topUpHold(state, order)
  }
  for (const order of followers) if (isOpen(order)) setGoing(state, order)
}

/** What was bought, in whole lots, becomes the quantity of the pending orders; what is less than a lot is free again. */
const giveQuantity = (state: SpotState, list: LiveList): void => {
  const { lotSize } = list.desk.market.rules
  const quantity = lotSize === null || lotSize.stepSize === 0n ? list.held : list.held - (list.held % lotSize.stepSize)
  releasePair(state, list)
  for (const order of list.followers) {
    order.quantity = quantity
    order.remaining = quantity
  }
}

/** Pegged orders that enter the book now get their price. */
const pegRefusalOf = (state: SpotState, followers: readonly LiveOrder[]): Rejection | null => {
  for (const order of followers) {
    if (order.peg !== null && !isAlgo(order.type) && (!pegOrder(order) || failsByItsPrice(state, order))) return { reason: 'pegLiquidity' }
  }
  return null
}

const sizeRefusalOf = (state: SpotState, followers: readonly LiveOrder[]): Rejection | null => {
  for (const order of followers) {
    const filter = order.quantity === 0n ? 'LOT_SIZE' : order.desk.market.rules.failedByItsSize(requestOf(order), new Scene(state, order.desk))
    if (filter !== null) return { reason: 'filter', filter }
  }
  return null
}

const refusalOf = (followers: readonly LiveOrder[]): Rejection | null => {
  for (const order of followers) {
    const { desk } = order
    if (desk.market.definition.status !== 'TRADING') return { reason: 'marketClosed' }
    const refusal = judgePrice(desk, requestOf(order))
    if (refusal !== null) return refusal
    if (needOf(order) > (order.isBuy ? desk.quote.free : desk.base.free)) return { reason: 'insufficientBalance' }
  }
  return null
}

/** A pair holds the larger need of the two, once. */
export const holdForPair = (state: SpotState, list: LiveList): void => {
  const needs = list.followers.map(needOf)
  const hold = needs.reduce((larger, need) => (need > larger ? need : larger), 0n)
  const { desk } = list
  if (hold > 0n) state.ledger.holdIn(list.followers[0]?.isBuy === true ? desk.quote : desk.base, hold)
  list.held = hold
  list.isPairOpen = true
}

