import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld } from '../../../../test/harness/world.ts'

const world = aWorld([anAccount(100_001)])
const call = world.asAnybody()
const body = async (path: string, parameters: Record<string, string> = {}): Promise<unknown> => (await call('GET', path, parameters)).body

test('execution rules are told of one market, of some, of all, and of those in a state', async () => {
  const RULE = { ruleType: 'PRICE_RANGE', bidLimitMultUp: '5.0000', bidLimitMultDown: '0.2000', askLimitMultUp: '5.0000', askLimitMultDown: '0.2000' }
  assert.deepEqual(await body('/api/v3/executionRules', { symbol: 'BTCUSDT' }), { symbolRules: [{ symbol: 'BTCUSDT', rules: [RULE] }] })
  const told = async (parameters: Record<string, string>): Promise<unknown[]> => ((await body('/api/v3/executionRules', parameters)) as { symbolRules: { symbol: string }[] }).symbolRules.map(({ symbol }) => symbol)
  assert.deepEqual(await told({ symbols: '["ETHUSDT","BTCUSDT"]' }), ['ETHUSDT', 'BTCUSDT'])
  assert.equal((await told({})).length, world.venue.view.symbols().length)
  assert.deepEqual(await told({ symbolStatus: 'HALT' }), [])
  assert.equal(((await body('/api/v3/executionRules', { symbol: 'BTCUSDT', symbolStatus: 'HALT' })) as { code: number }).code, -1128)
  assert.equal(((await body('/api/v3/executionRules', { symbol: 'NONE' })) as { code: number }).code, -1121)
})

test('the reference price is what was traded on average, and how it is worked out is told', async () => {
  const { referencePrice, symbol } = await body('/api/v3/referencePrice', { symbol: 'BTCUSDT' }) as { referencePrice: string; symbol: string }
  assert.deepEqual([symbol, referencePrice], ['BTCUSDT', '90000.00000000'])
  world.clock.advance(600_000_000)
  assert.equal(((await body('/api/v3/referencePrice', { symbol: 'BTCUSDT' })) as { referencePrice: null }).referencePrice, null)
  assert.deepEqual(await body('/api/v3/referencePrice/calculation', { symbol: 'BTCUSDT' }), { symbol: 'BTCUSDT', calculationType: 'ARITHMETIC_MEAN', bucketCount: 30, bucketWidthMs: 10_000 })
  assert.equal(((await body('/api/v3/referencePrice/calculation', { symbol: 'BTCUSDT', symbolStatus: 'HALT' })) as { code: number }).code, -1220)
})

test('nobody agrees trades outside of the book here', async () => {
  assert.deepEqual(await body('/api/v3/historicalBlockTrades', { symbol: 'BTCUSDT', fromId: '0' }), [])
  assert.equal(((await body('/api/v3/historicalBlockTrades', { symbol: 'NONE' })) as { code: number }).code, -1121)
})
