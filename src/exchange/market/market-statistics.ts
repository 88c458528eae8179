import type { Price } from '../../money.ts'
import { UNIT } from '../../money.ts'
import { HOUR, MINUTE, type TimeUs } from '../../time.ts'
import type { AggregateTrade, Kline, KlineInterval, WindowStatistics } from '../exchange-view.ts'
import type { MarketFold, SeededHistory, StateValue } from '../market-port.ts'
import type { Trade } from '../order.ts'
import type { SymbolDefinition } from '../symbol.ts'
import type { Candle } from './candle.ts'
import { CandleSeries, type CandleSeriesState, DAYS, HOURS, levelOf, MINUTES, SECONDS } from './candle-series.ts'
import { drawHistory } from './drawn-history.ts'
import { candleOpen, nextCandleOpen, previousCandleOpen, sourceLength } from './interval.ts'
import { TradeTape, type TradeTapeState } from './trade-tape.ts'

type KlineRange = { readonly limit: number; readonly startUs?: TimeUs; readonly endUs?: TimeUs; readonly zoneOffsetUs?: number; readonly nowUs?: TimeUs }

const floorTo = (timeUs: TimeUs, lengthUs: number): TimeUs => timeUs - (timeUs % lengthUs)
const ceilTo = (timeUs: TimeUs, lengthUs: number): TimeUs => floorTo(timeUs + lengthUs - 1, lengthUs)

/** What is remembered of one market. */
class Market {
  readonly symbol: string
  readonly series = new CandleSeries()
  readonly tape: TradeTape
  #average = { generation: -1, startUs: -1, volume: 0n, quoteVolume: 0n }
  #lastAverage: LastAverage = NO_AVERAGE

  constructor(symbol: string) {
    this.symbol = symbol
    this.tape = new TradeTape(symbol)
  }

  onTrade(trade: Trade, takerOrderId: number): void {
    this.series.addTrade(trade)
    this.tape.push(trade, takerOrderId)
  }

  /** Everything traded from the beginning of a minute on, as one candle; null where that is nothing. */
  tradedSince(minuteUs: TimeUs): Candle | null {
    const hour = this.series.growing(HOURS)
    let sum: Candle | null = null
    const add = (candle: Candle): void => {
      if (sum) sum.addCandle(candle)
      else sum = candle.copyFrom(candle.openUs)
    }
    if (hour && minuteUs > hour.openUs) {
      this.#finished(MINUTES, minuteUs, Infinity, add)
      const minute = this.series.growing(MINUTES)
      if (minute && minute.openUs >= minuteUs) add(minute)
      return sum
    }
    const wholeHoursUs = ceilTo(minuteUs, HOUR)
    this.#finished(MINUTES, minuteUs, wholeHoursUs, add)
    this.#finished(HOURS, wholeHoursUs, Infinity, add)
    if (hour) add(hour)
    return sum
  }

