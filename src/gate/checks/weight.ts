import { MINUTE_MS } from '../rate-limits/settings.ts'
import { untilWindowEndMs } from '../rate-limits/window-counter.ts'
import { type Passage, type Stop, stop } from '../passage.ts'

/** What the call weighs, by its row and perhaps its parameters. */
const weigh = (passage: Passage): number => {
  const { route, scan } = passage
  const of = route?.endpoint.weight.of ?? 0
  return passage.weight = typeof of === 'number' ? of : scan ? of(scan) : 0
}

/** Weight counted against the caller's address, for rows that are counted so. */
export const addressWeightLeft = (passage: Passage): Stop | null => {
  const { route, visitor, nowMs, parts } = passage
  const weight = weigh(passage)
  if (!route || route.isByAccount) return null
  const { family } = route.endpoint
  const counter = passage.counter = route.budget !== null || family === 'sapi' ? visitor.ofRow(route.budget ?? route) : visitor.ofFamily(family)
  if (!parts.isLimited) return null
  if (counter.add(weight, nowMs, route.weightWindowMs) <= route.weightLimit) return null
  const retryAfterMs = passage.retryAfterMs = untilWindowEndMs(nowMs, route.weightWindowMs)
  visitor.strike(nowMs, parts.limits)
  return stop('addressWeight', { reason: 'addressWeightUsedUp', limit: route.weightLimit, windowMs: route.weightWindowMs, retryAfterMs })
}

/** Whoever keeps coming with keys that do not open is held off before the next one is looked at. */
export const strangerWeightLeft = ({ route, visitor, nowMs, parts }: Passage): Stop | null => {
  if (!parts.isLimited || !route?.needsKey) return null
  const limit = parts.limits.strangerWeightPerMinute
  if (visitor.strangers.used(nowMs, MINUTE_MS) < limit) return null
  visitor.strike(nowMs, parts.limits)
  return stop('addressWeight', { reason: 'addressWeightUsedUp', limit, windowMs: MINUTE_MS, retryAfterMs: untilWindowEndMs(nowMs, MINUTE_MS) })
}

/** Weight counted against the account, once the caller has proved to be it. */
export const accountWeightLeft = (passage: Passage): Stop | null => {
  const { route, account, request, nowMs, parts, weight } = passage
  if (!route?.isByAccount || !account) return null
  const counter = passage.counter = parts.accountLimits[request.environment].of(route, account.id)
  if (!parts.isLimited) return null
  if (counter.add(weight, nowMs, route.weightWindowMs) <= route.weightLimit) return null
  const retryAfterMs = passage.retryAfterMs = untilWindowEndMs(nowMs, route.weightWindowMs)
  return stop('accountLimits', { reason: 'accountWeightUsedUp', limit: route.weightLimit, windowMs: route.weightWindowMs, retryAfterMs })
}
