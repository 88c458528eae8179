import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Spot, SpotRestAPI, UnauthorizedError } from '@binance/spot'
import { RunningServer, type DemoKeyFile } from '../../harness/running-server.ts'

const { NewOrderSideEnum, NewOrderTypeEnum, NewOrderTimeInForceEnum } = SpotRestAPI

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** The official connector; only its base path is another. */
const clientFor = (key: DemoKeyFile) => new Spot({
  configurationRestAPI: {
    apiKey: key.apiKey, basePath: server.demo.rest,
    ...(key.secretKey === undefined ? { privateKey: key.privateKey ?? '' } : { apiSecret: key.secretKey }),
  },
}).restAPI

describe('@binance/spot reads the market', () => {
  test('time, exchange information, depth, candles, tickers', async () => {
    const client = clientFor(server.demo.keys.read)
    assert.ok(Math.abs(Number((await (await client.time()).data()).serverTime) - Date.now()) < 5_000)
    assert.ok(((await (await client.exchangeInfo()).data()).symbols ?? []).length >= 12)
    const depth = await (await client.depth({ symbol: 'BTCUSDT', limit: 5 })).data()
    assert.ok((depth.bids ?? []).length > 0 && (depth.asks ?? []).length > 0)
    assert.equal((await (await client.klines({ symbol: 'BTCUSDT', interval: SpotRestAPI.KlinesIntervalEnum.INTERVAL_1m, limit: 3 })).data()).length, 3)
    assert.equal((await (await client.executionRules({ symbol: 'BTCUSDT' })).data()).symbolRules?.[0]?.rules?.[0]?.ruleType, 'PRICE_RANGE')
    assert.ok(Number((await (await client.referencePrice({ symbol: 'BTCUSDT' })).data()).referencePrice) > 0)
    assert.equal((await (await client.referencePriceCalculation({ symbol: 'BTCUSDT' })).data()).calculationType, 'ARITHMETIC_MEAN')
    const answer = await client.tickerPrice({ symbol: 'BTCUSDT' })
    await answer.data()
    assert.ok((answer.rateLimits ?? []).some(({ rateLimitType }) => rateLimitType === 'REQUEST_WEIGHT'))
  })
})

for (const kind of ['trade', 'ed25519', 'rsa'] as const) {
  describe(`@binance/spot trades with the ${kind} key`, () => {
    test('an order is placed, found, replaced and cancelled', async () => {
      const client = clientFor(server.demo.keys[kind])
      const placed = await (await client.newOrder({ symbol: 'ETHUSDT', side: NewOrderSideEnum.BUY, type: NewOrderTypeEnum.LIMIT, timeInForce: NewOrderTimeInForceEnum.GTC, quantity: 0.01, price: 1500 })).data()
      assert.equal(placed.status, 'NEW')
      const found = await (await client.getOrder({ symbol: 'ETHUSDT', orderId: placed.orderId ?? 0 })).data()
      assert.equal(found.clientOrderId, placed.clientOrderId)
      const cancelled = await (await client.deleteOrder({ symbol: 'ETHUSDT', orderId: placed.orderId ?? 0 })).data()
      assert.equal(cancelled.status, 'CANCELED')
    })

    test('a market order is filled, and shows in the account and its trades', async () => {
      const client = clientFor(server.demo.keys[kind])
      const order = await (await client.newOrder({ symbol: 'ETHUSDT', side: NewOrderSideEnum.BUY, type: NewOrderTypeEnum.MARKET, quantity: 0.01 })).data()
      assert.equal(order.status, 'FILLED')
      const trades = await (await client.myTrades({ symbol: 'ETHUSDT' })).data()
      assert.ok(trades.some((trade) => trade.orderId === order.orderId))
      const account = await (await client.getAccount({ omitZeroBalances: true })).data()
      assert.ok((account.balances ?? []).some(({ asset }) => asset === 'ETH'))
    })
  })
}

test('@binance/spot places orders that follow the book, alone and in a list', async () => {
  const client = clientFor(server.demo.keys.trade)
  const order = { symbol: 'ETHUSDT', side: NewOrderSideEnum.BUY, type: NewOrderTypeEnum.LIMIT, timeInForce: NewOrderTimeInForceEnum.GTC, quantity: 0.01, pegPriceType: SpotRestAPI.NewOrderPegPriceTypeEnum.PRIMARY_PEG }
  const { orderId = 0 } = await (await client.newOrder({ ...order, pegOffsetType: SpotRestAPI.NewOrderPegOffsetTypeEnum.PRICE_LEVEL, pegOffsetValue: 3 })).data()
  const found = await (await client.getOrder({ symbol: 'ETHUSDT', orderId })).data()
  assert.deepEqual([found.price, found.pegPriceType, found.pegOffsetType, Number(found.pegOffsetValue)], ['0.00000000', 'PRIMARY_PEG', 'PRICE_LEVEL', 3])
  assert.ok(Number(found.peggedPrice) > 0)
  await client.deleteOpenOrders({ symbol: 'ETHUSDT' })
  const list = await (await client.orderListOto({
    symbol: 'ETHUSDT', workingType: SpotRestAPI.OrderListOtoWorkingTypeEnum.LIMIT, workingSide: SpotRestAPI.OrderListOtoWorkingSideEnum.BUY, workingPrice: 1500, workingQuantity: 0.01, workingTimeInForce: SpotRestAPI.OrderListOtoWorkingTimeInForceEnum.GTC,
    pendingType: SpotRestAPI.OrderListOtoPendingTypeEnum.LIMIT_MAKER, pendingSide: SpotRestAPI.OrderListOtoPendingSideEnum.SELL, pendingQuantity: 0.01, pendingPegPriceType: SpotRestAPI.OrderListOtoPendingPegPriceTypeEnum.PRIMARY_PEG,
  })).data()
  assert.equal(list.orderReports?.[1]?.status, 'PENDING_NEW')
  await client.deleteOrderList({ symbol: 'ETHUSDT', orderListId: list.orderListId ?? 0 })
})

