import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAct, type CallWish, ELSEWHERE, GateScene, HOME, NOON } from '../../test/harness/gate-scene.ts'
import { DAY, SECOND } from '../time.ts'
import { explain } from './explain.ts'
import type { Decision } from './gate.ts'
import { REFUSAL_SAMPLES } from './refusal.samples.ts'
import { GATE_STEPS, type Trace } from './trace.ts'

const explained = (decision: Decision) => {
  assert.ok(!decision.admitted)
  return explain(decision.trace(401, -2015))
}
const said = (decision: Decision): string => {
  const { what, remedy } = explained(decision)
  return `${what} → ${remedy}`
}

test('a wrong address is told with the list, the address seen and the command that adds it', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const explanation = explained(scene.call(held, { address: '127.0.0.1' }))
  assert.equal(explanation.what, `The key's list has ${HOME}; this came from 127.0.0.1.`)
  assert.match(explanation.remedy, new RegExp(`./bitting keys edit ${held.key.id} --add-address 127.0.0.1; otherwise call from a listed address`))
  assert.equal(explanation.answer, 'HTTP 401, code -2015')
  assert.equal(explanation.steps.length, GATE_STEPS.length)
  assert.deepEqual(explanation.steps.map(({ outcome }) => outcome).filter((outcome) => outcome === 'failed').length, 1)
  assert.equal(explanation.steps.find(({ outcome }) => outcome === 'failed')?.step, 'address allowed')
  assert.equal(explanation.signedPayload, null, 'nothing was hashed for this caller')
})

test('each refusal names what the owner has to change', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const testnet = await scene.key({ environment: 'testnet' })
  const lapsed = await scene.key({ allowList: { mode: 'unrestricted' } })
  const disabled = await scene.key()
  await scene.authority.disable(disabled.key.id, anAct())
  const order: CallWish = { method: 'POST', path: '/api/v3/order', parameters: 'symbol=BTCUSDT' }
  const nowMs = (NOON + SECOND) / 1_000
  assert.match(said(scene.call(held, { apiKey: held.secret ?? '' })), /SECRET was sent in place of the key.*make a new key/)
  assert.match(said(scene.call(held, { apiKey: `${held.key.text.slice(0, -1)}${held.key.text.endsWith('a') ? 'b' : 'a'}` })), /checksum is wrong.*copy it again/)
  assert.match(said(scene.call(held, { apiKey: 'x'.repeat(64) })), /begin with bit1.*another exchange/)
  assert.match(said(scene.call(held, { environment: 'testnet' })), /live key.*went to the testnet/)
  assert.match(said(scene.call(testnet)), /testnet key.*Add \/testnet/)
  assert.match(said(scene.call(disabled)), /disabled.*keys enable/)
  assert.match(said(scene.call(held, { timestamp: Math.floor(nowMs / 1_000) })), /sent in seconds; send milliseconds/)
  assert.match(said(scene.call(held, { timestamp: nowMs - 9_000 })), /9\.0 s old.*clock is behind.*NTP/)
  assert.match(said(scene.call(held, { timestamp: nowMs + 7_000 })), /7\.0 s ahead.*clock is ahead/)
  assert.match(said(scene.call(held, { method: 'POST', path: '/fapi/v1/order' })), /"Enable Futures".*--grant futures/)
  assert.match(said(scene.call(lapsed, { ...order, nowUs: NOON + 31 * DAY })), /has lapsed.*--allow ADDRESS/)
  assert.match(said(scene.call(held, { parameters: 'a=%zz' })), /Percent-encode/)
  assert.match(said(scene.call(held, { apiKey: undefined })), /X-MBX-APIKEY/)
  assert.match(said(scene.call(held, { address: ELSEWHERE })), /keys disable/)
})

test('a wrong signature shows the very bytes that were hashed', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const decision = scene.call(held, { parameters: 'symbol=%E5%B8%81&name=a+b', signature: 'f'.repeat(64) })
  const explanation = explained(decision)
  assert.equal(explanation.signedPayload, `symbol=%E5%B8%81&name=a+b&timestamp=${(NOON + SECOND) / 1_000}`)
  assert.equal(explanation.steps.find(({ step }) => step === 'time')?.detail, "0 ms from the server's clock, window 5000 ms")
})

