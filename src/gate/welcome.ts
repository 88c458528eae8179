import type { Arrival } from './gate.ts'
import type { GateParts } from './passage.ts'
import { MINUTE_MS, RAW_WINDOW_MS } from './rate-limits/settings.ts'
import { untilWindowEndMs } from './rate-limits/window-counter.ts'
import type { Refusal } from './refusal.ts'

/** Attempts are counted by what is opened; the objects stand for their counters. */
const KINDS = { streams: {}, api: {} } as const

type Welcome = { readonly welcome: true } | { readonly welcome: false; readonly refusal: Refusal; readonly retryAfterMs: number }

/** Whether an address may open one more socket: not banned, not too often, and with weight left for it. */
export const welcome = (parts: GateParts, { receivedAtUs, environment, address, family, kind, weight }: Arrival): Welcome => {
  if (!parts.isLimited) return { welcome: true }
  const nowMs = receivedAtUs / 1_000
  const visitor = parts.visitors[environment].of(address, nowMs)
  if (visitor.bannedUntilMs > nowMs) return { welcome: false, refusal: { reason: 'addressBanned', untilMs: Math.ceil(visitor.bannedUntilMs) }, retryAfterMs: visitor.bannedUntilMs - nowMs }
  const { connectionsPer5Minutes, addressWeightPerMinute } = parts.limits
  if (visitor.ofRow(KINDS[kind]).add(1, nowMs, RAW_WINDOW_MS) > connectionsPer5Minutes) {
    visitor.strike(nowMs, parts.limits)
    const retryAfterMs = untilWindowEndMs(nowMs, RAW_WINDOW_MS)
    return { welcome: false, refusal: { reason: 'tooManyConnections', limit: connectionsPer5Minutes, windowMs: RAW_WINDOW_MS, retryAfterMs }, retryAfterMs }
  }
  if (weight === 0 || family === 'sapi') return { welcome: true }
  const limit = addressWeightPerMinute[family]
  if (visitor.ofFamily(family).add(weight, nowMs, MINUTE_MS) <= limit) return { welcome: true }
  visitor.strike(nowMs, parts.limits)
  const retryAfterMs = untilWindowEndMs(nowMs, MINUTE_MS)
  return { welcome: false, refusal: { reason: 'addressWeightUsedUp', limit, windowMs: MINUTE_MS, retryAfterMs }, retryAfterMs }
}
