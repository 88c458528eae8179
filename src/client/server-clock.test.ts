import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ServerClock } from './server-clock.ts'

const T0 = 1_800_000_000_000

const aClock = () => {
  const own = { ms: T0 }
  const clock = new ServerClock(() => own.ms)
  /** Asks: the question takes `thereMs`, the answer `backMs`, and the server is `aheadMs` ahead. */
  const ask = (thereMs: number, backMs: number, aheadMs: number): void => {
    const sentAtMs = own.ms
    own.ms += thereMs
    const serverMs = own.ms + aheadMs
    own.ms += backMs
    clock.note(sentAtMs, serverMs)
  }
  return { own, clock, ask }
}

test('half the round trip is taken off, and the error is no more than that', () => {
  for (const [there, back, ahead] of [[10, 10, 4_000], [0, 40, -70_000], [35, 5, 0]] as const) {
    const { clock, ask } = aClock()
    ask(there, back, ahead)
    const { aheadMs, uncertaintyMs } = clock.reading ?? assert.fail('nothing is known')
    assert.equal(uncertaintyMs, (there + back) / 2)
    assert.ok(Math.abs(aheadMs - ahead) <= uncertaintyMs)
  }
})

test('the sample with the shortest round trip is believed', () => {
  const { clock, ask } = aClock()
  ask(300, 0, 1_000)
  ask(2, 2, 1_000)
  ask(0, 200, 1_000)
  assert.deepEqual(clock.reading, { aheadMs: 1_000, uncertaintyMs: 2 })
})

test('old samples are forgotten, and so are those of a clock that was set back', () => {
  const { own, clock, ask } = aClock()
  ask(1, 1, 500)
  own.ms += 31 * 60_000
  assert.equal(clock.reading, undefined)
  assert.equal(clock.serverMs, own.ms)
  ask(1, 1, 500)
  own.ms -= 3_600_000
  assert.equal(clock.reading, undefined)
})
