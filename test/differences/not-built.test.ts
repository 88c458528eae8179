import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findEndpoint } from '../../src/binance/endpoint-table.ts'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

const BINANCE_HAS = [
  'GET /api/v3/executionRules', 'GET /api/v3/referencePrice',
  'GET /api/v3/referencePrice/calculation', 'GET /api/v3/historicalBlockTrades',
]

test('what is not built is not in the table, so its path is an unknown one', () => {
  for (const route of BINANCE_HAS) {
    const [method = '', path = ''] = route.split(' ')
    assert.equal(findEndpoint(method, path), undefined, route)
  }
})

test('exchangeInfo promises the orders that can be placed', async () => {
  const alice = anAccount(100_001)
  const call = aWorld([alice]).asAnybody()
  const { symbols } = (await call('GET', '/api/v3/exchangeInfo')).body as { symbols: Record<string, unknown>[] }
  for (const symbol of symbols) assert.equal(symbol.pegInstructionsAllowed, true)
})
