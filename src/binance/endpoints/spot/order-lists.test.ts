import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anAccount, type CallParameters, type Seen } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'

type Json = Record<string, unknown>

const alice = anAccount(100_001)
let world: World
let call: ReturnType<World['as']>
beforeEach(() => {
  world = aWorld()
  call = world.endow(alice, { BTC: '10', USDT: '1000000' })
})

const body = async (answer: Promise<Seen>): Promise<Json> => {
  const seen = await answer
  assert.equal(seen.status, 200, JSON.stringify(seen.body))
  return seen.body as Json
}
const rows = async (answer: Promise<Seen>): Promise<Json[]> => (await answer).body as Json[]
const reports = (list: Json): Json[] => list.orderReports as Json[]
const members = (list: Json): Json[] => list.orders as Json[]

const LIST_FIELDS = ['orderListId', 'contingencyType', 'listStatusType', 'listOrderStatus', 'listClientOrderId', 'transactionTime', 'symbol', 'orders', 'orderReports']
const OCO = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.01', aboveType: 'LIMIT_MAKER', abovePrice: '95000', belowType: 'STOP_LOSS_LIMIT', belowStopPrice: '85000', belowPrice: '84000', belowTimeInForce: 'GTC' }
const placeOco = (parameters: CallParameters = {}) => body(call('POST', '/api/v3/orderList/oco', { ...OCO, ...parameters }))

test('an OCO is answered with its list and a report on each leg', async () => {
  const list = await placeOco({ listClientOrderId: 'pair', aboveClientOrderId: 'up', belowClientOrderId: 'down' })
  assert.deepEqual(Object.keys(list), LIST_FIELDS)
  assert.deepEqual([list.contingencyType, list.listStatusType, list.listOrderStatus, list.listClientOrderId], ['OCO', 'EXEC_STARTED', 'EXECUTING', 'pair'])
  assert.deepEqual(members(list).map((order) => order.clientOrderId), ['down', 'up'])
  assert.deepEqual(reports(list).map((order) => order.orderId), members(list).map((order) => order.orderId))
  const [up, down] = ['up', 'down'].map((name) => reports(list).find((order) => order.clientOrderId === name))
  assert.deepEqual([up?.type, up?.price, up?.status, up?.orderListId], ['LIMIT_MAKER', '95000.00000000', 'NEW', list.orderListId])
  assert.deepEqual([down?.type, down?.stopPrice, down?.status, down?.workingTime], ['STOP_LOSS_LIMIT', '85000.00000000', 'NEW', -1])
  assert.equal('fills' in (up ?? {}), false)
})

