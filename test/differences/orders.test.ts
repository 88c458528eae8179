import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EXCHANGE_FILTERS } from '../../src/exchange/listing/exchange-filters.ts'
import { DAY } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

type Json = Record<string, unknown>

const alice = anAccount(100_001)
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '80000' }

const aTrader = () => {
  const world = aWorld([alice])
  world.fund(alice, 'USDT', '1000000')
  world.fund(alice, 'BTC', '10')
  return { world, call: world.as(alice) }
}

const error = (code: number, msg: string) => ({ status: 400, body: { code, msg } })

test('a new order that was not attempted is not counted, where Binance counts one', async () => {
  const { world, call } = aTrader()
  const [binance, bitting] = [1, 0]
  const { body } = await call('POST', '/api/v3/order/cancelReplace', { ...LIMIT, cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: '4242' })
  assert.equal((body as { data: Json }).data.newOrderResult, 'NOT_ATTEMPTED')
  assert.equal(world.venue.view.orders.orderCount(alice.id, DAY, world.venue.nowUs()), bitting)
  assert.notEqual(binance, bitting)
})

test('cancelling one order of a list by DELETE /api/v3/order answers with the list', async () => {
  const { call } = aTrader()
  const binance = 'the list, documented for the WebSocket API; one order in the REST example'
  const oco = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.01', aboveType: 'LIMIT_MAKER', abovePrice: '95000', belowType: 'STOP_LOSS', belowStopPrice: '85000' }
  const { orders, orderListId } = (await call('POST', '/api/v3/orderList/oco', oco)).body as { orders: Json[]; orderListId: number }
  const { body } = await call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orders[0]?.orderId) })
  const cancelled = body as { orderListId: number; orderReports: Json[] }
  assert.equal(cancelled.orderListId, orderListId, binance)
  assert.equal(cancelled.orderReports.length, 2)
})

test('an unknown list is told in the words of an unknown order', async () => {
  const { call } = aTrader()
  const binance = 'text not documented'
  assert.deepEqual(await call('GET', '/api/v3/orderList', { orderListId: '4242' }), error(-2013, 'Order list does not exist.'), binance)
  assert.deepEqual(await call('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', orderListId: '4242' }), error(-2011, 'Unknown order list sent.'), binance)
})

test('a cancelled order is still told after 90 days', async () => {
  const { world, call } = aTrader()
  const binance = { code: -2026, msg: 'Order was canceled or expired with no executed qty over 90 days ago and has been archived.' }
  const { orderId } = (await call('POST', '/api/v3/order', LIMIT)).body as { orderId: number }
  await call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orderId) })
  world.clock.advance(91 * DAY)
  const { status, body } = await call('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orderId) })
  assert.deepEqual([status, (body as Json).status], [200, 'CANCELED'], binance.msg)
})

test('the filters of the account are all of the market’s and the exchange’s, and exchangeInfo tells the latter too', async () => {
  const { world, call } = aTrader()
  const binance = { myFilters: 'those that concern the account', exchangeFilters: [] }
  const filters = (await call('GET', '/api/v3/myFilters', { symbol: 'BTCUSDT' })).body as { symbolFilters: Json[]; exchangeFilters: Json[] }
  assert.equal(filters.symbolFilters.length, world.venue.view.symbol('BTCUSDT')?.filters.length, binance.myFilters)
  const info = (await call('GET', '/api/v3/exchangeInfo')).body as { exchangeFilters: Json[] }
  assert.deepEqual(info.exchangeFilters, filters.exchangeFilters)
  assert.deepEqual(info.exchangeFilters[0], { filterType: 'EXCHANGE_MAX_NUM_ORDERS', maxNumOrders: EXCHANGE_FILTERS.maxNumOrders })
  assert.notDeepEqual(info.exchangeFilters, binance.exchangeFilters)
})

test('the first fill of an order takes one back of the unfilled order count, also where the order stood in the book', async () => {
  const binance = 'may be decremented by more than one order'
  const { world, call } = aTrader()
  const bob = anAccount(100_002)
  world.open(bob)
  world.fund(bob, 'BTC', '10')
  const count = async () => ((await call('GET', '/api/v3/rateLimit/order')).body as Json[])[0]?.count
  for (let orders = 0; orders < 3; orders += 1) assert.equal((await call('POST', '/api/v3/order', { ...LIMIT, price: '90000' })).status, 200)
  assert.equal(await count(), 3)
  assert.equal((await world.as(bob)('POST', '/api/v3/order', { ...LIMIT, side: 'SELL', price: '90000' })).status, 200)
  assert.equal(await count(), 2, binance)
})

test('by two ids that name two orders, a cancel and an amend find none; a query says why', async () => {
  const binance = { cancel: 'not documented', query: -2039 }
  const { call } = aTrader()
  const [one, other] = [(await call('POST', '/api/v3/order', LIMIT)).body as Json, (await call('POST', '/api/v3/order', LIMIT)).body as Json]
  const ids = { symbol: 'BTCUSDT', orderId: String(one.orderId), origClientOrderId: String(other.clientOrderId) }
  assert.deepEqual(await call('DELETE', '/api/v3/order', ids), error(-2011, 'Unknown order sent.'), binance.cancel)
  assert.deepEqual(await call('PUT', '/api/v3/order/amend/keepPriority', { ...ids, newQty: '0.0005' }), error(-2038, 'Unknown order sent.'), binance.cancel)
  assert.deepEqual(await call('GET', '/api/v3/order', ids), error(binance.query, 'Client order ID is not correct for this order ID.'))
})

test('an order that comes too late for the engine counts nothing', async () => {
  const binance = { count: 1 }
  const { world, call } = aTrader()
  assert.deepEqual(await world.as(alice, { isInTime: false })('POST', '/api/v3/order', LIMIT), error(-1021, 'Timestamp for this request is outside of the recvWindow.'))
  const count = ((await call('GET', '/api/v3/rateLimit/order')).body as Json[])[0]?.count
  assert.equal(count, 0, `Binance: ${binance.count}`)
})
