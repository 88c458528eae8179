import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import ccxt from 'ccxt'
import { type DemoKeyFile, RunningServer } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

type Pro = InstanceType<typeof ccxt.pro.binanceusdm>

/** ccxt pro as its users have it; only the addresses are others (it puts `/public`, `/market` and `/private` in by itself), and it prolongs its listenKey each second instead of every 20 minutes. */
const withClient = async (key: DemoKeyFile | undefined, use: (exchange: Pro) => Promise<void>): Promise<void> => {
  const exchange = new ccxt.pro.binanceusdm({ ...(key && { apiKey: key.apiKey, secret: key.secretKey ?? '' }), options: { fetchCurrencies: false, listenKeyRefreshRate: 1_000 } })
  const urls = exchange.urls['api'] as Record<string, unknown> & { ws: Record<string, unknown> & { 'ws-api': Record<string, string> } }
  for (const [name, url] of Object.entries(urls)) if (typeof url === 'string') urls[name] = url.replace(/^https:\/\/[^/]+/, server.demo.rest)
  urls.ws['future'] = `${server.demo.ws}/ws`
  urls.ws['ws-api']['future'] = `${server.demo.ws}/ws-fapi/v1`
  // ccxt asks for this before it opens a socket without TLS.
  await exchange.loadHttpProxyAgent()
  try {
    await use(exchange)
  } finally {
    await exchange.close()
  }
}

const SYMBOL = 'ETH/USDT:USDT'

describe('ccxt pro watches the contracts', () => {
  test('trades, ticker, best prices, mark price and candles', () => withClient(undefined, async (exchange) => {
    const [trades, ticker, best, mark, candles] = await Promise.all([
      exchange.watchTrades(SYMBOL), exchange.watchTicker(SYMBOL), exchange.watchBidsAsks([SYMBOL]), exchange.watchMarkPrice(SYMBOL), exchange.watchOHLCV(SYMBOL, '1m'),
    ])
    assert.ok(trades.length > 0 && (trades[0]?.price ?? 0) > 0)
    assert.ok((ticker.last ?? 0) > 0)
    assert.ok((best[SYMBOL]?.bid ?? 0) < (best[SYMBOL]?.ask ?? 0))
    assert.ok((mark.markPrice ?? 0) > 0 && (mark.indexPrice ?? 0) > 0)
    assert.equal(candles[0]?.length, 6)
  }))

  test('an order book that is in step with the snapshot, for many changes on end', () => withClient(undefined, async (exchange) => {
    for (let change = 0; change < 5; change += 1) {
      const book = await exchange.watchOrderBook(SYMBOL)
      assert.ok((book.bids[0]?.[0] ?? 0) < (book.asks[0]?.[0] ?? 0), 'it is never crossed')
    }
  }))
})

/** Watches until one is heard that is meant. */
const until = async <One>(watch: () => Promise<readonly One[]>, isMeant: (one: One) => boolean): Promise<One> => {
  for (;;) {
    const found = (await watch()).find(isMeant)
    if (found !== undefined) return found
  }
}

test('ccxt pro hears what its orders do to the account, and orders that wait for a price', () => withClient(server.demo.keys.all, async (exchange) => {
  await exchange.loadMarkets()
  const before = (await exchange.fetchBalance())['USDT']?.total ?? 0
  // The first that is watched of positions is what REST tells; what follows came over the socket.
  assert.deepEqual(await exchange.watchPositions([SYMBOL]), [])
  const held = (contracts: number) => until(() => exchange.watchPositions([SYMBOL]), (position) => position.symbol === SYMBOL && position.contracts === contracts)
  const [orders, fills, position, balance] = [exchange.watchOrders(SYMBOL), exchange.watchMyTrades(SYMBOL), held(0.05), exchange.watchBalance()]
  const opened = await exchange.createOrder(SYMBOL, 'market', 'buy', 0.05)
  assert.ok((await orders).some(({ id, symbol }) => id === opened.id && symbol === SYMBOL))
  const [fill] = await fills
  assert.equal(fill?.order, opened.id)
  assert.ok((fill?.fee?.cost ?? 0) > 0)
  assert.equal((await position).side, 'long')
  const paid = (await balance)['USDT']?.total ?? 0
  assert.ok(paid < before, `the fee was paid: ${before} became ${paid}`)
  await Promise.all([held(0), exchange.createOrder(SYMBOL, 'market', 'sell', 0.05, undefined, { reduceOnly: true })])
  const ended = (id: string | undefined) => until(() => exchange.watchOrders(), (order) => order.id === id && order.status === 'canceled')
  const at = (times: number): number => Number(exchange.priceToPrecision(SYMBOL, (opened.average ?? 0) * times))
  const resting = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.05, at(0.97))
  await Promise.all([ended(resting.id), exchange.cancelOrder(resting.id as string, SYMBOL)])
  const stop = await exchange.createOrder(SYMBOL, 'market', 'buy', 0.05, undefined, { stopPrice: at(1.1) })
  await Promise.all([ended(stop.id), exchange.cancelAllOrders(SYMBOL, { trigger: true })])
}))

test('ccxt pro trades over the socket', () => withClient(server.demo.keys.all, async (exchange) => {
  await exchange.loadMarkets()
  const book = await exchange.fetchOrderBookWs(SYMBOL)
  const at = (times: number): number => Number(exchange.priceToPrecision(SYMBOL, (book.bids[0]?.[0] ?? 0) * times))
  const resting = await exchange.createOrderWs(SYMBOL, 'limit', 'buy', 0.05, at(0.97))
  assert.equal((await exchange.editOrderWs(resting.id as string, SYMBOL, 'limit', 'buy', 0.06, at(0.98))).amount, 0.06)
  assert.equal((await exchange.fetchOrderWs(resting.id as string, SYMBOL)).status, 'open')
  assert.equal((await exchange.cancelOrderWs(resting.id as string, SYMBOL)).status, 'canceled')
  assert.ok(((await exchange.fetchBalanceWs())['USDT']?.total ?? 0) > 0)
  assert.deepEqual(await exchange.fetchPositionsWs([SYMBOL]), [])
  assert.equal((await exchange.fetchTickerWs(SYMBOL)).symbol, SYMBOL)
}))

test('ccxt pro is refused where the key has no right to futures', () => withClient(server.demo.keys.trade, async (exchange) => {
  await exchange.loadMarkets()
  await assert.rejects(exchange.createOrderWs(SYMBOL, 'market', 'buy', 0.05), ccxt.AuthenticationError)
}))
