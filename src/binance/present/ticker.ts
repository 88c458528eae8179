import type { Depth, Level, WindowStatistics } from '../../exchange/exchange-view.ts'
import { formatDecimal, type Price } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'

const ZERO = '0.00000000'

const levelPrice = (level: Level | undefined): string => (level ? formatDecimal(level.price) : ZERO)
const levelQuantity = (level: Level | undefined): string => (level ? formatDecimal(level.quantity) : ZERO)

/** Change from `open` to `last` in per cent with three decimals, rounded half away from zero: `-95.960`. */
export const changePercent = (open: Price, last: Price): string => {
  if (open === 0n) return '0.000'
  const change = last - open
  const size = change < 0n ? -change : change
  const thousandths = (size * 100_000n * 2n + open) / (open * 2n)
  const digits = thousandths.toString().padStart(4, '0')
  return `${change < 0n && thousandths > 0n ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`
}

/** What `/ticker` and `/ticker/tradingDay` tell of a window. */
export const presentWindow = (window: WindowStatistics, unit: TimeUnit, closeTimeUs: TimeUs = window.closeTimeUs) => ({
  symbol: window.symbol,
  priceChange: formatDecimal(window.last - window.open),
  priceChangePercent: changePercent(window.open, window.last),
  weightedAvgPrice: formatDecimal(window.weightedAverage),
  openPrice: formatDecimal(window.open),
  highPrice: formatDecimal(window.high),
  lowPrice: formatDecimal(window.low),
  lastPrice: formatDecimal(window.last),
  volume: formatDecimal(window.volume),
  quoteVolume: formatDecimal(window.quoteVolume),
  openTime: wireTime(window.openTimeUs, unit),
  closeTime: wireTime(closeTimeUs, unit),
  firstId: window.firstTradeId,
  lastId: window.lastTradeId,
  count: window.tradeCount,
})

/** The short form (`type=MINI`) of every window ticker. */
export const presentMiniWindow = (window: WindowStatistics, unit: TimeUnit, closeTimeUs: TimeUs = window.closeTimeUs) => ({
  symbol: window.symbol,
  openPrice: formatDecimal(window.open),
  highPrice: formatDecimal(window.high),
  lowPrice: formatDecimal(window.low),
  lastPrice: formatDecimal(window.last),
  volume: formatDecimal(window.volume),
  quoteVolume: formatDecimal(window.quoteVolume),
  openTime: wireTime(window.openTimeUs, unit),
  closeTime: wireTime(closeTimeUs, unit),
  firstId: window.firstTradeId,
  lastId: window.lastTradeId,
  count: window.tradeCount,
})

/** `/ticker/24hr`: the window with the best of the book. */
export const presentDayTicker = (window: WindowStatistics, best: Depth, unit: TimeUnit) => ({
  symbol: window.symbol,
  priceChange: formatDecimal(window.last - window.open),
  priceChangePercent: changePercent(window.open, window.last),
  weightedAvgPrice: formatDecimal(window.weightedAverage),
  prevClosePrice: formatDecimal(window.previousClose),
  lastPrice: formatDecimal(window.last),
  lastQty: formatDecimal(window.lastQuantity),
  bidPrice: levelPrice(best.bids[0]),
  bidQty: levelQuantity(best.bids[0]),
  askPrice: levelPrice(best.asks[0]),
  askQty: levelQuantity(best.asks[0]),
  openPrice: formatDecimal(window.open),
  highPrice: formatDecimal(window.high),
  lowPrice: formatDecimal(window.low),
  volume: formatDecimal(window.volume),
  quoteVolume: formatDecimal(window.quoteVolume),
  openTime: wireTime(window.openTimeUs, unit),
  closeTime: wireTime(window.closeTimeUs, unit),
  firstId: window.firstTradeId,
  lastId: window.lastTradeId,
  count: window.tradeCount,
})

export const presentPriceTicker = (symbol: string, price: Price | null) => ({ symbol, price: formatDecimal(price ?? 0n) })

export const presentBookTicker = (symbol: string, best: Depth) => ({
  symbol,
  bidPrice: levelPrice(best.bids[0]),
  bidQty: levelQuantity(best.bids[0]),
  askPrice: levelPrice(best.asks[0]),
  askQty: levelQuantity(best.asks[0]),
})

const presentLevel = (level: Level): readonly [string, string] => [formatDecimal(level.price), formatDecimal(level.quantity)]

/** The book as `/depth` tells it, best first. */
export const presentDepth = (depth: Depth) => ({
  lastUpdateId: depth.lastUpdateId,
  bids: depth.bids.map(presentLevel),
  asks: depth.asks.map(presentLevel),
})
