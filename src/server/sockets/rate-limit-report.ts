import type { Answer, ServedLimits, SocketFamily } from '../../binance/endpoint.ts'
import { FUTURES_ORDER_LIMITS } from '../../binance/endpoints/futures/order-count.ts'
import { presentOrderLimits } from '../../binance/present/rate-limit.ts'
import type { Usage } from '../../gate/gate.ts'

/** The limits of orders that a family counts, and the headers in which an HTTP answer tells how many there were. */
const ORDER_COUNTS: Readonly<Record<SocketFamily, { readonly headers: readonly string[]; readonly limits: (limits: ServedLimits) => readonly object[] }>> = {
  api: { headers: ['X-MBX-ORDER-COUNT-10S', 'X-MBX-ORDER-COUNT-1D'], limits: presentOrderLimits },
  fapi: { headers: ['X-MBX-ORDER-COUNT-1M', 'X-MBX-ORDER-COUNT-10S'], limits: () => FUTURES_ORDER_LIMITS },
}

/** What an answer used of each limit that it touched: what the headers of an HTTP answer tell. */
export const rateLimitsOf = (family: SocketFamily, limits: ServedLimits | undefined, { used, limit, windowMs }: Usage, answer: Answer): readonly object[] => {
  const { headers, limits: limitsOf } = ORDER_COUNTS[family]
  const counts = headers.map((wanted) => answer.headers?.find(([name]) => name === wanted)?.[1])
  const orders = limits === undefined ? [] : limitsOf(limits).flatMap((one, index) => (counts[index] === undefined ? [] : [{ ...one, count: Number(counts[index]) }]))
  return [...orders, { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: windowMs / 60_000, limit, count: used }]
}
