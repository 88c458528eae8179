import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { BINANCE_LIMITS } from '../../src/gate/rate-limits/settings.ts'
import { amount, formatDecimal } from '../../src/money.ts'
import { NO_PERMISSIONS, permissionBits } from '../../src/permission.ts'
import { MS } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire, type SecretKey } from '../harness/in-process-wire.ts'

type Parameters = Readonly<Record<string, string | number>>
const pair = generateKeyPairSync('ed25519')

/** A connection to `/ws-fapi/v1` of an account with money in futures. */
const scene = () => {
  const alice = anAccount(100_001)
  const wire = new InProcessWire([alice], { rateLimits: BINANCE_LIMITS })
  const { world } = wire
  wire.world.fund(alice, 'USDT', '100000')
  world.venue.execute({ kind: 'transfer', from: { accountId: alice.id, wallet: 'spot' }, to: { accountId: alice.id, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('50000') })
  world.clock.advance(1_000_000)
  world.venue.execute({ kind: 'tick' })
  const heard: string[] = []
  const connection = wire.connect((text) => { heard.push(text) }, { family: 'fapi', showsRateLimits: true })
  const permissions = permissionBits(['reading', 'futures'])
  const hmac = wire.addKey(alice, { permissions })
  const ed25519 = { ...wire.addKey(alice, { permissions, credential: { kind: 'ed25519', publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }) } }), secretKey: '' }
  const now = (): number => world.clock.nowUs() / MS
  return {
    wire, hmac, ed25519, now,
    signed(key: SecretKey, parameters: Parameters = {}): Parameters {
      const all = { timestamp: now(), ...parameters, apiKey: key.apiKey }
      const payload = Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join('&')
      return { ...all, signature: key.secretKey === '' ? sign(null, Buffer.from(payload), pair.privateKey).toString('base64') : createHmac('sha256', key.secretKey).update(payload).digest('hex') }
    },
    edit(key: SecretKey, further: Partial<ApiKey>) {
      wire.directory.put({ ...key.key, ...further })
    },
    ask(method: string, params?: Parameters): any { // answers are read field by field
      connection.onText(JSON.stringify({ id: 'one', method, ...(params && { params }) }))
      const [text, ...more] = heard.splice(0)
      assert.deepEqual(more, [])
      return JSON.parse(text ?? 'null')
    },
    price: formatDecimal(((world.venue.view.futures.market('BTCUSDT')?.markPrice ?? 0n) * 97n / 100n / 10_000_000n) * 10_000_000n),
  }
}

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.010' }

test('an Ed25519 key logs on once, and places, changes, asks for and cancels orders without a signature', () => {
  const { ask, signed, ed25519, now, price } = scene()
  const session = ask('session.logon', signed(ed25519)).result
  assert.deepEqual([session.apiKey, session.authorizedSince], [ed25519.apiKey, now()])
  const placed = ask('order.place', { ...LIMIT, price, timestamp: now() })
  assert.equal(placed.status, 200)
  assert.deepEqual(placed.rateLimits.map(({ rateLimitType, interval, count }: Record<string, unknown>) => [rateLimitType, interval, count]), [['ORDERS', 'MINUTE', 1], ['ORDERS', 'SECOND', 1], ['REQUEST_WEIGHT', 'MINUTE', 2]])
  const { orderId, status, positionSide } = placed.result
  assert.deepEqual([status, positionSide], ['NEW', 'BOTH'])
  assert.equal(ask('order.modify', { symbol: 'BTCUSDT', orderId, side: 'BUY', quantity: '0.012', price, timestamp: now() }).result.origQty, '0.01200000')
  assert.equal(ask('order.status', { symbol: 'BTCUSDT', orderId, timestamp: now() + 1 }).result.status, 'NEW')
  assert.equal(ask('order.cancel', { symbol: 'BTCUSDT', orderId, timestamp: now() + 2 }).result.status, 'CANCELED')
  assert.equal(ask('session.logout').result.apiKey, null)
  assert.equal(ask('order.place', { ...LIMIT, price, timestamp: now() + 3 }).error.code, -2014)
})

