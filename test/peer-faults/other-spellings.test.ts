import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import type { SecretKey, WireReply } from '../harness/in-process-wire.ts'
import { alice, RailScene } from '../harness/rail-scene.ts'

/* What one reader takes for a right that is there, and another for something else: each spelling of an order that the key may not place, or of a path that is not the row's. None of them places it. */

const ORDER = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=89000'
const CONTRACT = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.002&price=85000'

const sceneWith = () => {
  const scene = new RailScene()
  scene.openFutures()
  const sign = (key: SecretKey, payload: string): string => {
    const signed = `${payload}&timestamp=${scene.wire.world.clock.nowUs() / 1_000}`
    return `${signed}&signature=${createHmac('sha256', key.secretKey).update(Buffer.from(signed, 'latin1')).digest('hex')}`
  }
  const send = (key: SecretKey, method: string, path: string, payload: string, headers: Readonly<Record<string, string>> = {}): Promise<WireReply> =>
    scene.wire.send({ method, target: `${path}?${sign(key, payload)}`, headers: { 'X-MBX-APIKEY': key.apiKey, ...headers } })
  const placed = (): number => {
    const { view } = scene.wire.world.venue
    return view.orders.openOrders(alice.id, 'BTCUSDT').length + view.orders.fills(alice.id, 'BTCUSDT', { limit: 10 }).length + view.futures.openOrders(alice.id, 'BTCUSDT').length
  }
  return { scene, send, placed }
}

test('a path in any other spelling is no path, whatever the key may do', async () => {
  const { scene, send, placed } = sceneWith()
  const key = scene.key()
  for (const path of [
    '//api/v3/order', '/api//v3/order', '/api/v3/order/', '/api/v3/order//', '/api/v3/./order', '/api/v3/../v3/order', '/x/../api/v3/order', '/api/v3/%6frder', '/api/v3/order%00', '/api/v3/order%20', '/api/v3/order;a=b', '/api/v3/order.json', '/API/v3/order', '/api/V3/order',
    '/api/v3/Order', '\\api\\v3\\order', '/api/v3\\order', '/api/v3/order%3f', '/api/v3/order%2f', '/api%2fv3%2forder', '/testnet/testnet/api/v3/order', '/testnet//api/v3/order', 'http://elsewhere/api/v3/order', '//elsewhere/api/v3/order', '/ws-api/v3/order.place', 'api/v3/order', '*', '',
  ]) assert.equal((await send(key, 'POST', path, ORDER)).status, 404, path)
  assert.equal(placed(), 0)
  assert.equal((await send(key, 'POST', '/api/v3/order', ORDER)).status, 200)
})

test('a row is opened by its own method, however another is asked for', async () => {
  const { scene, send, placed } = sceneWith()
  const key = scene.key()
  for (const method of ['GET', 'HEAD', 'PATCH', 'post', 'Post', 'TRACE', 'QUERY', 'WS', '__proto__', 'constructor', 'toString']) {
    for (const headers of [{}, { 'X-HTTP-Method-Override': 'POST' }, { 'X-Method-Override': 'POST' }, { 'X-HTTP-Method': 'POST' }]) await send(key, method, '/api/v3/order', ORDER, headers)
    await send(key, method, '/api/v3/order', `${ORDER}&_method=POST&method=POST`)
  }
  assert.equal(placed(), 0)
})

