import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, emptyExchange, market, order, standing, Story } from '../../../test/stories/market-story.ts'
import { amount } from '../../money.ts'
import type { OrderListRequest, OrderRequest } from '../command.ts'
import type { OrderList } from '../order.ts'
import { restoreSnapshot, takeSnapshot } from '../snapshot.ts'

const at100 = (): Story => {
  const story = new Story()
  for (const account of [ALICE, BOB, CAROL]) {
    story.funds(account, 'USDT', '10000')
    story.funds(account, 'BTC', '100')
  }
  story.sells(BOB, '0.001', '100')
  story.buys(CAROL, '0.001', '100')
  return story
}

const sellPair = (quantity = '2'): OrderListRequest & { contingency: 'OCO' } => ({
  contingency: 'OCO',
  above: order('SELL', { type: 'LIMIT_MAKER', quantity, price: '110', clientOrderId: 'above' }),
  below: order('SELL', { type: 'STOP_LOSS_LIMIT', quantity, stopPrice: '90', price: '89', clientOrderId: 'below' }),
})

const list = (story: Story): OrderList => story.exchange.orders.orderList(ALICE, {})!

test('an OCO holds its quantity once, and the limit order being executed ends the stop', () => {
  const story = at100()
  story.lists(ALICE, sellPair())
  assert.equal(story.has(ALICE, 'BTC'), '98 + 2 locked')
  assert.deepEqual(story.exchange.orders.openOrderLists(ALICE).map((each) => [each.contingency, each.statusType, each.orderStatus, each.orderIds.length]), [['OCO', 'EXEC_STARTED', 'EXECUTING', 2]])
  story.buys(BOB, '0.5', '110')
  const stop = story.orderNamed(ALICE, 'below')
  assert.equal(standing(stop), 'EXPIRED 0/2')
  assert.equal(stop.expiryReason, 'OCO_TRIGGER')
  assert.equal(standing(story.orderNamed(ALICE, 'above')), 'PARTIALLY_FILLED 0.5/2')
  assert.equal(story.has(ALICE, 'BTC'), '98 + 1.5 locked')
  story.buys(BOB, '1.5', '110')
  assert.deepEqual([list(story).statusType, list(story).orderStatus], ['ALL_DONE', 'ALL_DONE'])
  assert.equal(story.has(ALICE, 'BTC'), '98')
})

test('an OCO whose stop is reached loses its limit order', () => {
  const story = at100()
  story.lists(ALICE, sellPair())
  story.sells(BOB, '1', '90')
  story.buys(CAROL, '1', '90')
  assert.equal(story.orderNamed(ALICE, 'above').expiryReason, 'OCO_TRIGGER')
  assert.deepEqual(story.book(), { bids: '', asks: '2@89' })
  assert.equal(list(story).orderStatus, 'EXECUTING')
})

test('a BUY OCO holds the dearer of its two orders, and gives the difference back', () => {
  const story = at100()
  story.lists(ALICE, {
    contingency: 'OCO',
    above: order('BUY', { type: 'STOP_LOSS_LIMIT', quantity: '2', stopPrice: '110', price: '111', clientOrderId: 'above' }),
    below: order('BUY', { type: 'LIMIT_MAKER', quantity: '2', price: '90', clientOrderId: 'below' }),
  })
  assert.equal(story.has(ALICE, 'USDT'), '9778 + 222 locked')
  story.sells(BOB, '1', '90')
  assert.equal(story.has(ALICE, 'USDT'), '9820 + 90 locked')
})

test('cancelling one order of a list cancels the list', () => {
  const story = at100()
  story.lists(ALICE, sellPair())
  story.cancels(story.orderNamed(ALICE, 'below'))
  assert.equal(standing(story.orderNamed(ALICE, 'above')), 'CANCELED 0/2')
  assert.equal(list(story).orderStatus, 'ALL_DONE')
  assert.equal(story.has(ALICE, 'BTC'), '100')
})

