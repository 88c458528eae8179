/** How long something took, counted in buckets of fixed bounds: adding is a few comparisons and three additions. */
export class Histogram {
  /** Upper bounds in microseconds, rising; what is longer than the last is in the count alone. */
  readonly boundsUs: readonly number[]
  /** Each value in its own bucket: they are summed up when somebody looks. */
  readonly #counts: Float64Array
  sumUs = 0

  constructor(boundsUs: readonly number[]) {
    this.boundsUs = boundsUs
    this.#counts = new Float64Array(boundsUs.length + 1)
  }

  add(us: number): void {
    // A clock that was set back in the meantime makes no time negative.
    const value = us > 0 ? us : 0
    let bucket = 0
    while (bucket < this.boundsUs.length && value > (this.boundsUs[bucket] ?? 0)) bucket += 1
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.sumUs += value
  }

  /** How many were no longer than each bound; the last is all of them. */
  cumulative(): number[] {
    let sum = 0
    return Array.from(this.#counts, (count) => sum += count)
  }
}
