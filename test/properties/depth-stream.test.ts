import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import type { Depth } from '../../src/exchange/exchange-view.ts'
import { formatDecimal } from '../../src/money.ts'
import { StreamConnection } from '../../src/server/sockets/stream-connection.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'
import { MemoryPeer } from '../harness/memory-peer.ts'
import { SeededRandom } from '../harness/seeded-random.ts'

interface DepthUpdate { readonly U: number; readonly u: number; readonly b: readonly (readonly [string, string])[]; readonly a: readonly (readonly [string, string])[] }

/** A book as clients keep one, by the rules of web-socket-streams.md ("How to manage a local order book correctly"). */
class LocalBook {
  readonly #bids = new Map<string, string>()
  readonly #asks = new Map<string, string>()
  #lastId: number

  constructor(snapshot: Depth) {
    this.#lastId = snapshot.lastUpdateId
    for (const { price, quantity } of snapshot.bids) this.#bids.set(formatDecimal(price), formatDecimal(quantity))
    for (const { price, quantity } of snapshot.asks) this.#asks.set(formatDecimal(price), formatDecimal(quantity))
  }

  apply({ U, u, b, a }: DepthUpdate): void {
    if (u <= this.#lastId) return
    assert.ok(U <= this.#lastId + 1 && this.#lastId + 1 <= u, `no gap: ${U}..${u} after ${this.#lastId}`)
    for (const [side, changes] of [[this.#bids, b], [this.#asks, a]] as const) for (const [price, quantity] of changes) {
      if (Number(quantity) === 0) side.delete(price)
      else side.set(price, quantity)
    }
    this.#lastId = u
  }

  assertIs(depth: Depth): void {
    assert.equal(this.#lastId, depth.lastUpdateId)
    for (const [mine, theirs] of [[this.#bids, depth.bids], [this.#asks, depth.asks]] as const) {
      assert.deepEqual(new Map([...mine].sort()), new Map(theirs.map(({ price, quantity }) => [formatDecimal(price), formatDecimal(quantity)] as const).sort()))
    }
  }
}

const TYPES = ['LIMIT', 'LIMIT', 'LIMIT', 'LIMIT_MAKER', 'MARKET'] as const

for (const seed of [1, 42, 2_026]) for (const speed of ['', '@100ms']) {
  test(`a snapshot and the depth stream${speed} that follows rebuild the book exactly (seed ${seed})`, async () => {
    const random = new SeededRandom(seed)
    const alice = anAccount(100_001)
    const wire = new InProcessWire([alice])
    for (const [asset, funds] of [['USDT', '100000000'], ['BTC', '1000']] as const) wire.world.fund(alice, asset, funds)
    const { streams, world } = wire
    const call = world.as(alice)
    const hub = streams.hubs.get('spot')
    assert.ok(hub)
    const peer = new MemoryPeer()
    new StreamConnection({ clock: world.clock, hub, accounts: null, messagesPerSecond: null }, peer, { streams: [`btcusdt@depth${speed}`], isCombined: false })
    const last = Number(((await call('GET', '/api/v3/ticker/price', { symbol: 'BTCUSDT' })).body as { price: string }).price)
    const depth = (): Depth => world.venue.view.market.depth('BTCUSDT', Infinity)
    const firstId = depth().lastUpdateId
    let book: LocalBook | undefined
    let elapsedMs = 0
    let messages = 0
    const takeIn = async (): Promise<void> => {
      await turn()
      for (const update of peer.heard() as DepthUpdate[]) {
        book?.apply(update)
        messages += 1
      }
    }
    for (let step = 0; step < 600; step += 1) {
      const kind = random.below(10)
      const side = random.pick(['BUY', 'SELL'] as const)
      const price = (last + random.between(-400, 400) / 100).toFixed(2)
      if (kind < 7) {
        const type = random.pick(TYPES)
        await call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side, type, quantity: (random.between(100, 500) / 100_000).toFixed(5), ...(type !== 'MARKET' && { price }), ...(type === 'LIMIT' && { timeInForce: random.pick(['GTC', 'IOC']), ...(random.chance(0.1) && { timeInForce: 'GTC', icebergQty: '0.0005' }) }) })
      } else if (kind < 9) {
        const open = world.venue.view.orders.openOrders(alice.id, 'BTCUSDT')
        if (open.length > 0) await call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: random.pick(open).id })
      } else {
        world.clock.advance(50_000)
        streams.beat(elapsedMs += 50)
        await takeIn()
      }
      // In the middle of everything, as clients do: the stream first, then the snapshot.
      if (step === 100) book = new LocalBook(depth())
    }
    for (let beat = 0; beat < 20; beat += 1) streams.beat(elapsedMs += 50)
    await takeIn()
    assert.ok(book)
    assert.ok(messages > 2, `${messages} messages`)
    assert.ok(depth().lastUpdateId - firstId > 200, 'the book moved')
    book.assertIs(depth())
  })
}
