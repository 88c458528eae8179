import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, order, standing, Story } from '../../../test/stories/market-story.ts'
import { amount } from '../../money.ts'

/** Everybody rich, and the last trade at 100. */
const at100 = (): Story => {
  const story = new Story()
  for (const account of [ALICE, BOB, CAROL]) {
    story.funds(account, 'USDT', '1000000')
    story.funds(account, 'BTC', '1000')
  }
  trades(story, '100')
  return story
}

/** Bob and Carol trade a little at a price, leaving the book as it was. */
const trades = (story: Story, price: string): void => {
  story.sells(BOB, '0.001', price)
  story.buys(CAROL, '0.001', price, { timeInForce: 'IOC' })
}

test('a stop loss waits for a trade at its price and then sells at any price', () => {
  const story = at100()
  const stop = story.places(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '2', stopPrice: '90' }))
  assert.equal(standing(stop), 'NEW 0/2')
  assert.equal(stop.workingSinceUs, null)
  assert.equal(story.has(ALICE, 'BTC'), '998 + 2 locked')
  story.buys(BOB, '5', '80')
  trades(story, '91')
  assert.equal(standing(story.now(stop)), 'NEW 0/2')
  trades(story, '90')
  assert.equal(standing(story.now(stop)), 'FILLED 2/2')
  assert.equal(story.has(ALICE, 'USDT'), '1000160')
})

test('a stop that is reached already is refused', () => {
  const story = at100()
  for (const [side, type, stopPrice] of [['SELL', 'STOP_LOSS', '100'], ['BUY', 'STOP_LOSS', '100'], ['SELL', 'TAKE_PROFIT', '99'], ['BUY', 'TAKE_PROFIT', '101']] as const) {
    assert.equal(story.refusal(ALICE, order(side, { type, quantity: '1', stopPrice })), 'wouldTriggerImmediately')
  }
})

test('a stop limit enters the book at its limit when it is reached', () => {
  const story = at100()
  const stop = story.places(ALICE, order('BUY', { type: 'STOP_LOSS_LIMIT', quantity: '2', stopPrice: '110', price: '111' }))
  assert.equal(story.has(ALICE, 'USDT'), '999778 + 222 locked')
  trades(story, '110')
  assert.deepEqual(story.book(), { bids: '2@111', asks: '' })
  assert.notEqual(story.now(stop).workingSinceUs, null)
})

test('a take profit sells above the market', () => {
  const story = at100()
  const profit = story.places(ALICE, order('SELL', { type: 'TAKE_PROFIT_LIMIT', quantity: '1', stopPrice: '120', price: '119' }))
  trades(story, '119')
  assert.deepEqual(story.book(), { bids: '', asks: '' })
  trades(story, '121')
  assert.deepEqual(story.book(), { bids: '', asks: '1@119' })
  assert.equal(standing(story.now(profit)), 'NEW 0/1')
})

test('a triggered buy at any price takes from free funds what its stop price did not cover, and ends where they do', () => {
  const story = at100()
  const poor = new Story()
  for (const each of [story, poor]) {
    each.funds(BOB, 'BTC', '10')
    if (each === poor) {
      each.funds(CAROL, 'USDT', '1000')
      each.funds(ALICE, 'USDT', '115')
      trades(each, '100')
    }
    const stop = each.places(ALICE, order('BUY', { type: 'STOP_LOSS', quantity: '1', stopPrice: '110' }))
    each.sells(BOB, '0.5', '120')
    each.sells(BOB, '0.5', '130')
    each.sells(BOB, '0.001', '110')
    each.buys(CAROL, '0.001', '110')
    if (each === story) assert.equal(standing(each.now(stop)), 'FILLED 1/1')
    else assert.equal(each.now(stop).status, 'EXPIRED')
  }
  assert.equal(poor.has(ALICE, 'BTC'), '0.92307692')
  assert.equal(poor.has(ALICE, 'USDT'), '0.0000004')
})

test('one trade sets off a cascade of stops', () => {
  const story = at100()
  story.buys(BOB, '1', '95')
  story.buys(BOB, '1', '90')
  story.buys(BOB, '2', '85')
  const first = story.places(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '2', stopPrice: '95' }))
  const second = story.places(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '1', stopPrice: '90' }))
  story.sells(CAROL, '0.5', '95')
  assert.equal(standing(story.now(first)), 'FILLED 2/2')
  assert.equal(standing(story.now(second)), 'FILLED 1/1')
  assert.equal(story.exchange.market.lastPrice('BTCUSDT'), amount('85'))
})

test('a trailing sell follows the maximum and fires on the fall from it', () => {
  const story = at100()
  const stop = story.places(ALICE, order('SELL', { type: 'STOP_LOSS_LIMIT', quantity: '1', price: '90', trailingDeltaBips: 700 }))
  assert.notEqual(stop.trailingSinceUs, null)
  for (const price of ['105', '98.75', '113.75', '106']) trades(story, price)
  assert.equal(story.now(stop).workingSinceUs, null)
  trades(story, '105.7875')
  assert.deepEqual(story.book(), { bids: '', asks: '1@90' })
})

test('a trailing buy with a stop price begins to track when that is met, and fires on the rise from the minimum', () => {
  const story = at100()
  const stop = story.places(ALICE, order('BUY', { type: 'STOP_LOSS_LIMIT', quantity: '1', stopPrice: '110', price: '112.5', trailingDeltaBips: 500 }))
  trades(story, '92.5')
  trades(story, '109')
  assert.equal(story.now(stop).trailingSinceUs, null)
  trades(story, '110')
  assert.notEqual(story.now(stop).trailingSinceUs, null)
  for (const price of ['112.5', '115', '105', '110.24']) trades(story, price)
  assert.equal(story.now(stop).workingSinceUs, null)
  trades(story, '110.25')
  assert.deepEqual(story.book(), { bids: '1@112.5', asks: '' })
})

test('a trailing take profit falls from its maximum once the stop price is met', () => {
  const story = at100()
  const profit = story.places(ALICE, order('SELL', { type: 'TAKE_PROFIT', quantity: '1', stopPrice: '105', trailingDeltaBips: 750 }))
  story.buys(BOB, '1', '80')
  for (const price of ['97', '105', '112.5', '110', '116.25']) trades(story, price)
  assert.equal(standing(story.now(profit)), 'NEW 0/1')
  trades(story, '107.53125')
  assert.equal(standing(story.now(profit)), 'FILLED 1/1')
})

test('a waiting stop can be cancelled and gives back what it held', () => {
  const story = at100()
  const stop = story.places(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '2', stopPrice: '90' }))
  story.cancels(stop)
  assert.equal(story.has(ALICE, 'BTC'), '1000')
  trades(story, '90')
  assert.equal(standing(story.now(stop)), 'CANCELED 0/2')
})
