import type { Kline } from '../../exchange/exchange-view.ts'
import { formatDecimal } from '../../money.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'

/** A candle as the wire's array of twelve; the last is unused there. */
export const presentKline = (kline: Kline, unit: TimeUnit) => [
  wireTime(kline.openTimeUs, unit),
  formatDecimal(kline.open),
  formatDecimal(kline.high),
  formatDecimal(kline.low),
  formatDecimal(kline.close),
  formatDecimal(kline.volume),
  wireTime(kline.closeTimeUs, unit),
  formatDecimal(kline.quoteVolume),
  kline.tradeCount,
  formatDecimal(kline.takerBuyVolume),
  formatDecimal(kline.takerBuyQuoteVolume),
  '0',
]
