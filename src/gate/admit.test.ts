import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { account, anAct, ELSEWHERE, GateScene, HOME, type CallWish, type HeldKey, MAIN, NEWCOMER, NOON, SUB } from '../../test/harness/gate-scene.ts'
import { BINANCE_LIMITS } from './rate-limits/settings.ts'
import { DAY, MINUTE, SECOND } from '../time.ts'

const ORDER: CallWish = { method: 'POST', path: '/api/v3/order', parameters: 'symbol=BTCUSDT&side=BUY' }

test('a rightly signed call of a key that has the right is admitted, in the query, the body or both', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  assert.equal(scene.outcome(held), 'admitted')
  assert.equal(scene.outcome(held, ORDER), 'admitted')
  assert.equal(scene.outcome(held, { ...ORDER, inBody: true }), 'admitted')
  const decision = scene.call(held, ORDER)
  assert.ok(decision.admitted)
  assert.equal(decision.caller?.key.id, held.key.id)
  assert.equal(decision.caller?.account.id, MAIN.id)
  assert.equal(decision.raw.get('symbol'), 'BTCUSDT')
  assert.equal(decision.timestampUs, NOON + SECOND)
  assert.equal(decision.recvWindowUs, 5_000_000)
})

test('rows without a key take calls with none, an empty one or any', () => {
  const scene = new GateScene()
  for (const apiKey of [undefined, '', 'short', 'bit1']) assert.equal(scene.outcome(null, { path: '/api/v3/ping', apiKey }), 'admitted')
})

test('key-only rows ask for the key and for no signature', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const wish: CallWish = { path: '/api/v3/historicalTrades', apiKey: held.key.text }
  assert.equal(scene.outcome(null, wish), 'admitted')
  assert.equal(scene.outcome(null, { ...wish, address: ELSEWHERE }), 'addressNotAllowed')
  assert.equal(scene.outcome(null, { ...wish, apiKey: undefined }), 'keyHeaderMissing')
  assert.equal(scene.outcome(null, { method: 'POST', path: '/api/v3/userDataStream', apiKey: held.key.text }), 'admitted')
})

test('Ed25519 and RSA keys sign calls too', async () => {
  const scene = new GateScene()
  const ed25519 = generateKeyPairSync('ed25519')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  for (const [kind, pair] of [['ed25519', ed25519], ['rsa', rsa]] as const) {
    const held = await scene.key({ kind, publicKey: pair.publicKey.export({ format: 'pem', type: 'spki' }).toString() }, NOON, pair.privateKey)
    assert.equal(scene.outcome(held, ORDER), 'admitted', kind)
    assert.equal(scene.outcome(held, { ...ORDER, inBody: true }), 'admitted', kind)
    const signature = scene.request(held, ORDER).query.split('signature=')[1] ?? ''
    assert.equal(scene.outcome(held, { ...ORDER, signature: decodeURIComponent(signature) }), 'admitted', `${kind}, with + and / unencoded`)
    assert.equal(scene.outcome(held, { ...ORDER, parameters: 'symbol=ETHUSDT&side=BUY', signature }), 'signatureWrong', kind)
    assert.equal(scene.outcome(held, { ...ORDER, signature: signature.toLowerCase() }), 'signatureWrong', kind)
    assert.equal(scene.outcome(held, { ...ORDER, signature: `${signature}%0A` }), 'signatureWrong', kind)
  }
})

/** Every fault that one call can have, each with how it is made, in the order in which it is told. */
interface Fault { readonly name: string; readonly told: string; readonly wish: (wish: CallWish, scene: GateScene) => CallWish; readonly needs?: 'key' }
const withParameters = (wish: CallWish, more: string): CallWish => ({ ...wish, parameters: `${wish.parameters ?? ''}&${more}` })

