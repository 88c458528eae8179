import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import ccxt from 'ccxt'
import { bitting } from '../harness/bitting-command.ts'
import { FollowingSocket } from '../harness/following-socket.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { type Parameters, signatureOf, signedCall } from '../harness/signed-request.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start() })
after(() => server?.stop())

const PATH = '/sapi/v1/margin/apiKey'
const HERE = { ip: '127.0.0.1,::1' }
let made = 0

const ok = async <Body = any>(key: DemoKeyFile, method: string, path: string, parameters: Parameters = {}): Promise<Body> => { // answers are read field by field
  const { status, body } = await signedCall<Body>(server.demo.rest, key, method, path, parameters)
  assert.equal(status, 200, `${method} ${path} → ${JSON.stringify(body)}`)
  return body
}

const codeOf = async (key: DemoKeyFile, method: string, path: string, parameters: Parameters = {}): Promise<unknown> => {
  const { body } = await signedCall<{ code?: number }>(server.demo.rest, key, method, path, parameters)
  return body.code
}

const make = async (parameters: Parameters = {}, pair?: { readonly privateKey: string }): Promise<DemoKeyFile> => {
  const { apiKey, secretKey } = await ok(server.demo.keys.all, 'POST', PATH, { apiName: `low latency ${made += 1}`, ...HERE, ...parameters })
  return { apiKey, permissions: [], ...(pair ? { privateKey: pair.privateKey } : { secretKey }) }
}

const pairOf = (kind: 'ed25519' | 'rsa') => {
  const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const
  return kind === 'ed25519' ? generateKeyPairSync('ed25519', pem) : generateKeyPairSync('rsa', { modulusLength: 2048, ...pem })
}

const price = async (): Promise<string> => {
  const { price: last } = await (await fetch(`${server.demo.rest}/api/v3/ticker/price?symbol=BTCUSDT`)).json() as { price: string }
  return String(Math.round(Number(last) * 0.9))
}
const resting = async (): Promise<Parameters> => ({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: await price() })
const freeOf = (body: { balances: { asset: string; free: string }[] }, asset: string): number => Number(body.balances.find((one) => one.asset === asset)?.free)

