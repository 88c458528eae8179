import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { makeKeyText } from '../../src/authority/key-text.ts'
import { BINANCE_LIMITS } from '../../src/gate/rate-limits/settings.ts'
import { MINUTE, SECOND } from '../../src/time.ts'
import { anAct, type CallWish, ELSEWHERE, GateScene, HOME, MAIN, NOON, outcomeOf, row, ROWS } from '../harness/gate-scene.ts'

/** Faults that other key systems were found to have, each held here by the gate and the authority alone. */

const ORDER: CallWish = { method: 'POST', path: '/api/v3/order', parameters: 'symbol=BTCUSDT&side=BUY&quantity=1' }

test('the signature covers everything: any changed character of query or body is refused', async () => {
  const scene = new GateScene({ rateLimits: 'off' })
  const held = await scene.key()
  for (const inBody of [false, true]) {
    const request = scene.request(held, { ...ORDER, inBody })
    const sent = inBody ? request.body : request.query
    for (let at = 0; at < sent.length; at += 1) {
      const changed = sent.slice(0, at) + (sent[at] === '7' ? '8' : '7') + sent.slice(at + 1)
      const decision = scene.admit({ ...request, ...(inBody ? { body: changed } : { query: changed }) })
      assert.ok(!decision.admitted, `character ${at} of ${sent}`)
    }
    for (const added of ['&side=SELL', '&x=1', '&', '&&', '&timestamp=1']) {
      assert.notEqual(outcomeOf(scene.admit({ ...request, ...(inBody ? { body: `${added.slice(1)}&${sent}` } : { query: `${added.slice(1)}&${sent}` }) })), 'admitted', added)
      assert.notEqual(outcomeOf(scene.admit({ ...request, ...(inBody ? { query: added.slice(1) || '&' } : { body: added.slice(1) || '&' }) })), 'admitted', added)
    }
  }
})

test('an allow list that is switched on but empty lets nobody in', async () => {
  const scene = new GateScene()
  const held = await scene.key({ allowList: { mode: 'trusted', entries: [] } })
  for (const address of [HOME, ELSEWHERE, '127.0.0.1', '::1', '']) assert.equal(scene.outcome(held, { address }), 'addressNotAllowed')
})

test('a request has a last moment: an absent, unsigned, endless or far window is refused', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  assert.equal(scene.outcome(held, { timestamp: null }), 'timestampMissing')
  assert.equal(scene.outcome(held, { parameters: 'recvWindow=0', timestamp: NOON / 1_000 }), 'timestampTooOld', 'a window of 0 is no window off')
  assert.equal(scene.outcome(held, { parameters: 'recvWindow=9999999999' }), 'recvWindowTooGreat')
  assert.equal(scene.outcome(held, { timestamp: 9_999_999_999_999 }), 'timestampAhead')
  const unsignedTime = scene.request(held, { timestamp: null, parameters: 'a=1' })
  assert.equal(outcomeOf(scene.admit({ ...unsignedTime, query: `${unsignedTime.query}&timestamp=${(NOON + SECOND) / 1_000}` })), 'signatureWrong')
})

test('a stranger with a key but without its secret learns nothing: unknown key and wrong address look and weigh the same', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const seen = (wish: CallWish) => {
    const decision = scene.call(held, { ...wish, signature: '0'.repeat(64), address: ELSEWHERE })
    assert.ok(!decision.admitted)
    return { weight: decision.weight, used: decision.usage?.used, limit: decision.usage?.limit, retryAfterMs: decision.retryAfterMs }
  }
  const unknown = seen({ apiKey: makeKeyText(randomBytes) })
  const mistyped = seen({ apiKey: 'x'.repeat(64), nowUs: NOON + MINUTE + SECOND })
  const wrongAddress = seen({ nowUs: NOON + 2 * MINUTE + SECOND })
  assert.deepEqual(unknown, mistyped)
  assert.deepEqual(unknown, wrongAddress)
})

test("calls from a wrong address, or with a wrong signature, do not use up the owner's account", async () => {
  const scene = new GateScene({ rateLimits: { ...BINANCE_LIMITS, accountWeightPerMinute: 1_000 } })
  const held = await scene.key({ permissions: ['universalTransfer'] })
  const transfer: CallWish = { method: 'POST', path: '/sapi/v1/asset/transfer' }
  for (let call = 0; call < 5; call += 1) {
    assert.equal(scene.outcome(held, { ...transfer, address: ELSEWHERE }), 'addressNotAllowed')
    assert.equal(scene.outcome(held, { ...transfer, signature: '0'.repeat(64) }), 'signatureWrong')
  }
  assert.equal(scene.outcome(held, transfer), 'admitted')
})

