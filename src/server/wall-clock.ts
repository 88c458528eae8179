import type { Clock, TimeUs } from '../time.ts'

/** The machine's clock in microseconds, never running backwards while the process lives. */
export class WallClock implements Clock {
  #lastUs = 0

  nowUs(): TimeUs {
    // Date.now() follows corrections of the machine's clock; the fraction below a millisecond comes from the steady one.
    const nowUs = Date.now() * 1_000 + (Math.floor(performance.now() * 1_000) % 1_000)
    if (nowUs > this.#lastUs) this.#lastUs = nowUs
    return this.#lastUs
  }
}
