import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import ccxt, { type binance } from 'ccxt'
import { RunningServer, type DemoKeyFile } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** ccxt as its users have it; only the base URL is another. */
const clientFor = (key?: DemoKeyFile): binance => {
  const exchange = new ccxt.binance(key ? { apiKey: key.apiKey, secret: key.secretKey ?? key.privateKey ?? '' } : {})
  const urls = exchange.urls['api'] as Record<string, unknown>
  for (const [name, url] of Object.entries(urls)) {
    if (typeof url === 'string') urls[name] = url.replace(/^https:\/\/[^/]+/, server.demo.rest)
  }
  return exchange
}

const SYMBOL = 'BTC/USDT'

describe('ccxt reads the market', () => {
  test('loadMarkets without a key', async () => {
    const exchange = clientFor()
    const markets = await exchange.loadMarkets()
    assert.ok(Object.keys(markets).length >= 12)
    assert.equal(markets[SYMBOL]?.spot, true)
    assert.ok(Number(markets[SYMBOL]?.limits.cost?.min) > 0)
  })

  test('loadMarkets with a key brings the currencies', async () => {
    const exchange = clientFor(server.demo.keys.read)
    await exchange.loadMarkets()
    assert.ok(exchange.currencies['BTC']?.networks)
  })

  test('ticker, tickers, order book, trades and candles', async () => {
    const exchange = clientFor()
    const ticker = await exchange.fetchTicker(SYMBOL)
    assert.ok((ticker.last ?? 0) > 0 && (ticker.bid ?? 0) < (ticker.ask ?? 0))
    assert.ok(Object.keys(await exchange.fetchTickers()).length >= 12)
    const book = await exchange.fetchOrderBook(SYMBOL, 10)
    assert.ok(book.bids.length > 0 && book.asks.length > 0)
    assert.ok((await exchange.fetchTrades(SYMBOL, undefined, 50)).length > 0)
    for (const interval of ['1s', '1m', '5m', '1h', '1d', '1w', '1M']) {
      const candles = await exchange.fetchOHLCV(SYMBOL, interval, undefined, 5)
      assert.ok(candles.length > 0, interval)
    }
    assert.ok((await exchange.fetchBidsAsks())[SYMBOL])
    assert.ok(Math.abs((await exchange.fetchTime() ?? 0) - Date.now()) < 5_000)
    assert.equal((await exchange.fetchStatus())['status'], 'ok')
  })
})

for (const kind of ['trade', 'ed25519', 'rsa'] as const) {
  describe(`ccxt trades with the ${kind} key`, () => {
    test('balance, limit order, fetch, cancel', async () => {
      const exchange = clientFor(server.demo.keys[kind])
      const balance = await exchange.fetchBalance()
      assert.ok((balance['USDT'] as { total: number }).total > 100_000)
      const price = (await exchange.fetchTicker(SYMBOL)).last ?? 0
      const order = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.001, Math.round(price * 0.9))
      assert.equal(order.status, 'open')
      assert.equal((await exchange.fetchOrder(order.id ?? '', SYMBOL)).id, order.id)
      assert.ok((await exchange.fetchOpenOrders(SYMBOL)).some(({ id }) => id === order.id))
      assert.equal((await exchange.cancelOrder(order.id ?? '', SYMBOL)).status, 'canceled')
      assert.equal((await exchange.fetchOrder(order.id ?? '', SYMBOL)).status, 'canceled')
    })

    test('market order, own trades, all orders', async () => {
      const exchange = clientFor(server.demo.keys[kind])
      const order = await exchange.createOrder(SYMBOL, 'market', 'buy', 0.001)
      assert.equal(order.status, 'closed')
      assert.equal(order.filled, 0.001)
      const mine = await exchange.fetchMyTrades(SYMBOL)
      assert.ok(mine.some((trade) => trade.order === order.id && (trade.fee?.cost ?? 0) > 0))
      assert.ok((await exchange.fetchOrders(SYMBOL)).some(({ id }) => id === order.id))
    })
  })
}

