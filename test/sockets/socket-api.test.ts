import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { explain } from '../../src/gate/explain.ts'
import { BINANCE_LIMITS } from '../../src/gate/rate-limits/settings.ts'
import { readMessage } from '../../src/server/sockets/api-message.ts'
import { NO_PERMISSIONS, permissionBits } from '../../src/permission.ts'
import { MS, SECOND } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { aHandshake, InProcessWire, type SecretKey } from '../harness/in-process-wire.ts'

type Parameters = Readonly<Record<string, unknown>>
const ed25519 = generateKeyPairSync('ed25519')

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
const payloadOf = (parameters: Parameters, encode: (text: string) => string = (text) => text): string =>
  Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${encode(name)}=${encode(plain(value))}`).join('&')

const scene = ({ limited = false } = {}) => {
  const alice = anAccount(100_001)
  const wire = new InProcessWire([alice], limited ? { rateLimits: BINANCE_LIMITS } : {})
  wire.world.fund(alice, 'USDT', '1000000')
  wire.world.fund(alice, 'BTC', '10')
  const heard: string[] = []
  const connection = wire.connect((text) => { heard.push(text) }, { showsRateLimits: limited })
  const now = (): number => wire.world.clock.nowUs() / MS
  const trader = wire.addKey(alice, { permissions: permissionBits(['reading', 'spotAndMarginTrading']) })
  const asymmetric = (further: Partial<ApiKey> = {}): SecretKey => {
    const made = wire.addKey(alice, { permissions: permissionBits(['reading', 'spotAndMarginTrading']), credential: { kind: 'ed25519', publicKey: ed25519.publicKey.export({ type: 'spki', format: 'der' }) }, ...further })
    return { ...made, secretKey: '' }
  }
  /** Everything that comes back on one message. */
  const say = (message: unknown): any[] => { // answers are read field by field
    connection.onText(typeof message === 'string' ? message : JSON.stringify(message))
    return heard.splice(0).map((text) => JSON.parse(text) as unknown)
  }
  return {
    alice, wire, connection, trader, asymmetric, now, say,
    edit(key: SecretKey, further: Partial<ApiKey>) {
      wire.directory.put({ ...key.key, ...further })
    },
    signed(key: SecretKey, parameters: Parameters = {}, encode?: (text: string) => string): Parameters {
      const all = { timestamp: now(), ...parameters, apiKey: key.apiKey }
      const payload = payloadOf(all, encode)
      return { ...all, signature: key.secretKey === '' ? sign(null, Buffer.from(payload), ed25519.privateKey).toString('base64') : createHmac('sha256', key.secretKey).update(payload).digest('hex') }
    },
    ask(method: string, params?: Parameters): any {
      const answers = say({ id: 1, method, ...(params && { params }) })
      assert.equal(answers.length, 1, JSON.stringify(answers))
      return answers[0]
    },
  }
}

const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.00100000', price: '60000.00' }
const REJECTED = { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' }

test('the payload is what the documentation prints: sorted by name, in the text that was sent', () => {
  const printed = '{"id":"4885f793-e5ad-4c3b-8f6c-55d891472b71","method":"order.place","params":{"symbol":"BTCUSDT","side":"SELL","type":"LIMIT","timeInForce":"GTC","quantity":"0.01000000","price":"52000.00","recvWindow":100,"timestamp":1645423376532,"apiKey":"vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"}}'
  const read = readMessage(printed)
  assert.ok(read.ok)
  assert.equal(createHmac('sha256', 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j').update(read.message.query).digest('hex'), 'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24')
  const numbers = readMessage('{"id":12345678901234567890,"method":"v3/order.place","params":{"quantity":0.10,"b":true,"list":["A","B"]}}')
  assert.ok(!numbers.ok, 'an id beyond 64 bits is none')
  const kept = readMessage('{"id":9007199254740993,"method":"v3/order.place","params":{"quantity":0.10,"b":true,"list":["A","B"]}}')
  assert.ok(kept.ok)
  assert.equal(kept.message.id, 9_007_199_254_740_993n)
  assert.equal(kept.message.method, 'v3/order.place')
  assert.equal(decodeURIComponent(kept.message.query), 'b=true&list=["A","B"]&quantity=0.10')
})

test('a signature is taken over the bare values and over their percent-encoding, and a payload that can be cut in two is not', () => {
  const { ask, signed, trader } = scene()
  for (const encode of [(text: string) => text, encodeURIComponent]) {
    assert.equal(ask('order.place', signed(trader, { ...ORDER, newClientOrderId: encode === encodeURIComponent ? 'a_1' : 'a_2' }, encode)).status, 200)
    assert.equal(ask('order.status', signed(trader, { symbol: 'ＢＴＣ', orderId: 1 }, encode)).error.code === -1022, false, 'any text can be signed')
  }
  const smuggled = signed(trader, { symbol: 'BTCUSDT', origClientOrderId: 'x', recvWindow: 5000 })
  const cut = { ...smuggled, origClientOrderId: 'x&recvWindow=5000' } as Record<string, unknown>
  delete cut.recvWindow
  assert.equal(ask('order.status', cut).error.code, -1022)
})

test('a resting order goes the whole way: placed, asked for, amended, replaced, cancelled', async () => {
  const { ask, signed, trader } = scene()
  const { result } = ask('order.place', signed(trader, ORDER))
  assert.equal(result.status, 'NEW')
  assert.equal(ask('order.status', signed(trader, { symbol: 'BTCUSDT', orderId: result.orderId })).result.price, '60000.00000000')
  assert.equal(ask('openOrders.status', signed(trader, { symbol: 'BTCUSDT' })).result.length, 1)
  assert.equal(ask('order.amend.keepPriority', signed(trader, { symbol: 'BTCUSDT', orderId: result.orderId, newQty: '0.0009' })).result.amendedOrder.qty, '0.00090000')
  const replaced = ask('order.cancelReplace', signed(trader, { ...ORDER, cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: result.orderId, price: '61000.00' })).result
  assert.equal(replaced.newOrderResult, 'SUCCESS')
  const failed = ask('order.cancelReplace', signed(trader, { ...ORDER, cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId: result.orderId, price: '61500.00' }))
  assert.deepEqual([failed.status, failed.error.code, failed.error.data.cancelResult, failed.error.data.newOrderResult], [409, -2021, 'FAILURE', 'SUCCESS'])
  assert.equal(ask('openOrders.cancelAll', signed(trader, { symbol: 'BTCUSDT' })).result.length, 2)
  assert.deepEqual(ask('order.cancel', signed(trader, { symbol: 'BTCUSDT', orderId: result.orderId })), { id: 1, status: 400, error: { code: -2011, msg: 'Unknown order sent.' } })
})

test('lists travel as JSON lists or as texts, numbers as numbers or as texts', () => {
  const { ask } = scene()
  for (const symbols of [['BTCUSDT', 'ETHUSDT'], '["BTCUSDT","ETHUSDT"]']) assert.equal(ask('ticker.price', { symbols }).result.length, 2)
  for (const limit of [5, '5']) assert.equal(ask('depth', { symbol: 'BTCUSDT', limit }).result.bids.length, 5)
})

test('what cannot be read is answered with its id, as far as there is one', () => {
  const { say } = scene()
  const answers: readonly (readonly [string, unknown])[] = [
    ['', { id: null, status: 400, error: { code: -1135, msg: 'Invalid JSON Request' } }],
    ['[]', { id: null, status: 400, error: { code: -1135, msg: 'Invalid JSON Request' } }],
    ['{"id":"seven","method":7}', { id: 'seven', status: 400, error: { code: -1135, msg: "Invalid 'method' in JSON request; expected a string." } }],
    ['{"id":7,"method":"time","params":[]}', { id: 7, status: 400, error: { code: -1135, msg: "Invalid 'params' in JSON request; expected an object." } }],
    ['{"id":{},"method":"time"}', { id: null, status: 400, error: { code: -1135, msg: "Invalid 'id' in JSON request; expected an integer, a string of at most 36 characters, or null." } }],
    ['{"id":7,"method":"order.plaice"}', { id: 7, status: 400, error: { code: -1020, msg: 'This operation is not supported.' } }],
    ['{"id":7,"method":"time","params":{"a":"\\ud800"}}', { id: 7, status: 400, error: { code: -1135, msg: 'Invalid JSON Request' } }],
    ['{"id":7,"method":"klines","params":{"symbol":"BTCUSDT"}}', { id: 7, status: 400, error: { code: -1102, msg: "Mandatory parameter 'interval' was not sent, was empty/null, or malformed." } }],
    ['{"id":7,"method":"klines","params":{"symbol":null,"interval":"1m"}}', { id: 7, status: 400, error: { code: -1102, msg: "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed." } }],
    ['{"id":7,"method":"time","params":{"what":1}}', { id: 7, status: 400, error: { code: -1101, msg: "Too many parameters; expected '2' and received '1'." } }],
  ]
  for (const [sent, expected] of answers.slice(0, -1)) assert.deepEqual(say(sent), [expected], sent)
  assert.equal(say(answers.at(-1)?.[0])[0].error.code, -1104)
  assert.equal(say('{"id":7,"method":"time"}')[0].status, 200, 'and the connection goes on')
})

test('a logon stands for a signature until the logout, and says since when', () => {
  const { ask, signed, asymmetric, wire, now } = scene()
  const key = asymmetric()
  const connectedSince = now()
  assert.deepEqual(ask('session.status').result, { apiKey: null, authorizedSince: null, connectedSince, returnRateLimits: false, serverTime: now(), userDataStream: false })
  assert.equal(ask('order.place', { ...ORDER, timestamp: now() }).error.code, -2014, 'nobody is logged on')
  wire.world.clock.advance(SECOND)
  const since = now()
  assert.deepEqual(ask('session.logon', signed(key)).result, { apiKey: key.apiKey, authorizedSince: since, connectedSince, returnRateLimits: false, serverTime: since, userDataStream: false })
  assert.equal(ask('order.place', { ...ORDER, timestamp: now() }).status, 200)
  assert.equal(ask('account.status').error.code, -1102, 'a time is sent all the same')
  assert.equal(ask('account.status', { timestamp: now() - 5_001 }).error.code, -1021, 'and it is looked at')
  assert.equal(ask('account.status', { timestamp: now(), signature: 'AAAA' }).error.code, -1022, 'a signature that is sent must be right')
  assert.deepEqual(ask('userDataStream.subscribe').result, { subscriptionId: 0 })
  assert.equal(ask('session.status').result.userDataStream, true)
})

test('the logout ends what the logon opened, and nothing else', () => {
  const { say, ask, signed, asymmetric, wire, trader, now } = scene()
  ask('session.logon', signed(asymmetric()))
  assert.deepEqual(ask('userDataStream.subscribe').result, { subscriptionId: 0 })
  assert.equal(ask('userDataStream.subscribe.signature', signed(trader)).error.code, -2035, 'one for each account')
  const [ended, answer] = say({ id: 9, method: 'session.logout' })
  assert.deepEqual(ended, { subscriptionId: 0, event: { e: 'eventStreamTerminated', E: now() } })
  assert.deepEqual([answer.id, answer.result.apiKey, answer.result.authorizedSince], [9, null, null])
  assert.deepEqual(ask('userDataStream.subscribe.signature', signed(trader, { recvWindow: 1 })).result, { subscriptionId: 1 })
  ask('session.logon', signed(asymmetric()))
  ask('session.logout')
  assert.deepEqual(ask('session.subscriptions').result, [{ subscriptionId: 1 }])
  assert.equal(wire.streams.user.size, 1)
  assert.equal(ask('userDataStream.unsubscribe', { subscriptionId: 7 }).error.code, -2036)
  const [gone, done] = say({ id: 1, method: 'userDataStream.unsubscribe', params: { subscriptionId: 1 } })
  assert.equal(gone.event.e, 'eventStreamTerminated')
  assert.deepEqual(done.result, {})
  assert.equal(wire.streams.user.size, 0)
})

test('only an Ed25519 key logs on; a key of its own on a message goes before the logon', () => {
  const { ask, signed, trader, asymmetric, edit, now } = scene()
  assert.deepEqual(ask('session.logon', signed(trader)).error, { code: -4056, msg: 'HMAC_SHA256 API key is not supported.' })
  const key = asymmetric()
  ask('session.logon', signed(key))
  edit(trader, { permissions: NO_PERMISSIONS })
  assert.deepEqual(ask('order.place', signed(trader, ORDER)), { id: 1, status: 401, error: REJECTED }, 'judged by the key it names')
  assert.equal(ask('order.place', { ...ORDER, apiKey: key.apiKey, timestamp: now() }).error.code, -1102, 'and by its signature, even where the key is the same')
  assert.equal(ask('session.status').result.apiKey, key.apiKey, 'which leaves the logon as it was')
  const other = asymmetric()
  assert.equal(ask('session.logon', signed(other)).result.apiKey, other.apiKey, 'another logon takes its place')
})

test('a key alone opens no account’s events', () => {
  const { ask, trader } = scene()
  assert.equal(ask('userDataStream.subscribe').error.code, -2014)
  assert.equal(ask('userDataStream.subscribe', { apiKey: trader.apiKey }).error.code, -1022)
  assert.equal(ask('userDataStream.subscribe.signature', { apiKey: trader.apiKey }).error.code, -1102)
})

for (const [name, further] of [
  ['disabled', { isEnabled: false }], ['deleted', { isEnabled: false, deletedAtUs: 1 }], ['expired', { expiresAtUs: 1 }], ['bound to elsewhere', { allowList: { mode: 'trusted', entries: ['203.0.113.45'] } }],
  ['narrowed', { permissions: permissionBits(['reading']) }],
] as const satisfies readonly (readonly [string, Partial<ApiKey>])[]) {
  test(`a session whose key was ${name} in the middle ends at the next message that needs it`, () => {
    const { say, ask, signed, asymmetric, edit, now, wire } = scene()
    const key = asymmetric()
    ask('session.logon', signed(key))
    ask('userDataStream.subscribe')
    edit(key, further)
    const sequence = wire.world.venue.view.sequence
    const answers = say({ id: 5, method: 'order.place', params: { ...ORDER, timestamp: now() } })
    assert.deepEqual(answers.at(-1), { id: null, status: 401, error: REJECTED })
    assert.equal(wire.world.venue.view.sequence, sequence, 'nothing was placed')
    assert.equal(ask('session.status').result.apiKey, null)
    assert.equal(ask('order.place', { ...ORDER, timestamp: now() }).error.code, -2014)
  })
}

test('within a session every message asks for its key: one that needs none is cut off too', () => {
  const { ask, signed, asymmetric, edit } = scene()
  const key = asymmetric()
  ask('session.logon', signed(key))
  edit(key, { isEnabled: false })
  assert.deepEqual(ask('ping'), { id: null, status: 401, error: REJECTED })
  assert.deepEqual(ask('ping'), { id: 1, status: 200, result: {} })
})

test('a right that the key never had is refused without ending the session', () => {
  const { ask, signed, asymmetric, now } = scene()
  ask('session.logon', signed(asymmetric({ permissions: permissionBits(['reading']) })))
  assert.deepEqual(ask('order.place', { ...ORDER, timestamp: now() }), { id: 1, status: 401, error: REJECTED })
  assert.notEqual(ask('session.status').result.apiKey, null)
})

test('weight is counted with that of HTTP, connecting costs two, and a banned address is told until when', async () => {
  const { ask, wire, say, signed, trader } = scene({ limited: true })
  assert.equal(wire.gate.welcome(aHandshake(wire, '127.0.0.1'), { family: 'api', kind: 'api', weight: 2 }), null)
  const { rateLimits } = ask('time')
  assert.deepEqual(rateLimits, [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000, count: 3 }])
  assert.equal(ask('time', { returnRateLimits: false }).rateLimits, undefined)
  const answer = await wire.send({ method: 'GET', target: '/api/v3/time' })
  assert.equal(answer.headers[answer.headers.indexOf('X-MBX-USED-WEIGHT') + 1], '5')
  const placed = ask('order.place', signed(trader, ORDER)).rateLimits
  assert.deepEqual(placed.map(({ rateLimitType, count }: { rateLimitType: string; count: number }) => [rateLimitType, count]), [['ORDERS', 1], ['ORDERS', 1], ['REQUEST_WEIGHT', 5]], 'a placed order weighs nothing')
  for (let asked = 0; asked < 75; asked += 1) ask('ticker.24hr')
  const nowMs = wire.world.clock.nowUs() / MS
  const refused = ask('time')
  assert.equal(refused.status, 429)
  assert.equal(refused.error.code, -1003)
  assert.equal(refused.error.data.serverTime, nowMs)
  assert.equal(refused.error.data.retryAfter, nowMs + 60_000 - (nowMs % 60_000))
  let last: any
  for (let asked = 0; asked < 25; asked += 1) last = say({ id: 1, method: 'time' })[0]
  assert.deepEqual([last.status, last.error.code], [418, -1003])
  assert.equal(say('nonsense')[0].status, 418, 'whatever a banned address says')
})

test('an address opens three hundred sockets of a kind in five minutes', () => {
  const { wire } = scene({ limited: true })
  const opening = (kind: 'streams' | 'api') => wire.gate.welcome(aHandshake(wire, '198.51.100.7'), { family: 'api', kind, weight: 0 })
  for (let opened = 0; opened < 300; opened += 1) assert.equal(opening('streams'), null)
  assert.equal(opening('streams')?.refusal.reason, 'tooManyConnections')
  assert.equal(opening('api'), null, 'the other kind is counted apart')
})

test('calls over a socket are in the call log with the method they named, and refusals can be explained', async () => {
  const { ask, signed, trader, wire, alice } = scene()
  wire.keepsCalls = true
  ask('order.place', signed(trader, ORDER))
  ask('order.place', { ...signed(trader, ORDER), signature: 'f'.repeat(64) })
  await turn()
  const [placed, refused] = wire.calls
  assert.deepEqual([placed?.endpoint, placed?.permission, placed?.status, placed?.keyId, placed?.accountId], ['WS order.place', 'spotAndMarginTrading', 200, trader.key.id, alice.id])
  assert.deepEqual([refused?.reason, refused?.trace?.method, refused?.trace?.path, refused?.trace?.refusedAt], ['signatureWrong', 'WS', '/ws-api/v3/order.place', 'signature'])
  assert.match(refused?.trace?.signedPayload ?? '', /^apiKey=bit1\w{4}…\w{4}&price=60000\.00&.*&type=LIMIT$/, 'as it was signed, and never the whole key')
  assert.ok(refused?.trace)
  assert.match(explain(refused.trace).remedy, /sorted by name/)
})

test('anything at all is answered or ignored, and never brings a connection down', () => {
  const { say, ask } = scene()
  const words: readonly unknown[] = [null, true, 0, -1, 1e308, '', 'order.place', 'x'.repeat(5_000), [], {}, { __proto__: null }, [[[[]]]], 'ping', { id: 1 }, { method: 'ping', id: [] }]
  for (const one of words) for (const other of words) {
    for (const sent of [one, { id: one, method: other }, { id: 1, method: 'order.place', params: one }, { id: 1, method: 'depth', params: { symbol: one, limit: other } }, { id: 1, method: 'session.logon', params: { apiKey: one, timestamp: other, signature: one } }, { id: 1, method: 'userDataStream.unsubscribe', params: { subscriptionId: one } }]) {
      const [answer] = say(sent)
      assert.ok(answer.status >= 200 && answer.status < 500, JSON.stringify(sent)?.slice(0, 200))
    }
  }
  assert.equal(ask('ping').status, 200)
})
