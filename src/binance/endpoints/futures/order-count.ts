import type { AccountId } from '../../../ids.ts'
import { MINUTE, SECOND } from '../../../time.ts'
import type { Answer, Services } from '../../endpoint.ts'
import { tooManyOrders, type ErrorAnswer } from '../../errors.ts'

const TEN_SECONDS = 10 * SECOND
/** How many orders an account may place: in a minute, and in ten seconds. */
const LIMITS = [{ windowUs: MINUTE, limit: 1_200, interval: 'MINUTE', intervalNum: 1 }, { windowUs: TEN_SECONDS, limit: 300, interval: 'SECOND', intervalNum: 10 }] as const

export const FUTURES_ORDER_LIMITS = LIMITS.map(({ interval, intervalNum, limit }) => ({ rateLimitType: 'ORDERS', interval, intervalNum, limit }))

/** Refuses further orders where the account's count would pass a limit; undefined where it does not. */
export const futuresOrderRefusal = ({ venue, limits }: Services, accountId: AccountId, added = 1): ErrorAnswer | undefined => {
  if (!limits.isOn) return undefined
  const nowUs = venue.nowUs()
  for (const { windowUs, limit } of LIMITS) {
    if (venue.view.futures.orderCount(accountId, windowUs, nowUs) + added > limit) return tooManyOrders(limit, windowUs / 1_000, (windowUs - (nowUs % windowUs)) / 1_000)
  }
  return undefined
}

/** What an order answer tells of the count. */
export const futuresOrderHeaders = ({ venue }: Services, accountId: AccountId): NonNullable<Answer['headers']> => {
  const nowUs = venue.nowUs()
  return [
    ['X-MBX-ORDER-COUNT-10S', String(venue.view.futures.orderCount(accountId, TEN_SECONDS, nowUs))],
    ['X-MBX-ORDER-COUNT-1M', String(venue.view.futures.orderCount(accountId, MINUTE, nowUs))],
  ]
}
