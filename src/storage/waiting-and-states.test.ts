import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { PLAIN_LIFE } from '../authority/key-life.ts'
import { apiKeyId } from '../ids.ts'
import { inTemporaryFolder, NOW_US, sampleCall, sampleEntry, sampleAccount, sampleKey, sampleRecord, withStore } from './samples.ts'
import { openStore, type Store } from './store.ts'

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

test('what keys have spent is there after the end, minute by minute, the newest word of each, and goes when it is old', () => inTemporaryFolder(async (parent) => {
  const folder = join(parent, 'data')
  const spent = { lineage: apiKeyId('k_1'), rail: 'notionalPerWindow', minute: 7, worth: 3n } as const
  let store = await openStore({ folder, nowUs: NOW_US })
  const great = 123_456_789_012_345_678_901_234n
  for (const one of [spent, { ...spent, minute: 8 }, { ...spent, worth: great }, { ...spent, rail: 'withdrawalPerWindow', worth: 1n }, { ...spent, lineage: apiKeyId('k_2'), worth: 9n }] as const) store.spending.put(one)
  // An order that is durable has what it cost before it.
  store.journal('testnet').append(sampleRecord(1))
  await store.journal('testnet').settled()
  const told = (of: Store): string[] => [...of.spending.all()].map(({ lineage, rail, minute, worth }) => `${lineage} ${rail} ${minute} ${worth}`).sort()
  const expected = [`k_1 notionalPerWindow 7 ${great}`, 'k_1 notionalPerWindow 8 3', 'k_1 withdrawalPerWindow 7 1', 'k_2 notionalPerWindow 7 9']
  assert.deepEqual(told(store), expected)
  await store.close()
  store = await openStore({ folder, nowUs: NOW_US })
  assert.deepEqual(told(store), expected)
  await store.spending.forgetBefore(8)
  assert.deepEqual(told(store), ['k_1 notionalPerWindow 8 3'])
  store.spending.put({ ...spent, lineage: apiKeyId('k_2') })
  store.spending.forget([apiKeyId('k_1'), apiKeyId('k_3')])
  store.spending.put({ ...spent, minute: 9 })
  await store.close()
  store = await openStore({ folder, nowUs: NOW_US })
  assert.deepEqual(told(store), ['k_1 notionalPerWindow 9 3', 'k_2 notionalPerWindow 7 3'])
  await store.close()
}))
