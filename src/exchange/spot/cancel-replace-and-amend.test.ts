import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, market, order, standing, Story } from '../../../test/stories/market-story.ts'
import { amount } from '../../money.ts'
import type { CommandOf } from '../command.ts'
import type { Order } from '../order.ts'

const funded = (): Story => {
  const story = new Story()
  for (const account of [ALICE, BOB]) {
    story.funds(account, 'USDT', '1000')
    story.funds(account, 'BTC', '100')
  }
  return story
}

const replace = (placed: Order, change: Partial<CommandOf<'cancelReplace'>> = {}): CommandOf<'cancelReplace'> => ({
  kind: 'cancelReplace', accountId: ALICE, symbol: 'BTCUSDT', mode: 'STOP_ON_FAILURE', cancel: { orderId: placed.id }, cancelNewClientOrderId: 'old', cancelOnly: false,
  order: order('BUY', { quantity: '10', price: '99', clientOrderId: 'new' }), ...change,
})

test('cancelReplace places the new order with what the old one gives back', () => {
  const story = funded()
  const bid = story.buys(ALICE, '10', '100')
  const outcome = story.tries(replace(bid))
  assert.ok(outcome.ok && outcome.partial === undefined)
  assert.equal(standing(story.now(bid)), 'CANCELED 0/10')
  assert.equal(standing(story.orderNamed(ALICE, 'new')), 'NEW 0/10')
  assert.equal(story.has(ALICE, 'USDT'), '10 + 990 locked')
})

test('cancelReplace may give the new order the name of the old one', () => {
  const story = funded()
  const bid = story.buys(ALICE, '1', '100', { clientOrderId: 'same' })
  const command = replace(bid, { order: order('BUY', { quantity: '1', price: '99', clientOrderId: 'same' }) })
  assert.ok(story.exchange.examine(command, story.nowUs).ok)
  story.does(command)
  assert.equal(story.orderNamed(ALICE, 'same').price, amount('99'))
})

test('the new order fails after the cancel: the cancel stays done', () => {
  const story = funded()
  const bid = story.buys(ALICE, '1', '100')
  const outcome = story.tries(replace(bid, { order: order('BUY', { quantity: '100', price: '99' }) }))
  assert.ok(outcome.ok)
  assert.deepEqual(outcome.partial, { cancel: 'SUCCESS', cancelRejection: null, place: 'FAILURE', placeRejection: { reason: 'insufficientBalance' } })
  assert.equal(standing(story.now(bid)), 'CANCELED 0/1')
})

test('the cancel fails: STOP_ON_FAILURE stops, ALLOW_FAILURE goes on', () => {
  const story = funded()
  const bid = story.buys(ALICE, '1', '100')
  story.cancels(bid)
  assert.equal(story.refusalOf(replace(bid)), 'unknownOrder')
  const stopped = story.tries(replace(bid))
  assert.ok(!stopped.ok)
  assert.equal(stopped.partial?.place, 'NOT_ATTEMPTED')
  const allowed = story.tries(replace(bid, { mode: 'ALLOW_FAILURE' }))
  assert.ok(allowed.ok)
  assert.deepEqual(allowed.partial, { cancel: 'FAILURE', cancelRejection: { reason: 'unknownOrder' }, place: 'SUCCESS', placeRejection: null })
  const neither = story.tries(replace(bid, { mode: 'ALLOW_FAILURE', order: order('BUY', { quantity: '100', price: '99' }) }))
  assert.ok(!neither.ok)
  assert.equal(neither.partial?.place, 'FAILURE')
})

test('filters are judged before anything is cancelled', () => {
  const story = funded()
  story.does({ kind: 'listSymbol', symbol: market('BTC', 'USDT', [{ filterType: 'LOT_SIZE', minQty: amount('1'), maxQty: amount('50'), stepSize: amount('1') }]) })
  const bid = story.buys(ALICE, '1', '100')
  assert.equal(story.refusalOf(replace(bid, { order: order('BUY', { quantity: '0.5', price: '99' }) })), 'LOT_SIZE')
  assert.equal(standing(story.now(bid)), 'NEW 0/1')
})

