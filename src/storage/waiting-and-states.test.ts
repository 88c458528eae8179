import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { PLAIN_LIFE } from '../authority/key-life.ts'
import { inTemporaryFolder, NOW_US, sampleCall, sampleEntry, sampleAccount, sampleKey, sampleRecord } from './samples.ts'
import { openStore, type Store } from './store.ts'

const withStore = (use: (store: Store) => Promise<void>): Promise<void> => inTemporaryFolder(async (parent) => {
  const store = await openStore({ folder: join(parent, 'data'), nowUs: NOW_US })
  try {
    await use(store)
  } finally {
    await store.close()
  }
})

test('keys are counted by the state that the gate sees, those whose life decides it too', () => withStore(async (store) => {
  await store.accounts.save(sampleAccount(1), sampleEntry('account.open'))
  const past = NOW_US - 1
  const alive = { isEnabled: true, deletedAtUs: null, expiresAtUs: null, life: PLAIN_LIFE } as const
  const changes = [
    alive, { ...alive, expiresAtUs: NOW_US + 1 }, { ...alive, expiresAtUs: NOW_US }, { ...alive, isEnabled: false, expiresAtUs: past }, { ...alive, deletedAtUs: past },
    { ...alive, life: { ...PLAIN_LIFE, isRetired: true } }, { ...alive, life: { ...PLAIN_LIFE, retiresAtUs: NOW_US } }, { ...alive, life: { ...PLAIN_LIFE, callsLeft: 0 } },
    { ...alive, life: { ...PLAIN_LIFE, callsLeft: 3 } }, { ...alive, deletedAtUs: past, life: { ...PLAIN_LIFE, isRetired: true } },
  ]
  for (const [index, change] of changes.entries()) await store.keys.insert(sampleKey(index + 1, change), sampleEntry('key.create', `k_${index + 1}`))
  assert.deepEqual(await store.keyStates.count(NOW_US), { keyAlive: 3, keyExpired: 2, keyDisabled: 1, keyDeleted: 2, keyRetired: 2 })
}))

test('what waits is told, and none of it once it is durable', () => withStore(async (store) => {
  const journal = store.journal('live')
  assert.equal(store.waitingRecords, 0)
  for (let sequence = 1; sequence <= 3; sequence += 1) journal.append(sampleRecord(sequence))
  assert.equal(store.waitingRecords, 3)
  store.callLog.record(sampleCall(1))
  assert.equal(store.callLog.health.waitingCalls, 1)
  await journal.settled()
  await store.callLog.flush()
  assert.equal(store.waitingRecords, 0)
  assert.equal(store.callLog.health.waitingCalls, 0)
}))
