import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AskedSoFar, askedAgainInMs, pace } from '../../console/src/features/sandbox/asking-again.ts'

const NOW = 1_000_000
const told = (change: Partial<AskedSoFar> = {}): AskedSoFar => ({ status: 'success', dataUpdatedAt: NOW, errorUpdateCount: 0, httpStatus: 200, ...change })
const silent = (forMs: number): AskedSoFar => told({ status: 'error', dataUpdatedAt: NOW - forMs, errorUpdateCount: 9 })

test('what is told is asked again at its pace, and what is heard is not', () => {
  assert.equal(askedAgainInMs(told(), pace('market', true), NOW), 2_000)
  assert.equal(askedAgainInMs(told(), pace(undefined, false), NOW), 4_000)
  assert.equal(askedAgainInMs(told(), pace(undefined, true), NOW), null)
})

test('where no answer comes it goes on by itself, waiting as long again as it was silent, and a minute at most', () => {
  for (const everyMs of [2_000, null]) {
    let silentMs = 0
    const waits: number[] = []
    while (waits.length < 8) {
      const waitMs = askedAgainInMs(silent(silentMs), everyMs, NOW)
      assert.ok(waitMs !== null)
      waits.push(waitMs)
      silentMs += waitMs
    }
    assert.ok(waits.every((waitMs, index) => waitMs >= (waits[index - 1] ?? 0)), waits.join(' '))
    assert.equal(waits.at(-1), 60_000)
  }
  assert.deepEqual([1, 2, 3, 10].map((errorUpdateCount) => askedAgainInMs(told({ status: 'error', dataUpdatedAt: 0, errorUpdateCount, httpStatus: undefined }), 2_000, NOW)), [4_000, 8_000, 16_000, 60_000], 'what was never told too')
})

test('what was refused for good is not asked again by itself; what passes is, a minute later', () => {
  assert.deepEqual([400, 401, 403, 418].map((httpStatus) => askedAgainInMs(told({ httpStatus }), 2_000, NOW)), [null, null, null, null])
  assert.deepEqual([429, 500, 503].map((httpStatus) => askedAgainInMs(told({ httpStatus }), 2_000, NOW)), [60_000, 60_000, 60_000])
})
