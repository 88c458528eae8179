import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { DemoMarket } from '../../src/exchange/demo-market/demo-market.ts'
import { SandboxVenue } from '../../src/sandbox/sandbox-venue.ts'
import { startSnapshots } from '../../src/sandbox/snapshotter.ts'
import { MAIN_FILE, openStore } from '../../src/storage/store.ts'
import { SECOND, type Clock } from '../../src/time.ts'

class SteppedClock implements Clock {
  atUs = 1_795_000_000_000_000
  nowUs(): number { return this.atUs }
}

const live = (venue: SandboxVenue, clock: SteppedClock, market: DemoMarket, seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) {
    clock.atUs += SECOND
    for (const command of market.step(clock.atUs, venue.view)) venue.execute(command)
  }
}

test('a snapshot made beside the running venue recovers to the same state, and the journal behind it is cut', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-snapshots-'))
  const clock = new SteppedClock()
  const store = await openStore({ folder, nowUs: clock.atUs })
  const venue = SandboxVenue.open(store.journal('live'), clock)
  const market = new DemoMarket(7)
  for (const command of market.open(clock.atUs, venue.view)) venue.execute(command)
  const faults: unknown[] = []
  const stop = startSnapshots(venue, { file: join(folder, MAIN_FILE), environment: 'live' }, (error) => faults.push(error), { everyCommands: 300, lookEveryMs: 20 })

  for (let snapshots = 0; snapshots < 3; snapshots += 1) {
    const before = venue.snapshotSequence
    live(venue, clock, market, 60)
    await venue.settled()
    while (venue.snapshotSequence === before && faults.length === 0) await pause(20)
  }
  await stop()
  assert.deepEqual(faults, [])
  live(venue, clock, market, 5)
  await venue.settled()
  const { sequence } = venue.view
  const hash = venue.view.stateHash()
  assert.ok(store.journal('live').firstSequence() > 1, 'the oldest records are gone')
  await store.close()

  const again = await openStore({ folder, nowUs: clock.atUs })
  const recovered = SandboxVenue.open(again.journal('live'), clock)
  assert.equal(recovered.view.sequence, sequence)
  assert.equal(recovered.view.stateHash(), hash)
  await again.close()
  rmSync(folder, { recursive: true })
})
