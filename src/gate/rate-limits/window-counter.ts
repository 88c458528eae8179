/** What was used in the current window. Windows are aligned to the clock: a minute begins at :00 (spec: wire, rate limits). */
export class WindowCounter {
  #window = -1
  #used = 0

  /** Adds, and says what is used now. */
  add(amount: number, nowMs: number, windowMs: number): number {
    const window = Math.floor(nowMs / windowMs)
    if (window !== this.#window) {
      this.#window = window
      this.#used = 0
    }
    this.#used += amount
    return this.#used
  }

  used(nowMs: number, windowMs: number): number {
    return Math.floor(nowMs / windowMs) === this.#window ? this.#used : 0
  }

  /** Gives back what was taken at `takenAtMs`, unless that window is over. */
  giveBack(amount: number, takenAtMs: number, windowMs: number): void {
    if (Math.floor(takenAtMs / windowMs) === this.#window) this.#used = Math.max(0, this.#used - amount)
  }
}

/** Milliseconds until the window that `nowMs` lies in is over. */
export const untilWindowEndMs = (nowMs: number, windowMs: number): number => windowMs - (nowMs % windowMs)