test('unknown keys are held off by address, and the address alone', async () => {
  const scene = new GateScene({ rateLimits: { ...BINANCE_LIMITS, strangerWeightPerMinute: 50, strangerWeight: 5 } })
  const held = await scene.key({ allowList: { mode: 'trusted', entries: [HOME, ELSEWHERE] } })
  for (let call = 0; call < 10; call += 1) assert.equal(scene.outcome(held, { apiKey: makeKeyText(randomBytes) }), 'keyUnknown')
  assert.equal(scene.outcome(held, { apiKey: makeKeyText(randomBytes) }), 'addressWeightUsedUp')
  assert.equal(scene.outcome(null, { path: '/api/v3/ping' }), 'admitted', 'public calls go on')
  assert.equal(scene.outcome(held, { address: ELSEWHERE }), 'admitted', 'and so does the key elsewhere')
})

test('a key that fails its checksum is looked up nowhere', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const mistyped = `${held.key.text.slice(0, 63)}${held.key.text.endsWith('0') ? '1' : '0'}`
  const decision = scene.call(held, { apiKey: mistyped })
  assert.ok(!decision.admitted)
  assert.deepEqual(decision.trace(401, -2015).refusal, { reason: 'keyUnknown', isMistyped: true })
})

test('a disabled key is refused at the next request: no cache lives longer', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  for (let turn = 0; turn < 3; turn += 1) {
    assert.equal(scene.outcome(held), 'admitted')
    await scene.authority.disable(held.key.id, anAct())
    assert.equal(scene.outcome(held), 'keyDisabled')
    await scene.authority.enable(held.key.id, anAct())
  }
})

test('a key about to be deleted is never brought back by another change that was under way', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const [deleted, edited, enabled] = await Promise.all([
    scene.authority.delete(held.key.id, anAct()), scene.authority.edit(held.key.id, { label: 'late' }, anAct()), scene.authority.enable(held.key.id, anAct()),
  ])
  assert.ok(deleted.ok && !edited.ok && !enabled.ok)
  assert.equal(scene.outcome(held), 'keyDeleted')
})

test('editing a key does not reset what was spent in the window', async () => {
  const scene = new GateScene({ rateLimits: { ...BINANCE_LIMITS, accountWeightPerMinute: 1_000 } })
  const held = await scene.key({ permissions: ['universalTransfer'] })
  const transfer: CallWish = { method: 'POST', path: '/sapi/v1/asset/transfer' }
  assert.equal(scene.outcome(held, transfer), 'admitted')
  await scene.authority.edit(held.key.id, { label: 'edited', allowList: { mode: 'trusted', entries: [HOME, ELSEWHERE] } }, anAct())
  assert.equal(scene.outcome(held, transfer), 'accountWeightUsedUp')
  const another = await scene.key({ permissions: ['universalTransfer'], accountId: MAIN.id })
  assert.equal(scene.outcome(another, transfer), 'accountWeightUsedUp', 'nor does another key of the account')
})

test('the right that a call needs comes from its row, not from its method: a POST that reads needs reading', async () => {
  const scene = new GateScene({ rows: [row('POST', '/sapi/v3/asset/getUserAsset', { permission: 'reading' })] })
  const reads = await scene.key({ permissions: ['reading'] })
  const trades = await scene.key({ permissions: ['spotAndMarginTrading'] })
  const wish: CallWish = { method: 'POST', path: '/sapi/v3/asset/getUserAsset' }
  assert.equal(scene.outcome(reads, wish), 'admitted')
  assert.equal(scene.outcome(trades, wish), 'permissionMissing')
})

test('a signed test order sent as an order passes, because the protocol signs no path — and a guarded key hears it once', async () => {
  const scene = new GateScene({ rows: [...ROWS, row('POST', '/api/v3/order/test', { permission: 'spotAndMarginTrading' })] })
  const plain = await scene.key()
  const guarded = await scene.key({ replayGuard: true })
  for (const [held, told] of [[plain, 'admitted'], [guarded, 'replayed']] as const) {
    const trial = scene.request(held, { ...ORDER, path: '/api/v3/order/test' })
    assert.equal(outcomeOf(scene.admit(trial)), 'admitted')
    assert.equal(outcomeOf(scene.admit({ ...trial, path: '/api/v3/order' })), told)
  }
})
