import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import ccxt from 'ccxt'
import { RunningServer } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** ccxt as its users make it; the hosts alone are others. */
const exchangeOf = (name: 'all' | 'futures' | 'trade') => {
  const key = server.demo.keys[name]
  const exchange = new ccxt.binanceusdm({ apiKey: key.apiKey, secret: key.secretKey ?? '', options: { fetchCurrencies: false } })
  const urls = exchange.urls['api'] as Record<string, string>
  for (const [each, url] of Object.entries(urls)) if (typeof url === 'string') urls[each] = url.replace(/^https:\/\/[^/]+/, server.demo.rest)
  return exchange
}

const SYMBOL = 'ETH/USDT:USDT'

test('ccxt trades, hedges and reads USD-M futures', async () => {
  const exchange = exchangeOf('all')
  await exchange.loadMarkets()
  assert.equal(exchange.market(SYMBOL)['linear'], true)
  const { markPrice } = await exchange.fetchFundingRate(SYMBOL)
  assert.ok(markPrice !== undefined && markPrice > 0)
  const at = (times: number): number => Number(exchange.priceToPrecision(SYMBOL, markPrice * times))
  await exchange.setLeverage(10, SYMBOL)
  await exchange.setMarginMode('isolated', SYMBOL)
  await exchange.setPositionMode(true)
  // Bought dear, so that it is executed whether somebody else is there or not: at the latest by the sale, which the mode NONE lets it make with itself.
  await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.05, at(1.03), { positionSide: 'LONG', selfTradePreventionMode: 'NONE' })
  const sold = await exchange.createOrder(SYMBOL, 'market', 'sell', 0.05, undefined, { positionSide: 'SHORT', selfTradePreventionMode: 'NONE' })
  assert.equal(sold.status, 'closed')
  const positions = await exchange.fetchPositions([SYMBOL])
  assert.deepEqual(positions.map(({ side, contracts }) => [side, contracts]).sort(), [['long', 0.05], ['short', 0.05]])
  const stop = await exchange.createOrder(SYMBOL, 'market', 'sell', 0.05, undefined, { positionSide: 'LONG', stopPrice: at(0.9) })
  assert.ok(stop.id)
  const resting = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.05, at(0.97), { positionSide: 'LONG' })
  assert.deepEqual((await exchange.fetchOpenOrders(SYMBOL)).map(({ id }) => id), [resting.id])
  assert.equal((await exchange.cancelOrder(resting.id as string, SYMBOL)).status, 'canceled')
  await exchange.cancelAllOrders(SYMBOL, { trigger: true })
  assert.ok((await exchange.fetchMyTrades(SYMBOL)).some(({ order }) => order === sold.id))
  assert.ok(((await exchange.fetchBalance())['USDT']?.total ?? 0) > 0)
  assert.ok(Object.keys(await exchange.fetchFundingRates()).length >= 6)
  assert.ok((await exchange.fetchLedger('USDT')).length > 0)
})

test('a key without the right to futures reads them and trades none', async () => {
  const exchange = exchangeOf('trade')
  assert.ok(await exchange.fetchBalance())
  await assert.rejects(exchange.createOrder(SYMBOL, 'market', 'buy', 0.05), ccxt.AuthenticationError)
})
