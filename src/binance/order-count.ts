import type { Answer, Services } from './endpoint.ts'
import { tooManyOrders, type ErrorAnswer } from './errors.ts'
import type { OrdersView } from '../exchange/exchange-view.ts'
import type { AccountId } from '../ids.ts'
import { DAY, SECOND, type TimeUs } from '../time.ts'

const TEN_SECONDS = 10 * SECOND
const WINDOWS = [TEN_SECONDS, DAY] as const

/** Refuses `added` further orders where the account's unfilled order count would pass a limit; undefined where it does not. */
export const orderCountRefusal = ({ venue, limits }: Services, accountId: AccountId, added: number, orders: OrdersView = venue.view.orders): ErrorAnswer | undefined => {
  if (!limits.isOn) return undefined
  const nowUs = venue.nowUs()
  for (const windowUs of WINDOWS) {
    const limit = windowUs === DAY ? limits.ordersPerDay : limits.ordersPer10Seconds
    if (orders.orderCount(accountId, windowUs, nowUs) + added > limit) return tooManyOrders(limit, windowUs / 1_000, (windowUs - (nowUs % windowUs)) / 1_000)
  }
  return undefined
}

/** What a successful order answer tells of the count. */
export const orderCountHeaders = ({ venue }: Services, accountId: AccountId, orders: OrdersView = venue.view.orders): NonNullable<Answer['headers']> => {
  const nowUs = venue.nowUs()
  return [
    ['X-MBX-ORDER-COUNT-10S', String(orders.orderCount(accountId, TEN_SECONDS, nowUs))],
    ['X-MBX-ORDER-COUNT-1D', String(orders.orderCount(accountId, DAY, nowUs))],
  ]
}

/** The counts of both windows, in the order of `presentOrderLimits`. */
export const orderCounts = ({ venue }: Services, accountId: AccountId, nowUs: TimeUs, orders: OrdersView = venue.view.orders): readonly [number, number] =>
  [orders.orderCount(accountId, TEN_SECONDS, nowUs), orders.orderCount(accountId, DAY, nowUs)]
