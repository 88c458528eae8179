import type { CallRecord } from '../../watch/call-log.ts'
import { NO_NUMBER, NO_TEXT, NUMBERS_PER_CALL } from './call-messages.ts'
import type { CallBatch } from './call-messages.ts'

/** Collects up to `capacity` calls for one message to the call log's thread. */
export class CallPacker {
  readonly #capacity: number
  #numbers: Float64Array<ArrayBuffer>
  readonly #places = new Map<string, number>()
  #texts: string[] = []
  #requestIds: string[] = []
  #traced: number[] = []
  #traces: string[] = []
  #count = 0

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#numbers = new Float64Array(capacity * NUMBERS_PER_CALL)
  }

  get count(): number {
    return this.#count
  }

  get isFull(): boolean {
    return this.#count === this.#capacity
  }

  add(call: CallRecord): void {
    const numbers = this.#numbers
    const at = this.#count * NUMBERS_PER_CALL
    numbers[at] = call.timeUs
    numbers[at + 1] = call.durationUs
    numbers[at + 2] = call.accountId ?? NO_NUMBER
    numbers[at + 3] = this.#place(call.keyId)
    numbers[at + 4] = this.#place(call.address)
    numbers[at + 5] = this.#place(call.endpoint)
    numbers[at + 6] = this.#place(call.permission)
    numbers[at + 7] = call.status
    numbers[at + 8] = call.code ?? NO_NUMBER
    numbers[at + 9] = this.#place(call.reason)
    numbers[at + 10] = call.weight
    numbers[at + 11] = call.requestId.length
    this.#requestIds.push(call.requestId)
    if (call.trace) {
      this.#traced.push(this.#count)
      this.#traces.push(JSON.stringify(call.trace))
    }
    this.#count += 1
  }

  /** What was collected, and begins anew. */
  take(): CallBatch {
    const batch = {
      count: this.#count,
      // Handed over whole: the message takes the memory along instead of copying it.
      numbers: this.#numbers,
      texts: this.#texts,
      requestIds: this.#requestIds.join(''),
      traced: this.#traced,
      traces: this.#traces,
    }
    this.#numbers = new Float64Array(this.#capacity * NUMBERS_PER_CALL)
    this.#places.clear()
    this.#texts = []
    this.#requestIds = []
    this.#traced = []
    this.#traces = []
    this.#count = 0
    return batch
  }

  #place(text: string | null): number {
    if (text === null) return NO_TEXT
    const known = this.#places.get(text)
    if (known !== undefined) return known
    const place = this.#texts.length
    this.#places.set(text, place)
    this.#texts.push(text)
    return place
  }
}
