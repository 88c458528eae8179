import type { CallRecord } from '../watch/call-log.ts'
import { logFault } from '../system-log.ts'

/** Those who hear of calls as they are recorded: each by itself, or in batches. While nobody hears batches none are collected. */
export class CallHearers {
  readonly #single = new Set<(call: CallRecord) => void>()
  readonly #batched = new Set<(calls: readonly CallRecord[]) => void>()
  #batch: CallRecord[] = []

  hear(listener: (call: CallRecord) => void): () => void {
    this.#single.add(listener)
    return () => this.#single.delete(listener)
  }

  hearBatches(listener: (calls: readonly CallRecord[]) => void): () => void {
    this.#batched.add(listener)
    return () => {
      this.#batched.delete(listener)
      if (this.#batched.size === 0) this.#batch = []
    }
  }

  note(call: CallRecord): void {
    if (this.#single.size > 0) for (const listener of this.#single) this.#tell(listener, call)
    if (this.#batched.size > 0) this.#batch.push(call)
  }

  /** What was noted since the last time is told to those who hear batches. */
  tellBatch(): void {
    if (this.#batch.length === 0) return
    const batch = this.#batch
    this.#batch = []
    for (const listener of this.#batched) this.#tell(listener, batch)
  }

  /** Whoever hears must not be able to fail the request that is heard of. */
  #tell<Heard>(listener: (heard: Heard) => void, heard: Heard): void {
    try {
      listener(heard)
    } catch (error) {
      logFault('What hears of calls failed inside', error)
    }
  }
}
