import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pacing, retryAfterMs } from './pacing.ts'

const T0 = Date.parse('2026-01-01T00:00:00Z')

/** A pacing on a clock of its own; sleeping moves the clock. */
const aPacing = (reserve = 0) => {
  const clock = { nowMs: T0 }
  const pacing = new Pacing({ longestWaitMs: 65_000, reserve, nowMs: () => clock.nowMs, sleep: (ms) => { clock.nowMs += ms; return Promise.resolve() } })
  const waited = async (path: string): Promise<number> => {
    const fromMs = clock.nowMs
    const tooLong = await pacing.turn(path)
    return tooLong || clock.nowMs - fromMs
  }
  return { clock, pacing, waited }
}

test('after a 429 nothing of that budget is sent before Retry-After', async () => {
  for (const [retryAfter, expected] of [['7', 7_000], [new Date(T0 + 9_000).toUTCString(), 9_000]] as const) {
    const { pacing, waited } = aPacing()
    pacing.note('/api/v3/account', 429, new Headers({ 'retry-after': retryAfter }))
    assert.equal(await waited('/api/v3/depth'), expected)
    assert.equal(await waited('/api/v3/depth'), 0)
  }
})

test('a 429 that names no wait waits for the minute that windows last', async () => {
  const { pacing, waited } = aPacing()
  pacing.note('/fapi/v1/order', 429, new Headers())
  assert.equal(await waited('/fapi/v1/order'), 60_000)
})

test('budgets are apart: a family has one, each path under /sapi its own; a ban closes them all', async () => {
  const { pacing, waited } = aPacing()
  pacing.note('/sapi/v1/capital/withdraw/history', 429, new Headers({ 'retry-after': '5' }))
  assert.equal(await waited('/sapi/v1/asset/transfer'), 0)
  assert.equal(await waited('/api/v3/account'), 0)
  assert.equal(await waited('/sapi/v1/capital/withdraw/history'), 5_000)
  pacing.note('/api/v3/account', 418, new Headers({ 'retry-after': '30' }))
  assert.equal(await waited('/fapi/v1/order'), 30_000)
})

test('a budget that is used up is left alone until it starts anew', async () => {
  const { pacing, waited } = aPacing(100)
  pacing.note('/api/v3/depth', 200, new Headers({ ratelimit: '"weight";r=101;t=12' }))
  assert.equal(await waited('/api/v3/depth'), 0)
  pacing.note('/api/v3/depth', 200, new Headers({ ratelimit: '"weight";r=100;t=12' }))
  assert.equal(await waited('/api/v3/depth'), 12_000)
})

test('a wait that is too long is told and not waited', async () => {
  const { clock, pacing, waited } = aPacing()
  pacing.note('/api/v3/depth', 418, new Headers({ 'retry-after': '120' }))
  assert.equal(await waited('/api/v3/depth'), 120_000)
  assert.equal(clock.nowMs, T0)
})

test('Retry-After in every form', () => {
  assert.deepEqual([null, '0', ' 12 ', new Date(T0 - 5_000).toUTCString(), 'soon'].map((field) => retryAfterMs(field, T0)), [undefined, 0, 12_000, 0, undefined])
})