const FAULTS: readonly Fault[] = [
  { name: 'malformed encoding', told: 'malformedEncoding', wish: (wish) => withParameters(wish, 'x=%zz') },
  { name: 'key missing', told: 'keyHeaderMissing', wish: (wish) => ({ ...wish, apiKey: undefined }) },
  { name: 'no timestamp', told: 'timestampMissing', wish: (wish) => ({ ...wish, timestamp: null }) },
  { name: 'no signature', told: 'signatureMissing', wish: (wish) => ({ ...wish, signature: null }) },
  { name: 'recvWindow malformed', told: 'recvWindowMalformed', wish: (wish) => withParameters(wish, 'recvWindow=abc') },
  { name: 'too old', told: 'timestampTooOld', wish: (wish) => ({ ...wish, timestamp: (NOON - 10 * SECOND) / 1_000 }) },
  { name: 'disabled', told: 'keyDisabled', wish: (wish) => ({ ...wish, apiKey: 'disabled' }) },
  { name: 'wrong address', told: 'addressNotAllowed', wish: (wish) => ({ ...wish, address: ELSEWHERE }) },
  { name: 'bad signature', told: 'signatureWrong', wish: (wish) => ({ ...wish, signature: '0'.repeat(64) }) },
  { name: 'no right', told: 'permissionMissing', wish: (wish) => ({ ...wish, method: 'POST', path: '/fapi/v1/order' }) },
  { name: 'bad parameters', told: 'parameter', wish: (wish) => withParameters(wish, 'bad=1') },
]

test('of any two faults of one call the earlier on the list is told', async () => {
  const scene = new GateScene({ rateLimits: 'off' })
  const held = await scene.key()
  const disabled = await scene.key()
  await scene.authority.disable(disabled.key.id, anAct())
  const decide = (wish: CallWish): string => {
    if (wish.apiKey !== 'disabled') return scene.outcome(held, wish)
    const { apiKey: _, ...rest } = wish
    return scene.outcome(disabled, rest)
  }
  for (const [first, earlier] of FAULTS.entries()) {
    assert.equal(decide(earlier.wish(ORDER, scene)), earlier.told, `alone: ${earlier.name}`)
    for (const later of FAULTS.slice(first + 1)) {
      if (earlier.name === 'key missing' && later.name === 'disabled') continue
      assert.equal(decide(earlier.wish(later.wish(ORDER, scene), scene)), earlier.told, `${earlier.name} before ${later.name}`)
    }
  }
})

test('routing and size come before parameters, and a duplicate before everything about the key', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  assert.equal(scene.outcome(held, { path: '/api/v3/nothing', parameters: 'a=%' }), 'unknownPath')
  assert.equal(scene.outcome(held, { method: 'PUT', path: '/api/v3/order' }), 'unknownPath')
  assert.equal(scene.outcome(held, { ...ORDER, inBody: true, parameters: `a=${'x'.repeat(70_000)}` }), 'bodyTooLarge')
  assert.equal(scene.outcome(held, { ...ORDER, parameters: 'a=1&a=1', apiKey: undefined }), 'duplicateParameter')
  assert.equal(scene.outcome(held, { ...ORDER, parameters: 'a=1&a=1', timestamp: null }), 'duplicateParameter')
})

test('every refusal before the signature that concerns the key is told from outside in one way, and counted alike', async () => {
  const scene = new GateScene()
  const keys: Record<string, HeldKey> = { disabled: await scene.key(), deleted: await scene.key(), expired: await scene.key({ expiresAtUs: NOON + 1 }), testnet: await scene.key({ environment: 'testnet' }), mine: await scene.key() }
  await scene.authority.disable(keys.disabled?.key.id ?? held(), anAct())
  await scene.authority.delete(keys.deleted?.key.id ?? held(), anAct())
  const cases: readonly [string, string, CallWish][] = [
    ['disabled', 'keyDisabled', {}], ['deleted', 'keyDeleted', {}], ['expired', 'keyExpired', {}], ['testnet', 'keyOfOtherEnvironment', {}],
    ['mine', 'addressNotAllowed', { address: ELSEWHERE }], ['mine', 'keyOfOtherEnvironment', { environment: 'testnet' }],
    ['mine', 'keyUnknown', { apiKey: `bit1${'a'.repeat(60)}` }],
  ]
  for (const [name, told, wish] of cases) {
    const decision = scene.call(keys[name] ?? held(), wish)
    assert.ok(!decision.admitted)
    assert.equal(decision.refusal.reason, told)
    assert.ok(decision.step === 'keyState' || decision.step === 'sourceAddress', decision.step)
    assert.equal(decision.usage?.used, decision.weight, 'the counters of the answer tell nothing of the key')
    scene.call(null, { path: '/api/v3/ping', nowUs: NOON + MINUTE })
  }
})
const held = (): never => { throw new Error('no such key') }