test('names with a version open the newer answers, and `v1/` says nothing', () => {
  const { ask, signed, hmac } = scene()
  const old = ask('account.status', signed(hmac)).result
  const newer = ask('v2/account.status', signed(hmac)).result
  assert.equal(old.positions.length, 6)
  assert.deepEqual([newer.positions.length, newer.canTrade], [0, undefined])
  assert.deepEqual(ask('v1/account.status', signed(hmac)).result, old)
  assert.equal(ask('account.position', signed(hmac)).result.length, 6)
  assert.deepEqual(ask('v2/account.position', signed(hmac)).result, [])
  assert.equal(ask('v2/account.balance', signed(hmac)).result[0].asset, 'USDT')
  assert.equal(ask('v3/account.status', signed(hmac)).error.code, -1020)
})

test('prices and books need no key; a listenKey needs one and no signature', () => {
  const { ask, hmac } = scene()
  assert.ok(Number(ask('ticker.price', { symbol: 'BTCUSDT' }).result.price) >= 0)
  assert.equal(ask('ticker.book').result.length, 6)
  assert.ok(Array.isArray(ask('depth', { symbol: 'BTCUSDT', limit: 5 }).result.bids))
  const { listenKey } = ask('userDataStream.start', { apiKey: hmac.apiKey }).result
  assert.deepEqual(ask('userDataStream.ping', { apiKey: hmac.apiKey }).result, { listenKey })
  assert.deepEqual(ask('userDataStream.stop', { apiKey: hmac.apiKey }).result, {})
  assert.equal(ask('userDataStream.ping', { apiKey: hmac.apiKey }).error.code, -1125)
  assert.equal(ask('userDataStream.start').error.code, -2014)
})

test('an order that waits for a price is placed and cancelled', () => {
  const { ask, signed, hmac, price } = scene()
  const placed = ask('algoOrder.place', signed(hmac, { algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', quantity: '0.01', triggerPrice: price }))
  assert.equal(placed.result.algoStatus, 'NEW')
  assert.deepEqual(ask('algoOrder.cancel', signed(hmac, { algoId: placed.result.algoId })).result.code, '200')
})

test('only an Ed25519 key logs on; no key without the right to futures trades; spot stays elsewhere', () => {
  const { ask, signed, hmac, edit, price } = scene()
  assert.equal(ask('session.logon', signed(hmac)).error.code, -4056)
  edit(hmac, { permissions: permissionBits(['reading', 'spotAndMarginTrading']) })
  assert.deepEqual(ask('order.place', signed(hmac, { ...LIMIT, price })).error, { code: -2015, msg: 'Invalid API-key, IP, or permissions for action, request ip: 127.0.0.1' })
  assert.equal(ask('myTrades', signed(hmac, { symbol: 'BTCUSDT' })).error.code, -1020)
})

for (const [what, further] of [['switched off', { isEnabled: false }], ['narrowed', { permissions: NO_PERMISSIONS }], ['bound elsewhere', { allowList: { mode: 'trusted', entries: ['203.0.113.45'] } }]] as const satisfies readonly (readonly [string, Partial<ApiKey>])[]) {
  test(`a key that is ${what} in mid-session is cut off at its next message, and nothing is placed`, () => {
    const { ask, signed, ed25519, edit, now, price, wire } = scene()
    ask('session.logon', signed(ed25519))
    edit(ed25519, further)
    const { sequence } = wire.world.venue.view
    const answer = ask('order.place', { ...LIMIT, price, timestamp: now() })
    assert.deepEqual([answer.id, answer.status, answer.error.code], [null, 401, -2015])
    assert.equal(wire.world.venue.view.sequence, sequence)
    assert.equal(ask('session.status').result.apiKey, null)
  })
}
