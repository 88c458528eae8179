import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Spot, SpotWebsocketAPI, SpotWebsocketStreams } from '@binance/spot'
import { type DemoKeyFile, RunningServer } from '../../harness/running-server.ts'

const { OrderPlaceSideEnum, OrderPlaceTypeEnum, OrderPlaceTimeInForceEnum } = SpotWebsocketAPI

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** The official connector; only the addresses of its sockets are others. */
const apiFor = (key: DemoKeyFile) => new Spot({
  configurationWebsocketAPI: {
    apiKey: key.apiKey, wsURL: `${server.demo.ws}/ws-api/v3`,
    ...(key.secretKey === undefined ? { privateKey: key.privateKey ?? '' } : { apiSecret: key.secretKey }),
  },
}).websocketAPI

const first = <Message>(stream: { on(event: 'message', callback: (message: Message) => void): void }): Promise<Message> =>
  new Promise((resolve) => stream.on('message', resolve))

describe('@binance/spot hears the market', () => {
  test('every kind of stream over one connection', async () => {
    const connection = await new Spot({ configurationWebsocketStreams: { wsURL: server.demo.ws } }).websocketStreams.connect()
    try {
      const symbol = 'btcusdt'
      const [trade, ticker, best, depth] = await Promise.all([
        first(connection.trade({ symbol })), first(connection.ticker({ symbol })), first(connection.bookTicker({ symbol })), first(connection.diffBookDepth({ symbol, updateSpeed: SpotWebsocketStreams.DiffBookDepthUpdateSpeedEnum.UPDATE_SPEED_100ms })),
      ])
      assert.equal(trade.e, 'trade')
      assert.equal(ticker.s, 'BTCUSDT')
      assert.ok(Number(best.b) < Number(best.a))
      assert.ok(Number(depth.u) >= Number(depth.U))
    } finally {
      await connection.disconnect()
    }
  })
})

for (const kind of ['trade', 'ed25519', 'rsa'] as const) {
  test(`@binance/spot trades over the socket with the ${kind} key, and hears what came of it`, async () => {
    const connection = await apiFor(server.demo.keys[kind]).connect()
    try {
      const { stream } = await connection.userDataStreamSubscribeSignature()
      const report = new Promise<{ i?: number | bigint }>((resolve) => stream.on('message', (event) => { if (event.e === 'executionReport' && event.x === 'NEW') resolve(event) }))
      const placed = await connection.orderPlace({ symbol: 'ETHUSDT', side: OrderPlaceSideEnum.BUY, type: OrderPlaceTypeEnum.LIMIT, timeInForce: OrderPlaceTimeInForceEnum.GTC, quantity: 0.01, price: 1500 })
      const { orderId = 0, status } = placed.data
      assert.equal(status, 'NEW')
      assert.equal(Number((await report).i), Number(orderId))
      assert.ok((placed.rateLimits ?? []).some(({ rateLimitType }) => rateLimitType === 'ORDERS'))
      assert.equal((await connection.orderStatus({ symbol: 'ETHUSDT', orderId })).data.status, 'NEW')
      assert.equal((await connection.orderCancel({ symbol: 'ETHUSDT', orderId })).data.status, 'CANCELED')
      assert.ok(((await connection.accountStatus()).data.balances ?? []).length > 0)
      assert.equal((await connection.klines({ symbol: 'ETHUSDT', interval: SpotWebsocketAPI.KlinesIntervalEnum.INTERVAL_1m, limit: 3 })).data.length, 3)
    } finally {
      await connection.disconnect()
    }
  })
}

test('@binance/spot places an order that follows the book over the socket', async () => {
  const connection = await apiFor(server.demo.keys.trade).connect()
  try {
    const placed = await connection.orderPlace({ symbol: 'ETHUSDT', side: OrderPlaceSideEnum.SELL, type: OrderPlaceTypeEnum.LIMIT_MAKER, quantity: 0.01, pegPriceType: SpotWebsocketAPI.OrderPlacePegPriceTypeEnum.PRIMARY_PEG })
    const found = (await connection.orderStatus({ symbol: 'ETHUSDT', orderId: placed.data.orderId ?? 0 })).data
    assert.equal(found.pegPriceType, 'PRIMARY_PEG')
    assert.ok(Number(found.peggedPrice) > 0)
    await connection.openOrdersCancelAll({ symbol: 'ETHUSDT' })
  } finally {
    await connection.disconnect()
  }
})

