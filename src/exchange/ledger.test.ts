import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId } from '../ids.ts'
import { FEES_ACCOUNT, Ledger, WORLD_ACCOUNT } from './ledger.ts'

const ALICE = accountId(7)
const BOB = accountId(8)

test('every movement has two sides, and only WORLD goes below zero', () => {
  const ledger = new Ledger()
  ledger.creditFromWorld(ALICE, 'BTC', 100n)
  ledger.move(ALICE, BOB, 'BTC', 30n)
  ledger.hold(ALICE, 'BTC', 50n)
  ledger.payFeeFromHold(ALICE, 'BTC', 1n)
  ledger.payOut(ALICE, 'BTC', 39n)
  ledger.release(ALICE, 'BTC', 10n)
  assert.deepEqual(ledger.balances(ALICE), [{ asset: 'BTC', free: 30n, locked: 0n }])
  assert.equal(ledger.free(WORLD_ACCOUNT, 'BTC'), -61n)
  assert.equal(ledger.free(FEES_ACCOUNT, 'BTC'), 1n)
  assert.equal(ledger.sumOf('BTC'), 0n)
})

test('a movement that the balance does not cover throws and moves nothing', () => {
  const ledger = new Ledger()
  ledger.creditFromWorld(ALICE, 'BTC', 10n)
  assert.throws(() => ledger.hold(ALICE, 'BTC', 11n))
  assert.throws(() => ledger.release(ALICE, 'BTC', 1n))
  assert.throws(() => ledger.payOut(ALICE, 'BTC', 1n))
  assert.throws(() => ledger.move(ALICE, BOB, 'BTC', 11n))
  assert.throws(() => ledger.move(ALICE, BOB, 'BTC', -1n))
  assert.deepEqual(ledger.balances(ALICE), [{ asset: 'BTC', free: 10n, locked: 0n }])
  assert.equal(ledger.free(BOB, 'BTC'), 0n)
})

test('each balance that changed is told once, with when; the venue\'s own accounts are not', () => {
  const ledger = new Ledger()
  ledger.creditFromWorld(ALICE, 'BTC', 10n)
  ledger.hold(ALICE, 'BTC', 4n)
  ledger.move(ALICE, FEES_ACCOUNT, 'BTC', 1n)
  const told: [number, bigint, bigint][] = []
  ledger.settle(42, ({ accountId: owner, free, locked }) => told.push([owner, free, locked]))
  assert.deepEqual(told, [[ALICE, 5n, 4n]])
  assert.equal(ledger.updatedAtUs(ALICE), 42)
  ledger.settle(43, () => assert.fail('told twice'))
})

test('a restored ledger is the ledger', () => {
  const ledger = new Ledger()
  ledger.creditFromWorld(BOB, 'USDT', 10n)
  ledger.creditFromWorld(ALICE, 'BTC', 10n)
  ledger.hold(ALICE, 'BTC', 4n)
  ledger.settle(42, () => {})
  const restored = new Ledger()
  restored.restore(ledger.state())
  assert.deepEqual(restored.state(), ledger.state())
  assert.equal(restored.locked(ALICE, 'BTC'), 4n)
})
