import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ALICE, BOB, CAROL, emptyExchange, market, order, standing, Story } from '../../../test/stories/market-story.ts'
import { amount, UNIT } from '../../money.ts'
import { SECOND } from '../../time.ts'
import { replay } from '../replay.ts'
import { takeSnapshot } from '../snapshot.ts'
import type { SymbolDefinition } from '../symbol.ts'
import { BUCKET_COUNT, BUCKET_WIDTH_US, ReferencePrice } from './reference-price.ts'

/** A BUY at no more than twice the reference price and no less than half of it; a SELL at no less than four fifths. */
const RULED: SymbolDefinition = {
  ...market('BTC', 'USDT'),
  executionRules: [{ ruleType: 'PRICE_RANGE', bidMultiplierUp: 2n * UNIT, bidMultiplierDown: UNIT / 2n, askMultiplierUp: 2n * UNIT, askMultiplierDown: (4n * UNIT) / 5n }],
}

/** Traded at 100. */
const ruled = (): Story => {
  const story = new Story({ symbols: [RULED] })
  for (const account of [ALICE, BOB, CAROL]) for (const asset of ['BTC', 'USDT']) story.funds(account, asset, '1000000')
  story.sells(BOB, '1', '100')
  story.buys(CAROL, '1', '100')
  return story
}

test('a taker trades as far as the range goes, and what is left of it expires', () => {
  const story = ruled()
  for (const price of ['150', '200', '201']) story.sells(BOB, '1', price)
  const taken = story.places(ALICE, order('BUY', { type: 'MARKET', quantity: '3' }))
  assert.equal(standing(taken), 'EXPIRED 2/3')
  assert.equal(taken.expiryReason, 'EXECUTION_RULE_PRICE_RANGE_EXCEEDED')
  assert.equal(story.has(ALICE, 'USDT'), '999650')
})

test('the range is that of the beginning: the taker\'s own trades do not move it', () => {
  const story = ruled()
  for (const price of ['190', '200', '210']) story.sells(BOB, '10', price)
  assert.equal(standing(story.places(ALICE, order('BUY', { price: '300', quantity: '30' }))), 'EXPIRED 20/30')
})

test('each side has its own bounds, and the lower one holds as well', () => {
  const story = ruled()
  for (const price of ['85', '80', '79']) story.buys(BOB, '1', price)
  assert.equal(standing(story.places(ALICE, order('SELL', { type: 'MARKET', quantity: '3' }))), 'EXPIRED 2/3')
  const low = ruled()
  low.sells(BOB, '1', '49')
  assert.equal(standing(low.places(ALICE, order('BUY', { type: 'MARKET', quantity: '1' }))), 'EXPIRED 0/1')
})

test('an order that must be filled whole is not begun where the range would end it', () => {
  const story = ruled()
  for (const price of ['150', '201']) story.sells(BOB, '1', price)
  const refused = story.places(ALICE, order('BUY', { price: '300', quantity: '2', timeInForce: 'FOK' }))
  assert.deepEqual([standing(refused), refused.expiryReason], ['EXPIRED 0/2', 'UNFILLED_FOK_ORDER_EXPIRED'])
  assert.equal(standing(story.places(ALICE, order('BUY', { price: '300', quantity: '1', timeInForce: 'FOK' }))), 'FILLED 1/1')
})

test('without trades within the window there is no reference price, and no range', () => {
  const story = ruled()
  assert.deepEqual(story.exchange.market.referencePrice('BTCUSDT', story.nowUs), { price: amount('100') })
  story.nowUs += (BUCKET_COUNT + 1) * BUCKET_WIDTH_US
  assert.deepEqual(story.exchange.market.referencePrice('BTCUSDT', story.nowUs), { price: null })
  story.sells(BOB, '1', '500')
  assert.equal(standing(story.places(ALICE, order('BUY', { type: 'MARKET', quantity: '1' }))), 'FILLED 1/1')
  assert.equal(new Story({ symbols: [RULED] }).exchange.market.referencePrice('BTCUSDT', story.nowUs), null)
})

test('a bucket that straddles the beginning of the window counts by the part that is within it', () => {
  const reference = new ReferencePrice()
  const START = 1_700_000_000 * SECOND
  reference.add(100n, START)
  reference.add(200n, START + BUCKET_WIDTH_US)
  const end = START + BUCKET_COUNT * BUCKET_WIDTH_US
  assert.equal(reference.at(end), 150n)
  // Half of the first bucket has left: (½ · 100 + 200) ÷ 1½.
  assert.equal(reference.at(end + BUCKET_WIDTH_US / 2), 166n)
  assert.equal(reference.at(end + BUCKET_WIDTH_US), 200n)
  assert.equal(reference.at(end + 2 * BUCKET_WIDTH_US), null)
})

test('a snapshot keeps the average', () => {
  const story = ruled()
  const twin = replay(emptyExchange(), takeSnapshot(story.exchange), [])
  assert.equal(twin.stateHash(), story.exchange.stateHash())
  assert.deepEqual(twin.market.referencePrice('BTCUSDT', story.nowUs), story.exchange.market.referencePrice('BTCUSDT', story.nowUs))
})

test('the running average is that of all trades in the window, worked out anew', () => {
  const trade = fc.record({ afterUs: fc.integer({ min: 0, max: 3 * BUCKET_WIDTH_US }), price: fc.bigInt({ min: 1n, max: 10n ** 15n }) })
  fc.assert(fc.property(fc.array(trade, { minLength: 1, maxLength: 80 }), fc.integer({ min: 0, max: 40 * BUCKET_WIDTH_US }), (trades, laterUs) => {
    const reference = new ReferencePrice()
    let nowUs = 1_700_000_000 * SECOND
    const made: { readonly atUs: number; readonly price: bigint }[] = []
    for (const { afterUs, price } of trades) {
      nowUs += afterUs
      reference.add(price, nowUs)
      made.push({ atUs: nowUs, price })
    }
    const cutoffUs = nowUs + laterUs - BUCKET_COUNT * BUCKET_WIDTH_US
    let [count, sum] = [0n, 0n]
    for (const openUs of new Set(made.map(({ atUs }) => atUs - (atUs % BUCKET_WIDTH_US)))) {
      const within = made.filter(({ atUs }) => atUs - (atUs % BUCKET_WIDTH_US) === openUs)
      const expiredUs = BigInt(Math.min(Math.max(cutoffUs - openUs, 0), BUCKET_WIDTH_US))
      const [trades4, sum4] = [BigInt(within.length) * 10_000n, within.reduce((all, { price }) => all + price, 0n) * 10_000n]
      count += trades4 - (trades4 * expiredUs) / BigInt(BUCKET_WIDTH_US)
      sum += sum4 - (sum4 * expiredUs) / BigInt(BUCKET_WIDTH_US)
    }
    assert.equal(reference.at(nowUs + laterUs), count === 0n ? null : sum / count)
  }), { numRuns: 300 })
})
