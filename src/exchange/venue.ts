import type { Command } from './command.ts'
import type { Outcome } from './event.ts'
import type { ExchangeView } from './exchange-view.ts'
import type { TimeUs } from '../time.ts'

/** What stands behind the gate: an exchange whose changes are durable. */
export interface Venue {
  readonly view: ExchangeView
  /** The venue's own clock. */
  nowUs(): TimeUs
  /** Applies the command in memory now and hands it to the journal. The answer may leave only when `settled()` says so. */
  execute(command: Command): Outcome
  /** Judges the command as `execute` would, and changes nothing (order/test). */
  examine(command: Command): Outcome
  /** Undefined when everything applied so far is durable; otherwise resolves when it is, and rejects when the store failed. */
  settled(): Promise<void> | undefined
}
