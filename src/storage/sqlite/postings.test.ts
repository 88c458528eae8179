import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeSequences, encodeSequences } from './postings.ts'

test('whatever rising sequences are encoded come back', () => {
  const rising = fc.uniqueArray(fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 45 })), { minLength: 1, maxLength: 200 }).map((list) => list.sort((one, other) => one - other))
  fc.assert(fc.property(rising, (sequences) => {
    assert.deepEqual(decodeSequences(sequences[0] ?? 0, encodeSequences(sequences)), sequences)
  }))
})

test('neighbours take a byte each', () => {
  assert.equal(encodeSequences(Array.from({ length: 1_000 }, (_, at) => 5_000_000 + at * 100)).length, 999)
})
