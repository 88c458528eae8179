import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anAccount, type CallParameters } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'

type Json = Record<string, unknown>
const alice = anAccount(100_001)
let world: World
let call: ReturnType<World['as']>
beforeEach(() => {
  world = aWorld()
  call = world.endow(alice, { LTC: '1000', USDT: '1000000' })
  // The world's own market: bids at 83.99, 83.98 …, offers at 84.01 …
})

const BASE = { symbol: 'LTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1' }
const FOLLOWS = { pegPriceType: 'PRIMARY_PEG' }
const seen = async (path: string, parameters: CallParameters): Promise<string> => {
  const { status, body } = await call('POST', path, { ...BASE, ...parameters })
  const { code, msg } = body as Json
  return status === 200 ? 'taken' : `${code} ${msg}`
}
const placed = async (parameters: CallParameters): Promise<Json> => {
  const { status, body } = await call('POST', '/api/v3/order', { ...BASE, ...parameters })
  assert.equal(status, 200, JSON.stringify(body))
  return body as Json
}
const peg = ({ price, pegPriceType, pegOffsetType, pegOffsetValue, peggedPrice }: Json): unknown[] => [price, pegPriceType, pegOffsetType, pegOffsetValue, peggedPrice]

test('the answer tells what was asked for and the price it came to; a query and a cancel tell the same', async () => {
  const order = await placed({ ...FOLLOWS, pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: '1' })
  const expected = ['0.00000000', 'PRIMARY_PEG', 'PRICE_LEVEL', 1, '83.98000000']
  assert.deepEqual(peg(order), expected)
  assert.deepEqual(peg((await call('GET', '/api/v3/order', { symbol: 'LTCUSDT', orderId: Number(order.orderId) })).body as Json), expected)
  assert.deepEqual(peg((await call('DELETE', '/api/v3/order', { symbol: 'LTCUSDT', orderId: Number(order.orderId) })).body as Json), expected)
  assert.deepEqual(peg(await placed({ ...FOLLOWS, price: '82.5' })), ['82.50000000', 'PRIMARY_PEG', undefined, undefined, '82.50000000'])
})

test('a pegged stop has no price until it is triggered', async () => {
  const order = await placed({ type: 'STOP_LOSS_LIMIT', side: 'SELL', stopPrice: '70', ...FOLLOWS, newOrderRespType: 'FULL' })
  assert.equal('peggedPrice' in order, false)
  assert.equal(order.pegPriceType, 'PRIMARY_PEG')
})

test('what may not be pegged is refused with its words, and by the test row alike, as far as the form goes', async () => {
  for (const [parameters, expected] of [
    [{ type: 'MARKET', timeInForce: undefined, ...FOLLOWS }, '-1013 This order type may not use pegged price.'],
    [{ timeInForce: 'IOC', ...FOLLOWS }, '-1013 This price peg cannot be used with this order type.'],
    [{ type: 'LIMIT_MAKER', timeInForce: undefined, pegPriceType: 'MARKET_PEG' }, '-1013 This price peg cannot be used with this order type.'],
  ] as const) {
    const sent = Object.fromEntries(Object.entries({ ...BASE, ...parameters }).filter(([, value]) => value !== undefined)) as CallParameters
    for (const path of ['/api/v3/order', '/api/v3/order/test']) {
      const { body } = await call('POST', path, sent)
      assert.equal(`${(body as Json).code} ${(body as Json).msg}`, expected)
    }
  }
  const deep = { ...FOLLOWS, pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: '50' }
  assert.equal(await seen('/api/v3/order', deep), '-2010 Order book liquidity is too low for this pegged order.')
  assert.equal(await seen('/api/v3/order/test', deep), 'taken')
})

test('cancelReplace places a pegged order', async () => {
  const old = await placed({ price: '70' })
  const { status, body } = await call('POST', '/api/v3/order/cancelReplace', { ...BASE, ...FOLLOWS, cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: Number(old.orderId) })
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal(((body as Json).newOrderResponse as Json).peggedPrice, '83.99000000')
})

test('orders of a list are pegged each by its own parameters', async () => {
  const { status, body } = await call('POST', '/api/v3/orderList/oto', {
    symbol: 'LTCUSDT', workingType: 'LIMIT', workingSide: 'BUY', workingQuantity: '1', workingTimeInForce: 'GTC', workingPegPriceType: 'PRIMARY_PEG',
    pendingType: 'LIMIT_MAKER', pendingSide: 'SELL', pendingQuantity: '1', pendingPegPriceType: 'PRIMARY_PEG', pendingPegOffsetType: 'PRICE_LEVEL', pendingPegOffsetValue: 0,
  })
  assert.equal(status, 200, JSON.stringify(body))
  const [working, pending] = (body as Json).orderReports as Json[]
  assert.deepEqual(peg(working!), ['0.00000000', 'PRIMARY_PEG', undefined, undefined, '83.99000000'])
  assert.deepEqual(peg(pending!), ['0.00000000', 'PRIMARY_PEG', 'PRICE_LEVEL', 0, undefined])
})

test('a margin order follows no price, and so needs one', async () => {
  const { body } = await call('POST', '/sapi/v1/margin/order', { ...BASE, ...FOLLOWS })
  assert.equal((body as Json).msg, "Mandatory parameter 'price' was not sent, was empty/null, or malformed.")
})

test('exchangeInfo says that every market takes pegged orders', async () => {
  const { symbols } = (await world.asAnybody()('GET', '/api/v3/exchangeInfo')).body as { symbols: Json[] }
  for (const symbol of symbols) assert.equal(symbol.pegInstructionsAllowed, true)
})
