import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, FREE_OF_FEES, standing, Story } from '../../../test/stories/market-story.ts'
import { formatDecimal } from '../../money.ts'
import type { Order } from '../order.ts'
import type { SelfTradePreventionMode } from '../symbol.ts'

/** Alice and Bob are one group; Carol is a stranger. */
const group = (): Story => {
  const story = new Story({ terms: { ...FREE_OF_FEES, tradeGroupId: 5 } })
  story.opens(CAROL, FREE_OF_FEES)
  for (const account of [ALICE, BOB, CAROL]) {
    story.funds(account, 'USDT', '10000')
    story.funds(account, 'BTC', '100')
  }
  return story
}

const meet = (mode: SelfTradePreventionMode, makerQuantity: string, takerQuantity: string, makerMode: SelfTradePreventionMode = 'NONE', maker = ALICE) => {
  const story = group()
  const resting = story.sells(maker, makerQuantity, '100', { selfTradePrevention: makerMode })
  story.sells(CAROL, '1', '101')
  const taker = story.buys(ALICE, takerQuantity, '101', { selfTradePrevention: mode })
  const told = (placed: Order): string => `${standing(placed)} prevented ${Number(formatDecimal(placed.preventedQuantity))}`
  return { story, maker: told(story.now(resting)), taker: told(taker), match: story.exchange.orders.preventedMatches(ALICE, 'BTCUSDT', { limit: 10 })[0] }
}

test('NONE: they trade', () => {
  const { maker, taker, match } = meet('NONE', '2', '3')
  assert.deepEqual([maker, taker, match], ['FILLED 2/2 prevented 0', 'FILLED 3/3 prevented 0', undefined])
})

test('EXPIRE_TAKER: the taker ends, the maker stays', () => {
  const { maker, taker, match } = meet('EXPIRE_TAKER', '2', '3')
  assert.deepEqual([maker, taker], ['NEW 0/2 prevented 0', 'EXPIRED_IN_MATCH 0/3 prevented 3'])
  assert.equal(match?.selfTradePrevention, 'EXPIRE_TAKER')
})

test('EXPIRE_MAKER: the maker ends, the taker goes on', () => {
  const { story, maker, taker, match } = meet('EXPIRE_MAKER', '2', '3')
  assert.deepEqual([maker, taker], ['EXPIRED_IN_MATCH 0/2 prevented 2', 'PARTIALLY_FILLED 1/3 prevented 0'])
  assert.equal(match?.preventedMatchId, 0)
  assert.equal(story.has(ALICE, 'BTC'), '101')
})

test('EXPIRE_BOTH: both end', () => {
  const { maker, taker, story } = meet('EXPIRE_BOTH', '2', '3')
  assert.deepEqual([maker, taker], ['EXPIRED_IN_MATCH 0/2 prevented 2', 'EXPIRED_IN_MATCH 0/3 prevented 3'])
  assert.equal(story.has(ALICE, 'USDT'), '10000')
})

test('DECREMENT: both lose the smaller quantity, and the smaller order ends', () => {
  const larger = meet('DECREMENT', '2', '5')
  assert.deepEqual([larger.maker, larger.taker], ['EXPIRED_IN_MATCH 0/2 prevented 2', 'PARTIALLY_FILLED 1/5 prevented 2'])
  const smaller = meet('DECREMENT', '5', '2')
  assert.deepEqual([smaller.maker, smaller.taker], ['NEW 0/5 prevented 2', 'EXPIRED_IN_MATCH 0/2 prevented 2'])
  assert.equal(smaller.story.has(ALICE, 'BTC'), '97 + 3 locked')
  const equal = meet('DECREMENT', '2', '2')
  assert.deepEqual([equal.maker, equal.taker], ['EXPIRED_IN_MATCH 0/2 prevented 2', 'EXPIRED_IN_MATCH 0/2 prevented 2'])
})

test('accounts of one group are one self', () => {
  const { maker, taker } = meet('EXPIRE_TAKER', '2', '3', 'NONE', BOB)
  assert.deepEqual([maker, taker], ['NEW 0/2 prevented 0', 'EXPIRED_IN_MATCH 0/3 prevented 3'])
})

test('strangers trade whatever the mode', () => {
  const { maker, taker } = meet('EXPIRE_BOTH', '2', '2', 'EXPIRE_BOTH', CAROL)
  assert.deepEqual([maker, taker], ['FILLED 2/2 prevented 0', 'FILLED 2/2 prevented 0'])
})

test('TRANSFER: where both orders say so, the money moves between the two accounts without a trade', () => {
  const { story, maker, taker } = meet('TRANSFER', '2', '2', 'TRANSFER', BOB)
  assert.deepEqual([maker, taker], ['EXPIRED_IN_MATCH 0/2 prevented 2', 'EXPIRED_IN_MATCH 0/2 prevented 2'])
  assert.equal(story.has(ALICE, 'BTC'), '102')
  assert.equal(story.has(ALICE, 'USDT'), '9800')
  assert.equal(story.has(BOB, 'USDT'), '10200')
  assert.equal(story.exchange.market.lastPrice('BTCUSDT'), null)
})

test('TRANSFER is DECREMENT where the maker does not say so, or both orders are of one account', () => {
  for (const { story, match } of [meet('TRANSFER', '2', '2', 'NONE', BOB), meet('TRANSFER', '2', '2', 'TRANSFER', ALICE)]) {
    assert.equal(match?.selfTradePrevention, 'DECREMENT')
    assert.equal(story.has(ALICE, 'BTC'), '100')
  }
})
