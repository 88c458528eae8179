import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Binance from 'node-binance-api'
import { RunningServer, type DemoKeyFile } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

const symbol = 'BTCUSDT'

/** node-binance-api as its users have it; only its base URLs are others. */
const clientFor = ({ apiKey, secretKey, privateKey }: DemoKeyFile): Binance => new Binance({
  APIKEY: apiKey, ...(secretKey === undefined ? { PRIVATEKEY: privateKey ?? '' } : { APISECRET: secretKey }),
  urls: { base: `${server.demo.rest}/api/`, sapi: `${server.demo.rest}/sapi/` },
})

test('node-binance-api reads the market', async () => {
  const client = clientFor(server.demo.keys.read)
  await client.exchangeInfo()
  assert.ok(Number((await client.prices())[symbol]) > 0)
  await client.bookTickers()
  assert.ok(Object.keys((await client.depth(symbol)).bids).length > 0)
  assert.ok((await client.candlesticks(symbol, '1m')).length > 0)
  await client.aggTrades(symbol)
  await client.recentTrades(symbol)
  await client.prevDay(symbol)
})

// Its RSA signatures are percent-encoded twice in a form body, which no server can take for what was signed: HMAC and Ed25519 only.
for (const kind of ['trade', 'ed25519'] as const) {
  test(`node-binance-api trades with the ${kind} key`, async () => {
    const client = clientFor(server.demo.keys[kind])
    const price = Number((await client.prices())[symbol])
    // Its types say no more of balances than that there are some.
    const balances = await client.balance() as Readonly<Record<string, { readonly available: string }>>
    assert.ok(Number(balances['USDT']?.available) > 0)
    const { orderId } = await client.buy(symbol, 0.001, Number((price * 0.9).toFixed(2)))
    assert.equal((await client.orderStatus(symbol, orderId)).status, 'NEW')
    assert.equal((await client.openOrders(symbol)).length, 1)
    await client.cancel(symbol, orderId)
    assert.equal((await client.openOrders(symbol)).length, 0)
    const bought = await client.marketBuy(symbol, 0.001)
    assert.ok((await client.trades(symbol)).some((trade) => trade.orderId === bought.orderId))
    await client.marketSell(symbol, 0.001)
  })
}

test('node-binance-api shows the text of a refusal', async () => {
  await assert.rejects(clientFor(server.demo.keys.read).marketBuy(symbol, 0.001), /-2015/)
})
