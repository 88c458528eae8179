import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PrivateKeyAlgo, Spot } from '@binance/connector'
import { RunningServer } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

type Kind = keyof RunningServer['demo']['keys']

/** The former official connector as its users have it; only the base URL is another. */
const clientFor = (kind: Kind): Spot => {
  const { apiKey, secretKey, privateKey } = server.demo.keys[kind]
  return new Spot(apiKey, secretKey ?? '', { baseURL: server.demo.rest, ...(privateKey !== undefined && { privateKey, privateKeyAlgo: kind === 'rsa' ? PrivateKeyAlgo.RSA : PrivateKeyAlgo.ED25519 }) })
}

const symbol = 'BTCUSDT'

/** It throws axios errors, which carry the answer. */
const refusedWith = (code: number) => (error: { readonly response?: { readonly data?: { readonly code?: number } } }): boolean => error.response?.data?.code === code

test('@binance/connector reads the market', async () => {
  const client = clientFor('read')
  assert.equal(((await client.exchangeInfo({ symbols: [symbol, 'ETHUSDT'] })).data['symbols'] as unknown[]).length, 2)
  await client.depth(symbol, { limit: 5 })
  assert.equal((await client.klines(symbol, '1m', { limit: 3 })).data.length, 3)
})

for (const kind of ['trade', 'ed25519', 'rsa'] as const) {
  test(`@binance/connector trades with the ${kind} key`, async () => {
    const client = clientFor(kind)
    const price = Number((await client.tickerPrice(symbol)).data['price'])
    const at = (factor: number): string => (price * factor).toFixed(2)
    const { data: { orderId } } = await client.newOrder(symbol, 'BUY', 'LIMIT', { timeInForce: 'GTC', quantity: 0.001, price: at(0.9) })
    assert.equal((await client.getOrder(symbol, { orderId })).data['status'], 'NEW')
    assert.equal((await client.cancelAndReplace(symbol, 'BUY', 'LIMIT', 'STOP_ON_FAILURE', { cancelOrderId: orderId, timeInForce: 'GTC', quantity: 0.001, price: at(0.91) })).data['cancelResult'], 'SUCCESS')
    assert.equal((await client.newOCOOrder(symbol, 'SELL', 0.0005, 'LIMIT_MAKER', 'STOP_LOSS', { abovePrice: at(1.1), belowStopPrice: at(0.9) })).data['contingencyType'], 'OCO')
    await client.cancelOpenOrders(symbol)
    assert.equal((await client.openOrders({ symbol })).data.length, 0)
    const bought = await client.newOrder(symbol, 'BUY', 'MARKET', { quoteOrderQty: 20 })
    assert.ok((await client.myTrades(symbol)).data.some((trade) => trade['orderId'] === bought.data['orderId']))
  })
}

test('@binance/connector reads the wallet and withdraws', async () => {
  const client = clientFor('withdraw')
  assert.ok((await client.withdraw('USDT', 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE', 25, { network: 'TRX', name: 'my addr (x)!' })).data['id'])
  assert.equal((await client.apiPermissions()).data['enableWithdrawals'], true)
  assert.ok((await client.depositAddress('BTC')).data['address'])
})

test('@binance/connector shows refusals as they were answered', async () => {
  await assert.rejects(clientFor('read').newOrder(symbol, 'BUY', 'MARKET', { quantity: 0.001 }), refusedWith(-2015))
  await assert.rejects(clientFor('otherAddress').account(), refusedWith(-2015))
  await assert.rejects(new Spot(server.demo.keys.trade.apiKey, 'wrong', { baseURL: server.demo.rest }).account(), refusedWith(-1022))
})
