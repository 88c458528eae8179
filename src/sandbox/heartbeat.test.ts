import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_ACTIVITY, startHeartbeat } from './heartbeat.ts'
import type { SandboxVenue } from './sandbox-venue.ts'

test('a venue that breaks at a beat is left alone from then on, and the process is not ended by it', ({ mock }) => {
  mock.timers.enable({ apis: ['setInterval'] })
  let executed = 0
  const broken = {
    failure: undefined as Error | undefined,
    view: {},
    nowUs: () => 1,
    execute(): never {
      executed += 1
      throw this.failure = new Error('broken')
    },
  }
  // As much of a venue as a heartbeat without a market touches.
  const stop = startHeartbeat(broken as unknown as SandboxVenue, NO_ACTIVITY)
  mock.timers.tick(250)
  mock.timers.tick(2_000)
  assert.equal(executed, 1)
  stop()
})

test('a market that breaks is not passed over in silence', ({ mock }) => {
  mock.timers.enable({ apis: ['setInterval'] })
  let steps = 0
  const venue = { failure: undefined, view: {}, nowUs: () => 1, execute: () => ({ ok: true }) } as unknown as SandboxVenue
  const stop = startHeartbeat(venue, { open: () => [], step: () => { if (steps++ > 0) throw new Error('a maker lost its way'); return [] } })
  assert.throws(() => mock.timers.tick(250), /lost its way/)
  stop()
})
