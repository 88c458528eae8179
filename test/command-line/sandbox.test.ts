import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

let server: RunningServer
const folder = mkdtempSync(join(tmpdir(), 'bitting-sandbox-'))

before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const run = (...words: string[]) => bitting('sandbox', ...words, '--data', server.dataFolder)

const call = async <Body>(method: string, path: string, parameters: Record<string, string> = {}): Promise<Body> => {
  const key = server.demo.keys['trade']
  assert.ok(key)
  const { status, body } = await signedCall(server.demo.rest, key, method, path, parameters)
  assert.equal(status, 200, JSON.stringify(body))
  return body as Body
}

const buys = (): Promise<{ orderId: number }> => call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '50000' })
const openOrders = (): Promise<readonly { orderId: number }[]> => call('GET', '/api/v3/openOrders')
const usdt = async (): Promise<string> => {
  const { balances } = await call<{ balances: { asset: string; free: string }[] }>('GET', '/api/v3/account')
  return balances.find(({ asset }) => asset === 'USDT')?.free ?? ''
}

test('a bot starts from a known state: reset, snapshot and restore bring back orders, balances and order numbers; a kill loses nothing of it', async () => {
  const first = await usdt()
  const { orderId } = await buys()
  const file = join(folder, 'before.sandbox')
  assert.equal((await run('snapshot', file)).code, 0)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const later = await buys()

  assert.equal((await run('restore', file)).code, 0)
  assert.deepEqual((await openOrders()).map((order) => order.orderId), [orderId])
  assert.equal((await buys()).orderId, later.orderId, 'the same numbers come again')

  assert.equal((await run('reset')).code, 0)
  assert.deepEqual(await openOrders(), [])
  assert.equal(await usdt(), first)

  assert.equal((await run('restore', file)).code, 0)
  await server.end('SIGKILL')
  await server.launch()
  assert.deepEqual((await openOrders()).map((order) => order.orderId), [orderId])
})

test('streams end when the sandbox is put back, so that their clients begin anew; the other environment is left alone', async () => {
  const closing = async (path: string): Promise<{ socket: WebSocket; closed: Promise<number> }> => {
    const socket = new WebSocket(`${server.demo.ws}${path}`)
    await new Promise((resolve, reject) => { socket.once('open', resolve); socket.once('error', reject) })
    return { socket, closed: new Promise((resolve) => { socket.once('close', resolve) }) }
  }
  const live = await closing('/ws/btcusdt@trade')
  const testnet = await closing('/testnet/ws/btcusdt@trade')
  assert.equal((await run('reset')).code, 0)
  assert.equal(await live.closed, 1012)
  assert.equal(testnet.socket.readyState, WebSocket.OPEN)
  testnet.socket.close()
  await testnet.closed
})

test('each is in the record, and what cannot be done is told in words', async () => {
  const { stdout } = await bitting('audit', 'list', '--json', '--data', server.dataFolder)
  assert.match(stdout, /sandbox\.reset/)
  assert.match(stdout, /sandbox\.restore/)
  const wrong = join(folder, 'wrong.sandbox')
  writeFileSync(wrong, '{}')
  assert.match((await run('restore', wrong)).stderr, /holds no state of a sandbox/)
  assert.match((await run('restore', join(folder, 'nowhere'))).stderr, /could not be read/)
  assert.match((await run('snapshot', wrong)).stderr, /is there already/)
  assert.match((await run('seed', 'many')).stderr, /whole number/)
  assert.match((await run('reset', '--environment', 'mars')).stderr, /no environment "mars"/)
  assert.equal(existsSync(join(folder, 'nowhere')), false)
})