test('@binance/spot places orders over the socket of which one pays for the next', async () => {
  const connection = await apiFor(server.demo.keys.trade).connect()
  try {
    const working = { symbol: 'LTCUSDT', workingPrice: 40, workingQuantity: 1 }
    const opo = (await connection.orderListPlaceOpo({
      ...working, workingType: SpotWebsocketAPI.OrderListPlaceOpoWorkingTypeEnum.LIMIT, workingSide: SpotWebsocketAPI.OrderListPlaceOpoWorkingSideEnum.BUY, workingTimeInForce: SpotWebsocketAPI.OrderListPlaceOpoWorkingTimeInForceEnum.GTC,
      pendingType: SpotWebsocketAPI.OrderListPlaceOpoPendingTypeEnum.MARKET, pendingSide: SpotWebsocketAPI.OrderListPlaceOpoPendingSideEnum.SELL,
    })).data
    assert.equal(opo.listOrderStatus, 'EXECUTING')
    const opoco = (await connection.orderListPlaceOpoco({
      ...working, workingType: SpotWebsocketAPI.OrderListPlaceOpocoWorkingTypeEnum.LIMIT, workingSide: SpotWebsocketAPI.OrderListPlaceOpocoWorkingSideEnum.BUY, workingTimeInForce: SpotWebsocketAPI.OrderListPlaceOpocoWorkingTimeInForceEnum.GTC,
      pendingSide: SpotWebsocketAPI.OrderListPlaceOpocoPendingSideEnum.SELL, pendingAboveType: SpotWebsocketAPI.OrderListPlaceOpocoPendingAboveTypeEnum.LIMIT_MAKER, pendingAbovePrice: 120,
      pendingBelowType: SpotWebsocketAPI.OrderListPlaceOpocoPendingBelowTypeEnum.STOP_LOSS, pendingBelowStopPrice: 30,
    })).data
    assert.equal(opoco.orders?.length, 3)
    for (const { orderListId = 0 } of [opo, opoco]) assert.equal((await connection.orderListCancel({ symbol: 'LTCUSDT', orderListId: Number(orderListId) })).data.listOrderStatus, 'ALL_DONE')
  } finally {
    await connection.disconnect()
  }
})

test('@binance/spot places an order that is routed over the socket, and hears what it was allocated', async () => {
  const connection = await apiFor(server.demo.keys.trade).connect()
  try {
    const { stream } = await connection.userDataStreamSubscribeSignature()
    const report = new Promise<{ b?: string; a?: number | bigint; k?: string; uS?: boolean }>((resolve) => stream.on('message', (event) => { if (event.e === 'executionReport' && event.x === 'TRADE') resolve(event) }))
    const [placed] = (await connection.sorOrderPlace({ symbol: 'BTCUSDT', side: SpotWebsocketAPI.SorOrderPlaceSideEnum.SELL, type: SpotWebsocketAPI.SorOrderPlaceTypeEnum.MARKET, quantity: 0.001 })).data
    assert.deepEqual([placed?.status, placed?.usedSor], ['FILLED', true])
    const { b, a, k, uS } = await report
    assert.deepEqual([b, Number(a), k, uS], ['ONE_PARTY_TRADE_REPORT', Number(placed?.fills?.[0]?.allocId), 'SOR', true])
    assert.ok((await connection.myAllocations({ symbol: 'BTCUSDT', orderId: Number(placed?.orderId) })).data.length > 0)
  } finally {
    await connection.disconnect()
  }
})

test('@binance/spot logs on with an Ed25519 key, and needs no signature from then on', async () => {
  const connection = await apiFor(server.demo.keys.ed25519).connect()
  try {
    const [answer] = await connection.sessionLogon()
    assert.equal(answer?.data.apiKey, server.demo.keys.ed25519.apiKey)
    const { stream } = await connection.userDataStreamSubscribe()
    const position = new Promise<unknown>((resolve) => stream.on('message', (event) => { if (event.e === 'outboundAccountPosition') resolve(event) }))
    const placed = await connection.orderPlace({ symbol: 'ETHUSDT', side: OrderPlaceSideEnum.BUY, type: OrderPlaceTypeEnum.MARKET, quantity: 0.01 })
    assert.equal(placed.data.status, 'FILLED')
    assert.ok(await position)
    await connection.sessionLogout()
  } finally {
    await connection.disconnect()
  }
})

test('@binance/spot is told that an HMAC key cannot log on', async () => {
  const connection = await apiFor(server.demo.keys.trade).connect()
  try {
    await assert.rejects(connection.sessionLogon(), { code: -4056, msg: 'HMAC_SHA256 API key is not supported.' })
  } finally {
    await connection.disconnect()
  }
})
