import type { ExpiryReason, Fill } from '../order.ts'
import { announceList, announceOrder } from './announce.ts'
import { DISCOUNT_ASSET } from './commission.ts'
import { isListOpen, ordersOf, type LiveList } from './live-list.ts'
import { isOpen, type LiveOrder } from './live-order.ts'
import { finishOrder, trimHold } from './order-life.ts'
import type { SpotState } from './spot-state.ts'

/** How the orders of a list follow each other. */

/**
 * What the working order of an OPO has just bought is held for the pending ones. Its commission is taken from what else is free
 * where that is enough, as on Binance, but not where BNB was bought.
 */
export const holdBought = (state: SpotState, order: LiveOrder, fill: Fill): void => {
  const { list, desk: { base } } = order
  if (list === null || !list.paysFollowers || order !== list.working) return
  const bought = base.free >= fill.quantity && base.asset !== DISCOUNT_ASSET ? fill.quantity : fill.quantity - (fill.commissionAsset === base.asset ? fill.commission : 0n)
  state.ledger.holdIn(base, bought)
  list.held += bought
}

/** One order of an open pair is executed: the other one ends, and the hold of the pair becomes the hold of this one. */
export const collapsePair = (state: SpotState, order: LiveOrder): void => {
  const list = order.list
  if (list === null || !list.isPairOpen || !list.followers.includes(order)) return
  list.isPairOpen = false
  order.held = list.held
  list.held = 0n
  for (const other of list.followers) if (other !== order && isOpen(other)) expire(state, other, 'OCO_TRIGGER')
  trimHold(state, order)
}

/** Called when an order of a list has ended by execution or expiry, after that was told. */
export const followUp = (state: SpotState, order: LiveOrder): void => {
  const { list } = order
  if (list === null || !isListOpen(list)) return
  if (order === list.working) {
    if (order.status === 'FILLED') {
      state.setOff.push(list)
      return
    }
    releasePair(state, list)
    for (const follower of list.followers) if (isOpen(follower)) expire(state, follower, 'OTO_PHASE_ONE_EXPIRED')
  }
  closeWhenDone(state, list)
}

/** The list is done when none of its orders is open. */
export const closeWhenDone = (state: SpotState, list: LiveList): void => {
  if (!isListOpen(list) || ordersOf(list).some(isOpen)) return
  list.statusType = 'ALL_DONE'
  list.orderStatus = 'ALL_DONE'
  list.updatedAtUs = state.nowUs
  list.desk.dismissList(list)
  announceList(state, list)
}

/** Gives back what an open pair holds, or what was bought for the pending orders. */
export const releasePair = (state: SpotState, list: LiveList): void => {
  if (list.held > 0n) {
    const isBuy = list.followers[0]?.isBuy === true
    state.ledger.releaseIn(isBuy ? list.desk.quote : list.desk.base, list.held)
    list.held = 0n
  }
  list.isPairOpen = false
}

/** Ends an order that nobody cancelled, and tells it. */
export const expire = (state: SpotState, order: LiveOrder, reason: ExpiryReason): void => {
  finishOrder(state, order, 'EXPIRED', reason)
  announceOrder(state, order, 'EXPIRED')
}
