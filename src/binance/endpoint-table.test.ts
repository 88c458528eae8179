import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENDPOINT_TABLE, findEndpoint, routeOf } from './endpoint-table.ts'

test('no method and path is twice in the table', () => {
  const routes = ENDPOINT_TABLE.map((row) => routeOf(row.method, row.path))
  assert.deepEqual(routes.filter((route, index) => routes.indexOf(route) !== index), [])
})

test('every row is found by its method and path, and nothing else is', () => {
  for (const row of ENDPOINT_TABLE) assert.equal(findEndpoint(row.method, row.path), row)
  assert.equal(findEndpoint('GET', '/api/v3/nothing'), undefined)
})

test('a row that needs a right is signed, and a row for anybody is not', () => {
  for (const row of ENDPOINT_TABLE) {
    if (row.permission === 'none') assert.equal(row.isSigned, false, row.path)
    if (row.security === 'TRADE' || row.security === 'MARGIN' || row.security === 'USER_DATA') assert.equal(row.isSigned, true, row.path)
  }
})

test('what the header of a key opens without a signature is listed here: events of an account, and data of markets', () => {
  const EVENTS = /^(WS|POST|PUT|DELETE) \/(ws-api\/v3\/userDataStream\.subscribe|api\/v3\/userDataStream|fapi\/v1\/listenKey|sapi\/v1\/margin\/listen-key|sapi\/v1\/userListenToken)$/
  const MARKET = /^GET \/(sapi\/v1\/(spot|margin)\/(delist-schedule|open-symbol-list|allPairs|isolated\/allPairs|allAssets|priceIndex|crossMarginCollateralRatio|leverageBracket)|fapi\/v1\/historicalTrades)$/
  for (const { name, isSigned, permission } of ENDPOINT_TABLE) {
    if (isSigned || permission === 'none') continue
    assert.ok(permission === 'anyKey' ? MARKET.test(name) : permission === 'reading' && EVENTS.test(name), `${name} is opened by a key's header alone`)
  }
})