/** What stands in the place of the symbol, or besides it; the key is for ETHUSDT alone. Latin-1, as it goes over the wire. */
const SYMBOLS = [
  'symbol=BTCUSDT', 'symbol=ETHUSDT&symbol=BTCUSDT', 'symbol=BTCUSDT&symbol=ETHUSDT', 'symbol=ETHUSDT&%73ymbol=BTCUSDT', '%73ymbol=BTCUSDT&symbol=ETHUSDT', 'symbol=ETHUSDT&Symbol=BTCUSDT', 'Symbol=ETHUSDT&symbol=BTCUSDT', 'symbol[]=ETHUSDT&symbol=BTCUSDT', 'symbol[0]=BTCUSDT',
  'symbol=ETHUSDT%00BTCUSDT', 'symbol=%00BTCUSDT', 'symbol=BTCUSDT%00', 'symbol=%20BTCUSDT', 'symbol=BTCUSDT%20', 'symbol=+BTCUSDT', 'symbol=BTCUSDT%0d%0a', 'symbol=btcusdt', 'symbol=%62tcusdt', 'symbol=B%C5%A4CUSDT', 'symbol=%EF%BC%A2TCUSDT', 'symbol=BTC%E2%80%8BUSDT', 'symbol=BTC/USDT', 'symbol=BTC-USDT',
  'symbol=BTCUSDT,ETHUSDT', 'symbol=ETHUSDT,BTCUSDT', 'symbol=["ETHUSDT","BTCUSDT"]', 'symbol=%5B%22BTCUSDT%22%5D', 'symbol', 'symbol=', '=BTCUSDT', 'symbol==BTCUSDT', 'symbol=ETHUSDT;symbol=BTCUSDT', 'symbols=BTCUSDT', 'symbol%5B%5D=BTCUSDT', '&&symbol=BTCUSDT', 'symbol=\xe2TCUSDT', 'symbol=%FF', 'symbol=%c0%82TCUSDT',
  '__proto__[symbol]=BTCUSDT&symbol=ETHUSDT', '__proto__=BTCUSDT', 'constructor=BTCUSDT',
]

test('no spelling of a symbol brings an order into a market that the key is not for, by either half of a call', async () => {
  const { scene, send, placed } = sceneWith()
  const key = scene.key({ symbols: ['ETHUSDT'] })
  const rest = (order: string): string => order.slice('symbol=BTCUSDT&'.length)
  for (const [path, order] of [['/api/v3/order', ORDER], ['/fapi/v1/order', CONTRACT]] as const) {
    for (const symbol of SYMBOLS) for (const payload of [`${symbol}&${rest(order)}`, `${rest(order)}&${symbol}`]) {
      await send(key, 'POST', path, payload)
      assert.equal(placed(), 0, `${path} ${payload}`)
    }
    assert.equal((await send(scene.key(), 'POST', path, order)).status, 200, 'without the limit it is an order')
    assert.equal((await send(scene.key(), 'DELETE', path.replace('/order', path.startsWith('/api') ? '/openOrders' : '/allOpenOrders'), 'symbol=BTCUSDT')).status, 200)
  }
})

test('no spelling of a number makes an order greater than its limit sees it', async () => {
  const { scene, send } = sceneWith()
  const key = scene.key({ notionalPerOrder: '100' })
  const before = scene.wire.world.venue.view.orders.openOrders(alice.id).length
  for (const quantity of [
    '0.01', '1e1', '1E-2', '0x1', '+0.01', '-0.01', '00.01', '.01', '0.010000000000000000000', '0,01', '0.01%20', '%200.01', '0.01%00', '1_0', 'Infinity', 'NaN', 'null', 'true', '[0.01]', '{"a":1}', '0.001&quantity=0.01', '0.01&quantity=0.001', '0.001&%71uantity=1', '%EF%BC%91', '%D9%A1', '0.001&Quantity=1', '9'.repeat(400), '', '0.001;1', '0.001%26quantity=1',
  ]) await send(key, 'POST', '/api/v3/order', `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=89000&quantity=${quantity}`)
  for (const order of scene.wire.world.venue.view.orders.openOrders(alice.id).slice(before)) assert.ok(order.quantity * 89_000n <= 100n * 100_000_000n, String(order.quantity))
})

