import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import type { SpotWebsocketStreams } from '@binance/spot'
import { spotStreams } from '../../src/binance/streams/spot-streams.ts'
import type { ExchangeEvent } from '../../src/exchange/event.ts'
import { EnvironmentStreams } from '../../src/server/sockets/environment-streams.ts'
import { StreamConnection, type StreamWish } from '../../src/server/sockets/stream-connection.ts'
import { MINUTE, SECOND } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'
import { MemoryPeer } from '../harness/memory-peer.ts'

const scene = (wish: Partial<StreamWish> = {}, { timeUnit = 'MILLISECOND', messagesPerSecond = null }: { timeUnit?: 'MILLISECOND' | 'MICROSECOND'; messagesPerSecond?: number | null } = {}) => {
  const alice = anAccount(100_001)
  const wire = new InProcessWire([alice])
  wire.world.fund(alice, 'USDT', '1000000')
  wire.world.fund(alice, 'BTC', '10')
  const { streams, world } = wire
  const peer = new MemoryPeer({ timeUnit })
  const hub = streams.hubs.get('spot')
  assert.ok(hub)
  const connection = new StreamConnection({ clock: world.clock, hub, accounts: { listenKey: (text) => streams.listenKeys.find(text, world.clock.nowUs()), streams: streams.user }, messagesPerSecond }, peer, { streams: [], isCombined: false, ...wish })
  let elapsedMs = 0
  return {
    alice, wire, world, streams, peer, connection, hub,
    async buys(quantity = '0.001') {
      const answer = await world.as(alice)('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity })
      assert.equal(answer.status, 200)
      await turn()
    },
    /** Lets so much time go by, beat by beat. */
    async waits(ms: number) {
      for (let gone = 0; gone < ms; gone += 50) {
        world.clock.advance(50_000)
        streams.beat(elapsedMs += 50)
      }
      await turn()
    },
    asks(message: unknown) {
      connection.onText(typeof message === 'string' ? message : JSON.stringify(message))
      return peer.heard()
    },
  }
}

type Fields<Message> = { readonly [Field in keyof Required<Message>]: 'string' | 'number' | 'boolean' }
const bookTickerFields: Fields<Omit<SpotWebsocketStreams.BookTickerResponse, never>> = { u: 'number', s: 'string', b: 'string', B: 'string', a: 'string', A: 'string' }
const tradeFields: Fields<SpotWebsocketStreams.TradeResponse> = { e: 'string', E: 'number', s: 'string', t: 'number', p: 'string', q: 'string', T: 'number', m: 'boolean', M: 'boolean' }
const aggregateFields: Fields<SpotWebsocketStreams.AggTradeResponse> = { e: 'string', E: 'number', s: 'string', a: 'number', p: 'string', q: 'string', f: 'number', l: 'number', T: 'number', m: 'boolean', M: 'boolean' }
const miniFields: Fields<SpotWebsocketStreams.MiniTickerResponse> = { e: 'string', E: 'number', s: 'string', c: 'string', o: 'string', h: 'string', l: 'string', v: 'string', q: 'string' }
const rollingFields: Fields<SpotWebsocketStreams.RollingWindowTickerResponse> = { e: 'string', E: 'number', s: 'string', p: 'string', P: 'string', w: 'string', o: 'string', h: 'string', l: 'string', c: 'string', v: 'string', q: 'string', O: 'number', C: 'number', F: 'number', L: 'number', n: 'number' }
const tickerFields: Fields<SpotWebsocketStreams.TickerResponse> = { ...rollingFields, x: 'string', Q: 'string', b: 'string', B: 'string', a: 'string', A: 'string' }
const averageFields: Fields<SpotWebsocketStreams.AvgPriceResponse> = { e: 'string', E: 'number', s: 'string', i: 'string', w: 'string', T: 'number' }
const referenceFields: Fields<SpotWebsocketStreams.ReferencePriceResponse> = { e: 'string', s: 'string', r: 'string', t: 'number' }
const klineFields: Fields<SpotWebsocketStreams.KlineResponseK> = { t: 'number', T: 'number', s: 'string', i: 'string', f: 'number', L: 'number', o: 'string', c: 'string', h: 'string', l: 'string', v: 'string', n: 'number', x: 'boolean', q: 'string', V: 'string', Q: 'string', B: 'string' }

const assertShape = (message: Record<string, unknown>, fields: Readonly<Record<string, string>>, name: string): void =>
  assert.deepEqual(Object.fromEntries(Object.entries(message).map(([field, value]) => [field, typeof value]).sort()), Object.fromEntries(Object.entries(fields).sort()), name)

test('every stream of the documentation tells what it should, with exactly its fields', async () => {
  const names = [
    'btcusdt@trade', 'btcusdt@aggTrade', 'btcusdt@bookTicker', 'btcusdt@depth', 'btcusdt@depth@100ms', 'btcusdt@depth5', 'btcusdt@depth10@100ms', 'btcusdt@depth20', 'btcusdt@avgPrice', 'btcusdt@referencePrice',
    'btcusdt@miniTicker', 'btcusdt@ticker', 'btcusdt@ticker_1h', 'btcusdt@ticker_4h', 'btcusdt@ticker_1d', '!miniTicker@arr', '!ticker@arr', '!ticker_1h@arr', '!ticker_4h@arr', '!ticker_1d@arr',
    ...['1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M'].flatMap((interval) => [`btcusdt@kline_${interval}`, `btcusdt@kline_${interval}@+08:00`]),
  ]
  const { peer, buys, waits } = scene({ streams: names, isCombined: true })
  await buys()
  await waits(2_000)
  const heard = new Map<string, any>()
  for (const { stream, data } of peer.heard()) if (!heard.has(stream)) heard.set(stream, data)
  assert.deepEqual(names.filter((name) => !heard.has(name)), [], 'streams that told nothing')
  assertShape(heard.get('btcusdt@trade'), tradeFields, 'trade')
  assertShape(heard.get('btcusdt@aggTrade'), aggregateFields, 'aggTrade')
  assertShape(heard.get('btcusdt@bookTicker'), bookTickerFields, 'bookTicker')
  assertShape(heard.get('btcusdt@miniTicker'), miniFields, 'miniTicker')
  assertShape(heard.get('btcusdt@ticker'), tickerFields, 'ticker')
  assertShape(heard.get('btcusdt@avgPrice'), averageFields, 'avgPrice')
  assertShape(heard.get('btcusdt@referencePrice'), referenceFields, 'referencePrice')
  for (const size of ['1h', '4h', '1d']) {
    assertShape(heard.get(`btcusdt@ticker_${size}`), rollingFields, size)
    assert.equal(heard.get(`btcusdt@ticker_${size}`).e, `${size}Ticker`)
  }
  for (const name of names.filter((one) => one.includes('kline'))) {
    assertShape(heard.get(name).k, klineFields, name)
    assert.equal(heard.get(name).k.i, /kline_(\w+)/.exec(name)?.[1])
  }
  const day = (name: string): number => new Date(heard.get(name).k.t).getUTCHours()
  assert.deepEqual([day('btcusdt@kline_1d'), day('btcusdt@kline_1d@+08:00')], [0, 16])
  for (const [name, levels] of [['btcusdt@depth5', 5], ['btcusdt@depth10@100ms', 10], ['btcusdt@depth20', 20]] as const) {
    const { lastUpdateId, bids, asks } = heard.get(name)
    assert.ok(lastUpdateId > 0 && bids.length <= levels && bids.length >= Math.min(levels, 10) && asks.length > 0, name)
  }
  assert.ok(heard.get('!ticker@arr').length > 10, 'the first list has every market')
})

test('a reference price is told every second, null while nothing was traded of late; trades outside of the book are never told', async () => {
  const { alice, world, peer, buys, waits } = scene({ streams: ['btcusdt@referencePrice', 'btcusdt@blockTrade'], isCombined: true })
  await buys()
  await waits(1_000)
  const [{ stream, data }] = peer.heard()
  const asked = await world.as(alice)('GET', '/api/v3/referencePrice', { symbol: 'BTCUSDT' })
  assert.deepEqual([stream, data.r, data.t], ['btcusdt@referencePrice', (asked.body as Record<string, unknown>).referencePrice, world.clock.nowUs() / 1_000])
  world.clock.advance(6 * MINUTE)
  await waits(1_000)
  assert.deepEqual(peer.heard().map(({ stream: of, data: told }) => [of, told.r]), [['btcusdt@referencePrice', null]])
})

test('a raw connection hears bare messages, and times in the unit it asked for', async () => {
  const { peer, buys, world } = scene({ streams: ['btcusdt@trade'] }, { timeUnit: 'MICROSECOND' })
  await buys()
  const [trade] = peer.heard()
  assert.equal(trade.e, 'trade')
  assert.equal(trade.T, world.clock.nowUs())
})

test('a finished candle is told once as closed, and the next one begins', async () => {
  const { peer, buys, waits } = scene({ streams: ['btcusdt@kline_1m'] })
  await buys()
  await waits(MINUTE / 1_000 + 4_000)
  const told = peer.heard().map(({ k }) => [k.t, k.x])
  assert.equal(told.filter(([, isClosed]) => isClosed).length, 1)
  assert.ok(told.at(-1)?.[0] > (told[0]?.[0] ?? Infinity), 'another minute')
  assert.equal(new Set(told.map(String)).size, told.length, 'nothing twice')
})

test('lists of tickers tell only the markets that changed', async () => {
  const { peer, buys, waits } = scene({ streams: ['!miniTicker@arr'] })
  await waits(1_000)
  assert.ok(peer.heard()[0].length > 10)
  await waits(1_000)
  assert.deepEqual(peer.heard(), [], 'nothing changed')
  await buys()
  await waits(1_000)
  assert.deepEqual(peer.heard().map((list) => list.map(({ s }: { s: string }) => s)), [['BTCUSDT']])
})

test('control messages are answered in Binance’s words', async () => {
  const { asks, buys, peer } = scene()
  assert.deepEqual(asks({ method: 'LIST_SUBSCRIPTIONS', id: 3 }), [{ result: [], id: 3 }])
  assert.deepEqual(asks({ method: 'SUBSCRIBE', params: ['btcusdt@trade', 'nothing@of_the_kind', '7'], id: 'abc' }), [{ result: null, id: 'abc' }])
  assert.deepEqual(asks({ method: 'LIST_SUBSCRIPTIONS', id: null }), [{ result: ['btcusdt@trade', 'nothing@of_the_kind', '7'], id: null }])
  assert.deepEqual(asks({ method: 'GET_PROPERTY', params: ['combined'], id: 2 }), [{ result: false, id: 2 }])
  assert.deepEqual(asks({ method: 'SET_PROPERTY', params: ['combined', true], id: 5 }), [{ result: null, id: 5 }])
  await buys()
  assert.equal(peer.heard()[0].stream, 'btcusdt@trade')
  assert.deepEqual(asks({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade'], id: 312 }), [{ result: null, id: 312 }])
  await buys()
  assert.deepEqual(peer.heard(), [], 'what was let go is heard no more')
  const faults: readonly (readonly [unknown, unknown])[] = [
    ['{', { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' }],
    [{ id: 1 }, { code: 2, msg: 'Invalid request: missing field `method` at line 1 column 8' }],
    [{ method: 'SUBSCRIPE', id: 1 }, { code: 2, msg: 'Invalid request: unknown variant `SUBSCRIPE`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` at line 1 column 29' }],
    [{ method: 'SUBSCRIBE', params: ['btcusdt@trade'] }, { code: 2, msg: 'Invalid request: request ID must be an unsigned integer' }],
    [{ method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 1.5 }, { code: 2, msg: 'Invalid request: request ID must be an unsigned integer' }],
    [{ method: 'GET_PROPERTY', params: ['else'], id: 1 }, { code: 0, msg: 'Unknown property', id: 1 }],
    [{ method: 'GET_PROPERTY', params: [], id: 1 }, { code: 2, msg: 'Invalid request: property name must be a string', id: 1 }],
    [{ method: 'GET_PROPERTY', params: ['combined', 1], id: 1 }, { code: 2, msg: 'Invalid request: too many parameters', id: 1 }],
    [{ method: 'SET_PROPERTY', params: ['combined', 1], id: 1 }, { code: 1, msg: 'Invalid value type: expected Boolean', id: 1 }],
  ]
  for (const [sent, expected] of faults) assert.deepEqual(asks(sent), [expected], JSON.stringify(sent))
})

test('a connection hears at most 1024 streams, and sends at most five messages a second', async () => {
  const many = scene()
  const names = Array.from({ length: 1_024 }, (_, index) => `${index}`)
  assert.deepEqual(many.asks({ method: 'SUBSCRIBE', params: names, id: 1 }), [{ result: null, id: 1 }])
  assert.equal(many.asks({ method: 'SUBSCRIBE', params: ['one@more'], id: 2 })[0].code, 2)
  assert.deepEqual(many.asks({ method: 'SUBSCRIBE', params: ['7'], id: 2 }), [{ result: null, id: 2 }], 'one that it has already is no more')
  const quick = scene({}, { messagesPerSecond: 5 })
  for (let sent = 0; sent < 5; sent += 1) quick.asks({ method: 'LIST_SUBSCRIPTIONS', id: sent })
  assert.equal(quick.peer.closedWith, undefined)
  quick.world.clock.advance(SECOND)
  for (let sent = 0; sent < 3; sent += 1) quick.connection.onControl()
  for (let sent = 0; sent < 3; sent += 1) quick.asks({ method: 'LIST_SUBSCRIPTIONS', id: sent })
  assert.equal(quick.peer.closedWith, 1008)
})

test('a stream ends with its last listener', async () => {
  const { asks, hub, connection } = scene({ streams: ['btcusdt@trade', 'btcusdt@depth', '!ticker@arr'] })
  assert.equal(hub.openStreams, 3)
  asks({ method: 'UNSUBSCRIBE', params: ['btcusdt@depth'], id: 1 })
  assert.equal(hub.openStreams, 2)
  connection.onClosed()
  assert.equal(hub.openStreams, 0)
})

test('what cannot be worded breaks nothing: the command stands, and who follows begins anew', async (context) => {
  context.mock.method(process.stderr, 'write', () => true)
  const { world, streams, alice, connection, peer } = scene({ streams: ['btcusdt@trade'] })
  let restarts = 0
  streams.onRestored(() => { restarts += 1 })
  const broken = Object.freeze({ kind: 'placeOrder', accountId: alice.id, symbol: 'BTCUSDT', order: { side: 'BUY', type: 'MARKET', timeInForce: 'GTC', quantity: 100_000n, clientOrderId: 'c' } } as const)
  context.mock.method(streams.user, 'onCommand', () => { throw new Error('a fault of ours') })
  assert.equal(world.venue.execute(broken).ok, true)
  assert.equal(restarts, 1)
  connection.onClosed()
  assert.equal(peer.closedWith, undefined, 'closing is the listener’s')
})

test('nothing is told before it is durable, and then all of it in order', async () => {
  const { wire: { gate }, world, alice } = scene()
  const { venue } = world
  let writes = Promise.withResolvers<void>()
  let isWriting = true
  const slow = {
    get view() { return venue.view }, nowUs: () => venue.nowUs(), settled: () => (isWriting ? writes.promise : undefined),
    onEvents: (listener: (events: readonly ExchangeEvent[], timeUs: number) => void) => venue.onEvents(listener), onRestored: (listener: () => void) => venue.onRestored(listener),
  }
  const streams = new EnvironmentStreams({ environment: 'live', venue: slow, catalogues: { spot: spotStreams(slow) }, listenKeys: world.services.listenKeys, gate, clock: world.clock })
  const peer = new MemoryPeer()
  const hub = streams.hubs.get('spot')
  assert.ok(hub)
  new StreamConnection({ clock: world.clock, hub, accounts: null, messagesPerSecond: null }, peer, { streams: ['btcusdt@trade'], isCombined: false })
  const buy = () => venue.execute({ kind: 'placeOrder', accountId: alice.id, symbol: 'BTCUSDT', order: { side: 'BUY', type: 'MARKET', timeInForce: 'GTC', quantity: 100_000n, clientOrderId: `c${Math.random()}` } })
  buy()
  const firstWrite = writes
  writes = Promise.withResolvers<void>()
  buy()
  await turn()
  assert.deepEqual(peer.heard(), [])
  firstWrite.resolve()
  await turn()
  assert.equal(peer.heard().length, 1, 'what the first write kept')
  isWriting = false
  writes.resolve()
  await turn()
  assert.equal(peer.heard().length, 1)
  isWriting = true
  writes = Promise.withResolvers<void>()
  buy()
  writes.reject(new Error('the disk is full'))
  await turn()
  assert.deepEqual(peer.heard(), [], 'what was lost is never told')
})
