import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import ccxt from 'ccxt'
import { type DemoKeyFile, RunningServer } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** ccxt as its users make it; the hosts alone are others. */
const exchangeOf = (key: DemoKeyFile) => {
  const exchange = new ccxt.binance({ apiKey: key.apiKey, secret: key.secretKey ?? '', options: { fetchCurrencies: false, fetchMarkets: { types: ['spot'] } } })
  const { rest } = server.demo
  const urls = exchange.urls['api'] as Record<string, string>
  for (const [name, url] of Object.entries(urls)) urls[name] = url.replace(/^https:\/\/[^/]+/, rest)
  return exchange
}

test('ccxt moves money between wallets and reads each', async () => {
  const exchange = exchangeOf(server.demo.keys.all)
  const before = (await exchange.fetchBalance({ type: 'funding' }))['USDT']?.total ?? 0
  const moved = await exchange.transfer('USDT', 25, 'spot', 'funding')
  assert.ok(moved.id)
  assert.equal((await exchange.fetchBalance({ type: 'funding' }))['USDT']?.total, before + 25)
  await exchange.transfer('USDT', 10, 'spot', 'margin')
  const listed = await exchange.fetchTransfers('USDT', undefined, undefined, { fromAccount: 'spot', toAccount: 'funding' })
  assert.ok(listed.some(({ id }) => id === moved.id))
})

test('ccxt borrows, trades and repays in cross margin', async () => {
  const exchange = exchangeOf(server.demo.keys.all)
  const held = await exchange.fetchBalance({ type: 'margin' })
  assert.ok((held['USDT']?.free ?? 0) > 0)
  await exchange.borrowCrossMargin('USDT', 100)
  assert.equal((await exchange.fetchBalance({ type: 'margin' }))['USDT']?.debt !== 0, true)
  const order = await exchange.createOrder('BTC/USDT', 'market', 'buy', 0.001, undefined, { marginMode: 'cross' })
  assert.equal(order.status, 'closed')
  assert.ok((await exchange.fetchMyTrades('BTC/USDT', undefined, undefined, { marginMode: 'cross' })).some((trade) => trade.order === order.id))
  assert.ok((await exchange.fetchBorrowInterest('USDT')).length > 0)
  await exchange.repayCrossMargin('USDT', 50)
})

test('ccxt sells short in isolated margin by what the order borrows', async () => {
  const exchange = exchangeOf(server.demo.keys.all)
  const ticker = await exchange.fetchTicker('BTC/USDT')
  const order = await exchange.createOrder('BTC/USDT', 'limit', 'sell', 0.25, Number(exchange.priceToPrecision('BTC/USDT', (ticker.last ?? 0) * 1.2)), { marginMode: 'isolated', sideEffectType: 'MARGIN_BUY' })
  assert.deepEqual((await exchange.fetchOpenOrders('BTC/USDT', undefined, undefined, { marginMode: 'isolated' })).map(({ id }) => id), [order.id])
  assert.deepEqual(await exchange.fetchOpenOrders('BTC/USDT'), [], 'no order of the spot wallet')
  const cancelled = await exchange.cancelOrder(order.id as string, 'BTC/USDT', { marginMode: 'isolated' })
  assert.equal(cancelled.id, order.id)
})

test('ccxt borrows and repays in isolated margin, and reads what is owed', async () => {
  const exchange = exchangeOf(server.demo.keys.all)
  await exchange.transfer('USDT', 50, 'spot', 'ETH/USDT')
  const borrowed = await exchange.borrowIsolatedMargin('ETH/USDT', 'USDT', 40)
  assert.ok(borrowed.id)
  const { info } = await exchange.fetchBalance({ type: 'margin', marginMode: 'isolated' })
  const account = (info as { assets: { symbol: string; quoteAsset: { borrowed: string } }[] }).assets.find(({ symbol }) => symbol === 'ETHUSDT')
  assert.equal(account?.quoteAsset.borrowed, '40.00000000')
  await exchange.repayIsolatedMargin('ETH/USDT', 'USDT', 40)
  assert.ok((await exchange.fetchBorrowInterest('USDT', 'ETH/USDT', undefined, undefined, { symbol: 'ETH/USDT' })).length > 0)
})

test('a key without the margin right borrows nothing, neither by itself nor by an order, and trades in margin all the same', async () => {
  const exchange = exchangeOf(server.demo.keys.trade)
  await assert.rejects(exchange.borrowCrossMargin('USDT', 100), /not authorized/)
  await assert.rejects(exchange.createOrder('BTC/USDT', 'market', 'buy', 0.001, undefined, { marginMode: 'cross', sideEffectType: 'MARGIN_BUY' }), /not authorized/)
  assert.equal((await exchange.createOrder('BTC/USDT', 'market', 'buy', 0.001, undefined, { marginMode: 'cross' })).status, 'closed')
})
