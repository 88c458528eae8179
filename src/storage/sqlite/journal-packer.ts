import type { Environment } from '../../environment.ts'
import type { EncodedRecord } from '../../exchange/journal.ts'
import { NUMBERS_PER_RECORD } from './writer-messages.ts'
import type { JournalBatch } from './writer-messages.ts'

/** Collects the records of one environment until the next message to the writer. */
export class JournalPacker {
  readonly #environment: Environment
  #numbers = new Float64Array(64 * NUMBERS_PER_RECORD)
  #commands: string[] = []
  #count = 0

  constructor(environment: Environment) {
    this.#environment = environment
  }

  get count(): number {
    return this.#count
  }

  add(record: EncodedRecord): void {
    const at = this.#count * NUMBERS_PER_RECORD
    if (at === this.#numbers.length) this.#grow()
    const numbers = this.#numbers
    numbers[at] = record.sequence
    numbers[at + 1] = record.recordVersion
    numbers[at + 2] = record.engineVersion
    numbers[at + 3] = record.timeUs
    numbers[at + 4] = record.eventsDigest
    numbers[at + 5] = record.command.length
    this.#commands.push(record.command)
    this.#count += 1
  }

  /** What was collected, and begins anew; undefined when there is nothing. */
  take(): JournalBatch | undefined {
    if (this.#count === 0) return undefined
    const batch = { environment: this.#environment, count: this.#count, numbers: this.#numbers.slice(0, this.#count * NUMBERS_PER_RECORD), commands: this.#commands.join('') }
    this.#count = 0
    this.#commands = []
    return batch
  }

  #grow(): void {
    const larger = new Float64Array(this.#numbers.length * 2)
    larger.set(this.#numbers)
    this.#numbers = larger
  }
}
