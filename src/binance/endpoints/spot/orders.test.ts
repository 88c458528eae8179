import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { aKey, anAccount, rawParameters, type CallParameters, type Seen } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'
import { accountId } from '../../../ids.ts'
import { requestId } from '../../../ids.ts'
import type { Answer, Call, Services } from '../../endpoint.ts'
import { findEndpoint } from '../../endpoint-table.ts'

type Json = Record<string, unknown>

const alice = anAccount(100_001)
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '80000' }

let world: World
let call: ReturnType<World['as']>
beforeEach(() => {
  world = aWorld()
  call = world.endow(alice, { BTC: '10', USDT: '1000000' })
})

const body = async (answer: Promise<Seen>): Promise<Json> => (await answer).body as Json
const rows = async (answer: Promise<Seen>): Promise<Json[]> => (await answer).body as Json[]
const place = (parameters: CallParameters = {}) => body(call('POST', '/api/v3/order', { ...LIMIT, ...parameters }))

/** The error of a call, and the proof that it changed nothing. */
const refused = async (answer: () => Promise<Seen>): Promise<string> => {
  const before = world.venue.view.stateHash()
  const seen = await answer()
  assert.equal(world.venue.view.stateHash(), before)
  const { code, msg } = seen.body as { code: number; msg: string }
  return `${seen.status} ${code} ${msg}`
}

/** The whole answer of a row, headers too, where a test needs a unit of time or services of its own. */
const answerOf = async (method: string, path: string, parameters: CallParameters, further: Partial<Call<unknown>> = {}): Promise<Answer> => {
  const row = findEndpoint(method, path)
  assert.ok(row)
  const raw = rawParameters(parameters)
  const parsed = row.parseParameters(raw)
  assert.ok(parsed.ok)
  const asked: Call<unknown> = {
    requestId: requestId('r_test'), parameters: parsed.value, raw, caller: { account: alice, key: aKey(alice) }, address: '127.0.0.1', receivedAtUs: world.clock.nowUs(),
    nowUs: () => world.clock.nowUs(), isInTime: () => true, timeUnit: 'MILLISECOND', services: world.services,
    get session(): never { throw new Error('this call came over no socket') }, ...further,
  }
  // The row's own parser made what its handler takes; the table's type has forgotten that.
  return row.answer(asked as Call<never>)
}

test('a LIMIT order that rests is answered in full, without fills', async () => {
  const order = await place({ newClientOrderId: 'mine' })
  assert.deepEqual(Object.keys(order), [
    'symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime', 'price', 'origQty', 'executedQty', 'origQuoteOrderQty', 'cummulativeQuoteQty', 'status', 'timeInForce', 'type', 'side',
    'workingTime', 'fills', 'selfTradePreventionMode',
  ])
  assert.equal(order.clientOrderId, 'mine')
  assert.equal(order.status, 'NEW')
  assert.equal(order.price, '80000.00000000')
  assert.deepEqual(order.fills, [])
  assert.equal(order.transactTime, Math.floor(world.clock.nowUs() / 1000))
})

test('a MARKET order tells its fills with commission in what was bought', async () => {
  const order = await body(call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.006' }))
  assert.equal(order.status, 'FILLED')
  assert.equal(order.executedQty, '0.00600000')
  const fills = order.fills as Json[]
  assert.equal(fills.length, 2)
  assert.deepEqual(Object.keys(fills[0] ?? {}), ['price', 'qty', 'commission', 'commissionAsset', 'tradeId'])
  assert.equal(fills[0]?.price, '90000.01000000')
  assert.equal(fills[0]?.commissionAsset, 'BTC')
  const trades = await rows(call('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT', orderId: String(order.orderId) }))
  assert.deepEqual(trades.map((trade) => trade.id), fills.map((fill) => fill.tradeId))
})

