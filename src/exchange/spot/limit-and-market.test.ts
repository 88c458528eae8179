import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, cancel, order, standing, Story } from '../../../test/stories/market-story.ts'

const funded = (): Story => {
  const story = new Story()
  story.funds(ALICE, 'USDT', '100000')
  story.funds(ALICE, 'BTC', '10')
  story.funds(BOB, 'USDT', '100000')
  story.funds(BOB, 'BTC', '10')
  return story
}

test('a limit order rests, holds what it needs, and is given back when it is cancelled', () => {
  const story = funded()
  const bid = story.buys(ALICE, '2', '100')
  assert.equal(standing(bid), 'NEW 0/2')
  assert.equal(story.has(ALICE, 'USDT'), '99800 + 200 locked')
  assert.deepEqual(story.book(), { bids: '2@100', asks: '' })
  story.cancels(bid)
  assert.equal(standing(story.now(bid)), 'CANCELED 0/2')
  assert.equal(story.has(ALICE, 'USDT'), '100000')
  assert.deepEqual(story.book(), { bids: '', asks: '' })
})

test('a crossing order takes the best price first, and the first come first', () => {
  const story = funded()
  story.funds(CAROL, 'BTC', '10')
  const dear = story.sells(BOB, '1', '102')
  const first = story.sells(BOB, '1', '101')
  const second = story.sells(CAROL, '1', '101')
  const taker = story.buys(ALICE, '2.5', '102')
  assert.equal(standing(taker), 'FILLED 2.5/2.5')
  assert.equal(standing(story.now(first)), 'FILLED 1/1')
  assert.equal(standing(story.now(second)), 'FILLED 1/1')
  assert.equal(standing(story.now(dear)), 'PARTIALLY_FILLED 0.5/1')
  // 2 × 101 + 0.5 × 102: what was held for 102 comes back where the price was better.
  assert.equal(story.has(ALICE, 'USDT'), '99747')
  assert.equal(story.has(ALICE, 'BTC'), '12.5')
  assert.deepEqual(story.book(), { bids: '', asks: '0.5@102' })
})

test('the rest of a crossing GTC order stands in the book', () => {
  const story = funded()
  story.sells(BOB, '1', '100')
  const taker = story.buys(ALICE, '3', '100')
  assert.equal(standing(taker), 'PARTIALLY_FILLED 1/3')
  assert.deepEqual(story.book(), { bids: '2@100', asks: '' })
  assert.equal(story.has(ALICE, 'USDT'), '99700 + 200 locked')
})

test('IOC takes what is there and ends; FOK takes all or nothing', () => {
  const story = funded()
  story.sells(BOB, '1', '100')
  const fok = story.buys(ALICE, '2', '100', { timeInForce: 'FOK' })
  assert.equal(standing(fok), 'EXPIRED 0/2')
  assert.equal(fok.expiryReason, 'UNFILLED_FOK_ORDER_EXPIRED')
  const ioc = story.buys(ALICE, '2', '100', { timeInForce: 'IOC' })
  assert.equal(standing(ioc), 'EXPIRED 1/2')
  assert.equal(ioc.expiryReason, 'UNFILLED_IOC_QUANTITY_EXPIRED')
  story.sells(BOB, '2', '100')
  assert.equal(standing(story.buys(ALICE, '2', '100', { timeInForce: 'FOK' })), 'FILLED 2/2')
  assert.equal(story.has(ALICE, 'USDT'), '99700')
})

test('LIMIT_MAKER is refused where it would take', () => {
  const story = funded()
  story.sells(BOB, '1', '100')
  assert.equal(story.refusal(ALICE, order('BUY', { type: 'LIMIT_MAKER', quantity: '1', price: '100' })), 'wouldMatchImmediately')
  assert.equal(standing(story.buys(ALICE, '1', '99', { type: 'LIMIT_MAKER' })), 'NEW 0/1')
})

test('MARKET by quantity sweeps the book; what the book lacks expires', () => {
  const story = funded()
  story.sells(BOB, '1', '100')
  story.sells(BOB, '1', '110')
  const taken = story.places(ALICE, order('BUY', { type: 'MARKET', quantity: '1.5' }))
  assert.equal(standing(taken), 'FILLED 1.5/1.5')
  assert.equal(story.has(ALICE, 'USDT'), '99845')
  const more = story.places(ALICE, order('BUY', { type: 'MARKET', quantity: '1' }))
  assert.equal(standing(more), 'EXPIRED 0.5/1')
  assert.equal(more.expiryReason, 'INSUFFICIENT_LIQUIDITY')
  const none = story.places(ALICE, order('BUY', { type: 'MARKET', quantity: '1' }))
  assert.equal(standing(none), 'EXPIRED 0/1')
})

