import type { TimeUs } from '../../time.ts'
import { type Candle, decodeCandle, encodeCandle } from './candle.ts'

/** A store as it is kept in a snapshot. */
export type CandleStoreState = { readonly completeSinceUs: number; readonly candles: string }

/** Finished candles of one length, oldest first; only those in which something was traded; the oldest are forgotten. */
export class CandleStore {
  readonly #lengthUs: number
  readonly #keptUs: number
  #candles: Candle[] = []
  /** Candles before this place are forgotten; they are cut off in bulk, so that forgetting costs nothing. */
  #first = 0
  #completeSinceUs: TimeUs = 0
  #encoded: CandleStoreState | null = null

  /** @param keptUs how far back before the newest candle the store remembers. */
  constructor(lengthUs: number, keptUs: number) {
    this.#lengthUs = lengthUs
    this.#keptUs = keptUs
  }

  /** From here on no trade is missing: what lies before was forgotten, or drawn in longer candles only. */
  get completeSinceUs(): TimeUs {
    return this.#completeSinceUs
  }

  get candles(): readonly Candle[] {
    if (this.#first > 0) {
      this.#candles = this.#candles.slice(this.#first)
      this.#first = 0
    }
    return this.#candles
  }

  push(candle: Candle): void {
    this.#candles.push(candle)
    this.#encoded = null
    const oldestUs = candle.openUs - this.#keptUs
    while (this.#candles[this.#first]!.openUs < oldestUs) {
      this.#completeSinceUs = this.#candles[this.#first]!.openUs + this.#lengthUs
      this.#first += 1
    }
    if (this.#first > 1_000 && this.#first * 4 > this.#candles.length) this.candles
  }

  /** Forgets everything: until `completeSinceUs` there are only longer candles. */
  forgetUntil(completeSinceUs: TimeUs): void {
    this.#candles = []
    this.#first = 0
    this.#completeSinceUs = completeSinceUs
    this.#encoded = null
  }

  /** Place in `candles` of the first that opened at `timeUs` or later. */
  indexFrom(timeUs: TimeUs): number {
    const candles = this.candles
    let low = 0
    let high = candles.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (candles[middle]!.openUs < timeUs) low = middle + 1
      else high = middle
    }
    return low
  }

  state(): CandleStoreState {
    this.#encoded ??= { completeSinceUs: this.#completeSinceUs, candles: this.candles.map(encodeCandle).join('\n') }
    return this.#encoded
  }

  restore(state: CandleStoreState): void {
    this.#candles = state.candles === '' ? [] : state.candles.split('\n').map(decodeCandle)
    this.#first = 0
    this.#completeSinceUs = state.completeSinceUs
    this.#encoded = null
  }
}
