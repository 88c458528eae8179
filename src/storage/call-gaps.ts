import type { CallGap } from '../watch/call-gap.ts'
import type { TimeUs } from '../time.ts'

/** What is known to be missing from the call log and not yet written there. */
export class CallGaps {
  #waiting: CallGap[] = []

  /** Calls that a killed process was collecting. @param newest the last one that is there */
  crashed(newest: number, atMost: number, timeUs: TimeUs): void {
    this.#waiting.push({ sequence: newest + 1, timeUs, why: 'crashed', atMost })
  }

  /** Calls that no file has: gaps that touch are one. */
  dropped(first: number, count: number, timeUs: TimeUs): void {
    const last = this.#waiting.at(-1)
    if (last?.why === 'dropped' && last.sequence + last.atMost === first) this.#waiting[this.#waiting.length - 1] = { ...last, atMost: last.atMost + count }
    else this.#waiting.push({ sequence: first, timeUs, why: 'dropped', atMost: count })
  }

  get waiting(): readonly CallGap[] {
    return this.#waiting
  }

  /** They are on their way to the file. */
  take(): readonly CallGap[] {
    const taken = this.#waiting
    this.#waiting = []
    return taken
  }

  /** They did not get there. */
  giveBack(gaps: readonly CallGap[]): void {
    this.#waiting.unshift(...gaps)
  }
}
