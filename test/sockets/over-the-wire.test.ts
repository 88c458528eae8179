import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { BINANCE_LIMITS } from '../../src/gate/rate-limits/settings.ts'
import { SocketServer } from '../../src/server/sockets/socket-server.ts'
import { listen, type Listener } from '../../src/server/wire-listener.ts'
import { DAY, SECOND } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { aHandshake, InProcessWire } from '../harness/in-process-wire.ts'
import { SeededRandom } from '../harness/seeded-random.ts'

/** Real sockets over the real listener, with a clock that the test moves. */
class Scene {
  readonly alice = anAccount(100_001)
  readonly wire: InProcessWire
  readonly server: SocketServer
  #listener: Listener | undefined

  constructor({ limited = false } = {}) {
    this.wire = new InProcessWire([this.alice], limited ? { rateLimits: BINANCE_LIMITS } : {})
    this.wire.world.fund(this.alice, 'USDT', '100000000')
    const { streams } = this.wire
    this.server = new SocketServer({ ...this.wire.parts, streams: { live: streams, testnet: streams }, isLimited: limited })
  }

  async start(): Promise<this> {
    this.#listener = await listen({ host: '127.0.0.1', port: 0 }, (_, response) => response.end(), this.server.upgrade)
    return this
  }

  get url(): string {
    return this.#listener?.url.replace('http', 'ws') ?? ''
  }

  async stop(): Promise<void> {
    await this.server.drain()
    await this.#listener?.close(0)
  }

  async open(path: string): Promise<WebSocket> {
    const socket = new WebSocket(`${this.url}${path}`)
    await once(socket, 'open')
    return socket
  }

  /** A TCP connection that has become a socket, whose bytes the test writes itself. */
  async raw(path: string): Promise<Socket> {
    const socket = connect(Number(new URL(this.url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`)
    await once(socket, 'data')
    return socket
  }

  trade(count = 1): void {
    for (let traded = 0; traded < count; traded += 1) {
      const outcome = this.wire.world.venue.execute({ kind: 'placeOrder', accountId: this.alice.id, symbol: 'BTCUSDT', order: { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: 6_000_000_000_000n + BigInt(this.#placed) * 1_000_000n, quantity: 100_000n, clientOrderId: `c${this.#placed += 1}` } })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection))
      this.wire.world.venue.execute({ kind: 'cancelOpenOrders', accountId: this.alice.id, symbol: 'BTCUSDT', newClientOrderId: `x${this.#placed}` })
    }
  }

  #placed = 0
}

let scene: Scene
before(async () => { scene = await new Scene().start() })
after(() => scene.stop())

const next = async (socket: WebSocket): Promise<any> => JSON.parse(String((await once(socket, 'message'))[0])) // read field by field
const closing = async (socket: WebSocket): Promise<number> => (await once(socket, 'close'))[0] as number
const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; !isSo() && tries < 2_000; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 5) })
  assert.ok(isSo())
}

test('a socket opens where one stands, and any other path is refused in the way of the wire', async () => {
  const api = await scene.open('/ws-api/v3')
  api.send('{"id":1,"method":"ping"}')
  assert.deepEqual((await next(api)).result, {})
  api.close()
  for (const [path, status] of [['/ws/btcusdt@trade/nothing', 101], ['/testnet/stream?streams=', 101], ['/nothing', 404], ['/ws-fapi/v1', 101], ['/ws-fapi/v2', 404], ['/testnet/ws-fapi/v1', 101], ['/ws?timeUnit=HOUR', 400]] as const) {
    const socket = new WebSocket(`${scene.url}${path}`)
    const seen = await new Promise<number | undefined>((resolve) => {
      socket.once('open', () => resolve(101))
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode))
      socket.on('error', () => {})
    })
    assert.equal(seen, status, path)
    socket.terminate()
  }
})

test('frames that are none, too long or of bytes close their own connection and no other', async () => {
  const bystander = await scene.open('/ws-api/v3')
  const random = new SeededRandom(7)
  for (let tried = 0; tried < 60; tried += 1) {
    const raw = await scene.raw(tried % 2 === 0 ? '/ws-api/v3' : '/ws')
    raw.write(Buffer.from(Array.from({ length: random.between(1, 400) }, () => random.below(256))))
    raw.end()
    await once(raw, 'close')
  }
  const long = await scene.open('/ws-api/v3')
  long.send('x'.repeat(70_000))
  assert.equal(await closing(long), 1009)
  const bytes = await scene.open('/ws')
  bytes.send(Buffer.from([1, 2, 3]))
  assert.equal(await closing(bytes), 1003)
  bystander.send('{"id":1,"method":"ping"}')
  assert.equal((await next(bystander)).status, 200)
  bystander.close()
})

