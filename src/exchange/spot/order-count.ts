import { DAY, MINUTE, SECOND, type TimeUs } from '../../time.ts'

/** The clock-aligned windows in which unfilled orders are counted. */
const ORDER_COUNT_WINDOWS_US: readonly number[] = [10 * SECOND, MINUTE, DAY]

/**
 * Unfilled order count of one account: a placed order counts one, the first fill of an order takes one back (never below
 * zero), each in the window in which it happens.
 */
export class OrderCount {
  /** Where the window in which was counted last begins. */
  readonly #starts: number[] = ORDER_COUNT_WINDOWS_US.map(() => 0)
  readonly #counts: number[] = ORDER_COUNT_WINDOWS_US.map(() => 0)

  add(change: number, nowUs: TimeUs): void {
    for (let index = 0; index < ORDER_COUNT_WINDOWS_US.length; index++) {
      const windowUs = ORDER_COUNT_WINDOWS_US[index]!
      if (nowUs - this.#starts[index]! >= windowUs) {
        this.#starts[index] = nowUs - (nowUs % windowUs)
        this.#counts[index] = 0
      }
      const count = this.#counts[index]! + change
      this.#counts[index] = count < 0 ? 0 : count
    }
  }

  /** @throws when the window is none of `ORDER_COUNT_WINDOWS_US`: it was never counted. */
  in(windowUs: number, nowUs: TimeUs): number {
    const index = ORDER_COUNT_WINDOWS_US.indexOf(windowUs)
    if (index < 0) throw new Error(`orders are not counted in windows of ${windowUs} µs`)
    return nowUs - this.#starts[index]! < windowUs ? this.#counts[index]! : 0
  }

  state(): readonly number[] {
    return [...this.#starts, ...this.#counts]
  }

  restore(state: readonly number[]): void {
    for (let index = 0; index < ORDER_COUNT_WINDOWS_US.length; index++) {
      this.#starts[index] = state[index] ?? 0
      this.#counts[index] = state[ORDER_COUNT_WINDOWS_US.length + index] ?? 0
    }
  }
}