test('a special key of cross margin trades with the margin wallet through /api/v3, and spot does not see it', async () => {
  const { all } = server.demo.keys
  const key = await make()
  const before = { spot: await ok(all, 'GET', '/api/v3/account'), margin: await ok(key, 'GET', '/api/v3/account') }
  assert.equal(before.margin.accountType, 'MARGIN')
  assert.notEqual(freeOf(before.margin, 'USDT'), freeOf(before.spot, 'USDT'))
  const { userAssets } = await ok(all, 'GET', '/sapi/v1/margin/account')
  assert.equal(freeOf(before.margin, 'USDT'), Number(userAssets.find((one: { asset: string }) => one.asset === 'USDT').free))

  const placed = await ok(key, 'POST', '/api/v3/order', await resting())
  assert.deepEqual((await ok(all, 'GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })).map((order: { orderId: number }) => order.orderId), [])
  assert.deepEqual((await ok(all, 'GET', '/sapi/v1/margin/openOrders', { symbol: 'BTCUSDT' })).map((order: { orderId: number }) => order.orderId), [placed.orderId])
  assert.deepEqual((await ok(key, 'GET', '/api/v3/openOrders')).map((order: { orderId: number }) => order.orderId), [placed.orderId])
  const amended = await ok(key, 'PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: placed.orderId, newQty: '0.0008' })
  assert.equal(amended.amendedOrder.qty, '0.00080000')
  const replaced = await ok(key, 'POST', '/api/v3/order/cancelReplace', { ...await resting(), cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: placed.orderId })
  assert.equal((await ok(key, 'DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: replaced.newOrderResponse.orderId })).status, 'CANCELED')
  assert.equal(freeOf(await ok(key, 'GET', '/api/v3/account'), 'USDT'), freeOf(before.margin, 'USDT'), 'nothing stays held')

  await ok(key, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
  const spot = await ok(all, 'GET', '/api/v3/account')
  assert.equal(freeOf(spot, 'USDT'), freeOf(before.spot, 'USDT'))
  assert.equal(freeOf(spot, 'BTC'), freeOf(before.spot, 'BTC'))
})

test('it cancels no order of spot, and a spot key none of margin', async () => {
  const { trade } = server.demo.keys
  const key = await make()
  const ofSpot = await ok(trade, 'POST', '/api/v3/order', await resting())
  const ofMargin = await ok(key, 'POST', '/api/v3/order', await resting())
  for (const [caller, order] of [[key, ofSpot], [trade, ofMargin]] as const) {
    assert.equal(await codeOf(caller, 'DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: order.orderId }), -2011)
    assert.equal(await codeOf(caller, 'GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: order.orderId }), -2013)
  }
  assert.equal((await ok(key, 'DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })).length, 1)
  assert.equal((await ok(trade, 'GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: ofSpot.orderId })).status, 'NEW')
  await ok(trade, 'DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: ofSpot.orderId })
})

test('a key of one isolated pair trades that pair alone, with that wallet alone', async () => {
  const { all } = server.demo.keys
  await ok(all, 'POST', '/sapi/v1/asset/transfer', { type: 'MAIN_ISOLATED_MARGIN', asset: 'USDT', amount: '500', toSymbol: 'ETHUSDT' })
  const key = await make({ symbol: 'ETHUSDT' })
  assert.equal(freeOf(await ok(key, 'GET', '/api/v3/account'), 'USDT'), 500)
  const placed = await ok(key, 'POST', '/api/v3/order', { symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '1000' })
  assert.deepEqual((await ok(all, 'GET', '/sapi/v1/margin/openOrders', { symbol: 'ETHUSDT', isIsolated: 'TRUE' })).map((order: { orderId: number }) => order.orderId), [placed.orderId])
  assert.equal(await codeOf(key, 'POST', '/api/v3/order', await resting()), -3028)
  assert.deepEqual(await ok(key, 'GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' }), [])
  assert.equal(await codeOf(key, 'POST', '/api/v3/order', { symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '1000' }), -2010, 'it has 500, and borrows nothing')
})

test('it opens nothing else: no margin row, no transfer, no futures, no convert, no routing', async () => {
  const key = await make()
  for (const [method, path, parameters] of [
    ['GET', '/sapi/v1/margin/account', {}], ['POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '1', type: 'BORROW' }], ['POST', '/sapi/v1/margin/order', await resting()], ['POST', PATH, { apiName: 'mine', ...HERE }],
    ['POST', '/sapi/v1/asset/transfer', { type: 'MARGIN_MAIN', asset: 'USDT', amount: '1' }], ['POST', '/sapi/v1/convert/getQuote', { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '10' }], ['GET', '/sapi/v1/account/apiRestrictions', {}],
  ] as const) assert.equal(await codeOf(key, method, path, parameters), -1002, path)
  for (const [method, path, parameters] of [['POST', '/api/v3/sor/order', await resting()], ['GET', '/api/v3/myAllocations', { symbol: 'BTCUSDT' }], ['GET', '/fapi/v2/account', {}]] as const) assert.equal(await codeOf(key, method, path, parameters), -2015, path)
})

test('each kind of key is told as its kind, read ones trade nothing, addresses are replaced, and a deleted key opens nothing', async () => {
  const { all } = server.demo.keys
  const [ed25519, rsa] = [pairOf('ed25519'), pairOf('rsa')]
  const keys = { HMAC_SHA256: await make(), Ed25519: await make({ publicKey: ed25519.publicKey, permissionMode: 'READ' }, ed25519), RSA: await make({ publicKey: rsa.publicKey, permissionMode: 'READ' }, rsa) }
  for (const [type, key] of Object.entries(keys)) {
    const mode = type === 'Ed25519' ? 'READ' : 'TRADE'
    assert.deepEqual([await ok(all, 'GET', PATH, { apiKey: key.apiKey })].map(({ type: kind, permissionMode, ip }) => [kind, permissionMode, ip]), [[type, mode, HERE.ip]])
    await ok(key, 'GET', '/api/v3/openOrders')
    assert.equal(await codeOf(key, 'POST', '/api/v3/order/test', await resting()), mode === 'READ' ? -2015 : undefined)
  }
  assert.ok((await ok(all, 'GET', '/sapi/v1/margin/api-key-list')).some((one: { apiKey: string }) => one.apiKey === keys.RSA.apiKey))
  assert.deepEqual((await ok(all, 'GET', '/sapi/v1/margin/api-key-list', { symbol: 'LTCUSDT' })), [])
  assert.equal(await codeOf(all, 'GET', PATH, { apiKey: keys.RSA.apiKey, symbol: 'ETHUSDT' }), -2008, 'it is of another wallet')
  assert.equal(await codeOf(all, 'DELETE', PATH, { apiKey: server.demo.keys.trade.apiKey }), -2008, 'an ordinary key is none of these')
  await ok(all, 'PUT', `${PATH}/ip`, { apiKey: keys.RSA.apiKey, ip: '127.0.0.1' })
  assert.equal((await ok(all, 'GET', PATH, { apiKey: keys.RSA.apiKey })).ip, '127.0.0.1')
  assert.equal(await codeOf(all, 'PUT', `${PATH}/ip`, { apiKey: keys.RSA.apiKey, ip: '203.0.113.9' }), -1002, 'no wider than the key that asks')
  assert.equal(await codeOf(all, 'POST', PATH, { apiName: 'anywhere' }), -1002, 'from anywhere is wider too')
  await ok(all, 'DELETE', PATH, { apiName: (await ok(all, 'GET', PATH, { apiKey: keys.RSA.apiKey })).apiName })
  await ok(all, 'DELETE', PATH, { apiKey: keys.HMAC_SHA256.apiKey })
  assert.equal(await codeOf(keys.RSA, 'GET', '/api/v3/account'), -2015)
  assert.equal(await codeOf(keys.HMAC_SHA256, 'GET', '/api/v3/account'), -2015)
})

test('over a socket it logs on, trades and hears what happens in its wallet; when it is deleted its stream ends at once', async () => {
  const { all, trade } = server.demo.keys
  const pair = pairOf('ed25519')
  const key = await make({ publicKey: pair.publicKey }, pair)
  const client = await FollowingSocket.open(`${server.demo.ws}/ws-api/v3`)
  const stamp = { apiKey: key.apiKey, timestamp: Date.now() }
  const logon = await client.ask('session.logon', { ...stamp, signature: signatureOf(key, `apiKey=${stamp.apiKey}&timestamp=${stamp.timestamp}`) })
  assert.equal(logon.status, 200, JSON.stringify(logon))
  assert.equal((await client.ask('userDataStream.subscribe', {})).status, 200)
  const ofSpot = await ok(trade, 'POST', '/api/v3/order', await resting())
  const placed = await client.ask('order.place', { ...await resting(), timestamp: Date.now() })
  assert.equal(placed.status, 200, JSON.stringify(placed))
  assert.equal((await client.event('executionReport')).i, placed.result.orderId, 'and not the order of spot')
  assert.equal((await client.ask('sor.order.place', { ...await resting(), timestamp: Date.now() })).error.code, -2015)
  await ok(trade, 'DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: ofSpot.orderId })
  await ok(key, 'DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
  await ok(all, 'DELETE', PATH, { apiKey: key.apiKey })
  await client.event('eventStreamTerminated')
  client.heard.length = 0
  assert.equal((await client.askAfterTheEnd('account.status', { timestamp: Date.now() })).error.code, -2015)
  client.hangUp()
})

test('under a listenKey too it hears its wallet, and it neither extends nor ends the names of other keys', async () => {
  const { trade } = server.demo.keys
  const key = await make()
  const open = async (caller: DemoKeyFile): Promise<string> => (await (await fetch(`${server.demo.rest}/api/v3/userDataStream`, { method: 'POST', headers: { 'X-MBX-APIKEY': caller.apiKey } })).json() as { listenKey: string }).listenKey
  const [own, other] = [await open(key), await open(trade)]
  const client = await FollowingSocket.open(`${server.demo.ws}/ws/${own}`)
  const placed = await ok(key, 'POST', '/api/v3/order', await resting())
  assert.equal((await client.event('executionReport')).i, placed.orderId)
  await ok(key, 'DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
  for (const method of ['PUT', 'DELETE']) assert.equal((await fetch(`${server.demo.rest}/api/v3/userDataStream?listenKey=${other}`, { method, headers: { 'X-MBX-APIKEY': key.apiKey } })).status, 400)
  client.hangUp()
})

test('ccxt trades margin with such a key as if it were spot', async () => {
  const key = await make()
  const exchange = new ccxt.binance({ apiKey: key.apiKey, secret: key.secretKey ?? '', options: { fetchCurrencies: false, fetchMargins: false, fetchMarkets: { types: ['spot'] } } })
  const urls = exchange.urls['api'] as Record<string, string>
  for (const [name, url] of Object.entries(urls)) urls[name] = url.replace(/^https:\/\/[^/]+/, server.demo.rest)
  const held = await exchange.fetchBalance()
  assert.equal(held['USDT']?.free, freeOf(await ok(key, 'GET', '/api/v3/account'), 'USDT'))
  const order = await exchange.createOrder('BTC/USDT', 'limit', 'buy', 0.001, Number(await price()))
  assert.deepEqual((await exchange.fetchOpenOrders('BTC/USDT')).map(({ id }) => id), [order.id])
  assert.equal((await exchange.cancelOrder(order.id as string, 'BTC/USDT')).id, order.id)
})

test('its page and its sentence tell the wallet, nobody gives it another right, and after kill -9 it is bound as before', async () => {
  const key = await make()
  const { stdout } = await bitting('keys', 'show', key.apiKey, '--data', server.dataFolder)
  assert.match(stdout, /on the cross margin wallet alone/)
  assert.match(stdout, /special key\s+.*cross margin/)
  const refused = await bitting('keys', 'edit', key.apiKey, '--grant', 'futures', '--data', server.dataFolder)
  assert.notEqual(refused.code, 0)
  assert.match(refused.stderr, /bound to the cross margin wallet/)
  const placed = await ok(key, 'POST', '/api/v3/order', await resting())
  await server.end('SIGKILL')
  await server.launch()
  assert.equal(await codeOf(key, 'GET', '/sapi/v1/margin/account'), -1002)
  assert.deepEqual((await ok(key, 'GET', '/api/v3/openOrders')).map((order: { orderId: number }) => order.orderId), [placed.orderId])
  assert.deepEqual((await ok(server.demo.keys.margin, 'GET', '/sapi/v1/margin/openOrders', { symbol: 'BTCUSDT' })).map((order: { orderId: number }) => order.orderId), [placed.orderId])
})

test('why a key may make no other is told to its owner, where the wire says only that it may not', async () => {
  const { status, body } = await signedCall<{ code: number; msg: string }>(server.demo.rest, server.demo.keys.margin, 'POST', PATH, { apiName: 'from anywhere' })
  assert.deepEqual({ status, ...body }, { status: 400, code: -1002, msg: 'You are not authorized to execute this request.' })
  const { stdout } = await bitting('explain', '--last', 'margin', '--data', server.dataFolder)
  assert.match(stdout.replace(/\s+/g, ' '), /A key gives another no more than it has itself/)
  assert.match(stdout, /Ask with a key that has them, or ask for less\./)
})