test('a change is seen by the very next call: disable, enable, narrowing of rights and addresses, deletion', async () => {
  const scene = new GateScene()
  const key = await scene.key()
  assert.equal(scene.outcome(key, ORDER), 'admitted')
  await scene.authority.disable(key.key.id, anAct())
  assert.equal(scene.outcome(key, ORDER), 'keyDisabled')
  await scene.authority.enable(key.key.id, anAct())
  assert.equal(scene.outcome(key, ORDER), 'admitted')
  await scene.authority.edit(key.key.id, { permissions: ['reading'] }, anAct())
  assert.equal(scene.outcome(key, ORDER), 'permissionMissing')
  assert.equal(scene.outcome(key), 'admitted')
  await scene.authority.edit(key.key.id, { allowList: { mode: 'trusted', entries: [ELSEWHERE] } }, anAct())
  assert.equal(scene.outcome(key), 'addressNotAllowed')
  assert.equal(scene.outcome(key, { address: ELSEWHERE }), 'admitted')
  await scene.authority.edit(key.key.id, { allowList: { mode: 'trusted', entries: [] } }, anAct())
  assert.equal(scene.outcome(key, { address: ELSEWHERE }), 'addressNotAllowed')
  await scene.authority.delete(key.key.id, anAct())
  assert.equal(scene.outcome(key, { address: ELSEWHERE }), 'keyDeleted')
})

test('an account without API access, or that is gone, opens nothing', async () => {
  const scene = new GateScene()
  const key = await scene.key()
  scene.accounts.set(MAIN.id, { ...MAIN, isApiAccessEnabled: false })
  assert.equal(scene.outcome(key), 'accountAccessDisabled')
  scene.accounts.delete(MAIN.id)
  assert.equal(scene.outcome(key), 'accountAccessDisabled')
})

test('rights: the row, the parameters, the product, the rank of the account', async () => {
  const scene = new GateScene()
  const trade = await scene.key()
  const margin: CallWish = { method: 'POST', path: '/sapi/v1/margin/order', parameters: 'symbol=BTCUSDT' }
  assert.equal(scene.outcome(trade, margin), 'admitted')
  assert.equal(scene.outcome(trade, { ...margin, parameters: 'symbol=BTCUSDT&sideEffectType=MARGIN_BUY' }), 'permissionMissing')
  const newcomer = await scene.key({ accountId: NEWCOMER.id })
  assert.equal(scene.outcome(newcomer, margin), 'productNotOpened')
  assert.equal(scene.outcome(newcomer, ORDER), 'admitted')
  const internal = await scene.key({ permissions: ['internalTransfer'] })
  const transfer: CallWish = { method: 'POST', path: '/sapi/v1/sub-account/universalTransfer' }
  assert.equal(scene.outcome(internal, transfer), 'admitted')
  const sub = await scene.key({ accountId: SUB.id })
  assert.equal(scene.outcome(sub, { method: 'POST', path: '/sapi/v1/sub-account/transfer/subToSub' }), 'admitted')
  assert.equal(scene.outcome(trade, { method: 'POST', path: '/sapi/v1/sub-account/transfer/subToSub' }), 'callerNotSub')
  // The rules keep a sub-account's key from ever having the right; were it there, the ceiling of every sub-account would still refuse.
  scene.directory.put({ ...sub.key, permissions: internal.key.permissions })
  assert.equal(scene.outcome(sub, transfer), 'beyondCeiling')
  assert.equal(scene.outcome(trade, { path: '/sapi/v1/account/apiRestrictions' }), 'admitted')
})

test('the product that a right needs is asked for at every call, not only when the right is given', async () => {
  const scene = new GateScene()
  scene.accounts.set(4, account(4))
  const futures = await scene.key({ accountId: account(4).id, permissions: ['futures'] })
  const order: CallWish = { method: 'POST', path: '/fapi/v1/order' }
  assert.equal(scene.outcome(futures, order), 'admitted')
  scene.accounts.set(4, account(4, { products: { margin: false, futures: false } }))
  assert.equal(scene.outcome(futures, order), 'productNotOpened')
})

test('trading rights of an unrestricted live key lapse after 30 days, reading does not; the testnet knows no such clock', async () => {
  const scene = new GateScene()
  const live = await scene.key({ allowList: { mode: 'unrestricted' } })
  const testnet = await scene.key({ allowList: { mode: 'unrestricted' }, environment: 'testnet' })
  const after = (days: number, wish: CallWish): CallWish => ({ ...wish, nowUs: NOON + days * DAY + SECOND })
  assert.equal(scene.outcome(live, after(29, ORDER)), 'admitted')
  assert.equal(scene.outcome(live, after(30, ORDER)), 'permissionLapsed')
  assert.equal(scene.outcome(live, after(30, {})), 'admitted')
  assert.equal(scene.outcome(testnet, after(300, { ...ORDER, environment: 'testnet' })), 'admitted')
})

