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

test('ccxt reads everything else there is of contracts and of an account in them', async () => {
  const exchange = exchangeOf('futures')
  await exchange.loadMarkets()
  const other = 'BNB/USDT:USDT'
  assert.ok(((await exchange.fetchTicker(other)).last ?? 0) > 0)
  const near = async (times: number): Promise<number> => Number(exchange.priceToPrecision(other, ((await exchange.fetchMarkPrice(other)).markPrice ?? 0) * times))
  await exchange.setLeverage(7, other)
  await exchange.setMarginMode('isolated', other)
  assert.equal((await exchange.fetchLeverage(other)).longLeverage, 7)
  assert.equal((await exchange.fetchMarginMode(other)).marginMode, 'isolated')
  assert.equal(typeof (await exchange.fetchPositionMode(other)).hedged, 'boolean')
  const { hedged } = await exchange.fetchPositionMode(other)
  const side = hedged ? { positionSide: 'LONG' } : {}
  await exchange.createOrder(other, 'limit', 'buy', 0.5, await near(1.03), { ...side, selfTradePreventionMode: 'NONE' })
  await exchange.createOrder(other, 'market', 'sell', 0.2, undefined, { ...side, selfTradePreventionMode: 'NONE' })
  const [position] = await exchange.fetchPositions([other])
  if (position) {
    await exchange.addMargin(other, 5, side)
    assert.ok((await exchange.fetchMarginAdjustmentHistory(other)).some(({ amount, type }) => amount === 5 && type === 'add'))
    assert.ok((position.liquidationPrice ?? 0) < (position.entryPrice ?? 0))
  }
  const low = await near(0.97)
  const both = await exchange.createOrders([low, Number(exchange.priceToPrecision(other, low * 0.99))].map((price) => ({ symbol: other, type: 'limit', side: 'buy', amount: 0.5, price, params: side })))
  assert.deepEqual(both.map(({ status }) => status), ['open', 'open'])
  assert.equal((await exchange.editOrder(both[0]?.id as string, other, 'limit', 'buy', 0.6, low)).amount, 0.6)
  assert.equal((await exchange.cancelOrders(both.map(({ id }) => id as string), other)).length, 2)
  for (const read of [
    exchange.fetchMarkOHLCV(other, '1m'), exchange.fetchIndexOHLCV(other, '1m', undefined, 5), exchange.fetchPremiumIndexOHLCV(other, '1m'), exchange.fetchOpenInterestHistory(other, '5m'), exchange.fetchLongShortRatioHistory(other, '5m'),
    exchange.fetchLedger('USDT'), exchange.fetchOrders(other), exchange.fetchTrades(other), exchange.fetchOHLCV(other, '1m', undefined, 3),
  ]) assert.ok((await read).length > 0)
  assert.ok(((await exchange.fetchOpenInterest(other)).openInterestAmount ?? -1) >= 0)
  assert.ok(Array.isArray(await exchange.fetchFundingRateHistory(other)))
  assert.ok(Array.isArray(await exchange.fetchFundingHistory(other)))
  assert.ok(Array.isArray(await exchange.fetchMyLiquidations(other)))
  assert.ok(((await exchange.fetchLeverageTiers([other]))[other]?.length ?? 0) > 3)
  assert.ok((await exchange.fetchTradingFee(other)).taker)
  assert.ok((await exchange.fetchOrderBook(other)).nonce)
})
