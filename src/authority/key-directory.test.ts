import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { accountId, apiKeyId } from '../ids.ts'
import { ALL_PERMISSIONS } from '../permission.ts'
import type { ApiKey, Credential } from './api-key.ts'
import { KeyDirectory } from './key-directory.ts'
import { PLAIN_LIFE } from './key-life.ts'
import { makeKeyText } from './key-text.ts'

const sealer = { open: () => ({ ok: false, fault: 'keyMissing', sealingKeyVersion: 0 }) as const }
const texts = Array.from({ length: 40 }, () => makeKeyText(randomBytes))
const time = fc.option(fc.nat(Number.MAX_SAFE_INTEGER))
const bytes = fc.uint8Array({ maxLength: 300 })
const credential: fc.Arbitrary<Credential> = fc.oneof(
  fc.record({ kind: fc.constant('hmac' as const), secret: fc.record({ sealingKeyVersion: fc.nat(0xffffffff), bytes }) }),
  fc.record({ kind: fc.constantFrom('ed25519' as const, 'rsa' as const), publicKey: bytes }),
)
const anyKey: fc.Arbitrary<ApiKey> = fc.record({
  id: fc.stringMatching(/^k_[a-z0-9]{1,30}$/).map(apiKeyId), text: fc.constantFrom(...texts), accountId: fc.nat(2 ** 40).map(accountId), environment: fc.constantFrom('live' as const, 'testnet' as const),
  label: fc.string({ unit: 'grapheme', maxLength: 60 }), credential, permissions: fc.nat(ALL_PERMISSIONS),
  allowList: fc.oneof(fc.constant({ mode: 'unrestricted' as const }), fc.record({ mode: fc.constant('trusted' as const), entries: fc.subarray(['203.0.113.45', '198.51.100.0/28', '2001:db8::/32', '::1']) })),
  guardRails: fc.oneof(fc.constant({}), fc.record({ symbols: fc.subarray(['BTCUSDT', 'ETHUSDT', '币安']) })),
  isEnabled: fc.boolean(), deletedAtUs: time, createdAtUs: fc.nat(), changedAtUs: fc.nat(), expiresAtUs: time, tradingLapsesAtUs: time, replayGuard: fc.boolean(),
  life: fc.oneof(fc.constant(PLAIN_LIFE), fc.record({
    preset: fc.option(fc.constant('grid-bot')), periodDays: fc.option(fc.nat(400)), afterPeriod: fc.constantFrom('expire' as const, 'warn' as const), rotationDueAtUs: time, extendedAtUs: time, callsLeft: fc.option(fc.nat(9)),
    generation: fc.integer({ min: 1, max: 9 }), predecessorId: fc.option(fc.constant(apiKeyId('k_0'))), firstId: fc.option(fc.constant(apiKeyId('k_0'))), successorId: fc.option(fc.constant(apiKeyId('k_2'))), isAsleep: fc.boolean(), isRetired: fc.boolean(), retiresAtUs: time,
    reviewed: fc.option(fc.record({ atUs: fc.nat(), by: fc.constant('p_0123456789abcdef'), decision: fc.constantFrom('keep' as const, 'narrow' as const), note: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })) })),
    secretWaits: fc.option(fc.record({ forPersonId: fc.option(fc.constant('p_0123456789abcdef')), untilUs: fc.nat() })),
  })),
  holderId: fc.option(fc.constant('p_0123456789abcdef')),
  boundTo: fc.option(fc.constantFrom('crossMargin' as const, 'isolatedMargin:BTCUSDT' as const)),
  // Plain objects, as the directory makes them.
}).map((key) => structuredClone(key))

test('keeps whatever was put last under each text, as a map would', () => {
  fc.assert(fc.property(fc.array(anyKey, { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), (keys, cachedKeys) => {
    const directory = new KeyDirectory({ sealer, cachedKeys })
    const twin = new Map<string, ApiKey>()
    for (const key of keys) {
      directory.put(key)
      twin.set(key.text, key)
      assert.deepEqual(directory.find(key.text)?.key, key)
    }
    assert.equal(directory.size, twin.size)
    for (const text of texts) assert.deepEqual(directory.find(text)?.key, twin.get(text))
    assert.deepEqual(new Map([...directory.all()].map((key) => [key.text, key])), twin)
  }), { numRuns: 100 })
})

const plainKey = (text = makeKeyText(randomBytes), label = 'bot'): ApiKey => ({
  id: apiKeyId('k_1'), text, accountId: accountId(1), environment: 'live', label, credential: { kind: 'hmac', secret: { sealingKeyVersion: 1, bytes: new Uint8Array(92) } }, permissions: 1,
  allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, guardRails: {}, isEnabled: true, deletedAtUs: null, createdAtUs: 1, changedAtUs: 1, expiresAtUs: null, tradingLapsesAtUs: null, replayGuard: false, life: PLAIN_LIFE, holderId: null, boundTo: null,
})

test('finds every one of many keys, and nothing that was not put', () => {
  const directory = new KeyDirectory({ sealer, cachedKeys: 100 })
  const keys = Array.from({ length: 20_000 }, () => plainKey())
  directory.load(keys)
  assert.equal(directory.size, keys.length)
  for (const key of keys) assert.equal(directory.find(key.text)?.key.text, key.text)
  for (let i = 0; i < 1_000; i += 1) assert.equal(directory.find(makeKeyText(randomBytes)), undefined)
  for (const text of ['', 'bit1', 'x'.repeat(64), `${keys[0]?.text}`.toLowerCase()]) assert.equal(directory.find(text), undefined)
})

test('what edits leave behind is taken back: a hundred thousand edits of few keys stay small', () => {
  const directory = new KeyDirectory({ sealer })
  const keys = Array.from({ length: 50 }, () => plainKey())
  for (let edit = 0; edit < 2_000; edit += 1) for (const key of keys) directory.put({ ...key, label: `edit ${edit}`, changedAtUs: edit })
  for (const key of keys) assert.equal(directory.find(key.text)?.key.label, 'edit 1999')
  assert.ok(directory.bytesHeld < 16 * 1024 * 1024, `${directory.bytesHeld} bytes`)
})

test('the cache is bounded whoever asks', () => {
  const directory = new KeyDirectory({ sealer, cachedKeys: 10 })
  const keys = Array.from({ length: 1_000 }, () => plainKey())
  directory.load(keys)
  for (const key of keys) directory.find(key.text)
  assert.ok(directory.decodedKeys <= 20)
})
