import type { CallRecord } from '../../watch/call-log.ts'
import { type CallBatch, NO_NUMBER, NO_TEXT, NUMBER, NUMBERS_PER_CALL } from './call-messages.ts'

/** Collects up to `capacity` calls for one message to the call log's thread. */
export class CallPacker {
  readonly #capacity: number
  #numbers: Float64Array<ArrayBuffer>
  readonly #places = new Map<string, number>()
  #texts = ['']
  #requestIds: string[] = []
  #traced: number[] = []
  #traces: string[] = []
  #traceLength = 0
  #count = 0
  /** Sequence of the newest call. */
  #newest: number

  constructor(capacity: number, newest: number) {
    this.#capacity = capacity
    this.#numbers = new Float64Array(capacity * NUMBERS_PER_CALL)
    this.#newest = newest
  }

  get count(): number {
    return this.#count
  }

  get newest(): number {
    return this.#newest
  }

  get isFull(): boolean {
    return this.#count === this.#capacity
  }

  add(call: CallRecord): void {
    const numbers = this.#numbers
    const at = this.#count * NUMBERS_PER_CALL
    numbers[at + NUMBER.timeUs] = call.timeUs
    numbers[at + NUMBER.durationUs] = call.durationUs
    numbers[at + NUMBER.weight] = call.weight
    numbers[at + NUMBER.idLength] = call.requestId.length
    numbers[at + NUMBER.clockMs] = call.clockDifferenceMs ?? NO_NUMBER
    numbers[at + NUMBER.client] = this.#place(call.client)
    numbers[at + NUMBER.account] = call.accountId ?? 0
    numbers[at + NUMBER.key] = this.#place(call.keyId)
    numbers[at + NUMBER.address] = this.#place(call.address)
    numbers[at + NUMBER.endpoint] = this.#place(call.endpoint)
    numbers[at + NUMBER.permission] = this.#place(call.permission)
    numbers[at + NUMBER.rights] = call.rights
    numbers[at + NUMBER.symbol] = this.#place(call.symbol)
    numbers[at + NUMBER.status] = call.status
    numbers[at + NUMBER.code] = call.code ?? 0
    numbers[at + NUMBER.reason] = this.#place(call.reason)
    this.#requestIds.push(call.requestId)
    if (call.trace) {
      const trace = JSON.stringify(call.trace)
      this.#traced.push(this.#count)
      this.#traces.push(trace)
      this.#traceLength += trace.length
    }
    this.#count += 1
    this.#newest += 1
  }

  /** What was collected, and begins anew. */
  take(): CallBatch {
    // A full one is handed over: the message takes the memory along instead of copying it. Of one that is nearly empty the copy is cheaper.
    const isHandedOver = this.#count * 4 > this.#capacity
    const batch = {
      first: this.#newest - this.#count + 1,
      count: this.#count,
      numbers: isHandedOver ? this.#numbers : this.#numbers.slice(0, this.#count * NUMBERS_PER_CALL),
      texts: this.#texts,
      requestIds: this.#requestIds.join(''),
      traced: this.#traced,
      traces: this.#traces,
      traceLength: this.#traceLength,
    }
    if (isHandedOver) this.#numbers = new Float64Array(this.#capacity * NUMBERS_PER_CALL)
    this.#places.clear()
    this.#texts = ['']
    this.#requestIds = []
    this.#traced = []
    this.#traces = []
    this.#traceLength = 0
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
