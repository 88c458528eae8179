import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, MS } from '../time.ts'
import { WallClock } from './wall-clock.ts'

test('the clock does not run backwards by the small steps of its discipline', () => {
  let ms = 1_795_000_000_000
  const clock = new WallClock(() => ms, () => 0.25)
  const before = clock.nowUs()
  ms -= 300
  assert.equal(clock.nowUs(), before)
  ms += 301
  assert.equal(clock.nowUs(), before + MS)
})

test('a clock that was set back by an hour is followed: it was wrong before', () => {
  let ms = 1_795_000_000_000
  const clock = new WallClock(() => ms, () => 0)
  const before = clock.nowUs()
  ms -= 3_600_000
  assert.equal(clock.nowUs(), before - HOUR)
})
