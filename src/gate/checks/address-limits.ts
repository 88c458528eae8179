import { RAW_WINDOW_MS } from '../rate-limits/settings.ts'
import { untilWindowEndMs } from '../rate-limits/window-counter.ts'
import { type Passage, type Stop, stop } from '../passage.ts'

/** A banned address is told so, and until when. */
export const addressNotBanned = (passage: Passage): Stop | null => {
  const { visitor, nowMs, parts } = passage
  if (!parts.isLimited || visitor.bannedUntilMs <= nowMs) return null
  passage.retryAfterMs = visitor.bannedUntilMs - nowMs
  return stop('addressLimits', { reason: 'addressBanned', untilMs: Math.ceil(visitor.bannedUntilMs) })
}

/** Every call counts, whatever it is. */
export const rawRequestsLeft = (passage: Passage): Stop | null => {
  const { visitor, nowMs, parts } = passage
  if (!parts.isLimited) return null
  const limit = parts.limits.rawRequestsPer5Minutes
  if (visitor.rawRequests.add(1, nowMs, RAW_WINDOW_MS) <= limit) return null
  const retryAfterMs = passage.retryAfterMs = untilWindowEndMs(nowMs, RAW_WINDOW_MS)
  visitor.strike(nowMs, parts.limits)
  return stop('addressLimits', { reason: 'tooManyRawRequests', limit, windowMs: RAW_WINDOW_MS, retryAfterMs })
}