test('a stored key that carries withdrawals without a list opens no withdrawal', async () => {
  const scene = new GateScene()
  const key = await scene.key({ permissions: ['withdrawals'] })
  const withdraw: CallWish = { method: 'POST', path: '/sapi/v1/capital/withdraw/apply' }
  assert.equal(scene.outcome(key, withdraw), 'admitted')
  scene.directory.put({ ...key.key, allowList: { mode: 'unrestricted' } })
  assert.equal(scene.outcome(key, { ...withdraw, parameters: 'again=1' }), 'listRequired')
})

test('time: milliseconds or microseconds, up to the window behind, less than a second ahead', async () => {
  const scene = new GateScene()
  const key = await scene.key()
  const nowUs = NOON + SECOND
  const nowMs = nowUs / 1_000
  const told = (timestamp: number | string, parameters = ''): string => scene.outcome(key, { timestamp, nowUs, parameters })
  assert.equal(told(nowMs - 5_000), 'admitted')
  assert.equal(told(nowMs - 5_001), 'timestampTooOld')
  assert.equal(told(nowUs - 5_000_000), 'admitted')
  assert.equal(told(nowUs - 5_000_001), 'timestampTooOld')
  assert.equal(told(nowMs + 999), 'admitted')
  assert.equal(told(nowMs + 1_000), 'timestampAhead')
  assert.equal(told(nowUs + 999_999), 'admitted')
  assert.equal(told(nowUs + 1_000_000), 'timestampAhead')
  assert.equal(told(nowMs - 60_000, 'recvWindow=60000'), 'admitted')
  assert.equal(told(nowMs - 6_001, 'recvWindow=6000.346'), 'timestampTooOld')
  assert.equal(told(nowUs - 6_000_346, 'recvWindow=6000.346'), 'admitted')
  assert.equal(told(nowMs, 'recvWindow=60001'), 'recvWindowTooGreat')
  assert.equal(told(nowMs, 'recvWindow=60000.001'), 'recvWindowTooGreat')
  assert.equal(told(nowMs, 'recvWindow=0'), 'admitted')
  for (const window of ['', 'x', '-1', '1.2345', '1.', '.5', '1e3', '0x10', '1,5']) assert.equal(told(nowMs, `recvWindow=${window}`), 'recvWindowMalformed', window)
  for (const timestamp of ['abc', '-1', '1.5', '1e12', '0x1', '99999999999999999']) assert.equal(told(timestamp), 'timestampMalformed', timestamp)
  assert.equal(told(Math.floor(nowMs / 1_000)), 'timestampTooOld', 'seconds')
  const decision = scene.call(key, { nowUs, timestamp: nowMs })
  assert.ok(decision.admitted)
  assert.ok(scene.gate.isInTime(decision, nowUs + 5_000_000))
  assert.ok(!scene.gate.isInTime(decision, nowUs + 5_000_001))
})

test('weights: shared by a family and address, own for each sapi row, by account where the row says so', async () => {
  const scene = new GateScene({ rateLimits: { ...BINANCE_LIMITS, addressWeightPerMinute: { api: 50, sapi: 3, fapi: 5, dapi: 5 }, accountWeightPerMinute: 1_000 } })
  const key = await scene.key({ permissions: ['reading', 'spotAndMarginTrading', 'universalTransfer', 'futures'], allowList: { mode: 'trusted', entries: [HOME, ELSEWHERE] } })
  assert.equal(scene.outcome(key), 'admitted')
  assert.equal(scene.outcome(key), 'admitted')
  assert.equal(scene.outcome(key), 'addressWeightUsedUp')
  assert.equal(scene.outcome(key, { address: ELSEWHERE }), 'admitted')
  assert.equal(scene.outcome(key, { path: '/sapi/v1/account/apiRestrictions' }), 'admitted')
  assert.equal(scene.outcome(key, { nowUs: NOON + MINUTE }), 'admitted', 'the next minute begins at :00')
  const transfer: CallWish = { method: 'POST', path: '/sapi/v1/asset/transfer' }
  assert.equal(scene.outcome(key, transfer), 'admitted')
  assert.equal(scene.outcome(key, { ...transfer, address: ELSEWHERE }), 'accountWeightUsedUp', 'wherever the account calls from')
})

