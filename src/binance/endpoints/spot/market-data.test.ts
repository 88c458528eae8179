import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anAccount, type Seen } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'
import { SYMBOLS } from '../../../exchange/listing/symbols.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../time.ts'

type Json = Record<string, unknown>

const alice = anAccount(100_001)
let world: World
let call: ReturnType<World['asAnybody']>
beforeEach(() => {
  world = aWorld([alice])
  world.fund(alice, 'USDT', '1000000')
  call = world.asAnybody()
})

const body = async (answer: Promise<Seen>): Promise<Json> => {
  const seen = await answer
  assert.equal(seen.status, 200, JSON.stringify(seen.body))
  return seen.body as Json
}
const rows = async (answer: Promise<Seen>): Promise<Json[]> => {
  const list = await body(answer)
  assert.ok(Array.isArray(list))
  return list
}

const buy = (quantity: string): Promise<Seen> => world.as(alice)('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity })

test('ping is empty and time is wall time', async () => {
  assert.deepEqual(await body(call('GET', '/api/v3/ping')), {})
  assert.deepEqual(await body(call('GET', '/api/v3/time')), { serverTime: world.clock.nowUs() / 1000 })
})

test('exchangeInfo tells limits, filters and every market', async () => {
  const info = await body(call('GET', '/api/v3/exchangeInfo'))
  assert.deepEqual(Object.keys(info), ['timezone', 'serverTime', 'rateLimits', 'exchangeFilters', 'symbols', 'sors'])
  assert.deepEqual((info.symbols as Json[]).map((symbol) => symbol.symbol), SYMBOLS.map((symbol) => symbol.name))
  assert.deepEqual((info.rateLimits as Json[]).map((limit) => `${limit.rateLimitType} ${limit.intervalNum} ${limit.interval}`), ['REQUEST_WEIGHT 1 MINUTE', 'ORDERS 10 SECOND', 'ORDERS 1 DAY', 'RAW_REQUESTS 5 MINUTE'])
})

test('exchangeInfo narrows to markets, to a status, and to account permissions', async () => {
  const names = async (parameters: Record<string, string>) => ((await body(call('GET', '/api/v3/exchangeInfo', parameters))).symbols as Json[]).map((symbol) => symbol.symbol)
  assert.deepEqual(await names({ symbol: 'ETHUSDT' }), ['ETHUSDT'])
  assert.deepEqual(await names({ symbols: '["ETHUSDT","BTCUSDT"]' }), ['ETHUSDT', 'BTCUSDT'])
  assert.deepEqual(await names({ symbolStatus: 'HALT' }), [])
  world.venue.execute({ kind: 'setSymbolStatus', symbol: 'ETHUSDT', status: 'HALT' })
  assert.deepEqual(await names({ symbolStatus: 'HALT' }), ['ETHUSDT'])
  assert.deepEqual(await names({ permissions: 'TRD_GRP_007' }), [])
  assert.equal((await names({ permissions: '["MARGIN"]' })).length, SYMBOLS.length)
  const bare = await body(call('GET', '/api/v3/exchangeInfo', { symbol: 'BTCUSDT', showPermissionSets: 'false' }))
  assert.deepEqual((bare.symbols as Json[])[0]?.permissionSets, [])
})

test('depth is best first, as deep as asked', async () => {
  const depth = await body(call('GET', '/api/v3/depth', { symbol: 'BTCUSDT', limit: '2' }))
  assert.deepEqual(depth.bids, [['89999.99000000', '0.00560000'], ['89999.98000000', '0.00560000']])
  assert.deepEqual(depth.asks, [['90000.01000000', '0.00560000'], ['90000.02000000', '0.00560000']])
  assert.ok(Number(depth.lastUpdateId) > 0)
})

test('trades are told one by one from any id on, and aggregated by taker order and price', async () => {
  await buy('0.007')
  const trades = await rows(call('GET', '/api/v3/trades', { symbol: 'BTCUSDT' }))
  assert.equal(trades.length, 3)
  assert.deepEqual(await rows(call('GET', '/api/v3/trades', { symbol: 'BTCUSDT', limit: '1' })), trades.slice(-1))
  assert.deepEqual(await rows(call('GET', '/api/v3/historicalTrades', { symbol: 'BTCUSDT', fromId: String(trades[1]?.id), limit: '1' })), [trades[1]])
  const aggregates = await rows(call('GET', '/api/v3/aggTrades', { symbol: 'BTCUSDT' }))
  assert.equal(aggregates.length, 3)
  assert.deepEqual(Object.keys(aggregates[0] ?? {}), ['a', 'p', 'q', 'f', 'l', 'T', 'm', 'M'])
  assert.deepEqual(await rows(call('GET', '/api/v3/aggTrades', { symbol: 'BTCUSDT', fromId: String(aggregates[2]?.a) })), aggregates.slice(2))
})

test('the last candle holds what was traded in its minute', async () => {
  world.clock.advance(2 * MINUTE)
  await buy('0.005')
  world.clock.advance(SECOND)
  const klines = await rows(call('GET', '/api/v3/klines', { symbol: 'BTCUSDT', interval: '1m', limit: '2' })) as unknown as unknown[][]
  assert.equal(klines.length, 2)
  const last = klines[1] ?? []
  assert.equal(last.length, 12)
  assert.equal(last[5], '0.00500000')
  assert.equal(Number(last[6]) - Number(last[0]), 59_999)
  assert.deepEqual(await rows(call('GET', '/api/v3/uiKlines', { symbol: 'BTCUSDT', interval: '1m', limit: '2' })), klines)
})

test('tickers of one market are an object, of several or all a list', async () => {
  for (const path of ['/api/v3/ticker/24hr', '/api/v3/ticker/price', '/api/v3/ticker/bookTicker', '/api/v3/ticker', '/api/v3/ticker/tradingDay']) {
    assert.equal((await body(call('GET', path, { symbol: 'BTCUSDT' }))).symbol, 'BTCUSDT', path)
    assert.deepEqual((await rows(call('GET', path, { symbols: '["BNBUSDT","BTCUSDT"]' }))).map((ticker) => ticker.symbol), ['BNBUSDT', 'BTCUSDT'], path)
  }
  for (const path of ['/api/v3/ticker/24hr', '/api/v3/ticker/price', '/api/v3/ticker/bookTicker']) assert.equal((await rows(call('GET', path))).length, SYMBOLS.length, path)
})

test('the day ticker counts what was traded and shows the best of the book', async () => {
  await buy('0.007')
  const ticker = await body(call('GET', '/api/v3/ticker/24hr', { symbol: 'BTCUSDT' }))
  assert.deepEqual([ticker.count, ticker.lastPrice, ticker.lastQty, ticker.bidPrice, ticker.askPrice, ticker.openPrice], [3, '90000.02000000', '0.00140000', '89999.99000000', '90000.02000000', '90000.00000000'])
  const mini = await body(call('GET', '/api/v3/ticker/24hr', { symbol: 'BTCUSDT', type: 'MINI' }))
  assert.deepEqual(Object.keys(mini), ['symbol', 'openPrice', 'highPrice', 'lowPrice', 'lastPrice', 'volume', 'quoteVolume', 'openTime', 'closeTime', 'firstId', 'lastId', 'count'])
})

test('the times of the day ticker are 24 hours apart', async () => {
  world.clock.advance(90 * SECOND + 7)
  for (const type of ['FULL', 'MINI']) {
    const { openTime, closeTime } = await body(call('GET', '/api/v3/ticker/24hr', { symbol: 'BTCUSDT', type }))
    assert.deepEqual([openTime, closeTime], [Math.floor((world.clock.nowUs() - DAY) / 1000), Math.floor(world.clock.nowUs() / 1000)])
  }
})

test('a rolling window begins on a whole minute, a trading day at midnight of its zone', async () => {
  world.clock.advance(90 * SECOND + 7)
  const nowUs = world.clock.nowUs()
  const rolling = await body(call('GET', '/api/v3/ticker', { symbol: 'BTCUSDT', windowSize: '1h' }))
  assert.equal(rolling.openTime, (Math.floor((nowUs - HOUR) / MINUTE) * MINUTE) / 1000)
  assert.equal(rolling.closeTime, Math.floor(nowUs / 1000))
  const day = await body(call('GET', '/api/v3/ticker/tradingDay', { symbol: 'BTCUSDT', timeZone: '-3' }))
  const startUs = Math.floor((nowUs - 3 * HOUR) / DAY) * DAY + 3 * HOUR
  assert.deepEqual([day.openTime, day.closeTime], [startUs / 1000, (startUs + DAY) / 1000 - 1])
})

test('a status that the market has not is -1220 for one market, and leaves it out of a list', async () => {
  assert.deepEqual(await call('GET', '/api/v3/ticker/price', { symbol: 'BTCUSDT', symbolStatus: 'HALT' }), {
    status: 400, body: { code: -1220, msg: "The symbol's status does not match the requested symbolStatus." },
  })
  assert.deepEqual(await rows(call('GET', '/api/v3/ticker/price', { symbolStatus: 'HALT' })), [])
  assert.equal((await call('GET', '/api/v3/depth', { symbol: 'BTCUSDT', symbolStatus: 'BREAK' })).status, 400)
})

test('the average price goes over five minutes', async () => {
  const average = await body(call('GET', '/api/v3/avgPrice', { symbol: 'BTCUSDT' }))
  assert.deepEqual([average.mins, average.price], [5, '90000.00000000'])
})

test('commission and filters are those of the account and the market', async () => {
  const me = world.as(alice)
  assert.deepEqual((await body(me('GET', '/api/v3/account/commission', { symbol: 'BTCUSDT' }))).standardCommission, { maker: '0.00100000', taker: '0.00100000', buyer: '0.00000000', seller: '0.00000000' })
  const filters = await body(me('GET', '/api/v3/myFilters', { symbol: 'BTCUSDT' }))
  assert.ok((filters.symbolFilters as Json[]).some((filter) => filter.filterType === 'MAX_NUM_ORDERS'))
  assert.deepEqual(filters.assetFilters, [])
})