test('MARKET by value spends or earns at most that value', () => {
  const story = funded()
  story.sells(BOB, '1', '100')
  story.sells(BOB, '5', '200')
  const bought = story.places(ALICE, order('BUY', { type: 'MARKET', quoteQuantity: '300' }))
  assert.equal(standing(bought), 'FILLED 2/2')
  assert.equal(story.has(ALICE, 'USDT'), '99700')
  story.buys(BOB, '10', '50')
  const sold = story.places(ALICE, order('SELL', { type: 'MARKET', quoteQuantity: '75' }))
  assert.equal(standing(sold), 'FILLED 1.5/1.5')
  assert.equal(story.refusal(CAROL, order('BUY', { type: 'MARKET', quoteQuantity: '75' })), 'insufficientBalance')
})

test('a MARKET order by value on an empty book is refused', () => {
  const story = funded()
  assert.equal(story.refusal(ALICE, order('BUY', { type: 'MARKET', quoteQuantity: '300' })), 'noLiquidity')
})

test('without the funds nothing is placed', () => {
  const story = funded()
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1001', price: '100' })), 'insufficientBalance')
  assert.equal(story.refusal(ALICE, order('SELL', { quantity: '11', price: '100' })), 'insufficientBalance')
  story.sells(BOB, '10', '20000')
  assert.equal(story.refusal(ALICE, order('BUY', { type: 'MARKET', quantity: '6' })), 'insufficientBalance')
})

test('an open order has its name to itself, a finished one does not', () => {
  const story = funded()
  const bid = story.buys(ALICE, '1', '100', { clientOrderId: 'mine' })
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price: '100', clientOrderId: 'mine' })), 'duplicateOrder')
  story.cancels(bid)
  const again = story.buys(ALICE, '1', '100', { clientOrderId: 'mine' })
  assert.equal(story.orderNamed(ALICE, 'mine').id, again.id)
})

test('a cancel says which order it cancelled, and under which name it did', () => {
  const story = funded()
  const bid = story.buys(ALICE, '1', '100', { clientOrderId: 'mine' })
  const [event] = story.does(cancel(bid, { newClientOrderId: 'the-cancel' }))
  assert.ok(event?.kind === 'depth')
  const cancelled = story.exchange.orders.order(ALICE, 'BTCUSDT', { orderId: bid.id })
  assert.ok(!('reason' in cancelled))
  assert.equal(cancelled.clientOrderId, 'mine')
  assert.equal(story.refusalOf(cancel(bid)), 'unknownOrder')
})

test('cancels are restricted by status, and both ids have to name one order', () => {
  const story = funded()
  const bid = story.buys(ALICE, '2', '100')
  const other = story.buys(ALICE, '2', '99')
  assert.equal(story.refusalOf(cancel(bid, { restriction: 'ONLY_PARTIALLY_FILLED' })), 'cancelRestricted')
  story.sells(BOB, '1', '100')
  assert.equal(story.refusalOf(cancel(bid, { restriction: 'ONLY_NEW' })), 'cancelRestricted')
  assert.equal(story.refusalOf(cancel(bid, { order: { orderId: bid.id, clientOrderId: other.clientOrderId } })), 'clientOrderIdMismatch')
  story.cancels(bid, { restriction: 'ONLY_PARTIALLY_FILLED', order: { orderId: bid.id, clientOrderId: bid.clientOrderId } })
  assert.equal(standing(story.now(bid)), 'CANCELED 1/2')
})

test('an iceberg shows a slice at a time, and each new slice queues behind the others', () => {
  const story = funded()
  const iceberg = story.sells(BOB, '5', '100', { icebergQuantity: '2' })
  const plain = story.sells(BOB, '1', '100')
  assert.deepEqual(story.book(), { bids: '', asks: '3@100' })
  story.buys(ALICE, '2', '100')
  assert.deepEqual(story.book(), { bids: '', asks: '3@100' })
  story.buys(ALICE, '1', '100')
  assert.equal(standing(story.now(plain)), 'FILLED 1/1')
  assert.equal(standing(story.now(iceberg)), 'PARTIALLY_FILLED 2/5')
  assert.equal(standing(story.buys(ALICE, '3', '100', { timeInForce: 'FOK' })), 'FILLED 3/3')
  assert.deepEqual(story.book(), { bids: '', asks: '' })
})

test('depth ids rise by one with each change of a level', () => {
  const story = funded()
  story.sells(BOB, '1', '100')
  story.sells(BOB, '1', '101')
  story.buys(ALICE, '1.5', '101')
  story.buys(ALICE, '1', '90')
  const { lastUpdateId } = story.exchange.market.depth('BTCUSDT', 5)
  assert.equal(lastUpdateId, 5)
})

test('a halted market takes no orders', () => {
  const story = funded()
  const bid = story.buys(ALICE, '1', '100')
  story.does({ kind: 'setSymbolStatus', symbol: 'BTCUSDT', status: 'HALT' })
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price: '100' })), 'marketClosed')
  story.cancels(bid)
})
