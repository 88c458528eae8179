import { genesis } from '../exchange/listing/genesis.ts'
import { newestRules } from '../exchange/listing/newest-rules.ts'
import type { Command } from '../exchange/command.ts'
import type { Outcome } from '../exchange/event.ts'
import { type EventsListener, JournaledVenue } from '../exchange/journaled-venue.ts'
import type { Journal, Snapshot } from '../exchange/journal.ts'
import { newExchange } from '../exchange/new-exchange.ts'
import { replay } from '../exchange/replay.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { ExchangeView } from '../exchange/exchange-view.ts'
import type { Venue } from '../exchange/venue.ts'
import { type Clock, HOUR, type TimeUs } from '../time.ts'
import { VenueClock } from './venue-clock.ts'

/** A journal that can be cut behind a snapshot. */
export interface PrunableJournal extends Journal {
  /** Lets go what recovery from the two newest snapshots does not need. @returns how many rows went */
  prune(): Promise<number>
}

/** A sandbox whose journal cannot be replayed here: nothing was changed. */
class RecoveryError extends Error {
  readonly remedy = 'Nothing was changed. Keep the data folder, start again with the version that wrote it, or restore a backup into an empty folder.'

  constructor(cause: unknown) {
    super(`The sandbox cannot be recovered from its journal: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause })
    this.name = 'RecoveryError'
  }
}

/** The sandbox exchange of one environment as it runs: recovered from its journal, durable, closed for good when it breaks. */
export class SandboxVenue implements Venue {
  readonly #journal: PrunableJournal
  readonly #venue: JournaledVenue
  readonly #clock: VenueClock
  #failure: Error | undefined
  #onFailure: ((failure: Error) => void) | undefined
  /** The newest command that a snapshot holds. */
  snapshotSequence: number

  private constructor(exchange: Exchange, journal: PrunableJournal, clock: VenueClock, snapshotSequence: number) {
    this.#journal = journal
    this.#clock = clock
    this.#venue = new JournaledVenue(exchange, journal, () => clock.nowUs())
    this.snapshotSequence = snapshotSequence
  }

  /** Recovers the venue from the newest snapshot and what came after it; an empty one is told its assets and markets, one of an earlier version the rules of now. Throws a RecoveryError. */
  static open(journal: PrunableJournal, clock: Clock): SandboxVenue {
    const venue = SandboxVenue.#recover(journal, clock)
    for (const command of venue.view.sequence === 0 ? genesis() : newestRules(venue.view.symbols())) venue.mustExecute(command)
    return venue
  }

  static #recover(journal: PrunableJournal, clock: Clock): SandboxVenue {
    try {
      const snapshot = journal.latestSnapshot()
      const exchange = replay(newExchange(), snapshot, journal.recordsAfter(snapshot?.sequence ?? 0))
      return new SandboxVenue(exchange, journal, VenueClock.goingOn(clock, exchange.timeUs), snapshot?.sequence ?? 0)
    } catch (error) {
      throw new RecoveryError(error)
    }
  }

  get view(): ExchangeView {
    return this.#venue.view
  }

  /** Why the venue is closed; undefined while it is open. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** Calls `listener` once, when the venue closes. */
  onFailure(listener: (failure: Error) => void): void {
    this.#onFailure = listener
  }

  nowUs(): TimeUs {
    return this.#venue.nowUs()
  }

  /** How far this venue's clock runs ahead of the machine's. */
  get aheadUs(): number {
    return this.#clock.aheadUs
  }

  /** Lets time pass at once. What falls due on the way (interest, funding, what expires) falls due in its own hour. */
  letPass(us: number): void {
    for (let leftUs = us; leftUs > 0;) {
      const nowUs = this.nowUs()
      const stepUs = Math.min(leftUs, HOUR - (nowUs % HOUR))
      this.#clock.pass(stepUs)
      leftUs -= stepUs
      this.execute({ kind: 'tick' })
    }
  }

  /** An exception inside the engine may leave memory and journal apart, so it closes the venue until it is recovered. */
  execute(command: Command): Outcome {
    if (this.#failure) throw this.#failure
    try {
      return this.#venue.execute(command)
    } catch (error) {
      this.#failure = new Error(`the sandbox broke at ${command.kind}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      this.#onFailure?.(this.#failure)
      throw this.#failure
    }
  }

  /** For the venue's own commands, which its rules cannot refuse. */
  mustExecute(command: Command): void {
    const outcome = this.execute(command)
    if (!outcome.ok) throw new Error(`the sandbox refused its own ${command.kind}: ${outcome.rejection.reason}`)
  }

  examine(command: Command): Outcome {
    return this.#venue.examine(command)
  }

  /** The whole state as text, for `restore`. */
  state(): string {
    return this.#venue.state()
  }

  /** Goes on from another state, by the rules of now; who follows the venue's events is told by `onRestored`. @throws when the text is no state of this version; then nothing has changed. */
  restore(state: string): void {
    if (this.#failure) throw this.#failure
    this.#venue.restore(state)
    for (const command of newestRules(this.view.symbols())) this.mustExecute(command)
  }

  /** As `restore`, with the clock back at the machine's. @param stateAt the state as it is at a time */
  beginAnew(stateAt: (nowUs: TimeUs) => string): void {
    if (this.#failure) throw this.#failure
    const nowUs = this.#clock.nowUs() - this.#clock.aheadUs
    this.#venue.restore(stateAt(nowUs), nowUs)
    this.#clock.reset()
  }

  /** Hears the events of each command that changed something, in the step in which it is applied. @returns how to stop hearing */
  onEvents(listener: EventsListener): () => void {
    return this.#venue.onEvents(listener)
  }

  onRestored(listener: () => void): () => void {
    return this.#venue.onRestored(listener)
  }

  settled(): Promise<void> | undefined {
    return this.#failure ? Promise.reject(this.#failure) : this.#journal.settled()
  }

  /** Writes a snapshot here and now: at a calm moment, such as the end. */
  async saveSnapshot(): Promise<void> {
    if (this.#failure || this.view.sequence === this.snapshotSequence) return
    await this.keepSnapshot(this.#venue.snapshot())
  }

  /** Keeps a snapshot of this venue, and lets go what recovery needs no more. */
  async keepSnapshot(snapshot: Snapshot): Promise<void> {
    await this.#journal.saveSnapshot(snapshot)
    this.snapshotSequence = snapshot.sequence
    await this.#journal.prune()
  }
}
