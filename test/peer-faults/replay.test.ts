import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { confirmedOperatorOf } from '../harness/confirmed-operator.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signatureOf } from '../harness/signed-request.ts'

/*
 * Method and path are not signed on this wire, so a call that was overheard could be sent again, elsewhere too. The replay guard
 * is the answer: on by default where money can leave, and for any key whose owner wants it.
 */
let server: RunningServer
let guardedTrader: DemoKeyFile
before(async () => {
  server = await RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off'] })
  const made = await (await confirmedOperatorOf(server)).keysCreate({ account: 100_001, label: 'guarded', kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live', replayGuard: true })
  assert.ok(made.ok, JSON.stringify(made))
  guardedTrader = { apiKey: made.value.key.apiKey, secretKey: made.value.secretKey ?? '', permissions: [] }
})
after(() => server?.stop())

/** A call as somebody on the line would see it. */
interface Overheard { readonly method: string; readonly path: string; readonly form: string; readonly key: DemoKeyFile }

const call = (key: DemoKeyFile, method: string, path: string, parameters = ''): Overheard => {
  const payload = `${parameters === '' ? '' : `${parameters}&`}timestamp=${Date.now()}&recvWindow=60000`
  return { key, method, path, form: `${payload}&signature=${encodeURIComponent(signatureOf(key, payload))}` }
}

const send = async ({ method, path, form, key }: Overheard, where: 'query' | 'body' = 'query'): Promise<{ status: number; code: number; body: string }> => {
  const headers = { 'X-MBX-APIKEY': key.apiKey, ...(where === 'body' && { 'Content-Type': 'application/x-www-form-urlencoded' }) }
  const answer = await fetch(server.demo.rest + path + (where === 'query' ? `?${form}` : ''), { method, headers, ...(where === 'body' && { body: form }) })
  const body = await answer.text()
  return { status: answer.status, code: answer.status === 200 ? 200 : (JSON.parse(body) as { code: number }).code, body }
}

const ORDER = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=60000'
const WITHDRAWAL = 'coin=ETH&network=ETH&address=0x71C7656EC7ab88b098defB751B7401B5f6d8976F&amount=0.1'

test('a guarded key\'s call is heard once', async () => {
  const overheard = call(server.demo.keys.withdraw, 'GET', '/api/v3/account')
  assert.equal((await send(overheard)).code, 200)
  assert.equal((await send(overheard)).code, -1021)
  assert.equal((await send(call(server.demo.keys.withdraw, 'GET', '/api/v3/account', 'omitZeroBalances=true'))).code, 200, 'the next one is another')
})

test('a withdrawal sent again moves nothing again', async () => {
  const { withdraw } = server.demo.keys
  const overheard = call(withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', WITHDRAWAL)
  assert.equal((await send(overheard)).code, 200)
  for (let round = 0; round < 5; round += 1) assert.equal((await send(overheard)).code, -1021)
  assert.equal((await send(overheard, 'body')).code, -1021, 'in the body it is the same call')
  const history = JSON.parse((await send(call(withdraw, 'GET', '/sapi/v1/capital/withdraw/history', 'coin=ETH'))).body) as unknown[]
  assert.equal(history.length, 1)
})

test('a call that only reads, sent again to a path that acts, is refused: order/test does not become order', async () => {
  const overheard = call(guardedTrader, 'POST', '/api/v3/order/test', ORDER)
  assert.equal((await send(overheard)).code, 200)
  assert.equal((await send({ ...overheard, path: '/api/v3/order' })).code, -1021)
  const query = call(guardedTrader, 'GET', '/api/v3/openOrders', 'symbol=BTCUSDT')
  assert.equal((await send(query)).code, 200)
  assert.equal((await send({ ...query, method: 'DELETE' })).code, -1021)
  assert.equal((await send(query)).code, -1021)
  const between = { ...query, path: '/api/v3/allOrders' }
  assert.equal((await send(between)).code, 200, 'two reads of one millisecond are one payload: clients send them')
  assert.equal((await send(between)).code, -1021)
})

test('without the guard the wire\'s own terms hold: the same call twice is two calls', async () => {
  const overheard = call(server.demo.keys.trade, 'POST', '/api/v3/order/test', ORDER)
  assert.equal((await send(overheard)).code, 200)
  assert.equal((await send(overheard)).code, 200)
})

test('a replay in another encoding is a replay', async () => {
  const { withdraw } = server.demo.keys
  const overheard = call(withdraw, 'GET', '/sapi/v1/capital/withdraw/history', 'coin=BTC')
  assert.equal((await send(overheard)).code, 200)
  for (const form of [overheard.form.replace('BTC', '%42TC'), overheard.form.replace('coin', '%63oin'), `&${overheard.form}`, `${overheard.form}&`, overheard.form.replace('&', '&&'), overheard.form.replace(/[a-f]+$/, (hex) => hex.toUpperCase()), overheard.form.replace(/signature=(.*)$/, (_, hex: string) => `signature=${hex.toUpperCase()}`)]) {
    const { code } = await send({ ...overheard, form })
    assert.ok([-1021, -1022].includes(code), `${form} → ${code}`)
  }
})

test('a call that was refused for its right is remembered too', async () => {
  const { withdraw } = server.demo.keys
  const overheard = call(withdraw, 'POST', '/api/v3/order', ORDER)
  assert.equal((await send(overheard)).code, -2015)
  assert.equal((await send(overheard)).code, -2015)
})

test('after a restart, times that the former process may have heard are refused', async () => {
  const { withdraw } = server.demo.keys
  const overheard = call(withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', WITHDRAWAL.replace('0.1', '0.2'))
  assert.equal((await send(overheard)).code, 200)
  await server.end('SIGKILL')
  await server.launch()
  assert.equal((await send(overheard)).code, -1021, 'the guard has no gap')
  assert.equal((await send(call(server.demo.keys.trade, 'GET', '/api/v3/account'))).code, 200, 'others are served at once')
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  assert.equal((await send(call(withdraw, 'GET', '/api/v3/account'))).code, 200, 'a new time is heard again')
})
