import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GuardRails } from '../../src/authority/guard-rails.ts'
import { successorShape } from '../../src/authority/handover.ts'
import { explain } from '../../src/gate/explain.ts'
import { HOUR, MINUTE } from '../../src/time.ts'
import { ENDPOINT_TABLE } from '../../src/binance/endpoint-table.ts'
import { alice, LIMIT, OCO, OTO, OTOCO, type Parameters, RailScene, REPLACE, ROWS } from '../harness/rail-scene.ts'

/* So much in so many hours: what a key places is taken off before the venue hears of it, and what the venue refuses is given back. */

const window = (amount: string, hours = 24): GuardRails => ({ notionalPerWindow: { amount, hours } })

test('on each row that places orders the second call finds the limit used up', async () => {
  for (const [path, parameters] of ROWS) {
    const scene = new RailScene()
    scene.openMargin()
    // A list of two that are both executed is worth twice as much as the others.
    const key = scene.key(window(/oto$|opo$|otoco|opoco/.test(path) ? '200' : '100'))
    const first = await scene.outcome(key, 'POST', path, parameters)
    if (path.endsWith('/test')) assert.deepEqual([first, scene.spent(key)], ['taken', '0'], 'a test places nothing')
    // The cancelling half failed, and the order stands all the same.
    else {
      assert.equal(first, path.endsWith('cancelReplace') ? 'venue -2021' : 'taken', path)
      assert.equal(await scene.outcome(key, 'POST', path, parameters), 'notionalPerWindow', path)
    }
  }
})

test('the socket API takes from the same limit', () => {
  const scene = new RailScene()
  const key = scene.key(window('100'))
  assert.equal(scene.message(key, 'order.test', LIMIT), 'admitted')
  assert.equal(scene.spent(key), '0')
  assert.equal(scene.message(key, 'order.place', { ...LIMIT, quantity: '0.000001' }), 'admitted')
  assert.equal(scene.spent(key), '0', 'the venue refused it')
  assert.equal(scene.message(key, 'order.place', LIMIT), 'admitted')
  assert.equal(scene.message(key, 'order.place', LIMIT), 'notionalPerWindow')
})

test('every row that only judges says so: its path tells', () => {
  for (const row of ENDPOINT_TABLE) assert.equal(row.judgesOnly === true, [row.path, ...(row.socketPaths ?? [])].some((path) => /[/.]test$/.test(path)), row.name)
})

test('a conversion that is accepted counts once, however often it is asked for', async () => {
  const scene = new RailScene()
  const key = scene.key(window('150'))
  const quote = await scene.wire.world.as(alice)('POST', '/sapi/v1/convert/getQuote', { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '100' })
  const { quoteId } = quote.body as { quoteId: string }
  const accept = (): Promise<string> => scene.outcome(key, 'POST', '/sapi/v1/convert/acceptQuote', { quoteId })
  assert.equal(await accept(), 'taken')
  const once = scene.spent(key)
  assert.notEqual(await accept(), 'taken')
  assert.deepEqual([scene.spent(key), Math.round(Number(once))], [once, 100])
})