test('a ping comes every twenty seconds, and who does not answer for a minute is dropped', async () => {
  const { clock } = scene.wire.world
  const polite = await scene.open('/ws')
  const silent = new WebSocket(`${scene.url}/ws`, { autoPong: false })
  await once(silent, 'open')
  let gone = false
  silent.once('close', () => { gone = true })
  for (let time = 0; time < 4; time += 1) {
    const pinged = once(polite, 'ping')
    clock.advance(20 * SECOND)
    scene.server.look()
    if (time < 3) {
      await pinged
      // Its pong is on its way back: a round trip later it has been taken in.
      polite.send('{"method":"LIST_SUBSCRIPTIONS","id":1}')
      await next(polite)
    }
  }
  await until(() => gone)
  assert.equal(polite.readyState, WebSocket.OPEN)
  polite.terminate()
})

test('a connection lives for a day', async () => {
  const socket = await scene.open('/ws')
  scene.wire.world.clock.advance(DAY + SECOND)
  // Everybody here was silent for a day; this one has just answered.
  socket.pong()
  socket.send('{"method":"LIST_SUBSCRIPTIONS","id":1}')
  await next(socket)
  const closed = closing(socket)
  scene.server.look()
  assert.equal(await closed, 1001)
})

test('a reader who does not read is dropped, and those beside it hear everything', async () => {
  const reader = await scene.open('/ws/btcusdt@depth@100ms')
  let bytes = 0
  reader.on('message', (data: Buffer) => { bytes += data.length })
  const sluggard = await scene.raw('/stream?streams=btcusdt@depth20@100ms/btcusdt@depth@100ms/btcusdt@ticker')
  sluggard.pause()
  const before = scene.server.size
  let elapsed = 0
  let beats = 0
  while (scene.server.size === before && beats < 20_000) {
    scene.trade()
    scene.wire.world.clock.advance(1_000_000)
    scene.wire.streams.beat(elapsed += 1_000)
    beats += 1
    if (beats % 50 === 0) await new Promise((resolve) => { setImmediate(resolve) })
  }
  assert.equal(scene.server.size, before - 1, `dropped after ${beats} beats`)
  assert.equal(reader.readyState, WebSocket.OPEN)
  await until(() => bytes > 0)
  sluggard.destroy()
  reader.terminate()
})

test('limits hold over real sockets: the sixth message of a second, the three hundred and first connection', async () => {
  const limited = await new Scene({ limited: true }).start()
  try {
    const socket = await limited.open('/ws')
    const closed = closing(socket)
    for (let sent = 0; sent < 6; sent += 1) socket.send(`{"method":"LIST_SUBSCRIPTIONS","id":${sent}}`)
    assert.equal(await closed, 1008)
    for (let opened = 0; opened < 300; opened += 1) limited.wire.gate.welcome(aHandshake(limited.wire, '127.0.0.1'), { family: 'api', kind: 'streams', weight: 0 })
    const refused = new WebSocket(`${limited.url}/ws`)
    refused.on('error', () => {})
    const [, response] = await once(refused, 'unexpected-response') as [unknown, { statusCode: number; headers: Record<string, string> }]
    assert.equal(response.statusCode, 429)
    assert.ok(Number(response.headers['retry-after']) > 0)
    refused.terminate()
  } finally {
    await limited.stop()
  }
})

test('who follows a venue that went on from another state is sent away to begin anew; the socket API stays', async () => {
  const stream = await scene.open('/ws/btcusdt@depth')
  const api = await scene.open('/ws-api/v3')
  const closed = closing(stream)
  const { venue } = scene.wire.world
  venue.restore(venue.state())
  assert.equal(await closed, 1012)
  api.send('{"id":1,"method":"ping"}')
  assert.equal((await next(api)).status, 200)
  api.terminate()
})

test('at the end everybody is told, closed with 1001, and nobody can keep it from ending', async () => {
  const own = await new Scene().start()
  const stream = await own.open('/stream')
  const api = await own.open('/ws-api/v3')
  const stubborn = await own.raw('/ws')
  const heard = Promise.all([next(stream), next(api)])
  const codes = Promise.all([closing(stream), closing(api)])
  await own.stop()
  const [fromStream, fromApi] = await heard
  assert.deepEqual([fromStream.stream, fromStream.data.e, fromApi.event.e], ['!serverShutdown', 'serverShutdown', 'serverShutdown'])
  assert.deepEqual(await codes, [1001, 1001])
  assert.equal(own.server.size, 0)
  stubborn.destroy()
})