test('cancelling all open orders cancels lists as well', () => {
  const story = at100()
  story.lists(ALICE, sellPair())
  story.buys(ALICE, '1', '50')
  story.does({ kind: 'cancelOpenOrders', accountId: ALICE, symbol: 'BTCUSDT', newClientOrderId: 'all' })
  assert.equal(story.exchange.orders.openOrders(ALICE).length, 0)
  assert.equal(story.has(ALICE, 'BTC'), '100')
  assert.equal(story.has(ALICE, 'USDT'), '10000')
  assert.equal(story.refusalOf({ kind: 'cancelOpenOrders', accountId: ALICE, symbol: 'BTCUSDT', newClientOrderId: 'all' }), 'unknownOrder')
})

test('a list is cancelled by its own name, once', () => {
  const story = at100()
  story.lists(ALICE, sellPair(), 'pair')
  const command = { kind: 'cancelOrderList', accountId: ALICE, symbol: 'BTCUSDT', clientListId: 'pair', newClientOrderId: 'gone' } as const
  story.does(command)
  assert.equal(story.refusalOf(command), 'unknownOrderList')
})

test('the prices of an OCO stand on both sides of the market', () => {
  const story = at100()
  const refused = (change: Partial<{ price: string; stopPrice: string }>): string => story.refusalOf({
    kind: 'placeOrderList', accountId: ALICE, symbol: 'BTCUSDT', clientListId: 'x',
    list: { ...sellPair(), above: order('SELL', { type: 'LIMIT_MAKER', quantity: '2', price: change.price ?? '110' }), below: order('SELL', { type: 'STOP_LOSS', quantity: '2', stopPrice: change.stopPrice ?? '90' }) },
  })
  assert.equal(refused({ price: '100' }), 'ocoBadPrices')
  assert.equal(refused({ stopPrice: '100' }), 'ocoBadPrices')
  assert.equal(refused({ price: '80', stopPrice: '90' }), 'ocoBadPrices')
})

test('orders that do not belong together make no list', () => {
  const story = at100()
  const place = (requested: OrderListRequest): string => story.refusalOf({ kind: 'placeOrderList', accountId: ALICE, symbol: 'BTCUSDT', clientListId: 'x', list: requested })
  const { above, below } = sellPair()
  assert.equal(place({ contingency: 'OCO', above: below, below: above }), 'unsupportedOrderCombination')
  assert.equal(place({ contingency: 'OCO', above, below: { ...below, quantity: 1n } }), 'unsupportedOrderCombination')
  assert.equal(place({ contingency: 'OTO', working: below, pending: above }), 'unsupportedOrderCombination')
  assert.equal(place({ contingency: 'OCO', above, below: { ...below, clientOrderId: 'above' } }), 'duplicateOrder')
  assert.equal(place(sellPair('101')), 'insufficientBalance')
})

test('an OTO places its pending order when the working one is wholly filled', () => {
  const story = at100()
  story.lists(ALICE, { contingency: 'OTO', working: order('BUY', { quantity: '2', price: '95', clientOrderId: 'entry' }), pending: order('SELL', { quantity: '2', price: '120', clientOrderId: 'exit' }) })
  assert.equal(standing(story.orderNamed(ALICE, 'exit')), 'PENDING_NEW 0/2')
  assert.equal(story.has(ALICE, 'BTC'), '100')
  story.sells(BOB, '1', '95')
  assert.equal(standing(story.orderNamed(ALICE, 'exit')), 'PENDING_NEW 0/2')
  story.sells(BOB, '1', '95')
  assert.equal(standing(story.orderNamed(ALICE, 'exit')), 'NEW 0/2')
  assert.equal(story.has(ALICE, 'BTC'), '100 + 2 locked')
  story.buys(BOB, '2', '120')
  assert.equal(list(story).orderStatus, 'ALL_DONE')
})