test('what each kind of call counts', async () => {
  const market = { symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET' }
  const stop = { symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS', quantity: '0.001', stopPrice: '80000' }
  const at95000 = { ...LIMIT, side: 'SELL', price: '95000' }
  for (const [path, parameters, expected, outcome] of [
    ['/api/v3/order', at95000, '95', 'taken'],
    ['/api/v3/order', { ...LIMIT, timeInForce: 'IOC', price: '95000' }, '95', 'taken'],
    ['/api/v3/order', { ...market, quoteOrderQty: '50' }, '50', 'taken'],
    // Of a seller who asks for less than the market gives, what the market gives.
    ['/api/v3/order', stop, '90', 'taken'],
    ['/api/v3/order', { ...LIMIT, quantity: '100' }, '0', 'venue -2010'],
    ['/api/v3/order', { ...LIMIT, quantity: '0.0000001' }, '0', 'venue -1013'],
    ['/api/v3/orderList/oco', OCO, '91', 'taken'],
    ['/api/v3/orderList/oto', OTO, '181', 'taken'],
    ['/api/v3/orderList/otoco', OTOCO, '181', 'taken'],
    ['/api/v3/order/cancelReplace', { ...REPLACE, side: 'SELL', price: '95000' }, '95', 'venue -2021'],
    ['/api/v3/order/cancelReplace', { ...REPLACE, cancelReplaceMode: 'STOP_ON_FAILURE' }, '0', 'venue -2022'],
    ['/sapi/v1/asset/dust', { asset: 'BTC' }, '0', 'venue'],
  ] as readonly (readonly [string, Parameters, string, string])[]) {
    const scene = new RailScene()
    const key = scene.key(window('100000000'))
    const seen = await scene.outcome(key, 'POST', path, parameters)
    assert.match(seen, new RegExp(`^${outcome}`), `${path} ${JSON.stringify(parameters)}`)
    // The best price of the book lies a little beyond the last one; what is bought at the market's price counts by the worse.
    assert.equal(Math.round(Number(scene.spent(key)) * 10) / 10, Number(expected), `${path} ${JSON.stringify(parameters)}`)
  }
})

test('of a batch what was taken counts, and the rest comes back', async () => {
  const scene = new RailScene()
  const { world } = scene.wire
  scene.openFutures()
  const key = scene.key(window('100000000'))
  const good = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.002', price: '89000' }
  const mark = Number(world.venue.view.futures.market('BTCUSDT')?.markPrice ?? 0n) / 1e8
  const one = Math.max(mark, 89_000) * 0.002
  const batch = (...orders: readonly object[]): Parameters => ({ batchOrders: JSON.stringify(orders) })
  assert.equal(await scene.outcome(key, 'POST', '/fapi/v1/batchOrders', batch(good, { ...good, quantity: '900' }, { ...good, quantity: 'x' }, good)), 'taken')
  const open = world.venue.view.futures.openOrders(key.key.accountId, 'BTCUSDT').length
  assert.ok(Math.abs(Number(scene.spent(key)) - open * one) < 1, `${open} of 4 stand, and ${scene.spent(key)} count`)
  assert.ok(open < 3, 'the great one was refused')
})

test('cancelling gives nothing back, and a replaced or changed order counts anew', async () => {
  const scene = new RailScene()
  const key = scene.key(window('190'))
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'taken')
  const before = scene.spent(key)
  assert.equal(await scene.outcome(key, 'DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }), 'taken')
  assert.equal(scene.spent(key), before)
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'taken')
  const open = scene.wire.world.venue.view.orders.openOrders(key.key.accountId, 'BTCUSDT')[0]
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order/cancelReplace', { ...REPLACE, cancelOrderId: String(open?.id) }), 'notionalPerWindow')
  assert.equal(await scene.outcome(key, 'PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: String(open?.id), newQty: '0.0005' }), 'taken', 'less is always allowed')
})

test('the window rolls, by wall time: a moved calendar neither empties it nor holds it', async () => {
  const scene = new RailScene()
  const key = scene.key(window('100', 2))
  const order = (): Promise<string> => scene.outcome(key, 'POST', '/api/v3/order', LIMIT)
  assert.equal(await order(), 'taken')
  scene.wire.world.clock.advance(2 * HOUR - MINUTE)
  assert.equal(await order(), 'notionalPerWindow', 'one minute before it is over')
  scene.wire.calendar.offsetUs = 90 * 24 * HOUR
  assert.equal(await order(), 'notionalPerWindow', 'a calendar that is moved by 90 days')
  scene.wire.calendar.offsetUs = 0
  scene.wire.world.clock.advance(2 * MINUTE)
  assert.equal(await order(), 'taken', 'one minute after')
  scene.wire.world.clock.advance(-3 * HOUR)
  assert.equal(await order(), 'notionalPerWindow', 'a clock that is set back gives nothing')
})

test('the refusal names the limit, what is left of it, what was asked and when it fits; explain says it too', async () => {
  const scene = new RailScene()
  const key = scene.key(window('100', 24))
  const sell = { ...LIMIT, side: 'SELL', price: '95000' }
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', sell), 'taken')
  const { decision } = await scene.send(key, 'POST', '/api/v3/order', sell)
  assert.ok(!decision.admitted && decision.refusal.reason === 'guardRail')
  assert.equal(decision.refusal.text, "This key's limit notionalPerWindow does not allow it: allowed is 5 USDT now, of 100 USDT in 24 hours, asked was 95 USDT; it fits from 2026-01-16T12:01:00Z on.")
  const told = explain(decision.trace(400, -2010))
  assert.equal(told.what, "The key's limit notionalPerWindow leaves 5 USDT now, of 100 USDT in 24 hours; asked was 95 USDT; it fits from 2026-01-16T12:01:00Z on.")
  const never = await scene.send(key, 'POST', '/api/v3/order', { ...sell, quantity: '0.002' })
  assert.ok(!never.decision.admitted && never.decision.refusal.reason === 'guardRail')
  assert.match(never.decision.refusal.text, /asked was 190 USDT\.$/)
  scene.wire.world.clock.advance(24 * HOUR + MINUTE)
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', sell), 'taken', 'it did fit from then on')
})

test('a rotated key goes on with what those before it have spent, generation after generation; another key begins with nothing', async () => {
  const scene = new RailScene()
  const first = scene.key(window('300'))
  const successorOf = ({ key }: typeof first) => scene.key(window('300'), { life: { ...successorShape(key, 0).life, isAsleep: false } })
  const second = successorOf(first)
  const third = successorOf(second)
  for (const key of [first, second, third]) assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'taken')
  for (const key of [first, second, third]) assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'notionalPerWindow')
  assert.equal(await scene.outcome(scene.key(window('300')), 'POST', '/api/v3/order', LIMIT), 'taken')
})

test('an edited limit goes on: more is free at once, less is used up, a longer window remembers', async () => {
  const scene = new RailScene()
  const key = scene.key(window('100', 1))
  const edit = (rails: GuardRails): void => scene.wire.directory.put({ ...key.key, guardRails: rails })
  const order = (): Promise<string> => scene.outcome(key, 'POST', '/api/v3/order', LIMIT)
  assert.equal(await order(), 'taken')
  edit(window('195', 1))
  assert.deepEqual([await order(), await order()], ['taken', 'notionalPerWindow'])
  edit(window('100', 1))
  assert.equal(await order(), 'notionalPerWindow')
  scene.wire.world.clock.advance(2 * HOUR)
  edit(window('195', 3))
  assert.equal(await order(), 'notionalPerWindow', 'three hours see what one no longer saw')
  edit({})
  edit(window('100', 3))
  assert.equal(await order(), 'notionalPerWindow', 'taken away and set again')
  edit(window('100', 1))
  assert.equal(await order(), 'taken')
})

test('money out: by its worth, once for each wish, and back where the venue refuses', async () => {
  const scene = new RailScene()
  const HOME = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
  const key = scene.key({ withdrawalPerWindow: { amount: '3100', hours: 24 } })
  const withdraw = (more: Parameters = {}): Promise<string> => scene.outcome(key, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'ETH', network: 'ETH', address: HOME, amount: '0.5', ...more })
  assert.equal(await withdraw({ withdrawOrderId: 'a' }), 'taken')
  assert.equal(await withdraw({ withdrawOrderId: 'a' }), 'taken', 'a repeated wish is answered with the first')
  assert.equal(scene.spent(key, 'withdrawalPerWindow'), '1500')
  assert.match(await withdraw({ address: 'nowhere' }), /^venue /)
  assert.equal(scene.spent(key, 'withdrawalPerWindow'), '1500')
  assert.equal(await withdraw(), 'taken')
  assert.equal(await withdraw({ amount: '0.1' }), 'withdrawalPerWindow -4015')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'taken', 'orders are another matter')
})

test('two calls in flight at once do not both pass: the first has it until its answer says otherwise', async () => {
  const scene = new RailScene()
  const key = scene.key(window('100'))
  const [one, other] = await Promise.all([scene.admit(key, LIMIT), scene.admit(key, LIMIT)])
  assert.deepEqual([one?.admitted, other?.admitted], [true, false])
  assert.ok(one?.admitted)
  scene.wire.gate.settle(one, false)
  assert.equal((await scene.admit(key, LIMIT)).admitted, true, 'the venue had refused it')
})

test('trying a call out in the console takes nothing off the limit', async () => {
  const scene = new RailScene()
  const key = scene.key(window('100'))
  for (let times = 0; times < 3; times += 1) assert.equal((await scene.admit(key, LIMIT, { isTrial: true })).admitted, true)
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'taken')
  assert.equal((await scene.admit(key, LIMIT, { isTrial: true })).admitted, false, 'it tells the truth')
})
