import { DAY, MINUTE, MS } from '../../time.ts'
import type { Family } from '../endpoint-shape.ts'

/** The limits of spec: wire, rate limits. */
export interface RateLimitSettings {
  /** Weight an address may use in a minute, shared by the rows of a family; sapi rows have a budget of their own each. */
  readonly addressWeightPerMinute: Readonly<Record<Family, number>>
  /** Weight an account may use in a minute on one row that is counted by account. */
  readonly accountWeightPerMinute: number
  readonly rawRequestsPer5Minutes: number
  /** Sockets that an address may open, of each kind. */
  readonly connectionsPer5Minutes: number
  /**
   * Weight of calls with a key that does not open (unknown, of elsewhere, not from there …) that an address may use in a minute, and what one
   * such call weighs. Counted apart, so that a stranger cannot tell from the ordinary counters what was wrong with the key.
   */
  readonly strangerWeightPerMinute: number
  readonly strangerWeight: number
  /** Calls refused for their number, within ten minutes, after which the address is banned. */
  readonly refusalsBeforeBan: number
  readonly firstBanMs: number
  readonly longestBanMs: number
  /** Addresses remembered at once. */
  readonly rememberedAddresses: number
}

export const MINUTE_MS = MINUTE / MS
export const RAW_WINDOW_MS = 5 * MINUTE_MS

export const BINANCE_LIMITS: RateLimitSettings = {
  addressWeightPerMinute: { api: 6_000, sapi: 12_000, fapi: 2_400, dapi: 2_400 },
  accountWeightPerMinute: 180_000,
  rawRequestsPer5Minutes: 300_000,
  connectionsPer5Minutes: 300,
  strangerWeightPerMinute: 6_000,
  strangerWeight: 5,
  refusalsBeforeBan: 20,
  firstBanMs: 2 * MINUTE_MS,
  longestBanMs: (3 * DAY) / MS,
  rememberedAddresses: 65_536,
}