test('a trace holds neither secret, nor signature, nor a whole key', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  for (const wish of [{ apiKey: held.secret ?? '' }, { address: ELSEWHERE }, { signature: 'f'.repeat(64) }, { path: '/sapi/v1/asset/transfer', method: 'POST' }]) {
    const decision = scene.call(held, wish)
    assert.ok(!decision.admitted)
    const written = JSON.stringify(decision.trace(401, -2015))
    assert.ok(!written.includes(held.secret?.slice(4, 12) ?? '') && !written.includes(held.key.text) && !written.includes('signature='), written)
    const explanation = JSON.stringify(explain(decision.trace(401, -2015)))
    assert.ok(!explanation.includes(held.secret?.slice(4, 12) ?? '') && !explanation.includes(held.key.text))
  }
})

test('every reason there is has words and a remedy', () => {
  for (const refusal of REFUSAL_SAMPLES) {
    const trace: Trace = {
      version: 1, requestId: 'r' as Trace['requestId'], timeUs: NOON, method: 'GET', path: '/api/v3/account', environment: 'live', address: HOME, keyId: null, keyHint: 'bit1abcd…wxyz',
      refusedAt: 'permission', refusal, status: 400, code: -1, signedPayload: null, differenceMs: 1, recvWindowMs: 5_000,
    }
    const { what, remedy } = explain(trace)
    assert.ok(what.length >= 20 && remedy.length > 15, refusal.reason)
    assert.ok(!/undefined|NaN|\[object/.test(what + remedy), `${refusal.reason}: ${what} ${remedy}`)
  }
})

test('a call that the venue refused is told to have passed the gate', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const decision = scene.call(held)
  assert.ok(decision.admitted)
  const explanation = explain(scene.gate.traceVenueRefusal(decision, { status: 400, code: -2010, message: 'Account has insufficient balance for requested action.' }))
  assert.equal(explanation.what, 'The gate let the call through; the venue answered with code -2010: Account has insufficient balance for requested action.')
  assert.deepEqual(explanation.steps.slice(0, -1).every(({ outcome }) => outcome === 'passed'), true)
})

test('why the authority would not do what an admitted call asked is told in its own words', async () => {
  const scene = new GateScene()
  const decision = scene.call(await scene.key())
  assert.ok(decision.admitted)
  const why = { code: 'beyondMaker', message: 'A key gives another no more than it has itself.', remedy: 'Ask for less.' }
  const { what, remedy, venue } = explain(scene.gate.traceVenueRefusal(decision, { status: 400, code: -1002, message: 'You are not authorized to execute this request.', why }))
  assert.deepEqual({ what, remedy }, { what: why.message, remedy: why.remedy })
  assert.deepEqual(venue, { message: 'You are not authorized to execute this request.', why })
})

test('a trace keeps only so much of what a stranger wrote', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const long = 'x'.repeat(60_000)
  const wishes: CallWish[] = [
    { path: `/${long}` }, { parameters: `a=${long}`, signature: 'ab' }, { parameters: `a=${long}`, inBody: true, signature: 'ab' }, { parameters: `${long.slice(0, 30_000)}=1&${long.slice(0, 30_000)}=2` }, { apiKey: long },
  ]
  for (const wish of wishes) {
    const decision = scene.call(held, wish)
    assert.ok(!decision.admitted)
    const size = JSON.stringify(decision.trace(400, -1)).length
    assert.ok(size < 4_000, `${decision.refusal.reason}: ${size}`)
  }
})

test('a secret is in no trace, wherever somebody sent it', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  const secret = held.secret ?? ''
  const wishes: CallWish[] = [
    { path: `/${secret}` }, { parameters: `secretKey=${secret}`, signature: 'ab' }, { parameters: `${secret}=1&${secret}=2` }, { apiKey: secret }, { parameters: `a=${'x'.repeat(2_020)}${secret}`, signature: 'ab' },
  ]
  for (const wish of wishes) {
    const decision = scene.call(held, wish)
    assert.ok(!decision.admitted)
    assert.doesNotMatch(JSON.stringify(decision.trace(400, -1)), new RegExp(secret.slice(4, 24)), decision.refusal.reason)
  }
})
