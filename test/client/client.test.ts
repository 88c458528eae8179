import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { BittingClient, Credential, NotSent, OutcomeUnknown, Refused, type ClientOptions } from '../../src/client/index.ts'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(() => server.stop())

type DemoKey = keyof RunningServer['demo']['keys']

const clientOf = (name: DemoKey, more: Partial<ClientOptions> = {}): BittingClient => {
  const key = server.demo.keys[name]
  return new BittingClient({ baseUrl: name === 'testnet' ? server.demo.testnet.rest : server.demo.rest, credential: Credential.of(key.apiKey, key.secretKey ?? key.privateKey ?? ''), ...more })
}

const play = async (script: object): Promise<void> => {
  const file = join(server.dataFolder, 'scenario.json')
  writeFileSync(file, JSON.stringify(script))
  const { code, stderr } = await bitting('scenario', 'run', file, '--data', server.dataFolder)
  assert.equal(code, 0, stderr)
}

const anOrder = (id: string) => ({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '20000', newClientOrderId: id })

test('every kind of key signs what the server takes, over GET, POST and DELETE', async () => {
  for (const name of ['trade', 'ed25519', 'rsa', 'testnet'] as const) {
    const client = clientOf(name)
    const placed = await client.signed<{ orderId: number }>('POST', '/api/v3/order', anOrder(`by-${name}`))
    const found = await client.signed<{ clientOrderId: string }>('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: placed.body.orderId })
    assert.equal(found.body.clientOrderId, `by-${name}`)
    const cancelled = await client.signed<{ status: string }>('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: placed.body.orderId })
    assert.equal(cancelled.body.status, 'CANCELED')
    assert.match(cancelled.requestId ?? '', /^[0-9a-f-]{36}$/)
  }
})

test('lists and reserved characters pass, signed and unsigned', async () => {
  const { body } = await clientOf('read').public<unknown[]>('/api/v3/ticker/price', { symbols: ['BTCUSDT', 'ETHUSDT'] })
  assert.equal(body.length, 2)
  await assert.rejects(clientOf('read').signed('GET', '/api/v3/allOrders', { symbol: "BTC (US)'T*!" }), (error: unknown) => error instanceof Refused && error.code !== -1022 && error.status === 400)
})

test('a refusal tells code, status and the request to explain', async () => {
  const refused = await clientOf('read').signed('POST', '/api/v3/order', anOrder('not-mine')).then(() => assert.fail('it was not refused'), (error: unknown) => error)
  assert.ok(refused instanceof Refused)
  assert.deepEqual([refused.status, refused.code], [401, -2015])
  const explained = await bitting('explain', refused.requestId ?? '', '--data', server.dataFolder)
  assert.match(explained.stdout, /rights/)
})

test('a machine whose clock is wrong calls with the server\'s time, and goes on when the clock is set in between', async () => {
  const client = clientOf('read')
  const rightNow = Date.now
  try {
    for (const wrongMs of [-90_000, 3_600_000, 0]) {
      Date.now = () => rightNow() + wrongMs
      assert.equal((await client.signed('GET', '/api/v3/account')).status, 200)
      assert.ok(Math.abs((client.clock?.aheadMs ?? NaN) + wrongMs) < 2_000, `${client.clock?.aheadMs} for ${wrongMs}`)
    }
  } finally {
    Date.now = rightNow
  }
})

test('an order whose answer is lost is neither repeated nor taken for undone', async () => {
  for (const kind of ['loseAnswer', 'failAfter'] as const) {
    await play({ name: kind, seed: 1, lastsS: 60, rules: [{ endpoint: 'POST /api/v3/order', times: 1, fault: { kind } }], acts: [] })
    const client = clientOf('trade')
    await assert.rejects(client.signed('POST', '/api/v3/order', anOrder(`lost-${kind}`)), OutcomeUnknown)
    const { body } = await client.signed<{ clientOrderId: string }[]>('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
    assert.equal(body.filter(({ clientOrderId }) => clientOrderId === `lost-${kind}`).length, 1)
    await bitting('scenario', 'stop', '--data', server.dataFolder)
  }
})

test('a reading call is repeated over a fault, and obeys Retry-After', async () => {
  await play({ name: 'busy', seed: 1, lastsS: 60, rules: [
    { endpoint: 'GET /api/v3/account', times: 1, fault: { kind: 'failBefore' } }, { endpoint: 'GET /api/v3/openOrders', times: 1, fault: { kind: 'tooManyRequests', retryAfterS: 1 } },
  ], acts: [] })
  const client = clientOf('read')
  assert.equal((await client.signed('GET', '/api/v3/account')).status, 200)
  const beganMs = performance.now()
  assert.equal((await client.signed('GET', '/api/v3/openOrders')).status, 200)
  assert.ok(performance.now() - beganMs >= 990)
  await bitting('scenario', 'stop', '--data', server.dataFolder)
})

test('a ban that is too long to wait for is told, and nothing more is sent', async () => {
  await play({ name: 'banned', seed: 1, lastsS: 60, rules: [{ endpoint: 'GET /api/v3/account', times: 1, fault: { kind: 'banned', forS: 300 } }], acts: [] })
  const client = clientOf('read')
  await assert.rejects(client.signed('GET', '/api/v3/account'), (error: unknown) => error instanceof Refused && error.status === 418 && error.retryAfterMs === 300_000)
  await assert.rejects(client.signed('GET', '/api/v3/openOrders'), (error: unknown) => error instanceof NotSent && (error.retryAfterMs ?? 0) > 290_000)
  await bitting('scenario', 'stop', '--data', server.dataFolder)
})

test('a server that is not there: nothing was sent', async () => {
  const key = server.demo.keys.trade
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => closed.once('listening', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  const client = new BittingClient({ baseUrl: `http://127.0.0.1:${port}`, credential: Credential.of(key.apiKey, key.secretKey ?? ''), mostRetries: 1 })
  await assert.rejects(client.signed('POST', '/api/v3/order', anOrder('nowhere')), NotSent)
})

test('a redirection is not followed: the key goes to nobody else', async () => {
  const heard: string[] = []
  const thief = createServer((request, response) => { heard.push(request.url ?? ''); response.end('{}') }).listen(0, '127.0.0.1')
  await new Promise((resolve) => thief.once('listening', resolve))
  const turn = createServer((_, response) => { response.writeHead(307, { location: `http://127.0.0.1:${(thief.address() as AddressInfo).port}/` }).end() }).listen(0, '127.0.0.1')
  await new Promise((resolve) => turn.once('listening', resolve))
  try {
    const key = server.demo.keys.trade
    const client = new BittingClient({ baseUrl: `http://127.0.0.1:${(turn.address() as AddressInfo).port}`, credential: Credential.of(key.apiKey, key.secretKey ?? ''), mostRetries: 0 })
    await assert.rejects(client.signed('GET', '/api/v3/account'))
    assert.deepEqual(heard, [])
  } finally {
    thief.close()
    turn.close()
  }
})

test('a key does not travel in the clear to another machine', () => {
  const credential = Credential.hmac(server.demo.keys.read.apiKey, server.demo.keys.read.secretKey ?? '')
  assert.throws(() => new BittingClient({ baseUrl: 'http://exchange.example', credential }), /in the clear/)
  assert.ok(new BittingClient({ baseUrl: 'http://10.0.0.7:8080', credential, allowsPlainHttp: true }))
  assert.throws(() => new BittingClient({ baseUrl: 'ftp://exchange.example' }), /no address of a server/)
})
