import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aFuturesWorld } from '../harness/futures-world.ts'
import { anAccount } from '../harness/in-process.ts'

const main = anAccount(100_001)
const sub = anAccount(100_002, { parentId: main.id, email: 'one@example.com' })
const stranger = anAccount(100_003)

test('a main account reads the positions of its sub-account, and of nobody else', async () => {
  const { as, price } = aFuturesWorld([main, sub, stranger])
  const order = { symbol: 'ETHUSDT', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: price('ETHUSDT') }
  await as(stranger)('POST', '/fapi/v1/order', { ...order, side: 'SELL' })
  await as(sub)('POST', '/fapi/v1/order', { ...order, side: 'BUY' })
  const call = as(main)
  const [own] = (await as(sub)('GET', '/fapi/v2/positionRisk', { symbol: 'ETHUSDT' })).body as Record<string, unknown>[]
  const expected = [{
    entryPrice: own?.entryPrice, leverage: '20', maxNotional: own?.maxNotionalValue, liquidationPrice: own?.liquidationPrice, markPrice: own?.markPrice,
    positionAmount: '1.00000000', symbol: 'ETHUSDT', unrealizedProfit: own?.unRealizedProfit,
  }]
  assert.deepEqual((await call('GET', '/sapi/v1/sub-account/futures/positionRisk', { email: sub.email })).body, expected)
  assert.deepEqual((await call('GET', '/sapi/v2/sub-account/futures/positionRisk', { email: sub.email, futuresType: 1 })).body, { futurePositionRiskVos: expected })
  assert.equal(((await call('GET', '/sapi/v2/sub-account/futures/positionRisk', { email: sub.email, futuresType: 2 })).body as { code: number }).code, -5011)
  assert.equal(((await call('GET', '/sapi/v1/sub-account/futures/positionRisk', { email: stranger.email })).body as { code: number }).code, -5021)
})