test('stops and post-only orders are answered with ACK, unless more is asked for', async () => {
  const stop = { symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS', quantity: '0.01', stopPrice: '80000' }
  assert.deepEqual(Object.keys(await body(call('POST', '/api/v3/order', stop))), ['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime'])
  const result = await body(call('POST', '/api/v3/order', { ...stop, newOrderRespType: 'RESULT', strategyId: '7', strategyType: '1000001' }))
  assert.equal(result.stopPrice, '80000.00000000')
  assert.equal(result.workingTime, -1)
  assert.equal(result.strategyType, 1000001)
  const maker = await body(call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT_MAKER', quantity: '0.001', price: '80000' }))
  assert.equal('status' in maker, false)
})

test('an order that nobody named gets a name of 22 letters', async () => {
  assert.equal(String((await place()).clientOrderId).length, 22)
})

test('an unknown market is -1121 everywhere', async () => {
  for (const [method, path, parameters] of [
    ['POST', '/api/v3/order', { ...LIMIT, symbol: 'NONE' }], ['POST', '/api/v3/order/test', { ...LIMIT, symbol: 'NONE' }], ['GET', '/api/v3/order', { symbol: 'NONE', orderId: '1' }],
    ['DELETE', '/api/v3/order', { symbol: 'NONE', orderId: '1' }], ['GET', '/api/v3/openOrders', { symbol: 'NONE' }], ['DELETE', '/api/v3/openOrders', { symbol: 'NONE' }],
    ['GET', '/api/v3/allOrders', { symbol: 'NONE' }], ['GET', '/api/v3/myTrades', { symbol: 'NONE' }], ['GET', '/api/v3/account/commission', { symbol: 'NONE' }],
    ['GET', '/api/v3/depth', { symbol: 'NONE' }], ['GET', '/api/v3/klines', { symbol: 'NONE', interval: '1m' }], ['GET', '/api/v3/exchangeInfo', { symbols: '["BTCUSDT","NONE"]' }],
    ['GET', '/api/v3/ticker/price', { symbol: 'NONE' }], ['GET', '/api/v3/ticker', { symbols: '["NONE"]' }], ['GET', '/api/v3/avgPrice', { symbol: 'NONE' }], ['GET', '/api/v3/myFilters', { symbol: 'NONE' }],
    ['PUT', '/api/v3/order/amend/keepPriority', { symbol: 'NONE', orderId: '1', newQty: '1' }], ['DELETE', '/api/v3/orderList', { symbol: 'NONE', orderListId: '1' }],
  ] as const) assert.equal(await refused(() => call(method, path, parameters)), '400 -1121 Invalid symbol.', path)
})

test('what the venue will not take is said in its words', async () => {
  const post = (parameters: CallParameters) => () => call('POST', '/api/v3/order', { ...LIMIT, ...parameters })
  assert.equal(await refused(post({ quantity: '100' })), '400 -2010 Account has insufficient balance for requested action.')
  assert.equal(await refused(post({ quantity: '0.000001' })), '400 -1013 Filter failure: LOT_SIZE')
  assert.equal(await refused(post({ price: '80000.001' })), '400 -1013 Filter failure: PRICE_FILTER')
  assert.equal(await refused(post({ price: '1000' })), '400 -1013 Filter failure: PERCENT_PRICE_BY_SIDE')
  assert.equal(await refused(post({ quantity: '0.00001' })), '400 -1013 Filter failure: NOTIONAL')
  assert.equal(await refused(() => call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT_MAKER', quantity: '0.001', price: '95000' })), '400 -2010 Order would immediately match and take.')
  assert.equal(await refused(() => call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS', quantity: '0.001', stopPrice: '95000' })), '400 -2010 Order would trigger immediately.')
  await place({ newClientOrderId: 'taken' })
  assert.equal(await refused(post({ newClientOrderId: 'taken' })), '400 -2010 Duplicate order sent.')
})

test('an order is found by number, by name, and by both where they agree', async () => {
  const { orderId } = await place({ newClientOrderId: 'mine' })
  const byNumber = await body(call('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orderId) }))
  assert.equal(byNumber.clientOrderId, 'mine')
  assert.equal(byNumber.isWorking, true)
  assert.deepEqual(await body(call('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'mine' })), byNumber)
  assert.deepEqual(await body(call('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'mine', orderId: String(orderId) })), byNumber)
  assert.deepEqual(await rows(call('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })), [byNumber])
  assert.deepEqual(await rows(call('GET', '/api/v3/openOrders')), [byNumber])
  assert.deepEqual(await rows(call('GET', '/api/v3/allOrders', { symbol: 'BTCUSDT' })), [byNumber])
  assert.equal(await refused(() => call('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'other', orderId: String(orderId) })), '400 -2039 Client order ID is not correct for this order ID.')
  assert.equal(await refused(() => call('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: '999999' })), '400 -2013 Order does not exist.')
  assert.equal(await refused(() => call('GET', '/api/v3/order', { symbol: 'ETHUSDT', orderId: String(orderId) })), '400 -2013 Order does not exist.')
})

test("nobody sees or cancels another account's order", async () => {
  const { orderId } = await place()
  const bob = anAccount(100_002)
  world.open(bob)
  const asBob = world.as(bob)
  assert.equal(await refused(() => asBob('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orderId) })), '400 -2013 Order does not exist.')
  assert.equal(await refused(() => asBob('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orderId) })), '400 -2011 Unknown order sent.')
  assert.deepEqual(await rows(asBob('GET', '/api/v3/openOrders')), [])
})

test('a cancelled order tells both names, is gone from the open ones, and keeps its own name', async () => {
  const { orderId } = await place({ newClientOrderId: 'mine' })
  const cancelled = await body(call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'mine', newClientOrderId: 'gone' }))
  assert.deepEqual([cancelled.orderId, cancelled.origClientOrderId, cancelled.clientOrderId, cancelled.status], [orderId, 'mine', 'gone', 'CANCELED'])
  assert.deepEqual(await rows(call('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })), [])
  assert.equal((await body(call('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'mine' }))).status, 'CANCELED')
  assert.equal(await refused(() => call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'mine' })), '400 -2011 Unknown order sent.')
})

test('a cancel with restrictions takes only the state it was meant for', async () => {
  const { orderId } = await place()
  assert.equal(await refused(() => call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orderId), cancelRestrictions: 'ONLY_PARTIALLY_FILLED' })),
    '400 -2011 Order was not canceled due to cancel restrictions.')
  assert.equal((await body(call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(orderId), cancelRestrictions: 'ONLY_NEW' }))).status, 'CANCELED')
})

test('all open orders of a market are cancelled at once; where there are none it says so', async () => {
  await place()
  await place()
  const cancelled = await rows(call('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }))
  assert.deepEqual(cancelled.map((order) => order.status), ['CANCELED', 'CANCELED'])
  assert.equal(await refused(() => call('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })), '400 -2011 Unknown order sent.')
})

test('a test order is judged and not placed', async () => {
  const before = world.venue.view.stateHash()
  assert.deepEqual(await body(call('POST', '/api/v3/order/test', LIMIT)), {})
  assert.deepEqual(await body(call('POST', '/api/v3/order/test', { ...LIMIT, computeCommissionRates: 'true' })), {
    standardCommissionForOrder: { maker: '0.00100000', taker: '0.00100000' }, specialCommissionForOrder: { maker: '0.00000000', taker: '0.00000000' },
    taxCommissionForOrder: { maker: '0.00000000', taker: '0.00000000' }, discount: { enabledForAccount: false, enabledForSymbol: true, discountAsset: 'BNB', discount: '0.75000000' },
  })
  assert.equal(await refused(() => call('POST', '/api/v3/order/test', { ...LIMIT, quantity: '0.000001' })), '400 -1013 Filter failure: LOT_SIZE')
  assert.equal(world.venue.view.stateHash(), before)
})

test('a test order does not reach the matching engine: neither funds nor the market speak against it', async () => {
  const trial = (parameters: CallParameters) => body(call('POST', '/api/v3/order/test', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT_MAKER', quantity: '0.001', price: '80000', ...parameters }))
  assert.deepEqual(await trial({ quantity: '20' }), {})
  assert.deepEqual(await trial({ price: '95000' }), {})
  await place({ newClientOrderId: 'taken' })
  assert.deepEqual(await trial({ newClientOrderId: 'taken' }), {})
  assert.deepEqual(Object.keys(await trial({ quantity: '20', computeCommissionRates: 'true' })), ['standardCommissionForOrder', 'specialCommissionForOrder', 'taxCommissionForOrder', 'discount'])
})

test('an order of nothing, or for nothing, is refused in the words of the live exchange', async () => {
  const post = (parameters: CallParameters) => () => call('POST', '/api/v3/order', parameters)
  assert.equal(await refused(post({ ...LIMIT, quantity: '0' })), '400 -1013 Invalid quantity.')
  assert.equal(await refused(post({ ...LIMIT, price: '0.00' })), '400 -1013 Invalid price.')
  assert.equal(await refused(post({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0' })), '400 -1013 Invalid quantity.')
  assert.equal(await refused(post({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '0' })), '400 -1013 Price * QTY is zero or less.')
})

test('histories are told for 24 hours at most, where times to come count as now', async () => {
  await place()
  const now = Math.floor(world.clock.nowUs() / 1000)
  const day = 86_400_000
  for (const path of ['/api/v3/allOrders', '/api/v3/myTrades', '/api/v3/allOrderList']) {
    const market = path === '/api/v3/allOrderList' ? {} : { symbol: 'BTCUSDT' }
    const between = (startTime: number, endTime: number) => call('GET', path, { ...market, startTime: String(startTime), endTime: String(endTime) })
    assert.equal((await between(now - day, now)).status, 200, path)
    assert.deepEqual(await between(now - day - 1, now), { status: 400, body: { code: -1127, msg: 'More than 24 hours between startTime and endTime.' } }, path)
    assert.equal((await between(0, now)).status, 400, path)
    assert.equal((await between(now - 1000, now + 10 * day)).status, 200, path)
    assert.equal((await between(now - day, now + day)).status, 400, path)
  }
})

test('an order that met one of its own account is told which', async () => {
  const own = await place({ side: 'SELL', price: '90000' })
  assert.equal(own.preventedMatches, undefined)
  const taker = await place({ price: '90000', quantity: '0.003', selfTradePreventionMode: 'EXPIRE_BOTH' })
  assert.deepEqual([taker.status, taker.preventedQuantity, taker.fills], ['EXPIRED_IN_MATCH', '0.00300000', []])
  assert.deepEqual(taker.preventedMatches, [
    { preventedMatchId: taker.preventedMatchId, makerSymbol: 'BTCUSDT', makerOrderId: own.orderId, price: '90000.00000000', takerPreventedQuantity: '0.00300000', makerPreventedQuantity: '0.00100000' },
  ])
})

test('a call that waited until its window was over does nothing', async () => {
  const { orderId } = await place()
  const late = world.as(alice, { isInTime: false })
  const LATE = '400 -1021 Timestamp for this request is outside of the recvWindow.'
  const id = String(orderId)
  assert.equal(await refused(() => late('POST', '/api/v3/order', LIMIT)), LATE)
  assert.equal(await refused(() => late('POST', '/api/v3/order/test', LIMIT)), LATE)
  assert.equal(await refused(() => late('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: id })), LATE)
  assert.equal(await refused(() => late('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })), LATE)
  assert.equal(await refused(() => late('POST', '/api/v3/order/cancelReplace', { ...LIMIT, cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId: id })), LATE)
  assert.equal(await refused(() => late('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: id, newQty: '0.0005' })), LATE)
  assert.equal(await refused(() => late('POST', '/api/v3/order/oco', { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.01', price: '95000', stopPrice: '85000' })), LATE)
  assert.equal(await refused(() => late('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', orderListId: '1' })), LATE)
})

test('times are in microseconds for who asks for them', async () => {
  world.clock.advance(7)
  const answer = await answerOf('POST', '/api/v3/order', LIMIT, { timeUnit: 'MICROSECOND' })
  assert.ok(answer.ok)
  const placed = answer.body as Json
  assert.equal(placed.transactTime, world.clock.nowUs())
  assert.equal(placed.workingTime, world.clock.nowUs())
})

const limited = (ordersPer10Seconds: number): Services => ({ ...world.services, limits: { ...world.services.limits, isOn: true, ordersPer10Seconds } })

test('a placed order tells the order count in its headers, and past the limit orders are refused before the venue', async () => {
  const services = limited(2)
  const first = await answerOf('POST', '/api/v3/order', LIMIT, { services })
  assert.deepEqual(first.headers, [['X-MBX-ORDER-COUNT-10S', '1'], ['X-MBX-ORDER-COUNT-1D', '1']])
  await answerOf('POST', '/api/v3/order', LIMIT, { services })
  const third = await answerOf('POST', '/api/v3/order', LIMIT, { services })
  assert.deepEqual(third, {
    ok: false, status: 429, code: -1015, message: 'Too many new orders; current limit is 2 orders per 10 SECOND.', headers: [['Retry-After', '10']],
  })
  world.clock.advance(10_000_000)
  assert.equal((await answerOf('POST', '/api/v3/order', LIMIT, { services })).ok, true)
  const usage = await answerOf('GET', '/api/v3/rateLimit/order', {}, { services })
  assert.ok(usage.ok)
  assert.deepEqual(usage.body, [
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 2, count: 1 }, { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200_000, count: 3 },
  ])
})

test('an order is replaced by another: both halves are told', async () => {
  const { orderId } = await place({ newClientOrderId: 'old' })
  const replaced = await body(call('POST', '/api/v3/order/cancelReplace', { ...LIMIT, price: '81000', newClientOrderId: 'new', cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: String(orderId), cancelNewClientOrderId: 'bye' }))
  assert.deepEqual([replaced.cancelResult, replaced.newOrderResult], ['SUCCESS', 'SUCCESS'])
  const [cancelled, placed] = [replaced.cancelResponse as Json, replaced.newOrderResponse as Json]
  assert.deepEqual([cancelled.orderId, cancelled.origClientOrderId, cancelled.clientOrderId], [orderId, 'old', 'bye'])
  assert.deepEqual([placed.clientOrderId, placed.price, placed.status, placed.fills], ['new', '81000.00000000', 'NEW', []])
})

test('where the old order is gone, STOP_ON_FAILURE does nothing and ALLOW_FAILURE places the new one', async () => {
  const stopped = await call('POST', '/api/v3/order/cancelReplace', { ...LIMIT, cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: '424242' })
  assert.deepEqual(stopped, {
    status: 400,
    body: {
      code: -2022, msg: 'Order cancel-replace failed.',
      data: { cancelResult: 'FAILURE', newOrderResult: 'NOT_ATTEMPTED', cancelResponse: { code: -2011, msg: 'Unknown order sent.' }, newOrderResponse: null },
    },
  })
  const allowed = await call('POST', '/api/v3/order/cancelReplace', { ...LIMIT, cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId: '424242' })
  const { code, data } = allowed.body as { code: number; data: Json }
  assert.deepEqual([allowed.status, code, data.cancelResult, data.newOrderResult], [409, -2021, 'FAILURE', 'SUCCESS'])
  assert.equal((data.newOrderResponse as Json).status, 'NEW')
})

test('where the new order fails the cancel stands, and where both fail nothing was done', async () => {
  const { orderId } = await place()
  const partly = await call('POST', '/api/v3/order/cancelReplace', { ...LIMIT, quantity: '100', cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: String(orderId) })
  const { code, data } = partly.body as { code: number; data: Json }
  assert.deepEqual([partly.status, code, data.cancelResult, data.newOrderResult], [409, -2021, 'SUCCESS', 'FAILURE'])
  assert.deepEqual(data.newOrderResponse, { code: -2010, msg: 'Account has insufficient balance for requested action.' })
  const none = await call('POST', '/api/v3/order/cancelReplace', { ...LIMIT, quantity: '100', cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId: String(orderId) })
  assert.equal(none.status, 400)
  assert.deepEqual((none.body as { data: Json }).data, {
    cancelResult: 'FAILURE', newOrderResult: 'FAILURE', cancelResponse: { code: -2011, msg: 'Unknown order sent.' },
    newOrderResponse: { code: -2010, msg: 'Account has insufficient balance for requested action.' },
  })
})

test('a filter failure of the new order is found before anything is cancelled', async () => {
  const { orderId } = await place()
  assert.equal(await refused(() => call('POST', '/api/v3/order/cancelReplace', { ...LIMIT, quantity: '0.000001', cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId: String(orderId) })), '400 -1013 Filter failure: LOT_SIZE')
})

test('over the order count cancelReplace does nothing, or cancels alone where that was asked for', async () => {
  const { orderId } = await place()
  const parameters = { ...LIMIT, cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: String(orderId) }
  const services = limited(1)
  const nothing = await answerOf('POST', '/api/v3/order/cancelReplace', parameters, { services })
  assert.deepEqual([nothing.ok, !nothing.ok && nothing.status, !nothing.ok && nothing.code], [false, 429, -1015])
  const alone = await answerOf('POST', '/api/v3/order/cancelReplace', { ...parameters, orderRateLimitExceededMode: 'CANCEL_ONLY' }, { services })
  assert.ok(!alone.ok)
  const data = alone.data as Json
  assert.deepEqual([alone.status, alone.code, data.cancelResult, data.newOrderResult], [429, -2021, 'SUCCESS', 'FAILURE'])
  assert.deepEqual(data.newOrderResponse, { code: -1015, msg: 'Too many new orders; current limit is 1 orders per 10 SECOND.' })
  const again = await answerOf('POST', '/api/v3/order/cancelReplace', { ...parameters, orderRateLimitExceededMode: 'CANCEL_ONLY' }, { services })
  assert.ok(!again.ok)
  assert.deepEqual([again.status, again.code, (again.data as Json).newOrderResult], [429, -2022, 'NOT_ATTEMPTED'])
})

test('an amended order is smaller, keeps its number, and its change is on record', async () => {
  const { orderId } = await place({ newClientOrderId: 'big' })
  const amended = await body(call('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: String(orderId), newQty: '0.0005', newClientOrderId: 'small' }))
  const order = amended.amendedOrder as Json
  assert.deepEqual([order.orderId, order.origClientOrderId, order.clientOrderId, order.qty, order.status], [orderId, 'big', 'small', '0.00050000', 'NEW'])
  assert.deepEqual(await rows(call('GET', '/api/v3/order/amendments', { symbol: 'BTCUSDT', orderId: String(orderId) })), [{
    symbol: 'BTCUSDT', orderId, executionId: amended.executionId, origClientOrderId: 'big', newClientOrderId: 'small', origQty: '0.00100000', newQty: '0.00050000', time: amended.transactTime,
  }])
  assert.equal(await refused(() => call('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: String(orderId), newQty: '0.002' })), '400 -2038 Order amend (quantity increase) is not supported.')
  assert.equal(await refused(() => call('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: '9999', newQty: '0.0005' })), '400 -2038 Unknown order sent.')
})

test('a match with oneself is prevented, told on the order, and on record', async () => {
  // EXPIRE_MAKER is the market's default; the offer stands alone at its price.
  const offer = await place({ side: 'SELL', price: '90000.01', quantity: '0.001' })
  const bid = await place({ price: '90000.01', quantity: '1', selfTradePreventionMode: 'EXPIRE_BOTH', timeInForce: 'IOC' })
  assert.equal(bid.status, 'EXPIRED_IN_MATCH')
  const matches = await rows(call('GET', '/api/v3/myPreventedMatches', { symbol: 'BTCUSDT', orderId: String(bid.orderId) }))
  assert.equal(matches.length, 1)
  assert.deepEqual([matches[0]?.takerOrderId, matches[0]?.makerOrderId, matches[0]?.selfTradePreventionMode, matches[0]?.makerPreventedQuantity], [bid.orderId, offer.orderId, 'EXPIRE_BOTH', '0.00100000'])
  assert.deepEqual(await rows(call('GET', '/api/v3/myPreventedMatches', { symbol: 'BTCUSDT', preventedMatchId: String(matches[0]?.preventedMatchId) })), matches)
})

test('the account tells every asset, or those that it has', async () => {
  await place()
  const account = await body(call('GET', '/api/v3/account'))
  const balances = account.balances as Json[]
  assert.equal(balances.length, world.venue.view.assets().length)
  assert.deepEqual(balances.find((balance) => balance.asset === 'USDT'), { asset: 'USDT', free: '999920.00000000', locked: '80.00000000' })
  const held = (await body(call('GET', '/api/v3/account', { omitZeroBalances: 'true' }))).balances as Json[]
  assert.deepEqual(held.map((balance) => balance.asset).sort(), ['BTC', 'USDT'])
  assert.equal(account.uid, accountId(100_001))
  assert.equal(account.makerCommission, 10)
})
