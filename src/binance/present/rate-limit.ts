import type { ServedLimits } from '../endpoint.ts'

/** The order limits in force, the ten seconds before the day. */
export const presentOrderLimits = (limits: ServedLimits) => [
  { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: limits.ordersPer10Seconds },
  { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: limits.ordersPerDay },
]

/** Every limit of /api/v3, as exchangeInfo tells them. */
export const presentRateLimits = (limits: ServedLimits) => [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: limits.requestWeightPerMinute },
  ...presentOrderLimits(limits),
  { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: limits.rawRequestsPer5Minutes },
]