  #finished(level: typeof MINUTES | typeof HOURS, fromUs: TimeUs, beforeUs: TimeUs, add: (candle: Candle) => void): void {
    const store = this.series.store(level)
    const candles = store.candles
    for (let at = store.indexFrom(fromUs); at < candles.length && candles[at]!.openUs < beforeUs; at++) add(candles[at]!)
  }

  /** The last price before the beginning of a minute, as far back as is known. */
  closeBefore(minuteUs: TimeUs): Price | null {
    for (const [level, lengthUs] of [[MINUTES, MINUTE], [HOURS, HOUR], [DAYS, 24 * HOUR]] as const) {
      const store = this.series.store(level)
      for (let at = store.indexFrom(minuteUs) - 1; at >= 0; at--) {
        const candle = store.candles[at]!
        if (candle.openUs + lengthUs <= minuteUs) return candle.close
      }
    }
    return null
  }

  statistics(openTimeUs: TimeUs, nowUs: TimeUs): WindowStatistics {
    const newest = this.tape.newest
    const traded = this.tradedSince(openTimeUs)
    const last = traded?.close ?? newest?.price ?? 0n
    return {
      symbol: this.symbol, openTimeUs, closeTimeUs: nowUs,
      open: traded?.open ?? last, high: traded?.high ?? last, low: traded?.low ?? last, last,
      lastQuantity: newest?.quantity ?? 0n,
      previousClose: traded ? (this.closeBefore(openTimeUs) ?? traded.open) : last,
      weightedAverage: traded && traded.volume > 0n ? (traded.quoteVolume * UNIT) / traded.volume : last,
      volume: traded?.volume ?? 0n, quoteVolume: traded?.quoteVolume ?? 0n,
      firstTradeId: traded?.firstTradeId ?? -1,
      lastTradeId: traded ? traded.firstTradeId + traded.tradeCount - 1 : -1,
      tradeCount: traded?.tradeCount ?? 0,
    }
  }

  /** Asked with every order: it is worked out anew only after a trade, or when another minute begins. */
  averagePrice(minutes: number, nowUs: TimeUs): { readonly price: Price; readonly closeTimeUs: TimeUs } | null {
    const newest = this.tape.newest
    if (newest === null) return null
    const last = this.#lastAverage
    if (last.newest === newest && last.generation === this.series.generation && last.minutes === minutes && nowUs >= last.askedUs && nowUs < last.minuteEndsUs) return last.average
    const average = this.#workOutAverage(newest, minutes, nowUs)
    this.#lastAverage = { newest, generation: this.series.generation, minutes, askedUs: nowUs, minuteEndsUs: floorTo(nowUs, MINUTE) + MINUTE, average }
    return average
  }

  #workOutAverage(newest: Trade, minutes: number, nowUs: TimeUs): { readonly price: Price; readonly closeTimeUs: TimeUs } {
    const lastPrice = { price: newest.price, closeTimeUs: newest.timeUs }
    if (minutes === 0) return lastPrice
    const startUs = floorTo(nowUs, MINUTE) - minutes * MINUTE
    if (newest.timeUs < startUs) return lastPrice
    // The finished minutes are summed up once for each.
    const sum = this.#average
    if (sum.startUs !== startUs || sum.generation !== this.series.generation) {
      sum.startUs = startUs
      sum.generation = this.series.generation
      sum.volume = 0n
      sum.quoteVolume = 0n
      this.#finished(MINUTES, startUs, Infinity, (candle) => { sum.volume += candle.volume; sum.quoteVolume += candle.quoteVolume })
      const minute = this.series.growingPart(MINUTES)
      if (minute && minute.openUs >= startUs) { sum.volume += minute.volume; sum.quoteVolume += minute.quoteVolume }
    }
    const second = this.series.growingPart(SECONDS)
    const isSecondIn = second !== null && second.openUs >= startUs
    const volume = isSecondIn ? sum.volume + second.volume : sum.volume
    if (volume === 0n) return lastPrice
    const quoteVolume = isSecondIn ? sum.quoteVolume + second.quoteVolume : sum.quoteVolume
    return { price: (quoteVolume * UNIT) / volume, closeTimeUs: newest.timeUs }
  }

  klines(interval: KlineInterval, range: KlineRange): readonly Kline[] {
    const zone = range.zoneOffsetUs ?? 0
    const level = levelOf(sourceLength(interval, zone))
    const store = this.series.store(level)
    const growing = this.series.growing(level)
    const finished = store.candles
    const count = finished.length + (growing ? 1 : 0)
    if (count === 0) return []
    const at = (place: number): Candle => finished[place] ?? growing!
    const opens = openTimes(interval, zone, range, store.completeSinceUs, at(0).openUs, at(count - 1).openUs)
    if (opens.length === 0) return []
    let place = store.indexFrom(opens[0]!)
    while (place < count && at(place).openUs < opens[0]!) place += 1
    let close = place > 0 ? at(place - 1).close : at(0).open
    return opens.map((openTimeUs) => {
      const endUs = nextCandleOpen(interval, openTimeUs, zone)
      let sum: Candle | null = null
      for (; place < count && at(place).openUs < endUs; place++) {
        if (sum) sum.addCandle(at(place))
        else sum = at(place).copyFrom(openTimeUs)
      }
      close = sum?.close ?? close
      return klineOf(openTimeUs, endUs - 1, sum, close)
    })
  }
}

/** When the wanted candles open, oldest first. */
const openTimes = (interval: KlineInterval, zone: number, range: KlineRange, completeSinceUs: TimeUs, firstUs: TimeUs, lastUs: TimeUs): TimeUs[] => {
  const from = (timeUs: TimeUs): TimeUs => {
    const openUs = candleOpen(interval, timeUs, zone)
    return openUs < timeUs ? nextCandleOpen(interval, openUs, zone) : openUs
  }
  // A candle of which the beginning was forgotten would tell less than happened.
  const earliestUs = Math.max(candleOpen(interval, firstUs, zone), completeSinceUs > 0 ? from(completeSinceUs) : 0)
  const latestUs = candleOpen(interval, Math.max(lastUs, range.nowUs ?? lastUs), zone)
  const lowUs = range.startUs === undefined ? earliestUs : Math.max(earliestUs, from(range.startUs))
  const highUs = range.endUs === undefined ? latestUs : Math.min(latestUs, candleOpen(interval, range.endUs, zone))
  const opens: TimeUs[] = []
  if (range.startUs !== undefined) {
    for (let openUs = lowUs; openUs <= highUs && opens.length < range.limit; openUs = nextCandleOpen(interval, openUs, zone)) opens.push(openUs)
    return opens
  }
  for (let openUs = highUs; openUs >= lowUs && opens.length < range.limit; openUs = previousCandleOpen(interval, openUs, zone)) opens.push(openUs)
  return opens.reverse()
}

