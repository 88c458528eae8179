import { type Clock, MINUTE, type TimeUs } from '../time.ts'

/** The clock of one venue: the machine's, and how far its venue was let run ahead of it. */
export class VenueClock implements Clock {
  readonly #machine: Clock
  #aheadUs: number

  constructor(machine: Clock, aheadUs: number) {
    this.#machine = machine
    this.#aheadUs = aheadUs
  }

  /**
   * A venue that is recovered goes on from where it stood, were it ahead: else nothing would fall due there until the machine's clock had caught up.
   * @param stoodAtUs when its last command was executed
   */
  static goingOn(machine: Clock, stoodAtUs: TimeUs): VenueClock {
    const aheadUs = stoodAtUs - machine.nowUs()
    // By less a machine's clock is set back every day.
    return new VenueClock(machine, aheadUs > MINUTE ? aheadUs : 0)
  }

  nowUs(): TimeUs {
    return this.#machine.nowUs() + this.#aheadUs
  }

  get aheadUs(): number {
    return this.#aheadUs
  }

  pass(us: number): void {
    this.#aheadUs += us
  }

  /** Back to the machine's. */
  reset(): void {
    this.#aheadUs = 0
  }
}
