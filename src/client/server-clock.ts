/** What one question for the time told. */
interface Sample {
  /** How far the server's clock is ahead of ours, in milliseconds; wrong by at most half the round trip. */
  readonly aheadMs: number
  readonly roundTripMs: number
  readonly takenAtMs: number
}

export interface ClockReading {
  readonly aheadMs: number
  /** The reading is wrong by at most so much. */
  readonly uncertaintyMs: number
}

/** Samples older than this count no more: clocks drift, and machines wake from sleep. */
const STALE_AFTER_MS = 30 * 60_000
const MOST_SAMPLES = 8

/**
 * How far the server's clock is ahead, from questions for its time (Cristian's algorithm: half the round trip is taken off, and the
 * sample with the shortest round trip is believed).
 */
export class ServerClock {
  readonly #nowMs: () => number
  #samples: readonly Sample[] = []

  /** @param nowMs this machine's clock, in milliseconds since 1970 */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Notes an answer. @param sentAtMs when the question left @param serverMs what was answered */
  note(sentAtMs: number, serverMs: number): void {
    const takenAtMs = this.#nowMs()
    const roundTripMs = Math.max(0, takenAtMs - sentAtMs)
    this.#samples = [...this.#fresh(), { aheadMs: serverMs - (sentAtMs + roundTripMs / 2), roundTripMs, takenAtMs }].slice(-MOST_SAMPLES)
  }

  /** What was noted is not believed any more: the server has just said that the time was wrong. */
  forget(): void {
    this.#samples = []
  }

  /** Undefined where nothing fresh is known. */
  get reading(): ClockReading | undefined {
    const [first, ...others] = this.#fresh()
    if (!first) return undefined
    const best = others.reduce((least, sample) => (sample.roundTripMs < least.roundTripMs ? sample : least), first)
    return { aheadMs: best.aheadMs, uncertaintyMs: best.roundTripMs / 2 }
  }

  /** The server's time now, in whole milliseconds; this machine's where nothing is known. */
  get serverMs(): number {
    return Math.round(this.#nowMs() + (this.reading?.aheadMs ?? 0))
  }

  /** A clock that was set between two samples contradicts the older ones: those are dropped. */
  #fresh(): readonly Sample[] {
    const nowMs = this.#nowMs()
    return this.#samples.filter(({ takenAtMs }) => nowMs >= takenAtMs && nowMs - takenAtMs <= STALE_AFTER_MS)
  }
}