test('a used-up order count may leave the cancel alone', () => {
  const story = funded()
  const bid = story.buys(ALICE, '1', '100')
  const outcome = story.tries(replace(bid, { cancelOnly: true }))
  assert.ok(outcome.ok)
  assert.deepEqual(outcome.partial, { cancel: 'SUCCESS', cancelRejection: null, place: 'NOT_ATTEMPTED', placeRejection: null })
})

test('a cancel restriction holds for cancelReplace too', () => {
  const story = funded()
  const bid = story.buys(ALICE, '2', '100')
  assert.equal(story.refusalOf(replace(bid, { restriction: 'ONLY_PARTIALLY_FILLED' })), 'cancelRestricted')
})

const amend = (placed: Order, quantity: string, newClientOrderId = 'amended'): CommandOf<'amendOrder'> =>
  ({ kind: 'amendOrder', accountId: ALICE, symbol: 'BTCUSDT', order: { orderId: placed.id }, newClientOrderId, newQuantity: amount(quantity) })

test('a reduced order keeps its place in the queue and gives back what it no longer needs', () => {
  const story = funded()
  const bid = story.buys(ALICE, '5', '100')
  story.buys(BOB, '4', '100')
  story.does(amend(bid, '3'))
  assert.equal(story.has(ALICE, 'USDT'), '700 + 300 locked')
  assert.deepEqual(story.book(), { bids: '7@100', asks: '' })
  story.sells(BOB, '3', '100', { selfTradePrevention: 'EXPIRE_TAKER' })
  const amended = story.orderNamed(ALICE, 'amended')
  assert.equal(standing(amended), 'FILLED 3/3')
  assert.equal(amended.id, bid.id)
  assert.deepEqual(story.exchange.orders.amendments(ALICE, 'BTCUSDT', bid.id, { limit: 10 }).map(({ originalClientOrderId, newClientOrderId, originalQuantity, newQuantity }) => [originalClientOrderId, newClientOrderId, originalQuantity, newQuantity]), [[bid.clientOrderId, 'amended', amount('5'), amount('3')]])
})

test('an amendment only reduces, and not below what is executed', () => {
  const story = funded()
  const bid = story.buys(ALICE, '5', '100')
  const other = story.buys(ALICE, '1', '90')
  story.sells(BOB, '2', '100')
  assert.equal(story.refusalOf(amend(bid, '6')), 'amendIncreases')
  assert.equal(story.refusalOf(amend(bid, '5')), 'amendChangesNothing')
  assert.equal(story.refusalOf(amend(bid, '2')), 'amendChangesNothing')
  assert.equal(story.refusalOf(amend(bid, '3', other.clientOrderId)), 'duplicateOrder')
  story.does(amend(bid, '3', bid.clientOrderId))
  assert.equal(standing(story.now(bid)), 'PARTIALLY_FILLED 2/3')
})

test('an iceberg shows less only when less than its slice is left', () => {
  const story = funded()
  const bid = story.buys(ALICE, '5', '100', { icebergQuantity: '2' })
  story.does(amend(bid, '3', bid.clientOrderId))
  assert.deepEqual(story.book(), { bids: '2@100', asks: '' })
  story.does(amend(bid, '1', bid.clientOrderId))
  assert.deepEqual(story.book(), { bids: '1@100', asks: '' })
})

test('amending one order of a pair amends both', () => {
  const story = funded()
  story.sells(BOB, '1', '100')
  story.buys(BOB, '1', '100')
  story.lists(ALICE, { contingency: 'OCO', above: order('SELL', { type: 'LIMIT_MAKER', quantity: '5', price: '110', clientOrderId: 'above' }), below: order('SELL', { type: 'STOP_LOSS', quantity: '5', stopPrice: '90', clientOrderId: 'below' }) })
  story.does(amend(story.orderNamed(ALICE, 'above'), '2', 'above'))
  assert.equal(standing(story.orderNamed(ALICE, 'below')), 'NEW 0/2')
  assert.equal(story.has(ALICE, 'BTC'), '98 + 2 locked')
})
