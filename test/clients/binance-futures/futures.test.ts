import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DerivativesTradingUsdsFutures, DerivativesTradingUsdsFuturesRestAPI as Rest, DerivativesTradingUsdsFuturesWebsocketAPI as Socket, DerivativesTradingUsdsFuturesWebsocketStreams as Streams } from '@binance/derivatives-trading-usds-futures'
import { type DemoKeyFile, RunningServer } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** The official connector; only its addresses are others. */
const connectorFor = (key: DemoKeyFile) => {
  const identity = { apiKey: key.apiKey, ...(key.secretKey === undefined ? { privateKey: key.privateKey ?? '' } : { apiSecret: key.secretKey }) }
  return new DerivativesTradingUsdsFutures({
    configurationRestAPI: { ...identity, basePath: server.demo.rest, timeout: 30_000 },
    configurationWebsocketAPI: { ...identity, wsURL: `${server.demo.ws}/ws-fapi/v1` },
    configurationWebsocketStreams: { wsURL: server.demo.ws },
  })
}

const first = <Message>(stream: { on(event: 'message', callback: (message: Message) => void): void }, isMeant: (message: Message) => boolean = () => true): Promise<Message> =>
  new Promise((resolve) => stream.on('message', (message) => { if (isMeant(message)) resolve(message) }))

const SYMBOL = 'ETHUSDT'
const cheap = async (connector: DerivativesTradingUsdsFutures): Promise<number> => {
  const { markPrice } = await (await connector.restAPI.markPrice({ symbol: SYMBOL })).data() as { markPrice?: string }
  return Number((Number(markPrice) * 0.97).toFixed(2))
}

describe('@binance/derivatives-trading-usds-futures', () => {
  test('trades over REST and reads what came of it', async () => {
    const connector = connectorFor(server.demo.keys.futures)
    const { restAPI } = connector
    await restAPI.changeInitialLeverage({ symbol: SYMBOL, leverage: 10 })
    const placed = await (await restAPI.newOrder({ symbol: SYMBOL, side: Rest.NewOrderSideEnum.BUY, type: Rest.NewOrderTypeEnum.LIMIT, timeInForce: Rest.NewOrderTimeInForceEnum.GTC, quantity: 0.05, price: await cheap(connector) })).data()
    assert.equal(placed.status, 'NEW')
    const orderId = placed.orderId ?? 0
    assert.equal((await (await restAPI.queryOrder({ symbol: SYMBOL, orderId })).data()).status, 'NEW')
    assert.equal((await (await restAPI.cancelOrder({ symbol: SYMBOL, orderId })).data()).status, 'CANCELED')
    assert.ok(((await (await restAPI.accountInformationV3()).data()).assets ?? []).length > 0)
    assert.ok((await (await restAPI.futuresAccountBalanceV3()).data()).length > 0)
    assert.deepEqual(await (await restAPI.positionInformationV3()).data(), [])
    assert.ok((await (await restAPI.getIncomeHistory()).data()).length > 0)
    assert.equal((await (await restAPI.klineCandlestickData({ symbol: SYMBOL, interval: Rest.KlineCandlestickDataIntervalEnum.INTERVAL_1m, limit: 3 })).data()).length, 3)
  })

  test('trades over the socket API', async () => {
    const connector = connectorFor(server.demo.keys.futures)
    const connection = await connector.websocketAPI.connect()
    try {
      const placed = await connection.newOrder({ symbol: SYMBOL, side: Socket.NewOrderSideEnum.BUY, type: Socket.NewOrderTypeEnum.LIMIT, timeInForce: Socket.NewOrderTimeInForceEnum.GTC, quantity: 0.05, price: await cheap(connector) })
      const { orderId = 0, status } = placed.data
      assert.equal(status, 'NEW')
      assert.ok((placed.rateLimits ?? []).some(({ rateLimitType, interval }) => rateLimitType === 'ORDERS' && interval === 'MINUTE'))
      const changed = await connection.modifyOrder({ symbol: SYMBOL, orderId, side: Socket.ModifyOrderSideEnum.BUY, quantity: 0.06, price: await cheap(connector) })
      assert.equal(Number(changed.data.origQty), 0.06)
      assert.equal((await connection.queryOrder({ symbol: SYMBOL, orderId })).data.status, 'NEW')
      assert.equal((await connection.cancelOrder({ symbol: SYMBOL, orderId })).data.status, 'CANCELED')
      assert.equal(((await connection.accountInformation()).data.positions ?? []).length, 6)
      assert.deepEqual((await connection.positionInformationV2()).data, [])
      assert.ok((await connection.futuresAccountBalanceV2()).data.length > 0)
      assert.ok(Number((await connection.orderBook({ symbol: SYMBOL, limit: 5 })).data.lastUpdateId) > 0)
    } finally {
      await connection.disconnect()
    }
  })

  test('is refused where the key has no right to futures', async () => {
    const connector = connectorFor(server.demo.keys.trade)
    const order = { symbol: SYMBOL, quantity: 0.05 }
    await assert.rejects(connector.restAPI.newOrder({ ...order, side: Rest.NewOrderSideEnum.BUY, type: Rest.NewOrderTypeEnum.MARKET }), /Invalid API-key, IP, or permissions for action/)
    const connection = await connector.websocketAPI.connect()
    try {
      await assert.rejects(connection.newOrder({ ...order, side: Socket.NewOrderSideEnum.BUY, type: Socket.NewOrderTypeEnum.MARKET }), (error: { code?: number }) => error.code === -2015)
    } finally {
      await connection.disconnect()
    }
  })

  test('hears markets at /public and /market, and the account at /private', async () => {
    const connector = connectorFor(server.demo.keys.futures)
    const { listenKey = '' } = (await (await connector.restAPI.startUserDataStream()).data()) as { listenKey?: string }
    const connection = await connector.websocketStreams.connect()
    try {
      const symbol = SYMBOL.toLowerCase()
      const [mark, best, depth, candle] = await Promise.all([
        first(connection.markPriceStream({ symbol, updateSpeed: Streams.MarkPriceStreamUpdateSpeedEnum.UPDATE_SPEED_1s })), first(connection.individualSymbolBookTickerStreams({ symbol })),
        first(connection.diffBookDepthStreams({ symbol, updateSpeed: Streams.DiffBookDepthStreamsUpdateSpeedEnum.UPDATE_SPEED_100ms })), first(connection.klineCandlestickStreams({ symbol, interval: Streams.KlineCandlestickStreamsIntervalEnum.INTERVAL_1m })),
      ])
      assert.ok(Number(mark.p) > 0)
      assert.ok(Number(best.b) < Number(best.a))
      assert.ok(Number(depth.u) >= Number(depth.U))
      assert.equal(candle.k?.i, '1m')
      const account = connection.userData(listenKey)
      const [order, update, config] = [first(account, ({ e }) => e === 'ORDER_TRADE_UPDATE'), first(account, ({ e }) => e === 'ACCOUNT_UPDATE'), first(account, ({ e }) => e === 'ACCOUNT_CONFIG_UPDATE')]
      await new Promise((resolve) => setTimeout(resolve, 500))
      await connector.restAPI.changeInitialLeverage({ symbol: SYMBOL, leverage: 12 })
      await connector.restAPI.newOrder({ symbol: SYMBOL, side: Rest.NewOrderSideEnum.BUY, type: Rest.NewOrderTypeEnum.MARKET, quantity: 0.05 })
      assert.ok(await order && await update && await config)
    } finally {
      await connection.disconnect()
    }
  })
})
