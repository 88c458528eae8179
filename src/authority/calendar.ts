import type { Clock, TimeUs } from '../time.ts'

/**
 * The authority's calendar: expiry, lapsing, rotation and idleness are judged by it. It is wall time, moved by so much in a demo, so that
 * what takes months is seen in a minute; request times, one-time codes and sessions never look at it.
 */
export class Calendar implements Clock {
  readonly #wall: Clock
  #offsetUs: number

  constructor(wall: Clock, offsetUs: number) {
    this.#wall = wall
    this.#offsetUs = offsetUs
  }

  get offsetUs(): number {
    return this.#offsetUs
  }

  nowUs(): TimeUs {
    return this.#wall.nowUs() + this.#offsetUs
  }

  /** What the calendar shows at a moment of wall time. */
  at(wallUs: TimeUs): TimeUs {
    return wallUs + this.#offsetUs
  }

  /** Moves it, once that is durable. */
  moveTo(offsetUs: number): void {
    this.#offsetUs = offsetUs
  }
}