test('the older form of an OCO makes the same two orders', async () => {
  const sell = await body(call('POST', '/api/v3/order/oco', { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.01', price: '95000', stopPrice: '85000', stopLimitPrice: '84000', stopLimitTimeInForce: 'GTC' }))
  assert.deepEqual(reports(sell).map((order) => order.type).sort(), ['LIMIT_MAKER', 'STOP_LOSS_LIMIT'])
  const buy = await body(call('POST', '/api/v3/order/oco', { symbol: 'BTCUSDT', side: 'BUY', quantity: '0.01', price: '85000', stopPrice: '95000' }))
  assert.deepEqual(reports(buy).map((order) => order.type).sort(), ['LIMIT_MAKER', 'STOP_LOSS'])
})

test('prices on the wrong side of the market make no OCO', async () => {
  const before = world.venue.view.stateHash()
  const seen = await call('POST', '/api/v3/orderList/oco', { ...OCO, belowStopPrice: '94000', belowPrice: '94000' })
  assert.deepEqual(seen, { status: 400, body: { code: -2010, msg: 'The relationship of the prices for the orders is not correct.' } })
  assert.equal(world.venue.view.stateHash(), before)
})

test('a list is queried by number and by name, among the open ones and among all', async () => {
  const list = await placeOco({ listClientOrderId: 'pair' })
  const id = String(list.orderListId)
  const queried = await body(call('GET', '/api/v3/orderList', { orderListId: id }))
  assert.deepEqual(Object.keys(queried), LIST_FIELDS.slice(0, -1))
  assert.deepEqual(await body(call('GET', '/api/v3/orderList', { origClientOrderId: 'pair' })), queried)
  assert.deepEqual(await rows(call('GET', '/api/v3/openOrderList')), [queried])
  assert.deepEqual(await rows(call('GET', '/api/v3/allOrderList')), [queried])
  assert.equal((await call('GET', '/api/v3/orderList', { orderListId: '4242' })).status, 400)
})

test('cancelling a list, or a leg of it, ends both legs and answers with the list', async () => {
  for (const cancel of [
    (list: Json) => call('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', orderListId: String(list.orderListId), newClientOrderId: 'bye' }),
    (list: Json) => call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(members(list)[0]?.orderId), newClientOrderId: 'bye' }),
  ]) {
    const list = await placeOco()
    const cancelled = await body(cancel(list))
    assert.deepEqual(Object.keys(cancelled), LIST_FIELDS)
    assert.deepEqual([cancelled.orderListId, cancelled.listStatusType, cancelled.listOrderStatus], [list.orderListId, 'ALL_DONE', 'ALL_DONE'])
    assert.deepEqual(members(cancelled), members(list))
    assert.deepEqual(reports(cancelled).map((order) => [order.status, order.clientOrderId]), [['CANCELED', 'bye'], ['CANCELED', 'bye']])
    assert.deepEqual(reports(cancelled).map((order) => order.origClientOrderId).sort(), members(list).map((order) => order.clientOrderId).sort())
    assert.deepEqual(await rows(call('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })), [])
  }
  assert.deepEqual(await call('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', orderListId: '1' }), { status: 400, body: { code: -2011, msg: 'Unknown order list sent.' } })
})

test('cancelling all orders tells single orders and lists apart', async () => {
  await placeOco()
  await call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '80000' })
  const cancelled = await rows(call('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }))
  assert.equal(cancelled.length, 2)
  assert.deepEqual(cancelled.map((one) => 'orderReports' in one).sort(), [false, true])
})

const OTO = {
  symbol: 'BTCUSDT', workingType: 'LIMIT', workingSide: 'BUY', workingPrice: '80000', workingQuantity: '0.001', workingTimeInForce: 'GTC',
  pendingSide: 'SELL', pendingQuantity: '0.0009',
}

test('the second order of an OTO waits for the first', async () => {
  const list = await body(call('POST', '/api/v3/orderList/oto', { ...OTO, pendingType: 'LIMIT', pendingPrice: '95000', pendingTimeInForce: 'GTC' }))
  assert.equal(list.contingencyType, 'OTO')
  assert.deepEqual(reports(list).map((order) => order.status), ['NEW', 'PENDING_NEW'])
  assert.equal(reports(list)[1]?.workingTime, -1)
})

test('an OTO whose first order fills at once still tells the second as waiting, and it works', async () => {
  const list = await body(call('POST', '/api/v3/orderList/oto', { ...OTO, workingPrice: '91000', pendingType: 'LIMIT', pendingPrice: '95000', pendingTimeInForce: 'GTC' }))
  assert.deepEqual(reports(list).map((order) => order.status), ['FILLED', 'PENDING_NEW'])
  assert.deepEqual([list.listStatusType, list.listOrderStatus], ['EXEC_STARTED', 'EXECUTING'])
  const pending = await body(call('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(members(list)[1]?.orderId) }))
  assert.deepEqual([pending.status, pending.isWorking], ['NEW', true])
})

test('an OTOCO has a working order and a pair, three orders that count three', async () => {
  const before = world.venue.view.orders.orderCount(alice.id, 10_000_000, world.venue.nowUs())
  const list = await body(call('POST', '/api/v3/orderList/otoco', {
    ...OTO, pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: '95000', pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: '75000',
  }))
  assert.equal(list.contingencyType, 'OTO')
  assert.deepEqual(reports(list).map((order) => [order.type, order.status]), [['LIMIT', 'NEW'], ['STOP_LOSS', 'PENDING_NEW'], ['LIMIT_MAKER', 'PENDING_NEW']])
  assert.equal(world.venue.view.orders.orderCount(alice.id, 10_000_000, world.venue.nowUs()) - before, 3)
})

test('a list that is answered in ACK tells names and numbers alone', async () => {
  const list = await placeOco({ newOrderRespType: 'ACK' })
  assert.deepEqual(Object.keys(reports(list)[0] ?? {}), ['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime'])
})

test('an amended order of a list tells its list', async () => {
  const list = await body(call('POST', '/api/v3/orderList/oto', { ...OTO, pendingType: 'MARKET' }))
  const amended = await body(call('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: String(members(list)[0]?.orderId), newQty: '0.0009' }))
  const status = amended.listStatus as Json
  assert.deepEqual(Object.keys(status), ['orderListId', 'contingencyType', 'listOrderStatus', 'listClientOrderId', 'symbol', 'orders'])
  assert.equal(status.orderListId, list.orderListId)
})

const OPO = {
  symbol: 'BTCUSDT', workingType: 'LIMIT', workingSide: 'BUY', workingPrice: '91000', workingQuantity: '0.001', workingTimeInForce: 'GTC', pendingSide: 'SELL',
}

test('an OPO sells what it bought, without being told how much', async () => {
  const before = world.venue.view.orders.orderCount(alice.id, 10_000_000, world.venue.nowUs())
  const list = await body(call('POST', '/api/v3/orderList/opo', { ...OPO, workingPrice: '80000', pendingType: 'LIMIT', pendingPrice: '95000', pendingTimeInForce: 'GTC' }))
  assert.deepEqual([list.contingencyType, ...reports(list).map((order) => order.status)], ['OTO', 'NEW', 'PENDING_NEW'])
  assert.equal(world.venue.view.orders.orderCount(alice.id, 10_000_000, world.venue.nowUs()) - before, 2)
  const filled = await body(call('POST', '/api/v3/orderList/opoco', { ...OPO, pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: '95000', pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: '75000' }))
  const pending = await Promise.all(members(filled).slice(1).map(({ orderId }) => body(call('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orderId) }))))
  assert.deepEqual(pending.map((order) => [order.status, order.origQty]), [['NEW', '0.00100000'], ['NEW', '0.00100000']])
})

test('an OPO buys first and sells then', async () => {
  const refused = async (change: CallParameters) => (await call('POST', '/api/v3/orderList/opo', { ...OPO, pendingType: 'MARKET', ...change })).body
  assert.deepEqual(await refused({ workingSide: 'SELL', workingPrice: '99000' }), { code: -1222, msg: 'Working order in an OPO list must be a bid.' })
  assert.deepEqual(await refused({ pendingQuantity: '0.01' }), { code: -1225, msg: "Pending orders should not include the 'pendingQuantity' tag." })
  assert.deepEqual(await refused({ pendingSide: 'BUY' }), { code: -1223, msg: 'Pending orders in an OPO list must be asks.' })
})
