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
