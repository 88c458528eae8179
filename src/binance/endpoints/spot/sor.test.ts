import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anAccount, type CallParameters } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'

type Json = Record<string, unknown>
const alice = anAccount(100_001)
const bob = anAccount(100_002)
let world: World
let call: ReturnType<World['as']>
const BUY = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '90000' }

beforeEach(async () => {
  world = aWorld()
  for (const account of [alice, bob]) {
    world.open(account)
    world.fund(account, 'BTC', '10')
    world.fund(account, 'USDT', '1000000')
  }
  call = world.as(alice)
  // The cheapest offer of both markets stands in the other one.
  const { status } = await world.as(bob)('POST', '/api/v3/order', { ...BUY, symbol: 'BTCUSDC', side: 'SELL', price: '90000', quantity: '0.002' })
  assert.equal(status, 200)
})

const ok = async (method: string, path: string, parameters: CallParameters): Promise<unknown> => {
  const { status, body } = await call(method, path, parameters)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

test('a routed order takes the cheapest offer of both markets, as an allocation, and pays in its own quote asset', async () => {
  const order = await ok('POST', '/api/v3/sor/order', BUY) as Json
  const [fill] = order.fills as Json[]
  assert.deepEqual([order.status, order.usedSor, order.workingFloor], ['FILLED', true, 'SOR'])
  assert.deepEqual([fill?.matchType, fill?.tradeId, fill?.allocId, fill?.price], ['ONE_PARTY_TRADE_REPORT', -1, 0, '90000.00000000'])
  const [allocation, ...others] = await ok('GET', '/api/v3/myAllocations', { symbol: 'BTCUSDT', orderId: String(order.orderId) }) as Json[]
  assert.equal(others.length, 0)
  assert.deepEqual(
    [allocation?.symbol, allocation?.allocationId, allocation?.allocationType, allocation?.qty, allocation?.quoteQty, allocation?.isBuyer, allocation?.isMaker, allocation?.isAllocator],
    ['BTCUSDT', 0, 'SOR', '0.00100000', '90.00000000', true, false, false],
  )
  const queried = await ok('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(order.orderId) }) as Json
  assert.deepEqual([queried.usedSor, queried.workingFloor], [true, 'SOR'])
  assert.deepEqual(await ok('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' }), [])
})

test('allocations are told from one on, in a span of time, and none of another market', async () => {
  for (let index = 0; index < 3; index++) await ok('POST', '/api/v3/sor/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.0005' })
  const told = async (parameters: CallParameters): Promise<unknown[]> => (await ok('GET', '/api/v3/myAllocations', { symbol: 'BTCUSDT', ...parameters }) as Json[]).map(({ allocationId }) => allocationId)
  assert.deepEqual(await told({}), [0, 1, 2])
  assert.deepEqual(await told({ fromAllocationId: 1 }), [1, 2])
  assert.deepEqual(await told({ limit: 1 }), [2])
  assert.deepEqual(await told({ endTime: 1_500_000_000_000 }), [])
  assert.deepEqual(await ok('GET', '/api/v3/myAllocations', { symbol: 'BTCUSDC' }), [])
})

test('what cannot be routed is refused', async () => {
  for (const [parameters, code] of [
    [{ ...BUY, type: 'STOP_LOSS_LIMIT' }, -1116], [{ ...BUY, type: 'LIMIT_MAKER' }, -1116],
    [{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' }, -1102],
    [{ ...BUY, symbol: 'LTCUSDT', price: '84', quantity: '1' }, -1013], [{ ...BUY, symbol: 'NONE' }, -1121],
  ] as const) {
    for (const path of ['/api/v3/sor/order', '/api/v3/sor/order/test']) {
      const { body } = await call('POST', path, parameters)
      assert.equal((body as Json).code, code, JSON.stringify(body))
    }
  }
  const { body } = await call('POST', '/api/v3/sor/order', { ...BUY, quantity: '100' })
  assert.equal((body as Json).code, -2010)
  assert.deepEqual(await ok('POST', '/api/v3/sor/order/test', { ...BUY, quantity: '100' }), {})
})

test('exchangeInfo tells which markets are routed together', async () => {
  const sors = async (parameters: CallParameters): Promise<unknown> => (await ok('GET', '/api/v3/exchangeInfo', parameters) as Json).sors
  assert.deepEqual(await sors({}), [{ baseAsset: 'BTC', symbols: ['BTCUSDT', 'BTCUSDC'] }])
  assert.deepEqual(await sors({ symbol: 'BTCUSDC' }), [{ baseAsset: 'BTC', symbols: ['BTCUSDT', 'BTCUSDC'] }])
  assert.equal(await sors({ symbol: 'LTCUSDT' }), undefined)
})
