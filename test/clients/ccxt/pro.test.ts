import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import ccxt from 'ccxt'
import { type DemoKeyFile, RunningServer } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

type Pro = InstanceType<typeof ccxt.pro.binance>

/** ccxt pro as its users have it; only the addresses are others. */
const clientFor = (key?: DemoKeyFile): Pro => {
  const exchange = new ccxt.pro.binance(key ? { apiKey: key.apiKey, secret: key.secretKey ?? key.privateKey ?? '' } : {})
  const urls = exchange.urls['api'] as Record<string, unknown> & { ws: Record<string, unknown> & { 'ws-api': Record<string, string> } }
  for (const [name, url] of Object.entries(urls)) if (typeof url === 'string') urls[name] = url.replace(/^https:\/\/[^/]+/, server.demo.rest)
  // `/stream` in the address is how ccxt knows a spot market from a contract of the same name.
  urls.ws['spot'] = `${server.demo.ws}/stream/ws`
  urls.ws['margin'] = `${server.demo.ws}/stream/ws`
  urls.ws['ws-api']['spot'] = `${server.demo.ws}/ws-api/v3`
  return exchange
}

const withClient = async (key: DemoKeyFile | undefined, use: (exchange: Pro) => Promise<void>): Promise<void> => {
  const exchange = clientFor(key)
  // ccxt asks for this before it opens a socket without TLS.
  await exchange.loadHttpProxyAgent()
  try {
    await use(exchange)
  } finally {
    await exchange.close()
  }
}

const SYMBOL = 'BTC/USDT'

describe('ccxt pro watches the market', () => {
  test('trades, ticker, best prices and candles', () => withClient(undefined, async (exchange) => {
    const [trades, ticker, best, candles] = await Promise.all([exchange.watchTrades(SYMBOL), exchange.watchTicker(SYMBOL), exchange.watchBidsAsks([SYMBOL]), exchange.watchOHLCV(SYMBOL, '1m')])
    assert.ok(trades.length > 0 && (trades[0]?.price ?? 0) > 0)
    assert.ok((ticker.last ?? 0) > 0)
    assert.ok((best[SYMBOL]?.bid ?? 0) < (best[SYMBOL]?.ask ?? 0))
    assert.equal(candles[0]?.length, 6)
  }))

  test('an order book that is in step with the snapshot, for many changes on end', () => withClient(undefined, async (exchange) => {
    for (let change = 0; change < 5; change += 1) {
      const book = await exchange.watchOrderBook(SYMBOL)
      assert.ok((book.bids[0]?.[0] ?? 0) < (book.asks[0]?.[0] ?? 0), 'it is never crossed')
    }
  }))
})

for (const kind of ['trade', 'ed25519', 'rsa'] as const) {
  describe(`ccxt pro trades with the ${kind} key`, () => {
    test('orders over the socket, and what they make the account hear', () => withClient(server.demo.keys[kind], async (exchange) => {
      await exchange.loadMarkets()
      // From the answer to this subscription on the account is heard; each of the three would begin with it.
      await exchange.ensureUserDataStreamWsSubscribeSignature()
      const balance = exchange.watchBalance()
      const heard = exchange.watchOrders(SYMBOL)
      const fills = exchange.watchMyTrades(SYMBOL)
      const bought = await exchange.createOrderWs(SYMBOL, 'market', 'buy', 0.001)
      assert.equal(bought.status, 'closed')
      assert.ok((await heard).some(({ id }) => id === bought.id))
      assert.ok((await fills).some(({ order }) => order === bought.id))
      assert.ok(Number((await balance)['BTC']?.total) > 0)
      const resting = await exchange.createOrderWs(SYMBOL, 'limit', 'buy', 0.001, Math.floor(Number(bought.average) * 0.8))
      assert.equal((await exchange.fetchOrderWs(resting.id ?? '', SYMBOL)).status, 'open')
      assert.ok((await exchange.fetchOpenOrdersWs(SYMBOL)).some(({ id }) => id === resting.id))
      const cancelled = await exchange.cancelOrderWs(resting.id ?? '', SYMBOL)
      assert.equal(cancelled.id, resting.id)
      assert.ok((await exchange.fetchMyTradesWs(SYMBOL)).some(({ order }) => order === bought.id))
      assert.ok((await exchange.fetchBalanceWs())['info'].balances.length > 0)
      assert.ok((await exchange.fetchOHLCVWs(SYMBOL, '1m', undefined, 3)).length > 0)
      assert.ok((await exchange.fetchTradesWs(SYMBOL, undefined, 3)).length > 0)
    }))
  })
}

test('ccxt pro is refused where the key has no right', () => withClient(server.demo.keys.read, async (exchange) => {
  await exchange.loadMarkets()
  await assert.rejects(exchange.createOrderWs(SYMBOL, 'market', 'buy', 0.001), ccxt.AuthenticationError)
}))
