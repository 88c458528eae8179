import { SECOND, type TimeUs } from '../../time.ts'
import type { ExchangeView } from '../exchange-view.ts'
import { referencePrice } from '../listing/symbols.ts'
import { bell, nameNumber } from '../market/noise.ts'

const DOLLAR = 'USDT'
const STABLE: ReadonlySet<string> = new Set(['USDC'])
/** Deviation of one second's move, as a part of the value: 1.8 % a day. */
const DEVIATION_PER_SECOND = 0.00006
const STABLE_DEVIATION_PER_SECOND = 0.000002
/** Values are drawn back to where the market began, by half in about ten days, so that they stay plausible for good. */
const PULL_PER_SECOND = 0.0000008
const STABLE_PULL_PER_SECOND = 0.001
/** After a longer pause the walk goes on as if it had been this long. */
const LONGEST_STRIDE_US = 60 * SECOND

/**
 * What each asset is worth in dollars, walking. A market's reference is base over quote, so all markets agree with each other.
 * Begins at the last prices of the dollar markets; each stride depends on the seed and the time alone.
 */
export class ReferenceValues {
  readonly #seed: number
  readonly #values = new Map<string, number>()
  #atUs: TimeUs | null = null

  constructor(seed: number) {
    this.#seed = seed
  }

  /** The value of an asset in dollars; null where no dollar market is listed for it. */
  of(asset: string): number | null {
    return asset === DOLLAR ? 1 : (this.#values.get(asset) ?? null)
  }

  /** Moves every value on to `nowUs`. */
  advance(nowUs: TimeUs, view: ExchangeView): void {
    const elapsedUs = this.#atUs === null ? 0 : Math.min(nowUs - this.#atUs, LONGEST_STRIDE_US)
    this.#atUs = nowUs
    for (const { name } of view.assets()) {
      if (name === DOLLAR) continue
      const market = name + DOLLAR
      const value = this.#values.get(name) ?? asNumber(view.market.lastPrice(market) ?? referencePrice(market) ?? 0n)
      if (value > 0) this.#values.set(name, elapsedUs > 0 ? this.#stride(name, value, elapsedUs / SECOND, nowUs) : value)
    }
  }

  /** Makes an asset worth so many times what it was; from there it walks on. Unknown ones stay unknown. */
  multiply(asset: string, times: number): void {
    const value = this.#values.get(asset)
    if (value !== undefined) this.#values.set(asset, value * times)
  }

  #stride(asset: string, value: number, seconds: number, nowUs: TimeUs): number {
    const isStable = STABLE.has(asset)
    const home = asNumber(referencePrice(asset + DOLLAR) ?? 0n) || value
    const move = bell(this.#seed, nameNumber(asset), nowUs) * (isStable ? STABLE_DEVIATION_PER_SECOND : DEVIATION_PER_SECOND) * Math.sqrt(seconds)
    const pull = (isStable ? STABLE_PULL_PER_SECOND : PULL_PER_SECOND) * seconds * (home / value - 1)
    return value * (1 + move + pull)
  }
}

const asNumber = (price: bigint): number => Number(price) / 1e8
