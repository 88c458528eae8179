import type { TimeUs } from '../time.ts'
import type { Command } from './command.ts'
import type { ExchangeEvent, Outcome } from './event.ts'
import type { Exchange } from './exchange.ts'
import type { ExchangeView } from './exchange-view.ts'
import { encodeRecord } from './journal-codec.ts'
import type { Journal, Snapshot } from './journal.ts'
import { restoredExchange } from './restoration.ts'
import { takeSnapshot } from './snapshot.ts'
import type { Venue } from './venue.ts'

export type EventsListener = (events: readonly ExchangeEvent[], timeUs: TimeUs) => void

/** The exchange with its journal: whatever changed it is handed to the journal before anybody hears of it. */
export class JournaledVenue implements Venue {
  #exchange: Exchange
  readonly #journal: Journal
  readonly #clockUs: () => TimeUs
  readonly #listeners = new Set<EventsListener>()
  readonly #onRestored = new Set<() => void>()

  constructor(exchange: Exchange, journal: Journal, clockUs: () => TimeUs) {
    this.#exchange = exchange
    this.#journal = journal
    this.#clockUs = clockUs
  }

  get view(): ExchangeView {
    return this.#exchange
  }

  /** The venue's own clock; it never goes behind what has happened already. */
  nowUs(): TimeUs {
    return Math.max(this.#clockUs(), this.#exchange.timeUs)
  }

  execute(command: Command): Outcome {
    const exchange = this.#exchange
    const before = exchange.sequence
    const outcome = exchange.execute(command, this.#clockUs())
    if (exchange.sequence === before || !outcome.ok) return outcome
    this.#journal.append(encodeRecord({ sequence: exchange.sequence, timeUs: outcome.timeUs, command, eventsDigest: exchange.lastDigest }))
    for (const listener of this.#listeners) listener(outcome.events, outcome.timeUs)
    return outcome
  }

  /**
   * Goes on from another state, as one step of the journal; nothing is told of it but that it happened. @throws when the text is no state, and nothing has changed then.
   * @param timeUs when; before what has happened already only where the other state knows nothing of that
   */
  restore(state: string, timeUs: TimeUs = this.nowUs()): void {
    const restoration = { kind: 'restoreState', state } as const
    const exchange = restoredExchange(restoration, this.#exchange.sequence + 1, timeUs)
    this.#journal.append(encodeRecord({ sequence: exchange.sequence, timeUs, command: restoration, eventsDigest: exchange.lastDigest }))
    this.#exchange = exchange
    for (const listener of this.#onRestored) listener()
  }

  /** Hears that the venue went on from another state: whatever was built up from its events is worth nothing any more. @returns how to stop hearing. */
  onRestored(listener: () => void): () => void {
    this.#onRestored.add(listener)
    return () => this.#onRestored.delete(listener)
  }

  snapshot(): Snapshot {
    return takeSnapshot(this.#exchange)
  }

  /** The whole state, as `restore` takes it. */
  state(): string {
    return JSON.stringify(this.#exchange.toState())
  }

  examine(command: Command): Outcome {
    return this.#exchange.examine(command, this.#clockUs())
  }

  settled(): Promise<void> | undefined {
    return this.#journal.settled()
  }

  /** Hears the events of each command that changed something, in order. @returns how to stop hearing. */
  onEvents(listener: EventsListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
