import assert from 'node:assert/strict'
import crypto, { createHmac } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { test } from 'node:test'
import { makeKeyText } from '../../src/authority/key-text.ts'
import { BINANCE_LIMITS } from '../../src/gate/rate-limits/settings.ts'
import { ALL_PERMISSIONS, permissionBits } from '../../src/permission.ts'
import { DAY, MS, SECOND } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire, type SecretKey, seededBytes, type WireReply } from '../harness/in-process-wire.ts'

/*
 * Of peers: checks before the signature answered each differently, so that a stranger with a key's id could probe; calls from a
 * wrong address used up the owner's quota; invalid keys reached the database before any limit.
 */
const owner = anAccount(100_001)
const closed = anAccount(100_002, { isApiAccessEnabled: false })
const wire = new InProcessWire([owner, closed], { rateLimits: BINANCE_LIMITS })
const nowUs = wire.world.clock.nowUs()
const OWNERS_ADDRESS = '127.0.0.1'

const fresh = makeKeyText(seededBytes(5))
const unknown: Pick<SecretKey, 'apiKey' | 'secretKey'> = { apiKey: fresh, secretKey: 'whatever' }
/** Everything that is wrong with a key before its signature is looked at. */
const STRANGERS: readonly (readonly [string, Pick<SecretKey, 'apiKey' | 'secretKey'>])[] = [
  ['unknown', unknown],
  ['with a failing checksum', { apiKey: fresh.slice(0, -1) + (fresh.endsWith('0') ? '1' : '0'), secretKey: 'whatever' }],
  ['not of our make', { apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A', secretKey: 'whatever' }],
  ['of the other environment', wire.addKey(owner, { environment: 'testnet' })],
  ['disabled', wire.addKey(owner, { isEnabled: false })],
  ['expired', wire.addKey(owner, { expiresAtUs: nowUs - DAY })],
  ['deleted', wire.addKey(owner, { isEnabled: false, deletedAtUs: nowUs - DAY, credential: { kind: 'hmac', secret: { sealingKeyVersion: 1, bytes: new Uint8Array() } } })],
  ['from an address that is not listed', wire.addKey(owner, { allowList: { mode: 'trusted', entries: ['203.0.113.45'] } })],
  ['with an empty list', wire.addKey(owner, { allowList: { mode: 'trusted', entries: [] } })],
  ['of an account whose access is off', wire.addKey(closed)],
]

const signedTarget = (path: string, parameters: string, secretKey: string, timeMs = nowUs / MS): string => {
  const payload = `${parameters === '' ? '' : `${parameters}&`}timestamp=${timeMs}`
  return `${path}?${payload}&signature=${createHmac('sha256', secretKey).update(payload).digest('hex')}`
}

const ROWS = [
  ['GET', '/api/v3/account', ''], ['POST', '/api/v3/order', 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=60000'], ['GET', '/sapi/v1/account/status', ''],
  ['POST', '/sapi/v1/capital/withdraw/apply', 'coin=ETH&address=0x71C7656EC7ab88b098defB751B7401B5f6d8976F&amount=1'], ['GET', '/sapi/v1/capital/withdraw/history', ''],
] as const

/** All of an answer but its own name. */
const seen = ({ status, headers, body }: WireReply): string => {
  const named = headers.map((text, at) => (headers[at - 1] === 'x-mbx-uuid' ? '…' : text))
  return JSON.stringify([status, named, body])
}

let lastAddress = 0
/** An address from which nothing has come yet. */
const newAddress = (): string => `198.51.${Math.floor((lastAddress += 1) / 250)}.${1 + (lastAddress % 250)}`

for (const [method, path, parameters] of ROWS) {
  test(`${method} ${path}: whatever is wrong with a key, a stranger sees one and the same answer`, async () => {
    const answers = new Map<string, string>()
    for (const isGood of [true, false]) for (const [name, { apiKey, secretKey }] of STRANGERS) {
      const target = signedTarget(path, parameters, isGood ? secretKey : 'guessed')
      answers.set(`${name}, ${isGood ? 'good' : 'bad'} signature`, seen(await wire.send({ method, target, headers: { 'X-MBX-APIKEY': apiKey }, address: newAddress() })))
    }
    assert.equal(new Set(answers.values()).size, 1, JSON.stringify(Object.fromEntries(answers), null, 1))
    assert.match([...answers.values()][0] ?? '', /^\[401,/)
  })
}

test('a row that asks for a key alone answers strangers alike too', async () => {
  const answers = new Set<string>()
  for (const [, { apiKey }] of STRANGERS) answers.add(seen(await wire.send({ method: 'GET', target: '/sapi/v1/margin/allPairs', headers: { 'X-MBX-APIKEY': apiKey }, address: newAddress() })))
  assert.equal(answers.size, 1)
})

/** How much is hashed, opened and compared while something is done: work is counted, because time on a busy machine says nothing. */
const workOf = async (act: () => Promise<unknown>): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  const names = ['hash', 'createHmac', 'createHash', 'verify', 'timingSafeEqual', 'createPublicKey', 'createDecipheriv'] as const
  const former = names.map((name) => [name, crypto[name]] as const)
  // node:crypto's functions are wrapped for a moment and put back below; their types stay what they were.
  const writable = crypto as unknown as Record<string, unknown>
  for (const [name, original] of former) {
    const call = original as (...words: readonly unknown[]) => unknown
    writable[name] = (...words: readonly unknown[]) => {
      counts[name] = (counts[name] ?? 0) + 1
      return call(...words)
    }
  }
  syncBuiltinESMExports()
  try {
    await act()
  } finally {
    for (const [name, original] of former) writable[name] = original
    syncBuiltinESMExports()
  }
  return counts
}

test('an unknown key costs what a known one costs that may not be used: hashing and look-ups are counted', async () => {
  const targets = STRANGERS.map(([name, { apiKey, secretKey }]) => ({ name, apiKey, target: signedTarget('/api/v3/account', '', secretKey) }))
  const works = new Map<string, unknown>()
  for (const { name, apiKey, target } of targets) {
    const lookUps = wire.lookUps
    const work = await workOf(() => wire.send({ method: 'GET', target, headers: { 'X-MBX-APIKEY': apiKey }, address: newAddress() }))
    works.set(name, JSON.stringify({ ...work, lookUps: wire.lookUps - lookUps }))
  }
  assert.equal(new Set(works.values()).size, 1, JSON.stringify(Object.fromEntries(works), null, 1))
  assert.match(String(works.get('unknown')), /"hash":[1-9]|createHmac/, 'and that is the cost of a signature')
})

test('calls from a wrong address, or with a wrong signature, use up nothing of the owner', async () => {
  const key = wire.addKey(owner, { permissions: ALL_PERMISSIONS })
  const usesBefore = wire.uses
  const call = (secretKey: string, address: string, timeMs: number): Promise<WireReply> =>
    wire.send({ method: 'GET', target: signedTarget('/sapi/v1/capital/withdraw/history', '', secretKey, timeMs), headers: { 'X-MBX-APIKEY': key.apiKey }, address })
  // The row gives an account ten calls a second.
  for (let round = 0; round < 100; round += 1) {
    assert.equal((await call(key.secretKey, newAddress(), nowUs / MS)).status, 401)
    assert.equal((await call('guessed', OWNERS_ADDRESS, nowUs / MS)).status, 400)
  }
  assert.equal(wire.uses, usesBefore, 'no use of the key is noted')
  for (let round = 0; round < 10; round += 1) assert.equal((await call(key.secretKey, OWNERS_ADDRESS, nowUs / MS - round)).status, 200, `call ${round} of the owner`)
  const eleventh = await call(key.secretKey, OWNERS_ADDRESS, nowUs / MS)
  assert.equal(eleventh.status, 429)
  assert.match(eleventh.body, /"code":-1003/)
  wire.world.clock.advance(SECOND)
  assert.equal((await call(key.secretKey, OWNERS_ADDRESS, nowUs / MS)).status, 200, 'and in the next second anew')
})

test('a call that lacks the right uses up nothing of the account', async () => {
  const reader = wire.addKey(owner, { permissions: permissionBits(['reading']) })
  const payer = wire.addKey(owner, { permissions: permissionBits(['withdrawals']) })
  wire.world.clock.advance(60 * SECOND)
  const nowMs = wire.world.clock.nowUs() / MS
  const parameters = 'coin=ETH&network=ETH&address=0x71C7656EC7ab88b098defB751B7401B5f6d8976F&amount=99999999'
  const withdraw = (key: SecretKey): Promise<WireReply> => wire.send({ method: 'POST', target: signedTarget('/sapi/v1/capital/withdraw/apply', parameters, key.secretKey, nowMs), headers: { 'X-MBX-APIKEY': key.apiKey } })
  const used = ({ headers }: WireReply): string | undefined => headers[headers.indexOf('X-SAPI-USED-UID-WEIGHT-1M') + 1]
  for (let round = 0; round < 50; round += 1) assert.equal((await withdraw(reader)).status, 400)
  assert.equal(used(await withdraw(payer)), '900', 'the first that counts')
})

test('unknown keys are throttled by address: guessing ends in 429 and then in a ban, and nobody else feels it', async () => {
  wire.world.clock.advance(60 * SECOND)
  const nowMs = wire.world.clock.nowUs() / MS
  const address = newAddress()
  const guess = (number: number): Promise<WireReply> =>
    wire.send({ method: 'GET', target: signedTarget('/api/v3/order', 'symbol=BTCUSDT', 'guessed', nowMs), headers: { 'X-MBX-APIKEY': makeKeyText(seededBytes(number)) }, address })
  const statuses: number[] = []
  for (let number = 0; number < 3_000; number += 1) statuses.push((await guess(number)).status)
  const refusedFrom = statuses.indexOf(429)
  assert.ok(refusedFrom > 0 && refusedFrom <= 1_500, `429 came at ${refusedFrom}`)
  assert.ok(statuses.includes(418))
  assert.equal(statuses.lastIndexOf(401) < refusedFrom, true, 'once throttled no guess is looked at any more')
  const key = wire.addKey(owner, { permissions: ALL_PERMISSIONS })
  assert.equal((await wire.send({ method: 'GET', target: signedTarget('/api/v3/account', '', key.secretKey, nowMs), headers: { 'X-MBX-APIKEY': key.apiKey } })).status, 200)
})

test('guessing spread over every row of the wallet, each with a budget of its own, is throttled all the same', async () => {
  wire.world.clock.advance(60 * SECOND)
  const nowMs = wire.world.clock.nowUs() / MS
  const address = newAddress()
  const paths = ['/sapi/v1/account/status', '/sapi/v1/account/info', '/sapi/v1/account/apiTradingStatus', '/sapi/v1/bnbBurn', '/sapi/v1/asset/assetDetail', '/sapi/v1/asset/tradeFee']
  const statuses: number[] = []
  for (let number = 0; number < 3_000; number += 1) {
    const target = signedTarget(paths[number % paths.length] ?? '', '', 'guessed', nowMs)
    statuses.push((await wire.send({ method: 'GET', target, headers: { 'X-MBX-APIKEY': makeKeyText(seededBytes(number)) }, address })).status)
  }
  assert.ok(statuses.includes(429))
})
