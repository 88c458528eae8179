import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

const alice = anAccount(100_001)
const world = aWorld([alice])
world.fund(alice, 'USDT', '1000000')
const call = world.as(alice)
const NOT_DOCUMENTED = 'not documented'

const error = (code: number, msg: string) => ({ status: 400, body: { code, msg } })

test('a limit past its maximum gives the maximum, and a limit of nothing is refused', async () => {
  const binance = { depth: 'cut to 5000', elsewhere: NOT_DOCUMENTED }
  assert.equal((await call('GET', '/api/v3/depth', { symbol: 'BTCUSDT', limit: '5001' })).status, 200, binance.depth)
  assert.equal((await call('GET', '/api/v3/klines', { symbol: 'BTCUSDT', interval: '1m', limit: '1500' })).status, 200, binance.elsewhere)
  assert.deepEqual(await call('GET', '/api/v3/trades', { symbol: 'BTCUSDT', limit: '0' }), error(-1130, "Data sent for parameter 'limit' is not valid."))
})

test('a market order by quantity and by value at once is refused', async () => {
  const binance = NOT_DOCUMENTED
  const bitting = error(-1128, 'Combination of optional parameters invalid.')
  assert.deepEqual(await call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001', quoteOrderQty: '100' }), bitting, binance)
})

test('an iceberg that is not GTC is an unsupported combination', async () => {
  const binance = { rule: 'icebergQty must have timeInForce GTC', code: NOT_DOCUMENTED }
  const bitting = error(-1014, 'Unsupported order combination.')
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '0.01', price: '80000', icebergQty: '0.001' }
  for (const timeInForce of ['IOC', 'FOK']) assert.deepEqual(await call('POST', '/api/v3/order', { ...order, timeInForce }), bitting, binance.rule)
  assert.equal((await call('POST', '/api/v3/order', { ...order, timeInForce: 'GTC' })).status, 200)
})

test('the signing parameters count among those that were sent and read', async () => {
  const binance = NOT_DOCUMENTED
  const bitting = error(-1104, "Not all sent parameters were read; read '3' parameter(s) but was sent '4'.")
  assert.deepEqual(await call('GET', '/api/v3/account', { timestamp: '1', recvWindow: '5000', signature: 'ab', page: '1' }), bitting, binance)
})

test('both types of the pair of an OTOCO are needed', async () => {
  const binance = { pendingBelowType: 'optional by its table' }
  const bitting = error(-1102, "Mandatory parameter 'pendingBelowType' was not sent, was empty/null, or malformed.")
  const list = {
    symbol: 'BTCUSDT', workingType: 'LIMIT', workingSide: 'BUY', workingPrice: '80000', workingQuantity: '0.001', workingTimeInForce: 'GTC', pendingSide: 'SELL', pendingQuantity: '0.001',
    pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: '95000',
  }
  assert.deepEqual(await call('POST', '/api/v3/orderList/otoco', list), bitting, binance.pendingBelowType)
})
