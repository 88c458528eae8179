import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MainClient } from 'binance'
import { RunningServer, type DemoKeyFile } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** The npm package `binance` as its users have it; only the base URL is another. */
const clientFor = (key: DemoKeyFile): MainClient => new MainClient({ api_key: key.apiKey, api_secret: key.secretKey ?? key.privateKey ?? '', baseUrl: server.demo.rest })

const symbol = 'BTCUSDT'
const priceNow = async (client: MainClient): Promise<number> => Number((await client.getAvgPrice({ symbol })).price)
const cents = (price: number): number => Math.round(price * 100) / 100

describe('binance reads the market', () => {
  test('exchange information, book, trades, candles, tickers', async () => {
    const client = clientFor(server.demo.keys.read)
    assert.ok((await client.getExchangeInfo()).symbols.length >= 12)
    assert.equal((await client.getExchangeInfo({ symbols: [symbol, 'ETHUSDT'] })).symbols.length, 2)
    assert.ok((await client.getOrderBook({ symbol, limit: 5 })).bids.length > 0)
    assert.ok((await client.getRecentTrades({ symbol })).length > 0)
    assert.ok((await client.getKlines({ symbol, interval: '1m' })).length > 0)
    await client.get24hrChangeStatistics({ symbols: [symbol, 'ETHUSDT'] })
    await client.getSymbolOrderBookTicker({ symbol })
  })
})

for (const kind of ['trade', 'ed25519', 'rsa'] as const) {
  test(`binance places, replaces and cancels with the ${kind} key`, async () => {
    const client = clientFor(server.demo.keys[kind])
    const price = await priceNow(client)
    const placed = await client.submitNewOrder({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.001, price: cents(price * 0.9) })
    assert.equal((await client.getOrder({ symbol, orderId: placed.orderId })).status, 'NEW')
    const replace = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: placed.orderId, quantity: 0.001, price: cents(price * 0.91) } as const
    assert.equal((await client.replaceOrder(replace)).cancelResult, 'SUCCESS')
    await assert.rejects(client.replaceOrder(replace), { code: -2022 })
    const list = await client.submitNewOCO({ symbol, side: 'SELL', quantity: 0.0005, price: cents(price * 1.1), stopPrice: cents(price * 0.9), stopLimitPrice: cents(price * 0.89), stopLimitTimeInForce: 'GTC' })
    assert.ok((await client.getAllOpenOCO()).some(({ orderListId }) => orderListId === list.orderListId))
    await client.cancelAllSymbolOrders({ symbol })
    assert.deepEqual(await client.getOpenOrders({ symbol }), [])
    const bought = await client.submitNewOrder({ symbol, side: 'BUY', type: 'MARKET', quoteOrderQty: 20, newOrderRespType: 'FULL' })
    assert.ok((await client.getAccountTradeList({ symbol })).some(({ orderId }) => orderId === bought.orderId))
  })
}

test('binance reads the wallet and withdraws, to a name with spaces and marks too', async () => {
  const client = clientFor(server.demo.keys.withdraw)
  assert.ok((await client.getBalances()).length > 0)
  assert.ok((await client.getDepositAddress({ coin: 'BTC' })).address)
  const { id } = await client.withdraw({ coin: 'USDT', network: 'TRX', address: 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE', amount: 25, name: 'my addr (x)!' })
  assert.ok((await client.getWithdrawHistory()).some((record) => record.id === id))
  assert.equal((await client.getApiKeyPermissions()).enableWithdrawals, true)
})

describe('binance shows refusals with their codes', () => {
  test('a right that the key lacks, and a wrong signature', async () => {
    await assert.rejects(clientFor(server.demo.keys.read).submitNewOrder({ symbol, side: 'BUY', type: 'MARKET', quantity: 0.001 }), { code: -2015 })
    await assert.rejects(clientFor({ ...server.demo.keys.trade, secretKey: 'wrong' }).getAccountInformation(), { code: -1022 })
    await assert.rejects(clientFor(server.demo.keys.otherAddress).getAccountInformation(), { code: -2015 })
  })
})