test('messages: whatever JSON says in the place of a text, twice, or besides', () => {
  const { scene, placed } = sceneWith()
  const key = scene.key({ symbols: ['ETHUSDT'], notionalPerOrder: '100' })
  const params = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '89000', quantity: '0.001', apiKey: key.apiKey, timestamp: String(scene.wire.world.clock.nowUs() / 1_000) }
  const signed = (symbol: string, further: string): string => {
    const all: Readonly<Record<string, string>> = { ...params, symbol }
    const payload = Object.keys(all).sort().map((name) => `${name}=${all[name] ?? ''}`).join('&')
    return `{"id":1,"method":"order.place","params":{${Object.entries(params).map(([name, value]) => `"${name}":"${value}"`).join()},${further},"signature":"${createHmac('sha256', key.secretKey).update(payload).digest('hex')}"}}`
  }
  for (const [symbol, further] of [
    ['BTCUSDT', '"symbol":"BTCUSDT"'], ['ETHUSDT', '"symbol":"ETHUSDT","symbol":"BTCUSDT"'], ['BTCUSDT', '"symbol":"ETHUSDT","symbol":"BTCUSDT"'], ['BTCUSDT', '"symbol":"BTCUSDT","symbol":"ETHUSDT"'], ['BTCUSDT', '"symbol":["BTCUSDT"]'], ['BTCUSDT', '"symbol":["ETHUSDT","BTCUSDT"]'], ['BTCUSDT', '"symbol":{"toString":"BTCUSDT"}'],
    ['BTCUSDT', '"symbol":{"0":"BTCUSDT"}'], ['BTCUSDT', '"symbol":null'], ['BTCUSDT', '"sym\\u0062ol":"BTCUSDT"'], ['ETHUSDT', '"symbol":"ETHUSDT","sym\\u0062ol":"BTCUSDT"'], ['ETHUSDT', '"symbol":"ETHUSDT","__proto__":{"symbol":"BTCUSDT"}'], ['BTCUSDT', '"__proto__":{"symbol":"BTCUSDT"}'], ['ETHUSDT', '"symbol":"ETHUSDT&symbol=BTCUSDT"'],
    ['ETHUSDT&symbol=BTCUSDT', '"symbol":"ETHUSDT&symbol=BTCUSDT"'], ['ETHUSDT', '"symbol":"ETHUSDT","quantity":"1"'],
  ] as const) {
    let answered = ''
    const connection = scene.wire.connect((sent) => { answered ||= sent }, {})
    connection.onText(signed(symbol, further))
    connection.onClosed()
    assert.ok(!answered.includes('"status":200'), `${further}: ${answered}`)
  }
  assert.equal(placed(), 0)
  assert.equal(scene.message(scene.key(), 'order.place', { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '89000', quantity: '0.001', symbol: 'BTCUSDT' }), 'admitted')
  assert.equal(placed(), 1)
})

test('a batch: whatever JSON says of an order, the limits see the order that the venue would', async () => {
  const { scene, send, placed } = sceneWith()
  const key = scene.key({ symbols: ['ETHUSDT'] })
  const rest = '"side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"0.002","price":"85000"'
  for (const order of [
    `{"symbol":"BTCUSDT",${rest}}`, `{"symbol":"ETHUSDT","symbol":"BTCUSDT",${rest}}`, `{"symbol":["BTCUSDT"],${rest}}`, `{"symbol":{"toString":"BTCUSDT"},${rest}}`, `{"__proto__":{"symbol":"BTCUSDT"},${rest}}`, `{"sym\\u0062ol":"BTCUSDT",${rest}}`, `[{"symbol":"BTCUSDT",${rest}}]`, `"symbol=BTCUSDT"`, 'null', `{"symbol":"BTCUSDT","batchOrders":"[]",${rest}}`,
  ]) await send(key, 'POST', '/fapi/v1/batchOrders', `batchOrders=${encodeURIComponent(`[${order}]`)}`)
  assert.equal(placed(), 0)
  await send(scene.key(), 'POST', '/fapi/v1/batchOrders', `batchOrders=${encodeURIComponent(`[{"symbol":"BTCUSDT",${rest}}]`)}`)
  assert.equal(placed(), 1)
})
