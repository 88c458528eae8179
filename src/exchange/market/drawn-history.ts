import { notionalRoundedDown, type Price, UNIT } from '../../money.ts'
import { DAY, HOUR, MINUTE, type TimeUs } from '../../time.ts'
import type { Trade } from '../order.ts'
import type { SymbolDefinition } from '../symbol.ts'
import { Candle } from './candle.ts'
import { DAYS, HOURS, type Level, MINUTES } from './candle-series.ts'
import { bell, nameNumber, placeOf, uniformAt } from './noise.ts'
import { gridOf, type MarketGrid, priceOnGrid, quantityOnGrid, TRADES_PER_MINUTE } from './typical-trade.ts'

/** A piece of drawn history, in order of time. */
export type DrawnPart =
  | { readonly kind: 'candle'; readonly level: Level; readonly candle: Candle }
  | { readonly kind: 'trade'; readonly trade: Trade; readonly takerOrderId: number }

/** How far back candles of each length, and trades, are drawn. */
const DAYS_REACH_US = 730 * DAY
const HOURS_REACH_US = 60 * DAY
const MINUTES_REACH_US = 2 * DAY
const TAPE_US = 10 * MINUTE
/** Less than this is no gap worth drawing. */
const SHORTEST_GAP_US = 2 * MINUTE

/** What is drawn alike: the candles of one length, and the last minutes as a whole. */
interface Length {
  readonly lengthUs: number
  readonly minutes: number
  /** How far a price moves in a step: the deviation, as a part of the price. */
  readonly deviation: number
  /** How strongly a price is drawn back to today's in a step: a walk of two years stays within reach. */
  readonly pull: number
}

const lengthOf = (lengthUs: number, deviation: number, pull: number): Length => ({ lengthUs, minutes: lengthUs / MINUTE, deviation, pull })
const [ONE_MINUTE, ONE_HOUR, ONE_DAY, TAPE] = [lengthOf(MINUTE, 0.0006, 0), lengthOf(HOUR, 0.0045, 0.0002), lengthOf(DAY, 0.022, 0.004), lengthOf(TAPE_US, 0.0015, 0)]
const LEVEL = new Map<Length, Level>([[ONE_MINUTE, MINUTES], [ONE_HOUR, HOURS], [ONE_DAY, DAYS]])

/** Assets that are worth one dollar at all times. */
const isDollar = (asset: string): boolean => asset === 'USDT' || asset === 'USDC'

interface Step { readonly startUs: TimeUs; readonly length: Length }

const floorTo = (timeUs: TimeUs, lengthUs: number): TimeUs => timeUs - (timeUs % lengthUs)

/** The candles from `startUs` to `endUs`: days where they are long ago, then hours, then minutes. */
const stepsBetween = (startUs: TimeUs, endUs: TimeUs, nowUs: TimeUs): Step[] => {
  const hoursFromUs = floorTo(nowUs - HOURS_REACH_US, DAY)
  const minutesFromUs = floorTo(nowUs - MINUTES_REACH_US, HOUR)
  const steps: Step[] = []
  for (let at = startUs; at < endUs;) {
    const length = at % DAY === 0 && at + DAY <= hoursFromUs ? ONE_DAY : at % HOUR === 0 && at + HOUR <= minutesFromUs ? ONE_HOUR : ONE_MINUTE
    steps.push({ startUs: at, length })
    at += length.lengthUs
  }
  return steps
}

/**
 * How many of today's prices an asset cost at the start of each step, walking back from 1. It depends on the asset, the seed and
 * the times alone, so that markets drawn with one seed agree about each asset: ETHBTC is ETHUSDT over BTCUSDT.
 */
const walkBack = (asset: string, seed: number, steps: readonly Step[]): Float64Array => {
  const factors = new Float64Array(steps.length + 1).fill(1)
  if (isDollar(asset)) return factors
  const name = nameNumber(asset)
  for (let at = steps.length - 1; at >= 0; at--) {
    const { startUs, length } = steps[at]!
    const next = factors[at + 1]!
    const move = bell(seed, name, startUs / MINUTE, length.minutes) * length.deviation
    factors[at] = next * (1 - move) + (1 - next) * length.pull
  }
  return factors
}

/** The price at the start of each step, and at the end of the last. Where trading went before, the walk begins at its last price. */
const pricesAt = (symbol: SymbolDefinition, seed: number, steps: readonly Step[], lastPrice: Price, before: Trade | null): number[] => {
  const base = walkBack(symbol.baseAsset, seed, steps)
  const quote = walkBack(symbol.quoteAsset, seed, steps)
  const prices = Array.from(base, (factor, at) => (Number(lastPrice) * factor) / quote[at]!)
  if (before === null) return prices
  const correction = Number(before.price) / prices[0]!
  return prices.map((price, at) => price * (1 + ((correction - 1) * (steps.length - at)) / steps.length))
}

