import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyExchange, FREE_OF_FEES } from '../../test/stories/market-story.ts'
import { accountId } from '../ids.ts'
import { FEES_ACCOUNT, INSURANCE_FUND_ACCOUNT, Ledger, MARGIN_LENDER_ACCOUNT, WORLD_ACCOUNT } from './ledger.ts'
import { isolatedWallet } from './wallet-name.ts'

const ALICE = accountId(107)
const BOB = accountId(108)

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

test('of the venue\'s pots only the world and the lender may owe', () => {
  const ledger = new Ledger()
  ledger.move(WORLD_ACCOUNT, INSURANCE_FUND_ACCOUNT, 'BTC', 5n)
  ledger.move(MARGIN_LENDER_ACCOUNT, ALICE, 'BTC', 7n)
  assert.throws(() => ledger.move(INSURANCE_FUND_ACCOUNT, ALICE, 'BTC', 6n))
  assert.throws(() => ledger.move(FEES_ACCOUNT, ALICE, 'BTC', 1n))
  assert.deepEqual([WORLD_ACCOUNT, INSURANCE_FUND_ACCOUNT, MARGIN_LENDER_ACCOUNT, ALICE].map((who) => ledger.free(who, 'BTC')), [-5n, 5n, -7n, 7n])
  assert.equal(ledger.sumOf('BTC'), 0n)
})

test('each wallet of an account has balances of its own', () => {
  const ledger = new Ledger()
  const isolated = { accountId: ALICE, wallet: isolatedWallet('BTCUSDT') }
  ledger.creditFromWorld(ALICE, 'BTC', 10n, 'funding')
  ledger.moveBetween({ accountId: ALICE, wallet: 'funding' }, isolated, 'BTC', 6n)
  ledger.moveBetween(isolated, { accountId: BOB, wallet: 'crossMargin' }, 'BTC', 1n)
  assert.throws(() => ledger.moveBetween(isolated, { accountId: ALICE, wallet: 'spot' }, 'BTC', 6n))
  ledger.hold(ALICE, 'BTC', 2n, isolated.wallet)
  assert.deepEqual(ledger.balances(ALICE), [])
  assert.deepEqual(ledger.balances(ALICE, 'funding'), [{ asset: 'BTC', free: 4n, locked: 0n }])
  assert.deepEqual(ledger.balances(ALICE, isolated.wallet), [{ asset: 'BTC', free: 3n, locked: 2n }])
  assert.deepEqual(ledger.balances(BOB, 'crossMargin'), [{ asset: 'BTC', free: 1n, locked: 0n }])
  assert.deepEqual([ledger.wallets(ALICE), ledger.wallets(BOB)], [['funding', isolated.wallet], ['crossMargin']])
  assert.equal(ledger.sumOf('BTC'), 0n)
  const told: string[] = []
  ledger.settle(42, ({ accountId: owner, wallet }) => told.push(`${owner} ${wallet}`))
  assert.deepEqual(told, ['107 funding', '107 isolatedMargin:BTCUSDT', '108 crossMargin'])
  assert.deepEqual([ledger.updatedAtUs(ALICE), ledger.updatedAtUs(ALICE, 'funding')], [0, 42])
  const restored = new Ledger()
  restored.restore(ledger.state())
  assert.deepEqual(restored.state(), ledger.state())
  assert.equal(restored.locked(ALICE, 'BTC', isolated.wallet), 2n)
})

test('nobody can open one of the venue\'s pots as an account', () => {
  const exchange = emptyExchange()
  for (const pot of [WORLD_ACCOUNT, FEES_ACCOUNT, INSURANCE_FUND_ACCOUNT, MARGIN_LENDER_ACCOUNT, accountId(99)]) {
    assert.deepEqual(exchange.execute({ kind: 'openAccount', accountId: pot, terms: FREE_OF_FEES }, 1), { ok: false, rejection: { reason: 'unknownAccount' } })
  }
  assert.equal(exchange.execute({ kind: 'openAccount', accountId: accountId(100), terms: FREE_OF_FEES }, 1).ok, true)
})
