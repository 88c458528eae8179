import { addressNotBanned } from './checks/address-limits.ts'
import type { Opening } from './gate.ts'
import { type Passage, type Stop, stop } from './passage.ts'
import { MINUTE_MS, RAW_WINDOW_MS } from './rate-limits/settings.ts'
import { untilWindowEndMs } from './rate-limits/window-counter.ts'

/** Attempts are counted by what is opened; the objects stand for their counters. */
const KINDS = { streams: {}, api: {} } as const

/** What keeps an address from opening one more socket. The order is that of the door for calls. */
export const welcome = (passage: Passage, opening: Opening | undefined): Stop | null => {
  const banned = addressNotBanned(passage)
  if (banned) return banned
  if (!opening) return stop('route', { reason: 'unknownPath' })
  if (opening.fault) return stop('encoding', { reason: 'parameter', fault: opening.fault })
  return connectionsLeft(passage, opening) ?? weightLeft(passage, opening)
}

const connectionsLeft = (passage: Passage, { kind }: Opening): Stop | null => {
  const { visitor, nowMs, parts } = passage
  if (!parts.isLimited) return null
  const limit = parts.limits.connectionsPer5Minutes
  if (visitor.ofRow(KINDS[kind]).add(1, nowMs, RAW_WINDOW_MS) <= limit) return null
  visitor.strike(nowMs, parts.limits)
  const retryAfterMs = passage.retryAfterMs = untilWindowEndMs(nowMs, RAW_WINDOW_MS)
  return stop('addressLimits', { reason: 'tooManyConnections', limit, windowMs: RAW_WINDOW_MS, retryAfterMs })
}

const weightLeft = (passage: Passage, { weight, family }: Opening): Stop | null => {
  const { visitor, nowMs, parts } = passage
  passage.weight = weight
  if (!parts.isLimited || weight === 0 || family === 'sapi') return null
  const limit = parts.limits.addressWeightPerMinute[family]
  if (visitor.ofFamily(family).add(weight, nowMs, MINUTE_MS) <= limit) return null
  visitor.strike(nowMs, parts.limits)
  const retryAfterMs = passage.retryAfterMs = untilWindowEndMs(nowMs, MINUTE_MS)
  return stop('addressWeight', { reason: 'addressWeightUsedUp', limit, windowMs: MINUTE_MS, retryAfterMs })
}
