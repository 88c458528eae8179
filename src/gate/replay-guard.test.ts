import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { apiKeyId } from '../ids.ts'
import { SECOND } from '../time.ts'
import { ReplayGuard } from './replay-guard.ts'
import { timeRefusal } from './timing.ts'

const KEY = apiKeyId('k_1')

test('a digest is new once for each key', () => {
  const guard = new ReplayGuard(null)
  assert.equal(guard.note(KEY, 'a', null, 0, 5 * SECOND, 0), 'new')
  assert.equal(guard.note(KEY, 'a', null, 0, 5 * SECOND, SECOND), 'replayed')
  assert.equal(guard.note(apiKeyId('k_2'), 'a', null, 0, 5 * SECOND, SECOND), 'new')
  assert.equal(guard.note(KEY, 'b', null, 0, 5 * SECOND, SECOND), 'new')
})

test('whatever comes when, no call that is still in time is heard twice', () => {
  const call = fc.record({ digest: fc.nat(30), afterUs: fc.nat(2 * SECOND) })
  fc.assert(fc.property(fc.array(call, { maxLength: 200 }), (calls) => {
    const guard = new ReplayGuard(null)
    // A payload carries its time and window, so one digest has one of each.
    const timeOf = (digest: number): number => digest * SECOND
    const windowOf = (digest: number): number => (digest % 3 + 1) * 2 * SECOND
    const heard = new Set<number>()
    let nowUs = 0
    for (const { digest, afterUs } of calls) {
      nowUs += afterUs
      if (timeRefusal(timeOf(digest), windowOf(digest), nowUs)) continue
      const told = guard.note(KEY, String(digest), null, timeOf(digest), windowOf(digest), nowUs)
      assert.equal(told, heard.has(digest) ? 'replayed' : 'new')
      heard.add(digest)
    }
  }), { numRuns: 200 })
})

test('memory is bounded: who has more calls open than are remembered is refused, and heard again when they are over', () => {
  const guard = new ReplayGuard(null)
  const told = new Set<string>()
  for (let call = 0; call < 262_144; call += 1) told.add(guard.note(KEY, `d${call}`, null, 0, SECOND, 0))
  assert.deepEqual([...told], ['new'])
  assert.equal(guard.note(KEY, 'one more', null, 0, SECOND, 0), 'replayed')
  assert.equal(guard.note(KEY, 'later', null, 2 * SECOND, SECOND, 2 * SECOND), 'new')
})

test('reading rows hear one payload once each; a row that acts hears only what nobody heard, and what it heard is heard nowhere else', () => {
  const guard = new ReplayGuard(null)
  assert.equal(guard.note(KEY, 'a', '/account', 0, 5 * SECOND, 0), 'new')
  assert.equal(guard.note(KEY, 'a', '/openOrders', 0, 5 * SECOND, 0), 'new')
  assert.equal(guard.note(KEY, 'a', '/account', 0, 5 * SECOND, 0), 'replayed')
  assert.equal(guard.note(KEY, 'a', null, 0, 5 * SECOND, 0), 'replayed')
  assert.equal(guard.note(KEY, 'b', null, 0, 5 * SECOND, 0), 'new')
  assert.equal(guard.note(KEY, 'b', '/account', 0, 5 * SECOND, 0), 'replayed')
})
