import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aFuturesWorld } from '../../../../test/harness/futures-world.ts'

const [ALICE, BOB] = [anAccount(100_001), anAccount(100_002)]
const ETH = 'ETHUSDT'

interface Order { orderId: number; status: string; clientOrderId: string; cumQty: string; avgPrice: string; price: string }

describe('orders of a contract', () => {
  test('a market order takes what rests: ACK tells it as it was taken, RESULT as it ended', async () => {
    const { as, price } = aFuturesWorld([ALICE, BOB])
    const [alice, bob] = [as(ALICE), as(BOB)]
    const limit = { symbol: ETH, side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.02', price: price(ETH) }
    assert.equal((await alice('POST', '/fapi/v1/order', limit)).status, 200)
    const acked = (await bob('POST', '/fapi/v1/order', { symbol: ETH, side: 'BUY', type: 'MARKET', quantity: '0.01' })).body as Order
    assert.deepEqual([acked.status, acked.cumQty], ['NEW', '0.00000000'])
    const result = (await bob('POST', '/fapi/v1/order', { symbol: ETH, side: 'BUY', type: 'MARKET', quantity: '0.01', newOrderRespType: 'RESULT' })).body as Order
    assert.deepEqual([result.status, result.cumQty, Number(result.avgPrice)], ['FILLED', '0.01000000', Number(price(ETH))])
    const trades = (await bob('GET', '/fapi/v1/userTrades', { symbol: ETH })).body as { orderId: number; realizedPnl: string; maker: boolean }[]
    assert.deepEqual(trades.map(({ orderId }) => orderId), [acked.orderId, result.orderId])
    assert.ok(trades.every(({ maker }) => !maker))
  })

  test('conditional types are algo orders now', async () => {
    const { as } = aFuturesWorld([ALICE])
    for (const type of ['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET']) {
      assert.deepEqual((await as(ALICE)('POST', '/fapi/v1/order', { symbol: ETH, side: 'SELL', type, quantity: '0.01', stopPrice: '1' })).body,
        { code: -4120, msg: 'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.' })
    }
  })

  test('what is wrong with an order is told in the codes of futures', async () => {
    const { as, price } = aFuturesWorld([ALICE])
    const good = { symbol: ETH, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.02', price: price(ETH) }
    const code = async (change: object): Promise<number> => ((await as(ALICE)('POST', '/fapi/v1/order', { ...good, ...change })).body as { code: number }).code
    assert.equal(await code({ symbol: 'NOPEUSDT' }), -1121)
    assert.equal(await code({ positionSide: 'LONG' }), -4061)
    assert.equal(await code({ reduceOnly: true }), -2022)
    assert.equal(await code({ quantity: '1000' }), -2019)
    assert.equal(await code({ quantity: '0.001' }), -4164)
    assert.equal(await code({ price: '1' }), -4013)
    assert.equal(await code({ priceMatch: 'QUEUE' }), -1106)
    assert.equal(await code({ timeInForce: 'GTD' }), -1102)
    assert.equal(await code({ newClientOrderId: 'a b' }), -1100)
  })

  test('a modified order has its history, and is told changed; the count has one more', async () => {
    const { as, price, world } = aFuturesWorld([ALICE])
    const alice = as(ALICE)
    const placed = (await alice('POST', '/fapi/v1/order', { symbol: ETH, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.02', price: price(ETH, 0.97) })).body as Order
    const modified = (await alice('PUT', '/fapi/v1/order', { symbol: ETH, orderId: placed.orderId, side: 'BUY', quantity: '0.03', price: price(ETH, 0.96) })).body as Order
    assert.equal(modified.orderId, placed.orderId)
    assert.equal(Number(modified.price), Number(price(ETH, 0.96)))
    const [amendment] = (await alice('GET', '/fapi/v1/orderAmendment', { symbol: ETH, orderId: placed.orderId })).body as { amendment: { origQty: object } }[]
    assert.deepEqual(amendment?.amendment.origQty, { before: '0.02000000', after: '0.03000000' })
    assert.equal(world.venue.view.futures.orderCount(ALICE.id, 60_000_000, world.venue.nowUs()), 2)
    assert.equal(((await alice('PUT', '/fapi/v1/order', { symbol: ETH, orderId: placed.orderId, side: 'BUY', quantity: '0.03', price: price(ETH, 0.96) })).body as { code: number }).code, -5027)
  })

  test('a batch is answered as a whole, its faults in the places of the orders that have them', async () => {
    const { as, price } = aFuturesWorld([ALICE])
    const alice = as(ALICE)
    const good = { symbol: ETH, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.02', price: price(ETH, 0.97) }
    const { status, body } = await alice('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify([good, { ...good, type: 'STOP' }, { ...good, quantity: undefined }, { ...good, quantity: '1000' }]) })
    const answers = body as (Order & { code?: number })[]
    assert.equal(status, 200)
    assert.deepEqual(answers.map(({ code }) => code), [undefined, -4120, -1102, -2019])
    const cancelled = (await alice('DELETE', '/fapi/v1/batchOrders', { symbol: ETH, orderIdList: `[${answers[0]?.orderId},77]` })).body as (Order & { code?: number })[]
    assert.deepEqual(cancelled.map(({ status: state, code }) => state ?? code), ['CANCELED', -2011])
    assert.equal(((await alice('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify(Array(6).fill(good)) })).body as { code: number }).code, -4082)
  })

  test('a countdown that nobody repeats cancels what is open', async () => {
    const { as, price, world } = aFuturesWorld([ALICE])
    const alice = as(ALICE)
    await alice('POST', '/fapi/v1/order', { symbol: ETH, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.02', price: price(ETH, 0.97) })
    await alice('POST', '/fapi/v1/countdownCancelAll', { symbol: ETH, countdownTime: 5_000 })
    world.clock.advance(6_000_000)
    world.venue.execute({ kind: 'tick' })
    assert.deepEqual((await alice('GET', '/fapi/v1/openOrders', {})).body, [])
  })

  test('an order count that is used up refuses further orders before the venue sees them', async () => {
    const { as, price, world } = aFuturesWorld([ALICE], { isOn: true })
    const [last] = await Promise.all([as(ALICE)('POST', '/fapi/v1/order/test', { symbol: ETH, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.02', price: price(ETH, 0.97) })])
    assert.equal(last.status, 200)
    const item = { symbol: ETH, side: 'BUY', type: 'LIMIT', timeInForce: 'IOC', quantity: '0.02', price: price(ETH, 0.97) }
    for (let count = 0; count < 60; count++) await as(ALICE)('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify(Array(5).fill(item)) })
    assert.equal(world.venue.view.futures.orderCount(ALICE.id, 10_000_000, world.venue.nowUs()), 300)
    assert.deepEqual(await as(ALICE)('POST', '/fapi/v1/order', item), { status: 429, body: { code: -1015, msg: 'Too many new orders; current limit is 300 orders per 10 SECOND.' } })
  })
})
