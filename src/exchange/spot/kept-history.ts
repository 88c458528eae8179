import type { Desk } from './desk.ts'
import { isOpen } from './live-order.ts'
import { ordersOf } from './live-list.ts'
import type { Trader } from './trader.ts'

/**
 * How many finished orders, fills, prevented matches and amendments are kept of one account in one market, and how many finished
 * order lists of one account. The whole state is in memory and in each snapshot, which is one text: a row of it takes 100 to 200
 * bytes, so that three accounts that fill thirteen markets come to about 200 MB; a text ends at 512 MB.
 */
export const KEPT_HISTORY = 20_000
/** Rows beyond the bound are dropped this many at a time, so that dropping costs nothing. */
export const DROPPED_AT_ONCE = 2_000

const isTooLong = (finished: number): boolean => finished >= KEPT_HISTORY + DROPPED_AT_ONCE

/** Drops the oldest rows where there are too many. What is dropped depends on the rows alone, so that a replay drops the same. */
export const keepNewest = (rows: unknown[]): void => {
  if (isTooLong(rows.length)) rows.splice(0, rows.length - KEPT_HISTORY)
}

/** The same for orders, of which open ones always stay. */
export const keepNewestOrders = (desk: Desk): void => {
  const { byClientOrderId } = desk
  let surplus = desk.orders.length - desk.openCount
  if (!isTooLong(surplus)) return
  surplus -= KEPT_HISTORY
  desk.orders = desk.orders.filter((order) => {
    if (surplus === 0 || isOpen(order)) return true
    surplus--
    if (byClientOrderId.get(order.clientOrderId) === order) byClientOrderId.delete(order.clientOrderId)
    return false
  })
}

/** The same for order lists. An order whose list is dropped is told without one from then on. */
export const keepNewestLists = (trader: Trader): void => {
  let surplus = trader.lists.length - trader.openListCount
  if (!isTooLong(surplus)) return
  surplus -= KEPT_HISTORY
  trader.lists = trader.lists.filter((list) => {
    if (surplus === 0 || ordersOf(list).some(isOpen)) return true
    surplus--
    for (const order of ordersOf(list)) order.list = null
    return false
  })
}
