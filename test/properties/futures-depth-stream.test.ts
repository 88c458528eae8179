import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import { amount, formatDecimal, UNIT } from '../../src/money.ts'
import { StreamConnection } from '../../src/server/sockets/stream-connection.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'
import { MemoryPeer } from '../harness/memory-peer.ts'
import { SeededRandom } from '../harness/seeded-random.ts'

interface DepthUpdate { readonly U: number; readonly u: number; readonly pu: number; readonly b: readonly Level[]; readonly a: readonly Level[] }
type Level = readonly [price: string, quantity: string]
interface Snapshot { readonly lastUpdateId: number; readonly bids: readonly Level[]; readonly asks: readonly Level[] }

/** A book as clients of futures keep one: the first event holds the snapshot's id, and each follows by `pu` on the one before. */
class LocalBook {
  readonly #sides: { readonly b: Map<string, string>; readonly a: Map<string, string> }
  readonly #snapshotId: number
  #lastId: number | undefined

  constructor({ lastUpdateId, bids, asks }: Snapshot) {
    this.#snapshotId = lastUpdateId
    this.#sides = { b: new Map(bids), a: new Map(asks) }
  }

  apply({ U, u, pu, b, a }: DepthUpdate): void {
    if (u < this.#snapshotId) return
    if (this.#lastId === undefined) assert.ok(U <= this.#snapshotId + 1 && u >= this.#snapshotId, `the first: ${U}..${u} around ${this.#snapshotId}`)
    else assert.equal(pu, this.#lastId, 'no gap, and none twice')
    for (const [side, changes] of [['b', b], ['a', a]] as const) for (const [price, quantity] of changes) {
      if (Number(quantity) === 0) this.#sides[side].delete(price)
      else this.#sides[side].set(price, quantity)
    }
    this.#lastId = u
  }

  assertIs({ lastUpdateId, bids, asks }: Snapshot): void {
    assert.equal(this.#lastId, lastUpdateId)
    assert.deepEqual(this.#sides, { b: new Map(bids), a: new Map(asks) })
  }
}

for (const seed of [1, 42, 2_026]) for (const name of ['depth', 'depth@100ms', 'depth@500ms', 'rpiDepth@500ms']) {
  test(`a snapshot over REST and the contract's stream ${name} rebuild the book exactly, across hanging up and coming back (seed ${seed})`, async () => {
    const random = new SeededRandom(seed)
    const [alice, bob] = [anAccount(100_001), anAccount(100_002)]
    const wire = new InProcessWire([alice, bob])
    const { streams, world } = wire
    for (const account of [alice, bob]) {
      world.fund(account, 'USDT', '2000000')
      world.venue.execute({ kind: 'transfer', from: { accountId: account.id, wallet: 'spot' }, to: { accountId: account.id, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('1000000') })
    }
    world.clock.advance(1_000_000)
    world.venue.execute({ kind: 'tick' })
    const hub = streams.hubs.get('futures')
    assert.ok(hub)
    const { markPrice = 0n } = world.venue.view.futures.market('BTCUSDT') ?? {}
    const snapshot = async (): Promise<Snapshot> => (await world.asAnybody()('GET', name.startsWith('rpi') ? '/fapi/v1/rpiDepth' : '/fapi/v1/depth', { symbol: 'BTCUSDT', limit: 1000 })).body as Snapshot
    const begin = () => {
      const peer = new MemoryPeer()
      return { peer, connection: new StreamConnection({ clock: world.clock, hub, accounts: null, messagesPerSecond: null }, peer, { streams: [`btcusdt@${name}`], isCombined: false }) }
    }
    let coming = begin()
    let book: LocalBook | undefined
    let elapsedMs = 0
    let messages = 0
    const beat = async (): Promise<void> => {
      world.clock.advance(50_000)
      streams.beat(elapsedMs += 50)
      await turn()
      for (const update of coming.peer.heard() as DepthUpdate[]) {
        book?.apply(update)
        messages += 1
      }
    }
    const calm = async (): Promise<void> => { for (let beats = 0; beats < 11; beats += 1) await beat() }
    for (let step = 0; step < 500; step += 1) {
      const kind = random.below(10)
      const account = random.pick([alice, bob])
      const price = (markPrice * BigInt(random.between(99_700, 100_300))) / 100_000n
      const order = { symbol: 'BTCUSDT', side: random.pick(['BUY', 'SELL']), quantity: (random.between(2, 90) / 1_000).toFixed(3) }
      if (kind < 6) await world.as(account)('POST', '/fapi/v1/order', { ...order, type: 'LIMIT', timeInForce: random.pick(['GTC', 'GTC', 'IOC']), price: formatDecimal(price - (price % (UNIT / 10n))) })
      else if (kind < 7) await world.as(account)('POST', '/fapi/v1/order', { ...order, type: 'MARKET' })
      else if (kind < 9) {
        const open = world.venue.view.futures.openOrders(account.id, 'BTCUSDT')
        if (open.length > 0) await world.as(account)('DELETE', '/fapi/v1/order', { symbol: 'BTCUSDT', orderId: random.pick(open).id })
      } else await beat()
      // In the middle of everything, as clients do: the stream first, then the snapshot.
      if (step === 80 || step === 260) book = new LocalBook(await snapshot())
      if (step !== 250) continue
      await calm()
      book?.assertIs(await snapshot())
      coming.connection.onClosed()
      book = undefined
      coming = begin()
    }
    await calm()
    assert.ok(book && messages > 2, `${messages} messages`)
    book.assertIs(await snapshot())
  })
}
