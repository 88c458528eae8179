import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alice, type Parameters, RailScene } from '../harness/rail-scene.ts'
import type { GuardRails } from '../../src/authority/guard-rails.ts'

/* Contracts have orders that name no quantity, no price, or a price of a later moment. None of them slips under a limit. */

const ALGO = { algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET' }

const onContracts = (): { readonly scene: RailScene; readonly mark: number; readonly at: (times: number) => string; place(rails: GuardRails, path: string, parameters: Parameters): Promise<string> } => {
  const scene = new RailScene()
  scene.openFutures()
  const mark = Number(scene.wire.world.venue.view.futures.market('BTCUSDT')?.markPrice ?? 0n) / 1e8
  return { scene, mark, at: (times) => (mark * times).toFixed(1), place: (rails, path, parameters) => scene.outcome(scene.key(rails), 'POST', path, parameters) }
}

test('what closes a whole position names no quantity, so no limit of worth lets it through; a quantity with reduceOnly does', async () => {
  const { scene, at, place } = onContracts()
  assert.equal(await place({}, '/fapi/v1/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }), 'taken')
  const closing = { ...ALGO, triggerPrice: at(0.97), closePosition: 'true' }
  for (const [rails, expected] of [
    [{ notionalPerOrder: '1000000' }, 'notionalPerOrder'], [{ notionalPerWindow: { amount: '1000000', hours: 24 } }, 'notionalPerWindow'], [{ symbols: ['ETHUSDT'] }, 'symbols'], [{ sides: ['BUY'] }, 'sides'],
    [{ orderTypes: ['LIMIT'] }, 'orderTypes'], [{ priceBandPercent: 1 }, 'priceBandPercent'], [{ hours: { from: '18:00', until: '11:00' } }, 'hours'], [{ symbols: ['BTCUSDT'], sides: ['SELL'], priceBandPercent: 5, openOrders: 1 }, 'taken'],
    [{ openOrders: 1 }, 'openOrders'],
  ] as const) assert.equal(await place(rails, '/fapi/v1/algoOrder', closing), expected, JSON.stringify(rails))
  const { closePosition: _, ...reducing } = { ...closing, quantity: '0.01', reduceOnly: 'true' }
  assert.equal(await place({ notionalPerOrder: '1000', notionalPerWindow: { amount: '1000', hours: 24 } }, '/fapi/v1/algoOrder', reducing), 'taken')
  assert.equal(await place({ notionalPerOrder: '800' }, '/fapi/v1/algoOrder', reducing), 'notionalPerOrder')
  assert.equal(scene.wire.world.venue.view.futures.openAlgos(alice.id).length, 2)
})

test('an order that waits is worth what its trigger says, also where the book is to give the price', async () => {
  const { at, mark, place } = onContracts()
  const standing = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: at(0.99) }
  const buying = { ...ALGO, side: 'BUY', quantity: '0.01', triggerPrice: at(1.1) }
  const limit = (times: number): GuardRails => ({ notionalPerOrder: (mark * 0.01 * times).toFixed(2), notionalPerWindow: { amount: (mark * 0.01 * times).toFixed(2), hours: 1 } })
  const matched = { ...buying, type: 'STOP', priceMatch: 'QUEUE' }
  for (const rails of [limit(100), { priceBandPercent: 50 }]) assert.notEqual(await place(rails, '/fapi/v1/algoOrder', matched), 'taken', 'there is no such level')
  assert.equal(await place({}, '/fapi/v1/order', standing), 'taken')
  for (const parameters of [buying, { ...buying, type: 'STOP', price: at(1.09) }, matched] as const) {
    assert.equal(await place(limit(1.05), '/fapi/v1/algoOrder', parameters), 'notionalPerOrder', JSON.stringify(parameters))
    assert.equal(await place(limit(1.15), '/fapi/v1/algoOrder', parameters), 'taken', JSON.stringify(parameters))
  }
  assert.equal(await place({ priceBandPercent: 9 }, '/fapi/v1/algoOrder', matched), 'priceBandPercent')
})

test('a trail is held by the band as its price would be', async () => {
  const { place } = onContracts()
  const trailing = { ...ALGO, type: 'TRAILING_STOP_MARKET', quantity: '0.01' }
  assert.equal(await place({ priceBandPercent: 2 }, '/fapi/v1/algoOrder', { ...trailing, callbackRate: '2' }), 'taken')
  assert.equal(await place({ priceBandPercent: 2 }, '/fapi/v1/algoOrder', { ...trailing, callbackRate: '2.1' }), 'priceBandPercent')
})

test('an order at the price of a level of the book is judged by that level, as far as there is one', async () => {
  const { at, place, mark } = onContracts()
  const matched = { symbol: 'BTCUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01' }
  assert.equal(await place({}, '/fapi/v1/order', { ...matched, price: at(1.04) }), 'taken')
  const worth = (times: number): GuardRails => ({ notionalPerOrder: (mark * 0.01 * times).toFixed(2) })
  for (const [rails, match, expected] of [
    [{ priceBandPercent: 5 }, 'QUEUE', 'taken'], [{ priceBandPercent: 3 }, 'QUEUE', 'priceBandPercent'], [worth(1.05), 'QUEUE', 'taken'], [worth(1.03), 'QUEUE', 'notionalPerOrder'],
    // There is one level on this side, and none on the other.
    [{ priceBandPercent: 50 }, 'QUEUE_5', 'priceBandPercent'], [worth(100), 'QUEUE_5', 'notionalPerOrder'], [{ priceBandPercent: 50 }, 'OPPONENT', 'priceBandPercent'],
  ] as const) assert.equal(await place(rails, '/fapi/v1/order', { ...matched, priceMatch: match }), expected, `${JSON.stringify(rails)} ${match}`)
})

test('a market order beyond the book has no worth that anybody knows', async () => {
  const { scene, place } = onContracts()
  const beyond = { side: 'BUY', type: 'MARKET' }
  assert.equal(await place({ notionalPerOrder: '100000000' }, '/api/v3/order', { ...beyond, symbol: 'BTCUSDT', quantity: '5000' }), 'notionalPerOrder')
  assert.equal(await place({ notionalPerWindow: { amount: '100000000000', hours: 1 } }, '/api/v3/order', { ...beyond, symbol: 'BTCUSDT', quantity: '5000' }), 'notionalPerWindow')
  assert.equal(await place({ notionalPerOrder: '100' }, '/api/v3/order', { ...beyond, symbol: 'BTCUSDT', quoteOrderQty: '90' }), 'taken', 'it spends no more than it says')
  assert.equal(scene.wire.world.venue.view.orders.openOrders(alice.id).length, 0)
})

test('a conversion that waits is worth what it is to bring; dust what the market says of it', async () => {
  const { place } = onContracts()
  const sale = { baseAsset: 'BTC', quoteAsset: 'USDT', side: 'SELL', limitPrice: '100000', baseAmount: '0.001', expiredType: '1_D' }
  const path = '/sapi/v1/convert/limit/placeOrder'
  assert.equal(await place({ notionalPerOrder: '99' }, path, sale), 'notionalPerOrder')
  assert.match(await place({ notionalPerOrder: '100', notionalPerWindow: { amount: '100', hours: 1 } }, path, sale), /taken/)
  assert.equal(await place({ priceBandPercent: 5 }, path, sale), 'priceBandPercent')
  assert.equal(await place({ notionalPerWindow: { amount: '100', hours: 1 } }, '/sapi/v1/asset/dust', { asset: 'BTC,ETH' }), 'notionalPerWindow')
  assert.equal(await place({ notionalPerOrder: '100' }, '/sapi/v1/margin/exchange-small-liability', { assetNames: 'BTC' }), 'notionalPerOrder')
})
