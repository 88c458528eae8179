import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, apiKeyId } from '../ids.ts'
import { ActingKey } from './acting-key.ts'

test('a key acts until its step is over, also where another begins before anybody had a turn', async () => {
  const acting = new ActingKey()
  const [one, other] = [{ keyId: apiKeyId('k_1'), accountId: accountId(1) }, { keyId: apiKeyId('k_2'), accountId: accountId(1) }]
  assert.equal(acting.now, null)
  acting.begins(one)
  assert.equal(acting.now, one)
  acting.begins(other)
  assert.equal(acting.now, other)
  await Promise.resolve()
  assert.equal(acting.now, null)
  await Promise.all([one, other].map(async (key) => {
    await Promise.resolve()
    acting.begins(key)
    assert.equal(acting.now, key)
  }))
  assert.equal(acting.now, null)
})
