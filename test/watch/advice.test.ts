import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { KeyAdvice, KeySummary } from '../../src/operations/operator.ts'
import { bittingOn } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(() => server.stop())

const run = (...words: string[]): Promise<string> => bittingOn(server, ...words)
const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '20000' }

test('a key is narrowed to what it was used for, by one confirmation, and goes on doing that alone', async () => {
  const { all } = server.demo.keys
  const advice = async () => JSON.parse(await run('keys', 'advice', 'all', '--json')) as KeyAdvice
  assert.equal((await advice()).is, 'tooEarly')
  for (let i = 0; i < 30; i += 1) {
    assert.equal((await signedCall(server.demo.rest, all, 'GET', '/api/v3/account', {}, { 'user-agent': 'grid' })).status, 200)
    assert.equal((await signedCall(server.demo.rest, all, 'POST', '/api/v3/order', { ...ORDER, newClientOrderId: `a${i}` }, { 'user-agent': i % 2 === 0 ? 'grid' : 'hedge' })).status, 200)
  }
  await run('clock', '+8d')
  const told = await advice()
  assert.deepEqual([told.is, told.calls, told.change?.guardRails], ['narrower', 60, { symbols: ['BTCUSDT'] }])
  assert.ok(told.change?.revoke?.includes('withdrawals') && !told.change.revoke.includes('reading'))
  assert.deepEqual([told.shared[0]?.why, told.shared[0]?.programs.map(({ client }) => client).sort()], ['clients', ['grid', 'hedge']])
  assert.match(await run('keys', 'advice', 'all'), /→ Turn off [^]*Enable Withdrawals/)
  await run('keys', 'advice', 'all', '--apply', '--demo-codes')
  const key = JSON.parse(await run('keys', 'show', 'all', '--json')) as KeySummary
  assert.deepEqual(key.permissions, ['reading', 'spotAndMarginTrading'])
  assert.equal((await signedCall(server.demo.rest, all, 'POST', '/api/v3/order', { ...ORDER, newClientOrderId: 'still' })).status, 200)
  assert.equal((await signedCall(server.demo.rest, all, 'POST', '/api/v3/order', { ...ORDER, symbol: 'ETHUSDT', price: '1000', newClientOrderId: 'other' })).status, 400)
  assert.equal((await signedCall(server.demo.rest, all, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'BTC', address: 'x', amount: '1' })).status, 400)
  assert.equal((await advice()).is, 'fits')
})
