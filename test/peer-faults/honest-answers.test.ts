import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { KeyWish, Operator } from '../../src/operations/operator.ts'
import { confirmedOperator, confirmedTogether } from '../harness/confirmed-operator.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { type Parameters, signedCall } from '../harness/signed-request.ts'
import { allWithdrawals, units } from '../kill/acknowledged.ts'

/*
 * Of peers: 200 was answered and nothing had moved; a POST that only reads was given the trade right; editing a limit reset the
 * window that was spent.
 */
let server: RunningServer
let local: Operator
let operator: Operator
before(async () => {
  server = await RunningServer.start()
  local = await operatorOf(server)
  operator = confirmedOperator(local)
})
after(() => server?.stop())

const ok = async <Body>(key: DemoKeyFile, method: string, path: string, parameters: Parameters = {}): Promise<Body> => {
  const { status, body } = await signedCall<Body>(server.demo.rest, key, method, path, parameters)
  assert.equal(status, 200, `${method} ${path} ${JSON.stringify(body)}`)
  return body
}

const balanceOf = async (asset: string): Promise<{ free: bigint; locked: bigint }> => {
  const { balances } = await ok<{ balances: { asset: string; free: string; locked: string }[] }>(server.demo.keys.read, 'GET', '/api/v3/account')
  const found = balances.find((balance) => balance.asset === asset)
  return { free: units(found?.free ?? '0'), locked: units(found?.locked ?? '0') }
}

test('a withdrawal that is answered with 200 has left the free balance, and stands in the history', async () => {
  const before = await balanceOf('ETH')
  const { id } = await ok<{ id: string }>(server.demo.keys.withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'ETH', network: 'ETH', address: '0x71C7656EC7ab88b098defB751B7401B5f6d8976F', amount: '0.5' })
  assert.equal((await balanceOf('ETH')).free, before.free - units('0.5'))
  const [found] = (await allWithdrawals(server.demo.rest, server.demo.keys.read)).filter((one) => one.id === id)
  assert.ok(found)
  assert.equal(units(found.amount) + units(found.transactionFee), units('0.5'))
})

test('an order that is answered with 200 holds its funds, and its cancellation gives them back', async () => {
  const before = await balanceOf('USDC')
  const { orderId } = await ok<{ orderId: number }>(server.demo.keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDC', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '60000' })
  assert.deepEqual(await balanceOf('USDC'), { free: before.free - units('600'), locked: before.locked + units('600') })
  assert.equal((await ok<{ status: string }>(server.demo.keys.trade, 'DELETE', '/api/v3/order', { symbol: 'BTCUSDC', orderId })).status, 'CANCELED')
  assert.deepEqual(await balanceOf('USDC'), before)
})

test('order/test moves nothing', async () => {
  const before = await balanceOf('BTC')
  await ok(server.demo.keys.trade, 'POST', '/api/v3/order/test', { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01' })
  assert.deepEqual(await balanceOf('BTC'), before)
})

test('switches that are answered with 200 are switched', async () => {
  const { trade, read } = server.demo.keys
  for (const wish of ['false', 'true', 'false']) {
    const answered = await ok<{ spotBNBBurn: boolean }>(trade, 'POST', '/sapi/v1/bnbBurn', { spotBNBBurn: wish })
    assert.equal(String(answered.spotBNBBurn), wish)
    assert.equal(String((await ok<{ spotBNBBurn: boolean }>(read, 'GET', '/sapi/v1/bnbBurn')).spotBNBBurn), wish)
  }
})

test('a POST that only reads opens to the reading right, and not to the trading right', async () => {
  for (const path of ['/sapi/v3/asset/getUserAsset', '/sapi/v1/asset/get-funding-asset']) {
    await ok(server.demo.keys.read, 'POST', path)
    const { status, body } = await signedCall<{ code: number }>(server.demo.rest, server.demo.keys.tradeOnly, 'POST', path)
    assert.deepEqual([status, body.code], [400, -1002], path)
  }
})

test('editing, closing or replacing a key does not give back what its account has spent of a limit', async () => {
  const used = async (key: DemoKeyFile): Promise<number> => {
    const { headers } = await signedCall(server.demo.rest, key, 'POST', '/sapi/v1/asset/dust', { asset: 'NOSUCH' })
    return Number(headers.get('x-sapi-used-uid-weight-1m') ?? Number.NaN)
  }
  const wishOf = (label: string): KeyWish => ({ account: 100_001, label, kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live' })
  // Confirmed together, since an authenticator's code is taken once in 30 s; each is made when it is its turn.
  const asks = await confirmedTogether(local, ['spender', 'spender again'].map((label) => ({ act: 'create', wish: wishOf(label) })))
  const newKey = async (label: string): Promise<DemoKeyFile & { id: string }> => {
    const made = await local.keysCreate(wishOf(label), asks)
    assert.ok(made.ok, JSON.stringify(made))
    return { id: made.value.key.id, apiKey: made.value.key.apiKey, secretKey: made.value.secretKey ?? '', permissions: [] }
  }
  // All within one minute of the clock: near its end, wait for the next.
  const leftMs = 60_000 - (Date.now() % 60_000)
  if (leftMs < 5_000) await new Promise((resolve) => setTimeout(resolve, leftMs + 50))
  const key = await newKey('spender')
  const first = await used(key)
  assert.ok(first >= 10)
  assert.ok((await operator.keysEdit(key.id, { label: 'spender, renamed', addAddresses: ['203.0.113.45'] })).ok)
  assert.equal(await used(key), first + 10, 'after an edit')
  assert.ok((await operator.keysDisable(key.id)).ok && (await operator.keysEnable(key.id)).ok)
  assert.equal(await used(key), first + 20, 'after closing and opening')
  assert.ok((await operator.keysDelete(key.id)).ok)
  assert.equal(await used(await newKey('spender again')), first + 30, 'with another key of the account')
})
