import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { Sealer } from './sealing.ts'

const one = randomBytes(32)
const two = randomBytes(32)
const sealer = (currentVersion: number, ...keys: readonly (readonly [number, Uint8Array])[]): Sealer => new Sealer({ currentVersion, keys: new Map(keys) }, randomBytes)

test('what was sealed opens with the same key for the same id, and only so', () => {
  const secret = Buffer.from('bis1'.repeat(16))
  const sealed = sealer(1, [1, one]).seal(secret, 'k_1')
  assert.equal(sealed.sealingKeyVersion, 1)
  assert.equal(sealed.bytes.length, 12 + 64 + 16)
  const opened = sealer(2, [1, one], [2, two]).open(sealed, 'k_1')
  assert.ok(opened.ok && Buffer.from(opened.secret).equals(secret))
  assert.deepEqual(sealer(1, [1, one]).open(sealed, 'k_2'), { ok: false, fault: 'wrongKey', sealingKeyVersion: 1 })
  assert.deepEqual(sealer(1, [1, two]).open(sealed, 'k_1'), { ok: false, fault: 'wrongKey', sealingKeyVersion: 1 })
  assert.deepEqual(sealer(2, [2, two]).open(sealed, 'k_1'), { ok: false, fault: 'keyMissing', sealingKeyVersion: 1 })
  for (let at = 0; at < sealed.bytes.length; at += 1) {
    const bytes = Uint8Array.from(sealed.bytes)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    assert.ok(!sealer(1, [1, one]).open({ sealingKeyVersion: 1, bytes }, 'k_1').ok, `byte ${at}`)
  }
  for (const length of [0, 12, 27, 91]) assert.ok(!sealer(1, [1, one]).open({ sealingKeyVersion: 1, bytes: sealed.bytes.slice(0, length) }, 'k_1').ok)
})

test('the same secret is never sealed to the same bytes', () => {
  const here = sealer(1, [1, one])
  assert.notDeepEqual(here.seal(Buffer.from('secret'), 'k').bytes, here.seal(Buffer.from('secret'), 'k').bytes)
})

test('the sentinel tells a wrong or missing sealing key at start, in words', () => {
  const sentinel = sealer(1, [1, one]).makeSentinel()
  assert.ok(sealer(1, [1, one]).checkSentinel(sentinel).ok)
  const wrong = sealer(1, [1, two]).checkSentinel(sentinel)
  assert.ok(!wrong.ok && /does not open this store/.test(wrong.text))
  const missing = sealer(2, [2, two]).checkSentinel(sentinel)
  assert.ok(!missing.ok && /sealing key 1, which is not at hand/.test(missing.text))
})

test('a sealing key of another length, or none, is no sealer', () => {
  assert.throws(() => sealer(1, [1, randomBytes(16)]), /16 bytes/)
  assert.throws(() => sealer(2, [1, one]), /2 is missing/)
})
