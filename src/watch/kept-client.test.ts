import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keptClient } from './kept-client.ts'

const SECRET = `bis1${'a1B2c3D4'.repeat(7)}wxyz`

for (const [said, kept] of [
  [undefined, null], ['', null], ['\u0001\u0002', null],
  ['python-binance/1.0.19', 'python-binance/1.0.19'],
  ['ccxt/4.5 (Node 26)\r\nX: y', 'ccxt/4.5 (Node 26)X: y'],
  [`bot key=${SECRET}`, 'bot …'],
  ['a '.repeat(300), 'a '.repeat(50).trim()],
] as const) {
  test(`a program that calls itself ${JSON.stringify(said)?.slice(0, 40)} is kept as ${JSON.stringify(kept)?.slice(0, 40)}, each time`, () => {
    assert.equal(keptClient(said), kept)
    assert.equal(keptClient(said), kept)
  })
}