test('an order that succeeds costs nothing; one that fails costs its weight', async () => {
  const scene = new GateScene()
  const key = await scene.key()
  const first = scene.call(key, ORDER)
  assert.ok(first.admitted)
  assert.equal(first.usage.used, 1)
  assert.equal(scene.gate.settle(first, true).used, 0)
  const second = scene.call(key, ORDER)
  assert.ok(second.admitted)
  assert.equal(scene.gate.settle(second, false).used, 1)
  const query = scene.call(key)
  assert.ok(query.admitted)
  assert.equal(scene.gate.settle(query, true).used, 21)
})

test('who goes on calling after 429 is banned, longer each time, and served again afterwards', () => {
  const scene = new GateScene({ rateLimits: { ...BINANCE_LIMITS, addressWeightPerMinute: { api: 1, sapi: 1, fapi: 1, dapi: 1 }, refusalsBeforeBan: 3 } })
  let nowUs = NOON
  const ping = (): string => scene.outcome(null, { path: '/api/v3/ping', nowUs })
  const banLengthsMs: number[] = []
  for (let ban = 0; ban < 3; ban += 1) {
    assert.equal(ping(), 'admitted')
    for (let refused = 0; refused < 4; refused += 1) assert.equal(ping(), 'addressWeightUsedUp')
    const decision = scene.call(null, { path: '/api/v3/ping', nowUs })
    assert.ok(!decision.admitted && decision.refusal.reason === 'addressBanned')
    banLengthsMs.push(decision.refusal.untilMs - nowUs / 1_000)
    assert.equal(decision.retryAfterMs, banLengthsMs.at(-1))
    nowUs = decision.refusal.untilMs * 1_000 + MINUTE
  }
  assert.deepEqual(banLengthsMs, [2, 4, 8].map((minutes) => minutes * 60_000))
})

test('rate limits switched off count nothing and ban nobody', async () => {
  const scene = new GateScene({ rateLimits: 'off' })
  const key = await scene.key()
  for (let call = 0; call < 1_000; call += 1) assert.equal(scene.outcome(key), 'admitted')
})

test('what a guarded key has sent is heard once, in whatever encoding, query or body, and never from before a restart', async () => {
  const scene = new GateScene({ formerProcessEndedByUs: NOON - DAY })
  const guarded = await scene.key({ replayGuard: true })
  const request = scene.request(guarded, { ...ORDER, parameters: 'symbol=BTCUSDT&note=a%20b' })
  assert.ok(scene.admit(request).admitted)
  const again = scene.admit(request)
  assert.ok(!again.admitted && again.refusal.reason === 'replayed')
  for (const moved of [{ ...request, query: request.query.replace('%20', '+') }, { ...request, query: '', body: request.query }, { ...request, path: '/api/v3/order', method: 'DELETE' }]) {
    const decision = scene.admit(moved)
    assert.ok(!decision.admitted && decision.refusal.reason === 'replayed')
  }
  const restarted = new GateScene({ formerProcessEndedByUs: NOON })
  const key = await restarted.key({ replayGuard: true })
  assert.equal(restarted.outcome(key, { nowUs: NOON + SECOND, timestamp: NOON / 1_000 + 999 }), 'beforeRestart')
  assert.equal(restarted.outcome(key, { nowUs: NOON + SECOND, timestamp: NOON / 1_000 + 1_000 }), 'admitted')
  const unguarded = await scene.key()
  const twice = scene.request(unguarded)
  assert.ok(scene.admit(twice).admitted && scene.admit(twice).admitted)
})

test('a key limited to symbols trades those alone', async () => {
  const scene = new GateScene()
  const key = await scene.key({ guardRails: { symbols: ['BTCUSDT'] } })
  assert.equal(scene.outcome(key, ORDER), 'admitted')
  assert.equal(scene.outcome(key, { ...ORDER, parameters: 'symbol=ETHUSDT' }), 'guardRail')
  assert.equal(scene.outcome(key, { ...ORDER, parameters: 'side=BUY' }), 'guardRail')
  assert.equal(scene.outcome(key, { ...ORDER, method: 'DELETE' }), 'admitted', 'cancelling is always allowed')
  assert.equal(scene.outcome(key, { method: 'POST', path: '/sapi/v1/margin/order', parameters: 'symbol=BTCUSDT' }), 'guardRail', 'a row that does not tell what it places lets no guarded key through')
  const priced = await scene.key({ guardRails: { notionalPerOrder: '10' } })
  assert.equal(scene.outcome(priced, ORDER), 'guardRail', 'without a market to judge by, nothing is within the limit')
  assert.equal(scene.outcome(key), 'admitted')
})
