import { MINUTE, type TimeUs } from '../../time.ts'
import type { KlineInterval } from '../exchange-view.ts'
import { candleOpen, nextCandleOpen } from '../market/interval.ts'
import { greatest, least } from './rounding.ts'

/** What a value that is looked at once a second did in a span of time. */
export interface ValueCandle {
  readonly openUs: TimeUs
  readonly open: bigint
  readonly high: bigint
  readonly low: bigint
  readonly close: bigint
  /** How often it was looked at. */
  readonly samples: number
}

/** As many minutes as one call may ask for. */
const KEPT = 1_500

const joined = (before: ValueCandle, { high, low, close, samples }: ValueCandle): ValueCandle =>
  ({ ...before, high: greatest(before.high, high), low: least(before.low, low), close, samples: before.samples + samples })

/** Adds what was seen to the candles of a minute, of which the newest are kept. */
export const noteValue = (minutes: ValueCandle[], value: bigint, nowUs: TimeUs): void => {
  const seen: ValueCandle = { openUs: nowUs - (nowUs % MINUTE), open: value, high: value, low: value, close: value, samples: 1 }
  const last = minutes.at(-1)
  if (last?.openUs === seen.openUs) minutes[minutes.length - 1] = joined(last, seen)
  else if (minutes.push(seen) > KEPT * 1.1) minutes.splice(0, minutes.length - KEPT)
}

export interface ValueRange { readonly limit: number; readonly startUs?: TimeUs; readonly endUs?: TimeUs }

/** The minutes as candles of an interval: from a start on the first, else the last. A candle of which nothing was seen is left out. */
export const valueCandles = (minutes: readonly ValueCandle[], interval: KlineInterval, { limit, startUs, endUs = Infinity }: ValueRange): readonly (ValueCandle & { readonly closeUs: TimeUs })[] => {
  const candles = new Map<TimeUs, ValueCandle>()
  for (const minute of minutes) {
    const openUs = candleOpen(interval, minute.openUs)
    const before = candles.get(openUs)
    candles.set(openUs, before ? joined(before, minute) : { ...minute, openUs })
  }
  const within = [...candles.values()].filter(({ openUs }) => openUs >= (startUs ?? 0) && openUs <= endUs).map((candle) => ({ ...candle, closeUs: nextCandleOpen(interval, candle.openUs) - 1 }))
  return startUs === undefined ? within.slice(-limit) : within.slice(0, limit)
}