describe('ccxt places orders of each type', () => {
  test('market by cost, post only, IOC, stops, trailing, OCO leftovers, edit', async () => {
    const exchange = clientFor(server.demo.keys.trade)
    await exchange.loadMarkets()
    const price = (await exchange.fetchTicker(SYMBOL)).last ?? 0
    const at = (factor: number): number => Number(exchange.priceToPrecision(SYMBOL, price * factor))

    assert.equal((await exchange.createMarketBuyOrderWithCost(SYMBOL, 50)).status, 'closed')
    const maker = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.001, at(0.9), { postOnly: true })
    assert.equal(maker.postOnly, true)
    const ioc = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.001, at(0.9), { timeInForce: 'IOC' })
    assert.equal(ioc.status, 'expired')
    const stopLimit = await exchange.createOrder(SYMBOL, 'limit', 'sell', 0.001, at(0.89), { stopLossPrice: at(0.9) })
    const stopMarket = await exchange.createOrder(SYMBOL, 'market', 'sell', 0.001, undefined, { stopLossPrice: at(0.9) })
    const takeProfit = await exchange.createOrder(SYMBOL, 'limit', 'sell', 0.001, at(1.1), { takeProfitPrice: at(1.1) })
    const trailing = await exchange.createOrder(SYMBOL, 'STOP_LOSS', 'sell', 0.001, undefined, { trailingDelta: 500 })
    for (const order of [stopLimit, stopMarket, takeProfit, trailing]) assert.equal((await exchange.fetchOrder(order.id ?? '', SYMBOL)).status, 'open')
    const edited = await exchange.editOrder(maker.id ?? '', SYMBOL, 'limit', 'buy', 0.002, at(0.91))
    assert.notEqual(edited.id, maker.id)
    assert.equal(edited.amount, 0.002)
    await exchange.cancelAllOrders(SYMBOL)
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), [])
  })

  test('an order is routed to the books of several markets, and one follows the book', async () => {
    const exchange = clientFor(server.demo.keys.trade)
    await exchange.loadMarkets()
    const routed = await exchange.createOrder('BTC/USDT', 'market', 'buy', 0.001, undefined, { sor: true })
    assert.deepEqual([routed.status, routed.filled, routed.info.usedSor], ['closed', 0.001, true])
    await exchange.createOrder('BTC/USDT', 'limit', 'buy', 0.001, 30_000, { sor: true, test: true })
    const following = await exchange.createOrder('BTC/USDT', 'limit', 'buy', 0.001, 150_000, { pegPriceType: 'PRIMARY_PEG', pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: 10, timeInForce: 'GTC' })
    assert.ok(Number((await exchange.fetchOrder(following.id ?? '', 'BTC/USDT')).info.peggedPrice) < 150_000)
    await exchange.cancelAllOrders('BTC/USDT')
  })

  test('a test order places nothing', async () => {
    const exchange = clientFor(server.demo.keys.trade)
    await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.001, 30_000, { test: true })
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), [])
  })
})

describe('ccxt moves money', () => {
  test('deposit address, withdrawal and its record', async () => {
    const exchange = clientFor(server.demo.keys.withdraw)
    const address = await exchange.fetchDepositAddress('USDT', { network: 'TRX' })
    assert.match(address.address ?? '', /^T/)
    const withdrawal = await exchange.withdraw('USDT', 25, 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE', undefined, { network: 'TRX' })
    assert.ok(withdrawal.id)
    const records = await exchange.fetchWithdrawals('USDT')
    assert.ok(records.some(({ id, amount }) => id === withdrawal.id && amount === 24), 'the network fee of 1 USDT is taken from the 25')
    await exchange.fetchDeposits('USDT')
    await exchange.fetchTradingFees()
  })
})

describe('ccxt is refused what the key does not open', () => {
  test('a reading key places no order', async () => {
    const exchange = clientFor(server.demo.keys.read)
    await assert.rejects(exchange.createOrder(SYMBOL, 'market', 'buy', 0.001), ccxt.AuthenticationError)
  })

  test('a trading key without reading trades and sees nothing', async () => {
    await assert.rejects(clientFor(server.demo.keys.tradeOnly).fetchBalance(), ccxt.AuthenticationError)
    // Markets alone: ccxt asks for currencies with whatever key it has, and that is reading.
    const exchange = clientFor(server.demo.keys.tradeOnly)
    exchange.options['fetchCurrencies'] = false
    exchange.options['fetchMargins'] = false
    exchange.has['fetchCurrencies'] = false
    assert.ok((await exchange.createOrder(SYMBOL, 'market', 'buy', 0.001)).id)
  })

  test('a key bound to another address opens nothing', async () => {
    await assert.rejects(clientFor(server.demo.keys.otherAddress).fetchBalance(), ccxt.AuthenticationError)
  })

  test('a trading key withdraws nothing', async () => {
    await assert.rejects(clientFor(server.demo.keys.trade).withdraw('USDT', 25, 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE', undefined, { network: 'TRX' }))
  })
})

describe('ccxt converts', () => {
  test('a quote, the conversion, and what became of it', async () => {
    const exchange = clientFor(server.demo.keys.trade)
    await exchange.loadMarkets()
    assert.equal((await exchange.fetchConvertCurrencies())['BTC']?.['precision'], 1e-8)
    const quote = await exchange.fetchConvertQuote('USDT', 'BTC', 250)
    assert.equal(quote['fromAmount'], 250)
    const trade = await exchange.createConvertTrade(String(quote['id']), 'USDT', 'BTC', 250)
    const made = await exchange.fetchConvertTrade(String(trade['id']))
    assert.equal(made['toAmount'], quote['toAmount'])
    const history = await exchange.fetchConvertTradeHistory(undefined, Date.now() - 60_000, 10, { until: Date.now() + 60_000 })
    assert.ok(history.some(({ id }) => id === trade['id']))
  })

  test('a key that may only read converts nothing', async () => {
    const exchange = clientFor(server.demo.keys.read)
    await exchange.loadMarkets()
    await assert.rejects(exchange.fetchConvertQuote('USDT', 'BTC', 250), ccxt.ExchangeError)
  })
})
