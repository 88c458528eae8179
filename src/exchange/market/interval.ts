import { DAY, HOUR, MINUTE, SECOND, type TimeUs } from '../../time.ts'
import type { KlineInterval } from '../exchange-view.ts'

const LENGTH: Readonly<Record<Exclude<KlineInterval, '1M'>, number>> = {
  '1s': SECOND, '1m': MINUTE, '3m': 3 * MINUTE, '5m': 5 * MINUTE, '15m': 15 * MINUTE, '30m': 30 * MINUTE,
  '1h': HOUR, '2h': 2 * HOUR, '4h': 4 * HOUR, '6h': 6 * HOUR, '8h': 8 * HOUR, '12h': 12 * HOUR,
  '1d': DAY, '3d': 3 * DAY, '1w': 7 * DAY,
}

/** 1970-01-05 was a Monday: weeks are counted from there. */
const FIRST_MONDAY_US = 4 * DAY

const monthOpen = (localUs: number): number => {
  const day = new Date(Math.floor(localUs / 1_000))
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) * 1_000
}

const nextMonthOpen = (localOpenUs: number): number => {
  const day = new Date(Math.floor(localOpenUs / 1_000))
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1) * 1_000
}

/** When the candle that holds `timeUs` opened. `zoneOffsetUs` is how far local time runs ahead of UTC. */
export const candleOpen = (interval: KlineInterval, timeUs: TimeUs, zoneOffsetUs = 0): TimeUs => {
  const local = timeUs + zoneOffsetUs
  if (interval === '1M') return monthOpen(local) - zoneOffsetUs
  const length = LENGTH[interval]
  const origin = interval === '1w' ? FIRST_MONDAY_US : 0
  return Math.floor((local - origin) / length) * length + origin - zoneOffsetUs
}

/** When the candle after the one that opened at `openUs` opens. */
export const nextCandleOpen = (interval: KlineInterval, openUs: TimeUs, zoneOffsetUs = 0): TimeUs =>
  interval === '1M' ? nextMonthOpen(openUs + zoneOffsetUs) - zoneOffsetUs : openUs + LENGTH[interval]

/** When the candle before the one that opened at `openUs` opened. */
export const previousCandleOpen = (interval: KlineInterval, openUs: TimeUs, zoneOffsetUs = 0): TimeUs =>
  candleOpen(interval, openUs - 1, zoneOffsetUs)

/** The longest kept length whose candles add up to the interval's in that zone. */
export const sourceLength = (interval: KlineInterval, zoneOffsetUs = 0): typeof SECOND | typeof MINUTE | typeof HOUR | typeof DAY => {
  const longest = interval === '1M' ? DAY : LENGTH[interval]
  for (const length of [DAY, HOUR, MINUTE]) if (longest >= length && zoneOffsetUs % length === 0) return length
  return SECOND
}
