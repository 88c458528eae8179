import type { Price } from '../../money.ts'
import { SECOND, type TimeUs } from '../../time.ts'

export const BUCKET_WIDTH_US = 10 * SECOND
export const BUCKET_COUNT = 30

interface Bucket {
  readonly openUs: TimeUs
  trades: number
  sum: Price
}

export type ReferencePriceState = readonly (readonly [openUs: number, trades: number, sum: string])[]

/**
 * What the trades of the last minutes cost on average, each counting once whatever its size: buckets of trades, of which the oldest
 * counts only by the part of it that is still within the window (price_range_execution_rules.md). Counts and sums have four more
 * decimals while a bucket is cut; divisions cut off.
 */
export class ReferencePrice {
  /** Oldest first. */
  #buckets: Bucket[] = []
  #trades = 0
  #sum: Price = 0n
  /** When the newest bucket closes. */
  #closesUs: TimeUs = 0

  get wasEverSet(): boolean {
    return this.#buckets.length > 0
  }

  add(price: Price, nowUs: TimeUs): void {
    if (nowUs >= this.#closesUs) this.#open(nowUs)
    const newest = this.#buckets[this.#buckets.length - 1]!
    newest.trades++
    newest.sum += price
    this.#trades++
    this.#sum += price
  }

  /** Null where nothing was traded within the window. Changes nothing. */
  at(nowUs: TimeUs): Price | null {
    const cutoffUs = nowUs - BUCKET_COUNT * BUCKET_WIDTH_US
    const oldest = this.#buckets[0]
    if (oldest === undefined) return null
    // Nothing has left the window: nothing has to be cut.
    if (oldest.openUs >= cutoffUs) return this.#sum / BigInt(this.#trades)
    let trades = BigInt(this.#trades) * FINER
    let sum = this.#sum * FINER
    for (const bucket of this.#buckets) {
      if (bucket.openUs >= cutoffUs) break
      const expiredUs = BigInt(Math.min(cutoffUs - bucket.openUs, BUCKET_WIDTH_US))
      trades -= (BigInt(bucket.trades) * FINER * expiredUs) / WIDTH
      sum -= (bucket.sum * FINER * expiredUs) / WIDTH
    }
    return trades <= 0n ? null : sum / trades
  }

  state(): ReferencePriceState {
    return this.#buckets.map(({ openUs, trades, sum }) => [openUs, trades, sum.toString()])
  }

  restore(state: ReferencePriceState): void {
    this.#buckets = state.map(([openUs, trades, sum]) => ({ openUs, trades, sum: BigInt(sum) }))
    this.#trades = this.#buckets.reduce((all, { trades }) => all + trades, 0)
    this.#sum = this.#buckets.reduce((all, { sum }) => all + sum, 0n)
    this.#closesUs = (this.#buckets.at(-1)?.openUs ?? -BUCKET_WIDTH_US) + BUCKET_WIDTH_US
  }

  /** A new bucket; those that have left the window are forgotten. */
  #open(nowUs: TimeUs): void {
    const openUs = nowUs - (nowUs % BUCKET_WIDTH_US)
    const cutoffUs = nowUs - BUCKET_COUNT * BUCKET_WIDTH_US
    while (this.#buckets.length > 0 && this.#buckets[0]!.openUs + BUCKET_WIDTH_US <= cutoffUs) {
      const { trades, sum } = this.#buckets.shift()!
      this.#trades -= trades
      this.#sum -= sum
    }
    this.#buckets.push({ openUs, trades: 0, sum: 0n })
    this.#closesUs = openUs + BUCKET_WIDTH_US
  }
}

const FINER = 10_000n
const WIDTH = BigInt(BUCKET_WIDTH_US)
