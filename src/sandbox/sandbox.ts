import type { Account } from '../accounts/account.ts'
import type { Command } from '../exchange/command.ts'
import { genesis } from '../exchange/listing/genesis.ts'
import { newExchange } from '../exchange/new-exchange.ts'
import type { MarketActivity } from './heartbeat.ts'
import { startHeartbeat } from './heartbeat.ts'
import { sandboxFileText, stateOfFileText } from './sandbox-file.ts'
import type { TimeUs } from '../time.ts'
import type { SandboxVenue } from './sandbox-venue.ts'

export interface SandboxParts {
  readonly venue: SandboxVenue
  /** Who moves the market, drawn from a seed. */
  readonly activityOf: (seed: number) => MarketActivity
  /** What the venue is told of an account when it begins: that it is there, and what it has. */
  readonly openingOf: (account: Account) => readonly Command[]
  readonly accounts: () => readonly Account[]
}

/** One environment's sandbox with its pulse: what makes it alive, and what puts it back to a known state while it runs. */
export class Sandbox {
  readonly venue: SandboxVenue
  readonly #parts: SandboxParts
  #seed: number
  #activity: MarketActivity | undefined
  #stopHeart: () => void = () => {}

  constructor(parts: SandboxParts, seed: number) {
    this.#parts = parts
    this.venue = parts.venue
    this.#seed = seed
  }

  start(): void {
    this.#activity = this.#parts.activityOf(this.#seed)
    this.#stopHeart = startHeartbeat(this.venue, this.#activity)
  }

  stop(): void {
    this.#stopHeart()
  }

  /** Back to the first moment: no orders, no history but what is drawn, every account with what it began with. @param seed what the market is drawn from; null = as before */
  reset(seed: number | null): Promise<void> {
    this.#seed = seed ?? this.#seed
    return this.#goOn(() => this.venue.beginAnew((nowUs) => this.#firstState(nowUs)))
  }

  /** The whole state, as a file keeps it. */
  fileText(): string {
    return sandboxFileText(this.venue.state())
  }

  /** Goes on from the state of a file; accounts that it does not know begin as new ones. Throws a SandboxFileError, and then nothing has changed. */
  restore(fileText: string): Promise<void> {
    const state = stateOfFileText(fileText)
    return this.#goOn(() => this.venue.restore(state))
  }

  /** Moves what an asset is worth, at once. @returns whether anybody makes a market here */
  moveValue(asset: string, times: number): boolean {
    if (!this.#activity?.moveValue) return false
    for (const command of this.#activity.moveValue(asset, times, this.venue.view)) this.venue.execute(command)
    return true
  }

  /** How much of their usual size the makers show from now on. @returns whether anybody makes a market here */
  show(part: number): boolean {
    this.#activity?.show?.(part)
    return this.#activity?.show !== undefined
  }

  /** Lets time pass at once, and tells once it can no longer be lost. */
  async letPass(us: number): Promise<void> {
    this.venue.letPass(us)
    await this.venue.settled()
  }

  async #goOn(otherwise: () => void): Promise<void> {
    this.stop()
    try {
      otherwise()
      for (const account of this.#parts.accounts()) {
        if (this.venue.view.wallet.terms(account.id) === undefined) for (const command of this.#parts.openingOf(account)) this.venue.mustExecute(command)
      }
    } finally {
      this.start()
    }
    await this.venue.settled()
  }

  #firstState(nowUs: TimeUs): string {
    const exchange = newExchange()
    for (const command of [...genesis(), ...this.#parts.accounts().flatMap(this.#parts.openingOf)]) {
      const outcome = exchange.execute(command, nowUs)
      if (!outcome.ok) throw new Error(`an empty sandbox refused its own ${command.kind}: ${outcome.rejection.reason}`)
    }
    return JSON.stringify(exchange.toState())
  }
}
