import { logFault } from '../../system-log.ts'

/**
 * Tells the world what happened only when it can no longer be lost: each act waits until everything that was applied before it is
 * durable. Acts keep their order.
 */
export class DurableQueue {
  readonly #settled: () => Promise<void> | undefined
  readonly #waiting: (() => void)[] = []
  /** Acts that have left, of all that came. */
  #done = 0

  constructor(settled: () => Promise<void> | undefined) {
    this.#settled = settled
  }

  do(act: () => void): void {
    const pending = this.#settled()
    if (pending === undefined && this.#waiting.length === 0) return act()
    const upTo = this.#done + this.#waiting.push(act)
    // A store that failed has closed the venue: what it did not keep is never told.
    ;(pending ?? Promise.resolve()).then(() => this.#letGo(upTo), () => { this.#waiting.length = 0 })
  }

  /** Forgets what has not left yet. */
  clear(): void {
    this.#done += this.#waiting.length
    this.#waiting.length = 0
  }

  #letGo(upTo: number): void {
    const count = Math.min(upTo - this.#done, this.#waiting.length)
    if (count <= 0) return
    const leaving = this.#waiting.splice(0, count)
    this.#done += count
    for (const act of leaving) {
      try {
        act()
      } catch (error) {
        // One listener's fault is not the others'.
        logFault('What happened could not be told to somebody who listens', error)
      }
    }
  }
}
