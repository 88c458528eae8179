import type { TimeUs } from '../../time.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../time.ts'
import type { Trade } from '../order.ts'
import { Candle, candleOfTrade, decodeCandle, encodeCandle } from './candle.ts'
import { CandleStore, type CandleStoreState } from './candle-store.ts'

/** The lengths that are kept, each adding up to the next, and how far back. Everything else is derived. */
const LEVELS = [
  { lengthUs: SECOND, keptUs: HOUR },
  // A window of seven days begins on a minute.
  { lengthUs: MINUTE, keptUs: 7 * DAY + 2 * HOUR },
  { lengthUs: HOUR, keptUs: 180 * DAY },
  { lengthUs: DAY, keptUs: 20 * 365 * DAY },
] as const

export type Level = 0 | 1 | 2 | 3
export const SECONDS: Level = 0
export const MINUTES: Level = 1
export const HOURS: Level = 2
export const DAYS: Level = 3

export const levelOf = (lengthUs: number): Level => LEVELS.findIndex((level) => level.lengthUs === lengthUs) as Level // every length asked for is one of the four
const floorTo = (timeUs: TimeUs, lengthUs: number): TimeUs => timeUs - (timeUs % lengthUs)

/** A series as it is kept in a snapshot. */
export type CandleSeriesState = { readonly growing: readonly (string | null)[]; readonly stores: readonly CandleStoreState[] }

/**
 * The candles of one market. A trade touches the second it falls in and nothing else; when a second, minute or hour is over it
 * is added to the next length above. `growing[n]` holds what of the unfinished candle has been added from below.
 */
export class CandleSeries {
  readonly #stores: readonly CandleStore[] = LEVELS.map((level) => new CandleStore(level.lengthUs, level.keptUs))
  readonly #growing: (Candle | null)[] = [null, null, null, null]
  #second: Candle | null = null
  #secondEndsUs: TimeUs = 0
  /** Rises whenever a finished candle was put away: what was summed up before may have changed. */
  generation = 0

  addTrade(trade: Trade): void {
    const second = this.#second
    if (second !== null && trade.timeUs < this.#secondEndsUs) second.addTrade(trade)
    else this.#beginSecond(trade)
  }

  #beginSecond(trade: Trade): void {
    this.finishUntil(trade.timeUs)
    const openUs = floorTo(trade.timeUs, SECOND)
    this.#second = this.#growing[SECONDS] = candleOfTrade(trade, openUs)
    this.#secondEndsUs = openUs + SECOND
  }

  /** Puts away every candle that was over by `timeUs`. */
  finishUntil(timeUs: TimeUs): void {
    for (const level of [0, 1, 2, 3] as const) {
      const candle = this.#growing[level]
      if (!candle) continue
      if (candle.openUs + LEVELS[level].lengthUs > timeUs) return
      this.#growing[level] = null
      if (level === SECONDS) this.#second = null
      this.#putAway(level, candle)
    }
  }

  /** Adds a drawn candle that stands alone at its level: the shorter ones before its end are forgotten. */
  addDrawn(level: Level, candle: Candle): void {
    this.finishUntil(candle.openUs)
    const endUs = candle.openUs + LEVELS[level].lengthUs
    for (let shorter = 0; shorter < level; shorter++) {
      if (this.#growing[shorter]) throw new Error('a drawn candle lies within one that is not over')
      this.#stores[shorter]!.forgetUntil(endUs)
    }
    this.#putAway(level, candle)
  }

  #putAway(level: Level, candle: Candle): void {
    this.generation += 1
    this.#stores[level]!.push(candle)
    const above = level + 1
    if (above >= LEVELS.length) return
    const growing = this.#growing[above]
    if (growing) growing.addCandle(candle)
    else this.#growing[above] = candle.copyFrom(floorTo(candle.openUs, LEVELS[above]!.lengthUs))
  }

  store(level: Level): CandleStore {
    return this.#stores[level]!
  }

  /** The unfinished candle of a level with everything that is in it; null where none is. */
  growing(level: Level): Candle | null {
    let all: Candle | null = null
    for (let below: number = level; below >= 0; below--) {
      const part = this.#growing[below]
      if (!part) continue
      if (all) all.addCandle(part)
      else all = part.copyFrom(floorTo(part.openUs, LEVELS[level].lengthUs))
    }
    return all
  }

  /** What of a level's unfinished candle came from finished candles below it. Not to be changed. */
  growingPart(level: Level): Candle | null {
    return this.#growing[level]!
  }

  state(): CandleSeriesState {
    return {
      growing: this.#growing.map((candle) => (candle ? encodeCandle(candle) : null)),
      stores: this.#stores.map((store) => store.state()),
    }
  }

  restore(state: CandleSeriesState): void {
    state.stores.forEach((store, level) => this.#stores[level]!.restore(store))
    state.growing.forEach((line, level) => { this.#growing[level] = line === null ? null : decodeCandle(line) })
    this.#second = this.#growing[SECONDS] ?? null
    this.#secondEndsUs = this.#second ? this.#second.openUs + SECOND : 0
    this.generation += 1
  }
}