test('an OTO whose working order takes at once tells its pending order as pending first', () => {
  const story = at100()
  story.sells(BOB, '1', '100')
  const events = story.lists(ALICE, { contingency: 'OTO', working: order('BUY', { quantity: '1', price: '100' }), pending: order('SELL', { quantity: '1', price: '120', clientOrderId: 'exit' }) })
  const exits = events.filter((event) => event.kind === 'order' && event.order.clientOrderId === 'exit')
  assert.deepEqual(exits.map((event) => event.kind === 'order' && event.order.status), ['PENDING_NEW', 'NEW'])
})

test('an OTO whose working order ends unfilled ends with it', () => {
  const story = at100()
  story.lists(ALICE, { contingency: 'OTO', working: order('BUY', { quantity: '1', price: '100', timeInForce: 'IOC' }), pending: order('SELL', { quantity: '1', price: '120', clientOrderId: 'exit' }) })
  assert.equal(story.orderNamed(ALICE, 'exit').expiryReason, 'OTO_PHASE_ONE_EXPIRED')
  assert.equal(list(story).orderStatus, 'ALL_DONE')
})

test('a pending order that could not be placed by then expires as rejected', () => {
  const story = at100()
  story.lists(ALICE, { contingency: 'OTO', working: order('BUY', { quantity: '1', price: '95' }), pending: order('SELL', { quantity: '102', price: '120', clientOrderId: 'exit' }) })
  story.sells(BOB, '1', '95')
  assert.deepEqual([story.orderNamed(ALICE, 'exit').status, story.orderNamed(ALICE, 'exit').expiryReason], ['EXPIRED', 'REJECTED'])
})

test('an OTOCO protects what it bought with a pair', () => {
  const story = at100()
  const { above, below } = sellPair()
  story.lists(ALICE, { contingency: 'OTOCO', working: order('BUY', { quantity: '2', price: '95' }), pendingAbove: above, pendingBelow: below })
  assert.equal(story.exchange.orders.orderCount(ALICE, 86_400_000_000, story.nowUs), 3)
  story.sells(BOB, '2', '95')
  assert.equal(story.has(ALICE, 'BTC'), '100 + 2 locked')
  story.buys(CAROL, '2', '110')
  assert.equal(standing(story.orderNamed(ALICE, 'above')), 'FILLED 2/2')
  assert.equal(story.orderNamed(ALICE, 'below').expiryReason, 'OCO_TRIGGER')
  assert.equal(list(story).orderStatus, 'ALL_DONE')
  assert.equal(story.has(ALICE, 'BTC'), '100')
})

/** An entry that buys at 95, and an exit at 120 of whatever it bought. */
const opo = (quantity: string, working: Parameters<typeof order>[1] = {}): OrderListRequest => ({
  contingency: 'OPO',
  working: order('BUY', { quantity, price: '95', clientOrderId: 'entry', ...working }),
  pending: withoutQuantity(order('SELL', { quantity: '1', price: '120', clientOrderId: 'exit' })),
})

const withoutQuantity = ({ quantity: _, ...request }: OrderRequest): OrderRequest => request

test('an OPO keeps what it buys for its pending order, which sells all of it', () => {
  const story = at100()
  story.lists(ALICE, opo('2'))
  assert.deepEqual([story.has(ALICE, 'USDT'), story.has(ALICE, 'BTC'), standing(story.orderNamed(ALICE, 'exit'))], ['9810 + 190 locked', '100', 'PENDING_NEW 0/0'])
  story.sells(BOB, '0.5', '95')
  assert.deepEqual([story.has(ALICE, 'BTC'), standing(story.orderNamed(ALICE, 'exit'))], ['100 + 0.5 locked', 'PENDING_NEW 0/0'])
  story.sells(BOB, '1.5', '95')
  assert.deepEqual([story.has(ALICE, 'BTC'), standing(story.orderNamed(ALICE, 'exit'))], ['100 + 2 locked', 'NEW 0/2'])
  story.buys(BOB, '2', '120')
  assert.deepEqual([story.has(ALICE, 'BTC'), list(story).orderStatus], ['100', 'ALL_DONE'])
})

