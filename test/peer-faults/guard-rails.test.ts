import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GuardRails, RailName } from '../../src/authority/guard-rails.ts'
import { ENDPOINT_TABLE } from '../../src/binance/endpoint-table.ts'
import { mayPlaceOrders } from '../../src/gate/endpoint-shape.ts'
import { amount } from '../../src/money.ts'
import { alice, LIMIT, OCO, OLD_OCO, OPO, OPOCO, OTO, OTOCO, type Parameters, RailScene, REPLACE, ROWS } from '../harness/rail-scene.ts'

/* A limit of a key holds on every way by which an order can be placed or money can leave. */

/** A limit that each of those calls breaks. The world stands at noon, UTC. */
const NARROW: Readonly<Partial<Record<RailName, GuardRails>>> = {
  symbols: { symbols: ['ETHUSDT'] }, orderTypes: { orderTypes: ['TRAILING_STOP_MARKET'] }, priceBandPercent: { priceBandPercent: 0.5 },
  notionalPerOrder: { notionalPerOrder: '88' }, hours: { hours: { from: '18:00', until: '11:00' } },
}
const WIDE: GuardRails = {
  symbols: ['BTCUSDT'], sides: ['BUY', 'SELL'], orderTypes: ['LIMIT', 'LIMIT_MAKER', 'STOP_LOSS', 'STOP_LOSS_LIMIT'], priceBandPercent: 5, notionalPerOrder: '100', openOrders: 30, hours: { from: '08:00', until: '18:00' },
}

test('each limit holds on each row that places orders', async () => {
  const scene = new RailScene()
  const wide = scene.key(WIDE)
  const keys = Object.entries(NARROW).map(([name, rails]) => [name, scene.key(rails)] as const)
  for (const [path, parameters] of ROWS) {
    for (const [name, key] of keys) assert.equal(await scene.outcome(key, 'POST', path, parameters), name, `${name} on ${path}`)
    const bothWays = scene.key({ sides: [/\/oco$/.test(path) ? 'BUY' : 'SELL'] })
    assert.equal(await scene.outcome(bothWays, 'POST', path, parameters), 'sides', path)
    const within = await scene.outcome(wide, 'POST', path, parameters)
    assert.match(within, /^(taken|venue -\d+)$/, `${path} reaches the venue: ${within}`)
  }
})

test('the socket API is the same door', () => {
  const scene = new RailScene()
  const key = scene.key({ symbols: ['ETHUSDT'] })
  for (const [method, parameters] of [
    ['order.place', LIMIT], ['order.test', LIMIT], ['order.cancelReplace', REPLACE], ['orderList.place', OLD_OCO], ['orderList.place.oco', OCO], ['orderList.place.oto', OTO], ['orderList.place.otoco', OTOCO],
    ['orderList.place.opo', OPO], ['orderList.place.opoco', OPOCO],
  ] as const) assert.equal(scene.message(key, method, parameters), 'symbols', method)
})

test('every row that could place an order tells which', () => {
  const silent = ENDPOINT_TABLE.filter((row) => mayPlaceOrders(row) && row.orders === undefined).map(({ name }) => name)
  assert.deepEqual(silent, [])
})

test('cancelling, reading and asking for a quote are no orders', async () => {
  const scene = new RailScene()
  const free = scene.key()
  assert.equal(await scene.outcome(free, 'POST', '/api/v3/order', LIMIT), 'taken')
  const key = scene.key({ symbols: ['ETHUSDT'], hours: { from: '18:00', until: '11:00' } })
  assert.equal(await scene.outcome(key, 'GET', '/api/v3/openOrders', {}), 'taken')
  assert.equal(await scene.outcome(key, 'DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }), 'taken')
  assert.equal(await scene.outcome(key, 'POST', '/sapi/v1/convert/getQuote', { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '100' }), 'taken')
})

test('a market order by what it costs, and a seller with a price of nothing, are worth what the market says', async () => {
  const scene = new RailScene()
  const key = scene.key({ notionalPerOrder: '100' })
  const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' }
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', { ...market, quoteOrderQty: '101' }), 'notionalPerOrder')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', { ...market, quantity: '0.0012' }), 'notionalPerOrder')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', { ...LIMIT, side: 'SELL', quantity: '0.01', price: '0.01' }), 'notionalPerOrder')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', { ...market, quoteOrderQty: '50' }), 'taken')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', { symbol: 'ETHBTC', side: 'BUY', type: 'MARKET', quantity: '0.05' }), 'notionalPerOrder', 'in another quote asset')
})