test('@binance/spot buys and sells what it bought, by one order and by a pair', async () => {
  const client = clientFor(server.demo.keys.trade)
  const last = Number((await (await client.tickerPrice({ symbol: 'ETHUSDT' })).data() as { price?: string }).price)
  const at = (times: number): number => Math.round(last * times)
  const working = { symbol: 'ETHUSDT', workingQuantity: 0.02, workingPrice: at(1.05) }
  const opo = await (await client.orderListOpo({
    ...working, workingType: SpotRestAPI.OrderListOpoWorkingTypeEnum.LIMIT, workingSide: SpotRestAPI.OrderListOpoWorkingSideEnum.BUY, workingTimeInForce: SpotRestAPI.OrderListOpoWorkingTimeInForceEnum.GTC,
    pendingType: SpotRestAPI.OrderListOpoPendingTypeEnum.LIMIT_MAKER, pendingSide: SpotRestAPI.OrderListOpoPendingSideEnum.SELL, pendingPrice: at(1.2),
  })).data()
  const exit = await (await client.getOrder({ symbol: 'ETHUSDT', orderId: opo.orders?.[1]?.orderId ?? 0 })).data()
  assert.deepEqual([exit.status, exit.origQty], ['NEW', '0.02000000'])
  await client.deleteOrderList({ symbol: 'ETHUSDT', orderListId: opo.orderListId ?? 0 })
  const opoco = await (await client.orderListOpoco({
    ...working, workingType: SpotRestAPI.OrderListOpocoWorkingTypeEnum.LIMIT, workingSide: SpotRestAPI.OrderListOpocoWorkingSideEnum.BUY, workingTimeInForce: SpotRestAPI.OrderListOpocoWorkingTimeInForceEnum.GTC,
    pendingSide: SpotRestAPI.OrderListOpocoPendingSideEnum.SELL, pendingAboveType: SpotRestAPI.OrderListOpocoPendingAboveTypeEnum.LIMIT_MAKER, pendingAbovePrice: at(1.2),
    pendingBelowType: SpotRestAPI.OrderListOpocoPendingBelowTypeEnum.STOP_LOSS, pendingBelowStopPrice: at(0.8),
  })).data()
  assert.equal(opoco.orderReports?.length, 3)
  const pair = await Promise.all((opoco.orders ?? []).slice(1).map(async ({ orderId = 0 }) => (await client.getOrder({ symbol: 'ETHUSDT', orderId })).data()))
  assert.deepEqual(pair.map(({ status, origQty }) => [status, origQty]), [['NEW', '0.02000000'], ['NEW', '0.02000000']])
  await client.deleteOrderList({ symbol: 'ETHUSDT', orderListId: opoco.orderListId ?? 0 })
})

test('@binance/spot places an order that is routed, and asks for its allocations', async () => {
  const client = clientFor(server.demo.keys.trade)
  assert.deepEqual((await (await client.exchangeInfo()).data()).sors?.map(({ baseAsset }) => baseAsset), ['BTC'])
  const order = { symbol: 'BTCUSDT', side: SpotRestAPI.SorOrderSideEnum.BUY, type: SpotRestAPI.SorOrderTypeEnum.MARKET, quantity: 0.002 }
  await (await client.sorOrderTest({ ...order, side: SpotRestAPI.SorOrderTestSideEnum.BUY, type: SpotRestAPI.SorOrderTestTypeEnum.MARKET })).data()
  const placed = await (await client.sorOrder(order)).data()
  assert.deepEqual([placed.status, placed.usedSor, placed.workingFloor], ['FILLED', true, 'SOR'])
  assert.ok(placed.fills?.every(({ matchType }) => matchType === 'ONE_PARTY_TRADE_REPORT'))
  const allocations = await (await client.myAllocations({ symbol: 'BTCUSDT', orderId: Number(placed.orderId) })).data()
  assert.deepEqual(allocations.map(({ allocationId }) => Number(allocationId)), placed.fills?.map(({ allocId }) => Number(allocId)))
})

describe('@binance/spot is refused', () => {
  test('a reading key places no order', async () => {
    const client = clientFor(server.demo.keys.read)
    await assert.rejects(client.newOrder({ symbol: 'ETHUSDT', side: NewOrderSideEnum.BUY, type: NewOrderTypeEnum.MARKET, quantity: 0.01 }), UnauthorizedError)
  })
})
