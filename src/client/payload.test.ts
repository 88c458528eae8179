import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeParameters } from './payload.ts'

test('parameters are sent in order, encoded by RFC 3986, lists as JSON, absent ones not at all', () => {
  assert.equal(encodeParameters({ symbols: ['BTCUSDT', 'ETHUSDT'], note: "it's (a) *test*! ~", name: '１２３', price: undefined, isOn: true, count: 3n }),
    'symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D&note=it%27s%20%28a%29%20%2Atest%2A%21%20~&name=%EF%BC%91%EF%BC%92%EF%BC%93&isOn=true&count=3')
})

test('numbers are decimals and never powers of ten', () => {
  assert.equal(encodeParameters({ a: 1e-7, b: 0.1, c: 1499827319559, d: 5e-8 }), 'a=0.0000001&b=0.1&c=1499827319559&d=0.00000005')
  for (const none of [NaN, Infinity, -Infinity]) assert.throws(() => encodeParameters({ price: none }), /Parameter price is .*no number/)
})