test('a stop whose trigger is far away, a trail that is too long and a market order that sweeps the book leave the band', async () => {
  const scene = new RailScene()
  const key = scene.key({ priceBandPercent: 1 })
  const stop = { symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS', quantity: '0.001' }
  for (const [parameters, expected] of [
    [{ ...stop, stopPrice: '50000' }, 'priceBandPercent'], [{ ...stop, stopPrice: '89500' }, 'taken'],
    [{ ...stop, trailingDelta: '200' }, 'priceBandPercent'], [{ ...stop, trailingDelta: '50' }, 'taken'],
    [{ ...LIMIT, type: 'STOP_LOSS_LIMIT', side: 'SELL', stopPrice: '89500', price: '10' }, 'priceBandPercent'],
    [{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '50' }, 'priceBandPercent'],
    [{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '5000000' }, 'priceBandPercent'],
    [{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' }, 'taken'],
  ] as const) assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', parameters), expected, JSON.stringify(parameters))
})

test('no number of calls, and no list, opens more orders than the key may', async () => {
  const scene = new RailScene()
  const key = scene.key({ openOrders: 3 })
  assert.equal(await scene.outcome(scene.key(), 'POST', '/api/v3/order', LIMIT), 'taken')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'taken')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/orderList/oco', OCO), 'openOrders', 'its two legs are counted together')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'taken')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'openOrders')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order/cancelReplace', REPLACE), 'openOrders', 'the cancelling half may fail')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order/cancelReplace', { ...REPLACE, cancelReplaceMode: 'STOP_ON_FAILURE' }), 'venue -2022')
  assert.equal(scene.wire.world.venue.view.orders.openOrders(alice.id, 'BTCUSDT').length, 3)
})

test('the other spelling of a symbol is no way round', async () => {
  const scene = new RailScene()
  const key = scene.key({ symbols: ['ETHUSDT'] })
  assert.notEqual(await scene.outcome(key, 'POST', '/api/v3/order', { ...LIMIT, symbol: 'btcusdt' }), 'taken')
})

test('an order that follows the book is judged by the price that it would get', async () => {
  const scene = new RailScene()
  const open = scene.wire.world.as(alice)
  const unpriced = { symbol: 'LTCUSDT', type: 'LIMIT', timeInForce: 'GTC', quantity: '1' }
  // The market stands at 84 with a few cents on either side; behind it there is one level far away.
  for (const [side, price] of [['BUY', '50'], ['SELL', '150']] as const) await open('POST', '/api/v3/order', { ...unpriced, side, price })
  const near = { ...unpriced, side: 'BUY', pegPriceType: 'PRIMARY_PEG' }
  const depth = scene.wire.world.venue.view.market.depth('LTCUSDT', 100)
  const deep = { ...near, pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: String(depth.bids.length - 1) }
  const missing = { ...near, pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: '99' }
  const place = (rails: GuardRails, parameters: Parameters): Promise<string> => scene.outcome(scene.key(rails), 'POST', '/api/v3/order', parameters)
  assert.equal(await place({ priceBandPercent: 1 }, near), 'taken')
  assert.equal(await place({ priceBandPercent: 1 }, deep), 'priceBandPercent')
  assert.equal(await place({ priceBandPercent: 50 }, deep), 'taken')
  assert.equal(await place({ priceBandPercent: 50 }, missing), 'priceBandPercent')
  assert.equal(await place({ notionalPerOrder: '1000' }, missing), 'notionalPerOrder')
  assert.equal(await place({ notionalPerOrder: '149' }, { ...deep, side: 'SELL' }), 'notionalPerOrder')
  assert.equal(await place({ notionalPerOrder: '151' }, { ...near, side: 'SELL' }), 'taken')
})

