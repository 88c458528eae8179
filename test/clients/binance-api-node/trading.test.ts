import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRequire } from 'node:module'
import type client from 'binance-api-node'
import { RunningServer, type DemoKeyFile } from '../../harness/running-server.ts'

type Binance = ReturnType<typeof client.default>
interface Options { readonly apiKey: string; readonly apiSecret?: string; readonly privateKey?: string; readonly httpBase: string }
// The package is CommonJS whose types promise a default export that Node does not make of it.
const { default: connect } = createRequire(import.meta.url)('binance-api-node') as { default: (options: Options) => Binance }

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** binance-api-node as its users have it; only the base URL is another. */
const clientFor = ({ apiKey, secretKey, privateKey }: DemoKeyFile): Binance =>
  connect({ apiKey, httpBase: server.demo.rest, ...(secretKey !== undefined && { apiSecret: secretKey }), ...(privateKey !== undefined && { privateKey }) })

const symbol = 'BTCUSDT'

/** The client's own types leave most parameters open; what is sent is what its users send. */
type Loose = Record<string, (parameters?: object) => Promise<Record<string, unknown> & readonly Record<string, unknown>[]>>
const loosely = (client: Binance): Loose => client as unknown as Loose

const priceNow = async (client: Binance): Promise<number> => Number((await loosely(client)['avgPrice']?.({ symbol }))?.['price'])

test('binance-api-node reads the market', async () => {
  const client = loosely(clientFor(server.demo.keys.read))
  for (const method of ['ping', 'time', 'exchangeInfo', 'prices', 'allBookTickers', 'dailyStats']) await client[method]?.()
  for (const method of ['book', 'candles', 'aggTrades', 'trades', 'avgPrice', 'tradesHistory']) await client[method]?.({ symbol })
})

for (const kind of ['trade', 'ed25519', 'rsa'] as const) {
  test(`binance-api-node trades with the ${kind} key`, async () => {
    const client = clientFor(server.demo.keys[kind])
    const open = loosely(client)
    const price = await priceNow(client)
    const at = (factor: number): string => (price * factor).toFixed(2)
    const placed = await open['order']?.({ symbol, side: 'BUY', type: 'LIMIT', quantity: '0.001', price: at(0.9) })
    assert.equal((await open['getOrder']?.({ symbol, orderId: placed?.['orderId'] }))?.['status'], 'NEW')
    assert.equal((await open['cancelOrder']?.({ symbol, orderId: placed?.['orderId'] }))?.['status'], 'CANCELED')
    await open['orderTest']?.({ symbol, side: 'BUY', type: 'LIMIT', quantity: '0.001', price: at(0.9) })
    await open['order']?.({ symbol, side: 'SELL', type: 'STOP_LOSS_LIMIT', quantity: '0.0002', price: at(0.89), stopPrice: at(0.9) })
    assert.ok((await open['orderOco']?.({ symbol, side: 'SELL', quantity: '0.0005', price: at(1.1), stopPrice: at(0.9), stopLimitPrice: at(0.89) }))?.['orderListId'])
    await open['cancelOpenOrders']?.({ symbol })
    assert.equal((await open['openOrders']?.({ symbol }))?.length, 0)
    const bought = await open['order']?.({ symbol, side: 'BUY', type: 'MARKET', quoteOrderQty: '20' })
    assert.ok((await open['myTrades']?.({ symbol }))?.some(({ orderId }) => orderId === bought?.['orderId']))
  })
}

test('binance-api-node reads the wallet and withdraws', async () => {
  const client = loosely(clientFor(server.demo.keys.withdraw))
  assert.ok((await client['withdraw']?.({ coin: 'USDT', network: 'TRX', address: 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE', amount: 25 }))?.['id'])
  assert.ok((await client['depositAddress']?.({ coin: 'USDT', network: 'TRX' }))?.['address'])
  await client['withdrawHistory']?.({ coin: 'USDT' })
})

describe('binance-api-node shows refusals with their codes', () => {
  test('a right that the key lacks, and a wrong signature', async () => {
    await assert.rejects(async () => loosely(clientFor(server.demo.keys.read))['order']?.({ symbol, side: 'BUY', type: 'MARKET', quantity: '0.001' }), { code: -2015 })
    await assert.rejects(async () => loosely(clientFor({ ...server.demo.keys.trade, secretKey: 'wrong' }))['accountInfo']?.(), { code: -1022 })
  })
})
