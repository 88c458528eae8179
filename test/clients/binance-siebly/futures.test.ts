import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { USDMClient, WebsocketAPIClient, WebsocketClient } from 'binance'
import { ed25519FuturesKey } from '../../harness/ed25519-futures-key.ts'
import { type DemoKeyFile, RunningServer } from '../../harness/running-server.ts'

let server: RunningServer
let keys: Readonly<Record<'HMAC' | 'Ed25519', DemoKeyFile>>

// The client never clears the timer by which it keeps a listenKey alive: it must not keep this process alive.
const { setInterval: every } = globalThis
before(async () => {
  globalThis.setInterval = Object.assign((...given: Parameters<typeof every>) => every(...given).unref(), every)
  server = await RunningServer.start()
  keys = { HMAC: server.demo.keys.futures, Ed25519: await ed25519FuturesKey(server.demo) }
})
after(async () => {
  globalThis.setInterval = every
  await server.stop()
})

const settings = (key: DemoKeyFile) => ({ api_key: key.apiKey, api_secret: key.secretKey ?? key.privateKey ?? '' })
const silent = { trace: () => {}, info: () => {}, error: () => {} }
const SYMBOL = 'ETHUSDT'

const restFor = (key: DemoKeyFile) => new USDMClient({ ...settings(key), baseUrl: server.demo.rest })
const cheap = async (client: USDMClient, part = 0.97): Promise<number> => {
  const { markPrice } = await client.getMarkPrice({ symbol: SYMBOL }) as { markPrice: string | number }
  return Number((Number(markPrice) * part).toFixed(2))
}