test('a conversion trades in the market of its pair, whichever way round, and dust too', async () => {
  const scene = new RailScene()
  const free = scene.key()
  const quoted = async (fromAsset: string, toAsset: string, fromAmount: string): Promise<string> => {
    const made = await scene.wire.world.as(alice)('POST', '/sapi/v1/convert/getQuote', { fromAsset, toAsset, fromAmount })
    return (made.body as { quoteId: string }).quoteId
  }
  const accept = async (rails: GuardRails, quoteId: string): Promise<string> => scene.outcome(scene.key(rails), 'POST', '/sapi/v1/convert/acceptQuote', { quoteId })
  const [buying, selling] = [await quoted('USDT', 'BTC', '100'), await quoted('BTC', 'USDT', '0.01')]
  for (const quoteId of [buying, selling]) assert.equal(await accept({ symbols: ['ETHUSDT'] }, quoteId), 'symbols')
  assert.equal(await accept({ sides: ['SELL'] }, buying), 'sides')
  assert.equal(await accept({ sides: ['BUY'] }, selling), 'sides')
  assert.equal(await accept({ notionalPerOrder: '99' }, buying), 'notionalPerOrder')
  assert.equal(await accept({ notionalPerOrder: '899' }, selling), 'notionalPerOrder')
  assert.equal(await accept({ symbols: ['BTCUSDT'], sides: ['BUY'], orderTypes: ['MARKET'], notionalPerOrder: '100', priceBandPercent: 1 }, buying), 'taken')
  assert.equal(await scene.outcome(scene.key({ symbols: ['BTCUSDT'] }), 'POST', '/sapi/v1/asset/dust', { asset: 'BTC,ETH' }), 'symbols')
  assert.equal(await scene.outcome(scene.key({ symbols: ['BTCUSDT'] }), 'POST', '/sapi/v1/margin/manual-liquidation', { type: 'MARGIN' }), 'symbols')
  assert.notEqual(await scene.outcome(free, 'POST', '/sapi/v1/margin/manual-liquidation', { type: 'MARGIN' }), 'symbols')
})

test('money leaves to the listed addresses alone, as much at a time and in the hours that the key allows', async () => {
  const scene = new RailScene()
  const HOME = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
  const out = { coin: 'ETH', network: 'ETH', address: HOME, amount: '0.5' }
  const withdraw = (rails: GuardRails, further: Parameters = {}): Promise<string> => scene.outcome(scene.key(rails), 'POST', '/sapi/v1/capital/withdraw/apply', { ...out, ...further })
  assert.equal(await withdraw({ withdrawalAddresses: ['0x0000000000000000000000000000000000000001'] }), 'withdrawalAddresses -4035')
  assert.equal(await withdraw({ withdrawalAddresses: [HOME] }, { address: HOME.toLowerCase() }), 'withdrawalAddresses -4035')
  assert.equal(await withdraw({ withdrawalAmount: '1499' }), 'withdrawalAmount -4015')
  assert.equal(await withdraw({ hours: { from: '18:00', until: '11:00' } }), 'hours -4015')
  assert.equal(await withdraw({ withdrawalAddresses: [HOME], withdrawalAmount: '1500', symbols: ['BTCUSDT'] }), 'taken')
  assert.equal(scene.wire.world.venue.view.wallet.withdrawals(alice.id).length, 1)
  assert.equal(scene.wire.world.venue.view.wallet.valueIn('ETH', amount('0.5'), 'USDT'), amount('1500'))
})

test('contracts: one order, a batch, a change and a test of one', async () => {
  const scene = new RailScene()
  const { view } = scene.wire.world.venue
  assert.ok(view.futures.contract('BTCUSDT'))
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '89000' }
  const hidden = { batchOrders: JSON.stringify([{ ...order, symbol: 'ETHUSDT', price: '2900' }, order]) }
  const change = { symbol: 'BTCUSDT', side: 'BUY', orderId: '1', quantity: '0.001', price: '89000' }
  for (const [method, path, parameters] of [
    ['POST', '/fapi/v1/order', order], ['POST', '/fapi/v1/order/test', order], ['POST', '/fapi/v1/batchOrders', hidden], ['PUT', '/fapi/v1/order', change], ['PUT', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify([change]) }],
  ] as const) {
    assert.equal(await scene.outcome(scene.key({ symbols: ['ETHUSDT'] }), method, path, parameters), 'symbols', path)
    assert.equal(await scene.outcome(scene.key({ sides: ['SELL'] }), method, path, parameters), 'sides', path)
    assert.equal(await scene.outcome(scene.key({ orderTypes: ['MARKET'] }), method, path, parameters), 'orderTypes', path)
    assert.equal(await scene.outcome(scene.key({ notionalPerOrder: '1' }), method, path, parameters), 'notionalPerOrder', path)
    assert.match(await scene.outcome(scene.key({ symbols: ['ETHUSDT', 'BTCUSDT'], sides: ['BUY'] }), method, path, parameters), /taken|venue/)
  }
  const matched = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', priceMatch: 'OPPONENT_20' }
  assert.equal(await scene.outcome(scene.key({ priceBandPercent: 1 }), 'POST', '/fapi/v1/order', matched), 'priceBandPercent', 'a price that the book will choose')
})

test('a limit that this version does not hold lets nothing through', async () => {
  const scene = new RailScene()
  // As an older or newer store might hold it.
  const key = scene.key({ lossPerWindow: { amount: '5', hours: 1 } } as GuardRails)
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'lossPerWindow')
  assert.equal(scene.wire.world.venue.view.orders.openOrders(alice.id, 'BTCUSDT').length, 0)
})
