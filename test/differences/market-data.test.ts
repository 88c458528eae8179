import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MINUTE, SECOND } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

type Json = Record<string, unknown>

const alice = anAccount(100_001)

const aMarket = () => {
  const world = aWorld([alice])
  world.fund(alice, 'USDT', '1000000')
  const buy = () => world.as(alice)('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
  return { world, buy, call: world.asAnybody() }
}

test('the day ticker still counts what was traded up to a minute before its 24 hours', async () => {
  const { world, buy, call } = aMarket()
  world.clock.advance(MINUTE - (world.clock.nowUs() % MINUTE) + SECOND)
  await buy()
  const binance = { count: 0 }
  const count = async () => ((await call('GET', '/api/v3/ticker/24hr', { symbol: 'BTCUSDT' })).body as Json).count
  world.clock.advance(24 * 60 * MINUTE + 30 * SECOND)
  assert.equal(await count(), 1, `Binance: ${binance.count}`)
  world.clock.advance(30 * SECOND)
  assert.equal(await count(), binance.count)
})

test('uiKlines are klines', async () => {
  const { buy, call } = aMarket()
  await buy()
  const range = { symbol: 'BTCUSDT', interval: '1m', limit: '3' }
  const binance = 'modified for presentation'
  assert.deepEqual(await call('GET', '/api/v3/uiKlines', range), await call('GET', '/api/v3/klines', range), binance)
})
