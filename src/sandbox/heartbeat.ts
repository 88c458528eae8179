import type { Command } from '../exchange/command.ts'
import type { ExchangeView } from '../exchange/exchange-view.ts'
import type { TimeUs } from '../time.ts'
import type { SandboxVenue } from './sandbox-venue.ts'

/** Who moves the market when nobody else does: told the time, it says what its makers do. */
export interface MarketActivity {
  /** What has to happen before the first step, at each start. */
  open(nowUs: TimeUs, view: ExchangeView): readonly Command[]
  step(nowUs: TimeUs, view: ExchangeView): readonly Command[]
  /** A shock: an asset is worth so many times what it was. Absent where nobody makes a market. */
  moveValue?(asset: string, times: number, view: ExchangeView): readonly Command[]
  /** New quotes show so much of what they usually do. */
  show?(part: number): void
}

/** A market that is left to its callers. */
export const NO_ACTIVITY: MarketActivity = { open: () => [], step: () => [] }

const BEAT_MS = 250
const TICK_EVERY_BEATS = 4

/** Lets a sandbox live: the simulated network moves on once a second, the market several times. @returns how to stop it */
export const startHeartbeat = (venue: SandboxVenue, activity: MarketActivity): (() => void) => {
  for (const command of activity.open(venue.nowUs(), venue.view)) venue.execute(command)
  // A maker's order may be refused (its funds are out, a filter moved): the next step sees the book as it is.
  const step = (): void => { for (const command of activity.step(venue.nowUs(), venue.view)) venue.execute(command) }
  // The first step fills the books, so that they are there before anybody asks.
  step()
  let beats = 0
  const timer = setInterval(() => {
    if (venue.failure) return
    try {
      if (beats++ % TICK_EVERY_BEATS === 0) venue.execute({ kind: 'tick' })
      step()
    } catch (error) {
      // A venue that broke tells so itself, and the server ends in order; thrown from here it would end at once.
      if (!venue.failure) throw error
    }
  }, BEAT_MS)
  return () => clearInterval(timer)
}