const drawnCandle = (symbol: SymbolDefinition, grid: MarketGrid, seed: number, { startUs, length }: Step, from: number, to: number, firstTradeId: number): Candle => {
  const place = placeOf(seed, nameNumber(symbol.name), startUs / MINUTE, length.minutes)
  const wick = length.deviation * (isDollar(symbol.baseAsset) ? 0.02 : 0.6)
  const open = priceOnGrid(grid, from)
  const close = priceOnGrid(grid, to)
  const high = larger(larger(open, close), priceOnGrid(grid, Math.max(from, to) * (1 + wick * uniformAt(place, 11))))
  const low = smaller(smaller(open, close), priceOnGrid(grid, Math.min(from, to) * (1 - wick * uniformAt(place, 12))))
  const tradeCount = Math.max(1, Math.round(length.minutes * TRADES_PER_MINUTE * (0.5 + uniformAt(place, 13))))
  const volume = quantityOnGrid(grid, Number(grid.typicalQuantity) * tradeCount * (0.6 + 0.8 * uniformAt(place, 14)))
  const takerBuyVolume = smaller(volume, quantityOnGrid(grid, Number(volume) * (0.35 + 0.3 * uniformAt(place, 15))))
  const average = (open + high + low + close) / 4n
  return new Candle(startUs, open, high, low, close, volume, notionalRoundedDown(average, volume), takerBuyVolume, notionalRoundedDown(average, takerBuyVolume), tradeCount, firstTradeId)
}

/** The single trades of the last minutes, the last of them at `to`. */
function* drawnTrades(symbol: SymbolDefinition, grid: MarketGrid, seed: number, startUs: TimeUs, nowUs: TimeUs, from: number, to: Price, firstTradeId: number): Generator<DrawnPart> {
  const count = Math.max(2, Math.floor(((nowUs - startUs) / MINUTE) * TRADES_PER_MINUTE))
  const parts = [nameNumber(symbol.name), Math.floor(startUs / MINUTE)] as const
  for (let at = 0; at < count; at++) {
    const place = placeOf(seed, ...parts, at)
    const way = (at + 1) / count
    const wobble = isDollar(symbol.baseAsset) ? 0.00001 : 0.0002
    const middle = from + (Number(to) - from) * way
    const price = at === count - 1 ? to : priceOnGrid(grid, middle * (1 + bell(seed, ...parts, at, 21) * wobble))
    const quantity = quantityOnGrid(grid, Number(grid.typicalQuantity) * 4 * uniformAt(place, 22) * uniformAt(place, 23))
    const timeUs = Math.floor(startUs + ((at + uniformAt(place, 24)) * (nowUs - startUs)) / count)
    const trade: Trade = { id: firstTradeId + at, symbol: symbol.name, price, quantity, quote: (price * quantity) / UNIT, timeUs, isBuyerMaker: uniformAt(place, 25) < 0.5 }
    // No real order has a number below zero, and no two drawn trades share one.
    yield { kind: 'trade', trade, takerOrderId: -trade.id }
  }
}

/**
 * Draws what a market did before `nowUs`: day candles for two years, hours for 60 days, minutes for two, and single trades in the
 * last ten minutes; or, where something was traded before, from its last trade on. Trade ids have no gaps.
 */
export function* drawHistory(symbol: SymbolDefinition, seed: number, lastPrice: Price, nowUs: TimeUs, before: Trade | null): Generator<DrawnPart> {
  if (before !== null && nowUs - before.timeUs < SHORTEST_GAP_US) return
  const grid = gridOf(symbol)
  const firstUs = before === null ? floorTo(nowUs - DAYS_REACH_US, DAY) : floorTo(before.timeUs, MINUTE) + MINUTE
  const tapeUs = Math.max(firstUs, floorTo(nowUs, MINUTE) - TAPE_US)
  const candles = stepsBetween(firstUs, tapeUs, nowUs)
  const prices = pricesAt(symbol, seed, [...candles, { startUs: tapeUs, length: TAPE }], lastPrice, before)
  let tradeId = before === null ? 1 : before.id + 1
  for (const [at, step] of candles.entries()) {
    const candle = drawnCandle(symbol, grid, seed, step, prices[at]!, prices[at + 1]!, tradeId)
    tradeId += candle.tradeCount
    yield { kind: 'candle', level: LEVEL.get(step.length)!, candle }
  }
  yield* drawnTrades(symbol, grid, seed, tapeUs, nowUs, prices[candles.length]!, priceOnGrid(grid, Number(lastPrice)), tradeId)
}

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other)
const smaller = (one: bigint, other: bigint): bigint => (one < other ? one : other)