for (const kind of ['HMAC', 'Ed25519'] as const) describe(`binance, futures, with a key of kind ${kind}`, () => {
  test('places, changes and cancels, one by one and in batches', async () => {
    const client = restFor(keys[kind])
    await client.setLeverage({ symbol: SYMBOL, leverage: 8 })
    const order = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' } as const
    const { orderId } = await client.submitNewOrder({ ...order, quantity: 0.05, price: await cheap(client) })
    const changed = await client.modifyOrder({ symbol: SYMBOL, orderId, side: 'BUY', quantity: 0.06, price: await cheap(client, 0.96) })
    assert.equal(Number(changed.origQty), 0.06)
    assert.equal((await client.getOrder({ symbol: SYMBOL, orderId })).status, 'NEW')
    assert.equal((await client.cancelOrder({ symbol: SYMBOL, orderId })).status, 'CANCELED')
    const price = String(await cheap(client))
    const placed = await client.submitMultipleOrders([{ ...order, quantity: '0.05', price }, { ...order, quantity: '0.06', price }])
    const orderIdList = placed.map((each) => ('orderId' in each ? each.orderId : assert.fail(JSON.stringify(each))))
    assert.deepEqual((await client.cancelMultipleOrders({ symbol: SYMBOL, orderIdList })).map((each) => ('status' in each ? each.status : each)), ['CANCELED', 'CANCELED'])
  })

  test('opens a position, guards it by a stop and closes it', async () => {
    const client = restFor(keys[kind])
    const market = { symbol: SYMBOL, type: 'MARKET', quantity: 0.05, newOrderRespType: 'RESULT' } as const
    assert.equal((await client.submitNewOrder({ ...market, side: 'BUY' })).status, 'FILLED')
    const [position] = await client.getPositionsV3({ symbol: SYMBOL })
    assert.equal(Number(position?.positionAmt), 0.05)
    const stop = await client.submitNewAlgoOrder({ algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'SELL', type: 'STOP_MARKET', quantity: '0.05', triggerPrice: String(await cheap(client, 0.9)), reduceOnly: 'true' })
    assert.equal((await client.getOpenAlgoOrders()).length, 1)
    await client.cancelAlgoOrder({ algoId: stop.algoId })
    assert.equal((await client.submitNewOrder({ ...market, side: 'SELL', reduceOnly: 'true' })).status, 'FILLED')
    assert.deepEqual(await client.getPositionsV3({ symbol: SYMBOL }), [])
    assert.ok((await client.getAccountTrades({ symbol: SYMBOL })).length >= 2)
    assert.ok((await client.getIncomeHistory()).some(({ incomeType }) => incomeType === 'COMMISSION'))
  })

  test('converts within the futures wallet', async () => {
    const client = restFor(keys[kind])
    const { quoteId } = await client.submitConvertQuoteRequest({ fromAsset: 'USDT', toAsset: 'BTC', fromAmount: 50 })
    const { orderId } = await client.acceptConvertQuote({ quoteId })
    assert.equal((await client.getConvertOrderStatus({ orderId: String(orderId) })).orderStatus, 'SUCCESS')
  })

  test('trades over the socket API', async () => {
    const client = new WebsocketAPIClient({ ...settings(keys[kind]), wsUrl: server.demo.ws, attachEventListeners: false }, silent)
    try {
      const timestamp = Date.now()
      const { result: placed } = await client.submitNewFuturesOrder('usdm', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.05, price: await cheap(restFor(server.demo.keys.read)), timestamp })
      assert.equal((await client.getFuturesOrderStatus('usdm', { symbol: SYMBOL, orderId: placed.orderId, timestamp: Date.now() })).result.status, 'NEW')
      assert.equal((await client.cancelFuturesOrder('usdm', { symbol: SYMBOL, orderId: placed.orderId, timestamp: Date.now() })).result.status, 'CANCELED')
      assert.ok((await client.getFuturesAccountBalanceV2({ timestamp: Date.now() })).result.length > 0)
      assert.ok((await client.getFuturesAccountStatusV2({ timestamp: Date.now() })).result.assets.length > 0)
    } finally {
      client.disconnectAll()
    }
  })

  test('hears markets and the account', async () => {
    const client = new WebsocketClient({ ...settings(keys[kind]), wsUrl: server.demo.ws, restOptions: { baseUrl: server.demo.rest } }, silent)
    const heard = new Map<string, unknown>()
    const waiting: { readonly names: readonly string[]; readonly done: () => void }[] = []
    const until = (...names: string[]): Promise<void> => new Promise((done) => {
      waiting.push({ names, done })
      check()
    })
    const check = (): void => { for (const { names, done } of waiting) if (names.every((name) => heard.has(name))) done() }
    client.on('message', (message) => {
      const { streamName, e } = message as { streamName?: string; e?: string } // sent in this form, passed on as it came
      heard.set(e?.includes('_') ? e : streamName ?? '', message)
      check()
    })
    try {
      await client.subscribe(['ethusdt@markPrice@1s', 'btcusd@assetIndex'], 'usdmMarket')
      await client.subscribe(['ethusdt@depth@100ms', 'ethusdt@rpiDepth@500ms'], 'usdmPublic')
      await client.subscribeUsdFuturesUserDataStream('usdmPrivate')
      await until('ethusdt@markPrice@1s', 'btcusd@assetIndex', 'ethusdt@depth@100ms', 'ethusdt@rpiDepth@500ms')
      const rest = restFor(keys[kind])
      await rest.setLeverage({ symbol: SYMBOL, leverage: kind === 'HMAC' ? 11 : 12 })
      await rest.submitNewOrder({ symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: 0.05 })
      await until('ACCOUNT_CONFIG_UPDATE', 'ORDER_TRADE_UPDATE', 'ACCOUNT_UPDATE', 'TRADE_LITE')
      await rest.submitNewOrder({ symbol: SYMBOL, side: 'SELL', type: 'MARKET', quantity: 0.05, reduceOnly: 'true' })
    } finally {
      client.closeAll(true)
    }
  })
})

test('binance is refused where the key has no right to futures', async () => {
  const client = restFor(server.demo.keys.trade)
  await assert.rejects(client.submitNewOrder({ symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: 0.05 }), ({ code }: { code?: number }) => code === -2015)
})