test('an OPO that is cancelled, or whose working order expires, gives back what it had bought', () => {
  const story = at100()
  story.lists(ALICE, opo('2'))
  story.sells(BOB, '0.5', '95')
  story.cancels(story.orderNamed(ALICE, 'exit'))
  assert.deepEqual([story.has(ALICE, 'BTC'), story.has(ALICE, 'USDT'), list(story).orderStatus], ['100.5', '9952.5', 'ALL_DONE'])
  story.sells(BOB, '0.5', '95')
  story.lists(ALICE, opo('2', { timeInForce: 'IOC' }))
  assert.equal(story.orderNamed(ALICE, 'exit').expiryReason, 'OTO_PHASE_ONE_EXPIRED')
  assert.equal(story.has(ALICE, 'BTC'), '101')
})

test('the commission of an OPO comes from what else is free; without it less is sold, in whole lots', () => {
  const rates = { makerRate: amount('0.001'), takerRate: amount('0.001'), tradeGroupId: -1, keepsHistory: true }
  for (const [free, sold, has] of [['0', '0.99', '0.009 + 0.99 locked'], ['1', '1', '0.999 + 1 locked']] as const) {
    const story = new Story({ terms: rates, symbols: [market('BTC', 'USDT', [{ filterType: 'LOT_SIZE', minQty: amount('0.01'), maxQty: amount('100'), stepSize: amount('0.01') }])] })
    story.funds(ALICE, 'USDT', '10000')
    story.funds(BOB, 'BTC', '10')
    if (free !== '0') story.funds(ALICE, 'BTC', free)
    story.lists(ALICE, opo('1'))
    story.sells(BOB, '1', '95')
    assert.deepEqual([standing(story.orderNamed(ALICE, 'exit')), story.has(ALICE, 'BTC')], [`NEW 0/${sold}`, has])
  }
})

test('an OPOCO sells what it bought by a pair that holds it once', () => {
  const story = at100()
  const { above, below } = sellPair()
  story.lists(ALICE, { contingency: 'OPOCO', working: order('BUY', { quantity: '3', price: '95' }), pendingAbove: withoutQuantity(above), pendingBelow: withoutQuantity(below) })
  story.sells(BOB, '3', '95')
  assert.deepEqual([story.has(ALICE, 'BTC'), standing(story.orderNamed(ALICE, 'above')), standing(story.orderNamed(ALICE, 'below'))], ['100 + 3 locked', 'NEW 0/3', 'NEW 0/3'])
  story.buys(CAROL, '3', '110')
  assert.deepEqual([story.has(ALICE, 'BTC'), story.orderNamed(ALICE, 'below').expiryReason, list(story).orderStatus], ['100', 'OCO_TRIGGER', 'ALL_DONE'])
})

test('an OPO outlives a snapshot with what it has bought', () => {
  const story = at100()
  story.lists(ALICE, opo('2'))
  story.sells(BOB, '0.5', '95')
  const restored = emptyExchange()
  restoreSnapshot(restored, takeSnapshot(story.exchange))
  assert.equal(restored.stateHash(), story.exchange.stateHash())
})

test('what is pending in an OPO is not amended, and a market without such lists says so', () => {
  const story = at100()
  story.lists(ALICE, opo('2'))
  const exit = story.orderNamed(ALICE, 'exit')
  assert.equal(story.refusalOf({ kind: 'amendOrder', accountId: ALICE, symbol: 'BTCUSDT', order: { orderId: exit.id }, newClientOrderId: 'less', newQuantity: amount('1') }), 'amendOfPaidPending')
  story.does({ kind: 'listSymbol', symbol: { ...market('BTC', 'USDT'), otoAllowed: false } })
  assert.equal(story.refusalOf({ kind: 'placeOrderList', accountId: ALICE, symbol: 'BTCUSDT', clientListId: 'other', list: opo('1') }), 'opoNotSupported')
})
