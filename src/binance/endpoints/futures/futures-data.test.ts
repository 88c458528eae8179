import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aFuturesWorld } from '../../../../test/harness/futures-world.ts'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { MINUTE, SECOND } from '../../../time.ts'
import { candleOpen } from '../../../exchange/market/interval.ts'

const [ALICE, BOB] = [anAccount(100_001), anAccount(100_002)]
const SYMBOL = 'ETHUSDT'

/** Alice has sold Bob an ether. */
const scene = async () => {
  const town = aFuturesWorld([ALICE, BOB])
  const order = { symbol: SYMBOL, type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: town.price(SYMBOL) }
  await town.as(ALICE)('POST', '/fapi/v1/order', { ...order, side: 'SELL' })
  await town.as(BOB)('POST', '/fapi/v1/order', { ...order, side: 'BUY' })
  return { ...town, at: order.price, ask: async (path: string, parameters: Record<string, string | number>): Promise<any> => (await town.world.asAnybody()('GET', path, parameters)).body } // answers are read field by field
}

describe('what contracts did by the period', () => {
  test('open interest, and who holds it, are told as they stand', async () => {
    const { ask, world } = await scene()
    const of = { symbol: SYMBOL, period: '5m' }
    const now = world.clock.nowUs()
    const timestamp = candleOpen('5m', now) / 1_000
    const [held] = await ask('/futures/data/openInterestHist', of)
    assert.deepEqual([held.symbol, held.sumOpenInterest, held.timestamp], [SYMBOL, '1.00000000', timestamp])
    assert.deepEqual(await ask('/futures/data/globalLongShortAccountRatio', of), [{ symbol: SYMBOL, longShortRatio: '1.0000', longAccount: '0.5000', shortAccount: '0.5000', timestamp }])
    assert.deepEqual(await ask('/futures/data/topLongShortPositionRatio', of), [])
    assert.deepEqual(await ask('/futures/data/openInterestHist', { ...of, endTime: timestamp - 1 }), [], 'of the past nothing is known')
    assert.equal((await ask('/futures/data/openInterestHist', { ...of, symbol: 'NOUSDT' })).code, -1121)
    assert.equal((await ask('/futures/data/openInterestHist', { ...of, period: '7m' })).code, -1130)
  })

  test('what takers bought and sold, and how far the contract stood from its index', async () => {
    const { ask, at, world } = await scene()
    const [volume] = await ask('/futures/data/takerlongshortRatio', { symbol: SYMBOL, period: '5m' })
    assert.deepEqual([volume.buyVol, volume.sellVol], ['1.00000000', '0.00000000'])
    const [basis] = await ask('/futures/data/basis', { pair: SYMBOL, contractType: 'PERPETUAL', period: '5m' })
    const { indexPrice = 0n } = world.venue.view.futures.market(SYMBOL) ?? {}
    assert.equal(Number(basis.futuresPrice), Number(at))
    assert.ok(Math.abs(Number(basis.basis) - (Number(at) - Number(indexPrice) / 1e8)) < 1e-6)
    assert.equal((await ask('/futures/data/basis', { pair: SYMBOL, contractType: 'CURRENT_QUARTER', period: '5m' })).code, -1121)
  })

  test('candles of mark price, index and premium; a mark price is looked at once a second', async () => {
    const { ask, tick, world } = await scene()
    for (let second = 0; second < 90; second += 1) tick(SECOND)
    const marks = await ask('/fapi/v1/markPriceKlines', { symbol: SYMBOL, interval: '1m' })
    assert.equal(marks.length, 2)
    assert.ok(marks.every((candle: unknown[]) => candle.length === 12))
    const [openTime, open, high, low, close, volume, closeTime, , samples] = marks[0]
    assert.equal(closeTime - openTime, MINUTE / 1_000 - 1)
    assert.deepEqual([volume, samples], ['0', 59])
    assert.ok(Number(low) <= Number(open) && Number(open) <= Number(high) && Number(low) <= Number(close))
    const { markPrice = 0n } = world.venue.view.futures.market(SYMBOL) ?? {}
    assert.equal(Number(marks[1][4]), Number(markPrice) / 1e8, 'the last is now')
    const indices = await ask('/fapi/v1/indexPriceKlines', { pair: SYMBOL, interval: '1m', limit: 1 })
    assert.equal(indices[0].length, 12)
    const [premium] = await ask('/fapi/v1/premiumIndexKlines', { symbol: SYMBOL, interval: '1h', limit: 1 })
    assert.ok(Math.abs(Number(premium[4])) < 0.1)
  })

  test('nothing is composite here, and no order is for retail alone', async () => {
    const { ask } = await scene()
    assert.deepEqual(await ask('/fapi/v1/indexInfo', {}), [])
    assert.equal((await ask('/fapi/v1/indexInfo', { symbol: SYMBOL })).code, -1121)
    const { E: _, T: __, ...book } = await ask('/fapi/v1/depth', { symbol: SYMBOL, limit: 1000 })
    const { E: ___, T: ____, ...withRetail } = await ask('/fapi/v1/rpiDepth', { symbol: SYMBOL })
    assert.deepEqual(withRetail, book)
    assert.equal((await ask('/fapi/v1/rpiDepth', { symbol: SYMBOL, limit: 5 })).code, -4021)
  })
})
