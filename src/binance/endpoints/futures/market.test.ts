import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aFuturesWorld } from '../../../../test/harness/futures-world.ts'
import { anAccount } from '../../../../test/harness/in-process.ts'

const [ALICE, BOB] = [anAccount(100_001), anAccount(100_002)]
const ETH = 'ETHUSDT'
const HOUR = 3_600_000_000

describe('contracts, as anybody sees them, and orders that wait for their price', () => {
  test('a trade stands in the tape, the candle and the ticker; funding that was paid, in its history', async () => {
    const { as, price, tick } = aFuturesWorld([ALICE, BOB])
    const at = price(ETH)
    const order = { symbol: ETH, type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: at }
    await as(ALICE)('POST', '/fapi/v1/order', { ...order, side: 'SELL' })
    await as(BOB)('POST', '/fapi/v1/order', { ...order, side: 'BUY' })
    const look = async (path: string, parameters: Record<string, string | number> = { symbol: ETH }): Promise<unknown> => (await as(BOB)('GET', path, parameters)).body
    assert.deepEqual((await look('/fapi/v1/trades') as { price: string; qty: string }[]).map((trade) => [Number(trade.price), trade.qty]), [[Number(at), '0.50000000']])
    const [candle] = await look('/fapi/v1/klines', { symbol: ETH, interval: '1m', limit: 1 }) as string[][]
    assert.deepEqual(candle?.slice(1, 6).map(Number), [Number(at), Number(at), Number(at), Number(at), 0.5])
    assert.equal((await look('/fapi/v1/ticker/price') as { price: string }).price, at)
    assert.equal((await look('/fapi/v1/openInterest') as { openInterest: string }).openInterest, '0.50000000')
    for (let second = 0; second < 3; second++) tick(4 * HOUR)
    const [paid] = await look('/fapi/v1/fundingRate') as { fundingRate: string; fundingTime: number }[]
    assert.equal(paid?.fundingRate, '0.00010000')
    assert.ok((await look('/fapi/v1/income', { incomeType: 'FUNDING_FEE' }) as { income: string }[]).every(({ income }) => income.startsWith('-')), 'the long pays')
    assert.equal((await look('/fapi/v1/depth', { symbol: ETH, limit: 7 }) as { code: number }).code, -4021)
  })

  test('a stop waits, becomes an order when its price is traded, and closes the position', async () => {
    const { as, price } = aFuturesWorld([ALICE, BOB])
    const [alice, bob] = [as(ALICE), as(BOB)]
    const order = { symbol: ETH, type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5' }
    await alice('POST', '/fapi/v1/order', { ...order, side: 'SELL', price: price(ETH) })
    await bob('POST', '/fapi/v1/order', { ...order, side: 'BUY', price: price(ETH) })
    const stop = { algoType: 'CONDITIONAL', symbol: ETH, side: 'SELL', type: 'STOP_MARKET', closePosition: 'true', triggerPrice: price(ETH, 0.99) }
    assert.equal(((await bob('POST', '/fapi/v1/algoOrder', { ...stop, quantity: '0.5' })).body as { code: number }).code, -4137)
    assert.equal(((await bob('POST', '/fapi/v1/algoOrder', { ...stop, triggerPrice: price(ETH, 1.01) })).body as { code: number }).code, -2021)
    const { algoId } = (await bob('POST', '/fapi/v1/algoOrder', stop)).body as { algoId: number }
    assert.deepEqual(((await bob('GET', '/fapi/v1/openAlgoOrders')).body as { algoId: number }[]).map((algo) => algo.algoId), [algoId])
    await alice('POST', '/fapi/v1/order', { ...order, quantity: '1', side: 'BUY', price: price(ETH, 0.98) })
    await bob('POST', '/fapi/v1/order', { ...order, quantity: '0.1', side: 'SELL', price: price(ETH, 0.98) })
    const ended = (await bob('GET', '/fapi/v1/algoOrder', { algoId })).body as { algoStatus: string; actualOrderId: string; actualQty: string }
    assert.deepEqual([ended.algoStatus, ended.actualQty], ['FINISHED', '0.40000000'])
    assert.deepEqual((await bob('GET', '/fapi/v3/positionRisk')).body, [])
    assert.equal(((await bob('DELETE', '/fapi/v1/algoOrder', { algoId })).body as { code: number }).code, -2011)
  })
})
