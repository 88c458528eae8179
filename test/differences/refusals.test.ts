import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAct, GateScene } from '../harness/gate-scene.ts'
import { refusalAnswer } from '../../src/binance/errors.ts'
import type { Family } from '../../src/gate/endpoint-shape.ts'
import type { Refusal } from '../../src/gate/refusal.ts'

const answer = (refusal: Refusal, family: Family) => {
  const { status, code, message } = refusalAnswer(refusal, family, '192.0.2.7')
  return { status, code, message }
}

test('an unknown key on /sapi is answered as on every other path', () => {
  const binance = { status: 400, code: -2008, message: 'Invalid Api-Key ID.' }
  const bitting = { status: 401, code: -2015, message: 'Invalid API-key, IP, or permissions for action.' }
  assert.deepEqual(answer({ reason: 'keyUnknown' }, 'sapi'), bitting)
  assert.deepEqual(answer({ reason: 'keyUnknown' }, 'api'), bitting)
  assert.notDeepEqual(binance, bitting)
})

test('a wrong address on /sapi is answered as on every other path', () => {
  const binance = { status: 400, code: -1002, message: 'You are not authorized to execute this request.' }
  const bitting = { status: 401, code: -2015, message: 'Invalid API-key, IP, or permissions for action.' }
  assert.deepEqual(answer({ reason: 'addressNotAllowed', address: '192.0.2.7', entries: [] }, 'sapi'), bitting)
  assert.notDeepEqual(binance, bitting)
})

test('a request that is used twice is out of its window, where Binance serves it again', () => {
  const binance = { status: 200 }
  const bitting = { status: 400, code: -1021, message: 'Timestamp for this request is outside of the recvWindow.' }
  assert.deepEqual(answer({ reason: 'replayed' }, 'api'), bitting)
  assert.notEqual(binance.status, bitting.status)
})

test('an unknown path is an error that programs can read', () => {
  const binance = { status: 404, body: 'not documented' }
  assert.deepEqual(answer({ reason: 'unknownPath' }, 'api'), { status: binance.status, code: -1099, message: 'Not found, unauthenticated, or unauthorized.' })
})

test('a guard rail names its limit; Binance has none', () => {
  const text = 'This key may trade BTCUSDT only.'
  assert.deepEqual(answer({ reason: 'guardRail', limit: 'symbols', text }, 'api'), { status: 400, code: -2010, message: text })
  assert.equal(answer({ reason: 'guardRail', limit: 'withdrawalAmount', text }, 'sapi').code, -4015)
  assert.equal(answer({ reason: 'guardRail', limit: 'withdrawalAddresses', text }, 'sapi').code, -4035)
})

test('a call with a header alone wakes no successor and takes no counted call', async () => {
  const binance = 'any call with its header counts as a use of a key'
  const scene = new GateScene()
  const old = await scene.key()
  const made = await scene.authority.rotate(old.key.id, { kind: 'hmac' }, null, anAct())
  assert.ok(made.ok && made.secret !== null)
  const next = { key: made.key, secret: made.secret, privateKey: undefined }
  assert.ok((await scene.gate.admit(scene.request(next, { path: '/api/v3/historicalTrades' }))).admitted, 'it is answered')
  assert.ok(scene.store.keys.get(made.key.id)?.life.isAsleep, `not as where ${binance}`)
  assert.ok((await scene.gate.admit(scene.request(old))).admitted, 'and the key before it goes on')
  assert.ok((await scene.gate.admit(scene.request(next))).admitted)
  assert.ok(scene.store.keys.get(old.key.id)?.life.isRetired)
})
