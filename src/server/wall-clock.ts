import { SECOND, type Clock, type TimeUs } from '../time.ts'

/**
 * The machine's clock in microseconds. It does not run backwards by the small steps in which a clock is disciplined; when the
 * clock was set back by more, it was wrong before, and following it is right: else every request would be out of time until it is caught up.
 */
export class WallClock implements Clock {
  readonly #readMs: () => number
  readonly #readSteadyMs: () => number
  #lastUs = 0

  constructor(readMs: () => number = () => Date.now(), readSteadyMs: () => number = () => performance.now()) {
    this.#readMs = readMs
    this.#readSteadyMs = readSteadyMs
  }

  nowUs(): TimeUs {
    // The machine's clock has whole milliseconds; the fraction below comes from the steady one.
    const nowUs = this.#readMs() * 1_000 + (Math.floor(this.#readSteadyMs() * 1_000) % 1_000)
    if (nowUs > this.#lastUs || this.#lastUs - nowUs > SECOND) this.#lastUs = nowUs
    return this.#lastUs
  }
}
