import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, FREE_OF_FEES, cancel, Story } from '../../../test/stories/market-story.ts'
import { DAY, MINUTE, SECOND } from '../../time.ts'

const funded = (): Story => {
  const story = new Story()
  for (const account of [ALICE, BOB, CAROL]) {
    story.funds(account, 'USDT', '10000')
    story.funds(account, 'BTC', '100')
  }
  return story
}

test('orders are listed by id and time: the newest, or the oldest from somewhere', () => {
  const story = funded()
  const placed = Array.from({ length: 6 }, (_, index) => story.buys(ALICE, '1', String(10 + index)))
  story.cancels(placed[2]!)
  const ids = (range: Parameters<typeof story.exchange.orders.allOrders>[2]): number[] => story.exchange.orders.allOrders(ALICE, 'BTCUSDT', range).map((order) => order.id - placed[0]!.id)
  assert.deepEqual(ids({ limit: 3 }), [3, 4, 5])
  assert.deepEqual(ids({ limit: 2, fromId: placed[1]!.id }), [1, 2])
  assert.deepEqual(ids({ limit: 2, startUs: placed[4]!.createdAtUs }), [4, 5])
  assert.deepEqual(ids({ limit: 2, endUs: placed[3]!.createdAtUs }), [2, 3])
  assert.deepEqual(ids({ limit: 9, startUs: placed[1]!.createdAtUs, endUs: placed[2]!.createdAtUs }), [1, 2])
  assert.deepEqual(story.exchange.orders.openOrders(ALICE).map((order) => order.id - placed[0]!.id), [0, 1, 3, 4, 5])
  assert.equal(story.exchange.orders.byId(ALICE, placed[2]!.id)?.status, 'CANCELED')
  assert.equal(story.exchange.orders.byId(BOB, placed[2]!.id), undefined)
})

test('an order is found by either id, and both have to agree', () => {
  const story = funded()
  const one = story.buys(ALICE, '1', '10')
  const other = story.buys(ALICE, '1', '10')
  assert.deepEqual(story.exchange.orders.order(ALICE, 'BTCUSDT', { orderId: one.id, clientOrderId: other.clientOrderId }), { reason: 'clientOrderIdMismatch' })
  assert.deepEqual(story.exchange.orders.order(BOB, 'BTCUSDT', { orderId: one.id }), { reason: 'noSuchOrder' })
  assert.deepEqual(story.exchange.orders.order(ALICE, 'BTCUSDT', { orderId: one.id, clientOrderId: one.clientOrderId }), one)
})

test('fills are those of the account, of one order where asked', () => {
  const story = funded()
  story.sells(BOB, '1', '100')
  story.sells(BOB, '1', '101')
  const taker = story.buys(ALICE, '2', '101')
  story.sells(BOB, '1', '101')
  story.buys(ALICE, '1', '101')
  assert.equal(story.exchange.orders.fills(ALICE, 'BTCUSDT', { limit: 10 }).length, 3)
  assert.deepEqual(story.exchange.orders.fills(ALICE, 'BTCUSDT', { limit: 10, orderId: taker.id }).map((fill) => fill.tradeId), [1, 2])
  assert.deepEqual(story.exchange.orders.fills(ALICE, 'BTCUSDT', { limit: 1, fromId: 2 }).map((fill) => fill.tradeId), [2])
  assert.equal(story.exchange.orders.fills(CAROL, 'BTCUSDT', { limit: 10 }).length, 0)
})

test('an account that keeps no history has only its open orders', () => {
  const story = funded()
  story.opens(BOB, { ...FREE_OF_FEES, keepsHistory: false })
  const ask = story.sells(BOB, '2', '100')
  story.buys(ALICE, '1', '100')
  assert.equal(story.exchange.orders.fills(BOB, 'BTCUSDT', { limit: 10 }).length, 0)
  assert.equal(story.now(ask).status, 'PARTIALLY_FILLED')
  story.does(cancel(ask))
  assert.deepEqual(story.exchange.orders.order(BOB, 'BTCUSDT', { clientOrderId: ask.clientOrderId }), { reason: 'noSuchOrder' })
})

test('unfilled orders are counted in clock-aligned windows, and the first fill takes one back', () => {
  const story = funded()
  story.nowUs = Math.ceil(story.nowUs / DAY) * DAY
  const count = (windowUs: number): number => story.exchange.orders.orderCount(ALICE, windowUs, story.nowUs)
  const bid = story.buys(ALICE, '2', '10')
  story.buys(ALICE, '1', '9')
  assert.deepEqual([count(10 * SECOND), count(MINUTE), count(DAY)], [2, 2, 2])
  story.sells(BOB, '1', '10')
  assert.equal(count(10 * SECOND), 1)
  story.sells(BOB, '0.5', '10')
  assert.equal(count(10 * SECOND), 1)
  story.does(cancel(bid))
  assert.equal(count(DAY), 1)
  story.nowUs += 10 * SECOND
  assert.deepEqual([count(10 * SECOND), count(DAY)], [0, 1])
})