const klineOf = (openTimeUs: TimeUs, closeTimeUs: TimeUs, candle: Candle | null, flatPrice: Price): Kline => ({
  openTimeUs, closeTimeUs,
  open: candle?.open ?? flatPrice, high: candle?.high ?? flatPrice, low: candle?.low ?? flatPrice, close: candle?.close ?? flatPrice,
  volume: candle?.volume ?? 0n, quoteVolume: candle?.quoteVolume ?? 0n, firstTradeId: candle?.firstTradeId ?? -1, tradeCount: candle?.tradeCount ?? 0,
  takerBuyVolume: candle?.takerBuyVolume ?? 0n, takerBuyQuoteVolume: candle?.takerBuyQuoteVolume ?? 0n,
})

/** An average as it was worked out last, and for what. */
interface LastAverage {
  readonly newest: Trade | null
  readonly generation: number
  readonly minutes: number
  readonly askedUs: TimeUs
  readonly minuteEndsUs: TimeUs
  readonly average: { readonly price: Price; readonly closeTimeUs: TimeUs }
}

const NO_AVERAGE: LastAverage = { newest: null, generation: 0, minutes: 0, askedUs: 0, minuteEndsUs: 0, average: { price: 0n, closeTimeUs: 0 } }

type MarketState = { readonly symbol: string; readonly series: CandleSeriesState; readonly tape: TradeTapeState }

/**
 * Candles, tickers, averages and the trade tape of every market, folded from the trades. Windows begin on a whole minute, as
 * Binance's rolling ones do, so that they can be up to 59.999 s longer than asked.
 */
export class MarketStatistics implements MarketFold {
  readonly #markets = new Map<string, Market>()

  onTrade(trade: Trade, takerOrderId: number): void {
    const market = this.#markets.get(trade.symbol) ?? this.#begin(trade.symbol)
    market.onTrade(trade, takerOrderId)
  }

  seed(symbol: SymbolDefinition, seed: number, lastPrice: Price, nowUs: TimeUs): SeededHistory {
    const market = this.#markets.get(symbol.name) ?? this.#begin(symbol.name)
    const newest = market.tape.newest
    for (const part of drawHistory(symbol, seed, lastPrice, nowUs, newest)) {
      if (part.kind === 'candle') market.series.addDrawn(part.level, part.candle)
      else market.onTrade(part.trade, part.takerOrderId)
    }
    const last = market.tape.newest
    return { nextTradeId: last ? last.id + 1 : 1, lastPrice: last?.price ?? lastPrice }
  }

  trades(symbol: string, range: { readonly limit: number; readonly fromId?: number }): readonly Trade[] {
    return this.#markets.get(symbol)?.tape.trades(range) ?? []
  }

  aggregateTrades(symbol: string, range: { readonly limit: number; readonly fromId?: number; readonly startUs?: TimeUs; readonly endUs?: TimeUs }): readonly AggregateTrade[] {
    return this.#markets.get(symbol)?.tape.aggregates(range) ?? []
  }

  klines(symbol: string, interval: KlineInterval, range: KlineRange): readonly Kline[] {
    return this.#markets.get(symbol)?.klines(interval, range) ?? []
  }

  window(symbol: string, windowUs: number, nowUs: TimeUs): WindowStatistics {
    return this.since(symbol, nowUs - windowUs, nowUs)
  }

  since(symbol: string, startUs: TimeUs, nowUs: TimeUs): WindowStatistics {
    return (this.#markets.get(symbol) ?? new Market(symbol)).statistics(floorTo(startUs, MINUTE), nowUs)
  }

  averagePrice(symbol: string, minutes: number, nowUs: TimeUs): { readonly price: Price; readonly closeTimeUs: TimeUs } | null {
    return this.#markets.get(symbol)?.averagePrice(minutes, nowUs) ?? null
  }

  state(): StateValue {
    const names = [...this.#markets.keys()].sort()
    return names.map((name) => this.#markets.get(name)!).map((market) => ({ symbol: market.symbol, series: market.series.state(), tape: market.tape.state() }))
  }

  restore(state: StateValue): void {
    this.#markets.clear()
    // Only what `state` made is restored.
    for (const kept of state as unknown as readonly MarketState[]) {
      const market = this.#begin(kept.symbol)
      market.series.restore(kept.series)
      market.tape.restore(kept.tape)
    }
  }

  #begin(symbol: string): Market {
    const market = new Market(symbol)
    this.#markets.set(symbol, market)
    return market
  }
}
