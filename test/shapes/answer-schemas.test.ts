import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerChecks, answerSchemas } from './answer-schemas.ts'
import { ADDITIONS, CONDITIONAL_FIELDS } from './conditional-fields.ts'

const checks = answerChecks()
const faults = (name: Parameters<typeof checks.get>[0], body: unknown): readonly string[] => {
  const check = checks.get(name)
  assert.ok(check, name)
  return check(body)
}

test('a documented answer passes', () => {
  assert.deepEqual(faults('GET /api/v3/time', { serverTime: 1499827319559 }), [])
  assert.deepEqual(faults('GET /api/v3/ticker/price', [{ symbol: 'LTCBTC', price: '4.00000200' }]), [])
  assert.deepEqual(faults('GET /api/v3/ticker/price', { symbol: 'LTCBTC', price: '4.00000200' }), [])
  assert.deepEqual(faults('GET /api/v3/klines', [[1499040000000, '0.01634790', '0.8', '0.01575800', '0.01577100', '148976.11427815', 1499644799999, '2434.19055334', 308, '1756.87402397', '28.46694368', '0']]), [])
  assert.deepEqual(faults('GET /api/v3/ping', {}), [])
  assert.deepEqual(faults('GET /sapi/v1/asset/assetDetail', { CTR: { minWithdrawAmount: '70.00000000', depositStatus: false, withdrawFee: 35, withdrawStatus: true, depositTip: 'Delisted, Deposit Suspended' } }), [])
})

test('a missing field is a fault', () => assert.match(faults('GET /api/v3/ticker/price', { symbol: 'LTCBTC' }).join('\n'), /price/))
test('a misnamed field is a fault', () => assert.notDeepEqual(faults('GET /api/v3/time', { servertime: 1 }), []))
test('an undocumented field is a fault', () => assert.match(faults('GET /api/v3/time', { serverTime: 1, zone: 'UTC' }).join('\n'), /zone/))
test('a number where a string belongs is a fault', () => assert.notDeepEqual(faults('GET /api/v3/ticker/price', { symbol: 'LTCBTC', price: 4 }), []))
test('a string where an integer belongs is a fault', () => assert.notDeepEqual(faults('GET /api/v3/time', { serverTime: '1' }), []))
test('an unknown filter, or a filter that lacks a field, is a fault', () => {
  const answer = (filter: object) => ({ symbolFilters: [filter], exchangeFilters: [], assetFilters: [], rateLimits: [] })
  assert.deepEqual(faults('GET /api/v3/myFilters', answer({ filterType: 'PRICE_FILTER', minPrice: '0.1', maxPrice: '1', tickSize: '0.1' })), [])
  assert.notDeepEqual(faults('GET /api/v3/myFilters', answer({ filterType: 'PRICE_FILTER', minPrice: '0.1', maxPrice: '1' })), [])
  assert.notDeepEqual(faults('GET /api/v3/myFilters', answer({ filterType: 'NO_FILTER' })), [])
})

test('every conditional field and every addition names an answer that exists', () => {
  const names: ReadonlySet<string> = new Set(answerSchemas().keys())
  for (const { of } of [...CONDITIONAL_FIELDS, ...ADDITIONS]) for (const name of of === 'every answer' ? [] : of) assert.ok(names.has(name), name)
})
