import type { Answer, ServedLimits } from '../../binance/endpoint.ts'
import { presentOrderLimits } from '../../binance/present/rate-limit.ts'
import type { Usage } from '../../gate/gate.ts'

const ORDER_COUNT_HEADERS = ['X-MBX-ORDER-COUNT-10S', 'X-MBX-ORDER-COUNT-1D'] as const

/** What an answer used of each limit that it touched: what the headers of an HTTP answer tell. */
export const rateLimitsOf = (limits: ServedLimits | undefined, { used, limit, windowMs }: Usage, answer: Answer): readonly object[] => {
  const counts = ORDER_COUNT_HEADERS.map((wanted) => answer.headers?.find(([name]) => name === wanted)?.[1])
  const orders = limits === undefined ? [] : presentOrderLimits(limits).flatMap((one, index) => (counts[index] === undefined ? [] : [{ ...one, count: Number(counts[index]) }]))
  return [...orders, { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: windowMs / 60_000, limit, count: used }]
}
