import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, market, order, Story } from '../../../test/stories/market-story.ts'
import { amount } from '../../money.ts'
import { FEES_ACCOUNT } from '../ledger.ts'

/** 0.1 % for makers, 0.2 % for takers. */
const charged = (): Story => {
  const story = new Story({ terms: { makerRate: amount('0.001'), takerRate: amount('0.002'), tradeGroupId: -1, keepsHistory: true }, symbols: [market('BTC', 'USDT'), market('BNB', 'USDT')] })
  for (const account of [ALICE, BOB, CAROL]) {
    story.funds(account, 'USDT', '10000')
    story.funds(account, 'BTC', '10')
  }
  return story
}

test('each side pays its rate of what it receives', () => {
  const story = charged()
  story.sells(BOB, '1', '1000')
  story.buys(ALICE, '1', '1000')
  assert.equal(story.has(ALICE, 'BTC'), '10.998')
  assert.equal(story.has(BOB, 'USDT'), '10999')
  assert.equal(story.has(FEES_ACCOUNT, 'BTC'), '0.002')
  assert.equal(story.has(FEES_ACCOUNT, 'USDT'), '1')
  const [fill] = story.exchange.orders.fills(ALICE, 'BTCUSDT', { limit: 10 })
  assert.deepEqual([fill?.commission, fill?.commissionAsset, fill?.isMaker, fill?.isBuyer], [amount('0.002'), 'BTC', false, true])
})

test('with the discount switched on and enough BNB, three quarters are paid in BNB by its last price', () => {
  const story = charged()
  story.funds(BOB, 'BNB', '10')
  story.places(BOB, order('SELL', { quantity: '1', price: '500' }), 'BNBUSDT')
  story.places(CAROL, order('BUY', { quantity: '1', price: '500' }), 'BNBUSDT')
  story.funds(ALICE, 'BNB', '1')
  story.does({ kind: 'setFeeDiscount', accountId: ALICE, isEnabled: true })
  story.sells(BOB, '1', '1000')
  story.buys(ALICE, '1', '1000')
  // 1000 USDT are 2 BNB; × 0.2 % × 75 %.
  assert.equal(story.has(ALICE, 'BNB'), '0.997')
  assert.equal(story.has(ALICE, 'BTC'), '11')
})

test('with too little BNB, or before BNB has a price, the whole commission is charged on what is received', () => {
  const story = charged()
  story.does({ kind: 'setFeeDiscount', accountId: ALICE, isEnabled: true })
  story.sells(BOB, '1', '1000')
  story.buys(ALICE, '1', '1000')
  assert.equal(story.has(ALICE, 'BTC'), '10.998')
})
