import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { lineageOf } from '../../src/authority/handover.ts'
import { permissionBits } from '../../src/permission.ts'
import { DAY } from '../../src/time.ts'
import { aKey, anAccount, type CallParameters } from '../harness/in-process.ts'
import { aWorld, type CallRow } from '../harness/world.ts'

const main = anAccount(100_001)
const sub = anAccount(100_002, { parentId: main.id, email: 'bots@example.com' })
const stranger = anAccount(100_003)
const theirs = anAccount(100_004, { parentId: stranger.id })

const KEYS = '/sapi/v1/sub-account/subAccountApi'
const codeOf = ({ body }: { readonly body: unknown }): unknown => (body as { code?: number }).code

const scene = () => {
  const world = aWorld([main, sub, stranger, theirs])
  const as = (further: Parameters<typeof aKey>[1] = {}): CallRow => world.as(main, { key: aKey(main, further) })
  let made = 0
  const make = async (call: CallRow, more: CallParameters = {}, version = 1) => call('POST', `/sapi/v${version}/sub-account/subAccountApi`, { email: sub.email, apiName: `bot ${made += 1}`, status: 2, ipAddress: '127.0.0.1', ...more })
  return { world, as, make, whole: as() }
}

const TRADER = permissionBits(['reading', 'spotAndMarginTrading'])

test('where the policy does not let keys manage keys, no row changes anything', async () => {
  const { world, whole, make } = scene()
  const { apiKey } = (await make(whole)).body as { apiKey: string }
  await world.subs.policies.change(main.id, { keysManageKeys: false }, { timeUs: 0, actor: '', source: '', act: '', subject: '', before: null, after: null }, null)
  const [recorded, key] = [world.subs.audit.length, { email: sub.email, subAccountApiKey: apiKey }]
  const changing: readonly (readonly [string, string, CallParameters])[] = [
    ['POST', '/sapi/v1/sub-account/virtualSubAccount', { subAccountString: 'more' }], ['POST', '/sapi/v1/sub-account/futures/enable', { email: sub.email }],
    ['POST', KEYS, { email: sub.email, apiName: 'x', status: 2, ipAddress: '127.0.0.1' }], ['POST', '/sapi/v2/sub-account/subAccountApi', { email: sub.email, apiName: 'x', status: 2, ipAddress: '127.0.0.1' }],
    ['POST', `${KEYS}Permission`, { ...key, canTrade: true }], ['POST', '/sapi/v2/sub-account/subAccountApi/ipRestriction', { ...key, status: 2, ipAddress: '127.0.0.1' }],
    ['DELETE', `${KEYS}/ipRestriction/ipList`, { ...key, ipAddress: '127.0.0.1' }], ['DELETE', KEYS, key],
  ]
  for (const [method, path, parameters] of changing) assert.equal(codeOf(await whole(method, path, parameters)), -1002, `${method} ${path}`)
  assert.deepEqual([world.subs.audit.length, world.subs.store.keys.size, world.subs.directory.size], [recorded, 1, 4])
  assert.equal((await whole('GET', KEYS, { email: sub.email })).status, 200, 'reading changes nothing')
})

test('a change whose maker was closed or narrowed before its turn came is not made: no key outlives the one that asked for it', async () => {
  const { world, make, as } = scene()
  const maker = aKey(main)
  const call = as()
  const before = world.subs.store.keys.size
  for (const closing of [{ isEnabled: false }, { deletedAtUs: 1 }, { permissions: TRADER }] as const) {
    world.subs.keys.put(maker)
    const asked = make(call)
    world.subs.keys.put({ ...maker, ...closing, changedAtUs: maker.changedAtUs + 1 })
    assert.equal(codeOf(await asked), -1002, JSON.stringify(closing))
  }
  assert.equal(world.subs.store.keys.size, before)
  world.subs.keys.put(maker)
  assert.equal((await make(call)).status, 200)
})

test('a made key has no more than its maker: rights, addresses, limits and end', async () => {
  const { world, as, make } = scene()
  const trader = as({ permissions: TRADER })
  assert.equal((await make(trader, { canTrade: true })).status, 200)
  for (const right of ['canMarginLoanRepay', 'canFuturesTrade', 'canUniversalTransfer', 'canVanillaOptions']) assert.equal(codeOf(await make(trader, { [right]: true })), -1002, right)
  assert.equal(codeOf(await make(as({ permissions: permissionBits(['spotAndMarginTrading']) }))), -1002, 'a key always reads, and this maker does not')
  assert.equal(codeOf(await make(trader, { ipAddress: '127.0.0.2' })), -1002)
  assert.equal(codeOf(await make(trader, { ipAddress: '127.0.0.1,203.0.113.9' })), -1002)
  assert.equal(codeOf(await make(as({ permissions: TRADER }), { status: 1 })), -1002, 'nowhere else, and so not everywhere')
  const limited = { guardRails: { symbols: ['BTCUSDT'] }, expiresAtUs: world.clock.nowUs() + 3 * DAY + 1 }
  await make(as(limited), { apiName: 'narrow' })
  const narrow = [...world.subs.store.keys.values()].find(({ label }) => label === 'narrow')
  assert.deepEqual([narrow?.guardRails, narrow?.expiresAtUs], [{ symbols: ['BTCUSDT'] }, world.clock.nowUs() + 3 * DAY])
  assert.equal(narrow && lineageOf(narrow), lineageOf(aKey(main, limited)), 'however many keys it makes, one limit on hours holds for all')
  assert.equal(codeOf(await make(as({ expiresAtUs: world.clock.nowUs() + DAY / 2 }))), -1002)
  assert.equal(codeOf(await make(as({ life: { ...aKey(main).life, callsLeft: 3 } }))), -1002)
})

test('what an edit adds is held to the maker, what it takes away is not', async () => {
  const { whole, as, make } = scene()
  const { apiKey } = (await make(whole, { canFuturesTrade: true })).body as { apiKey: string }
  const key = { email: sub.email, subAccountApiKey: apiKey }
  const trader = as({ permissions: TRADER })
  assert.equal(codeOf(await trader('POST', `${KEYS}Permission`, { ...key, canTrade: true })), -1002, 'the key would trade futures too, from the maker’s hand')
  const narrowed = await trader('POST', `${KEYS}Permission`, { ...key, canFuturesTrade: false })
  assert.deepEqual([narrowed.status, (narrowed.body as { canFuturesTrade: boolean; apikey: string }).canFuturesTrade, (narrowed.body as { apikey: string }).apikey], [200, false, apiKey])
  assert.equal((await trader('POST', `${KEYS}Permission`, { ...key, canTrade: true })).status, 200)
  assert.equal(codeOf(await trader('POST', '/sapi/v2/sub-account/subAccountApi/ipRestriction', { ...key, status: 2, ipAddress: '203.0.113.9' })), -1002)
  assert.equal(codeOf(await trader('POST', '/sapi/v2/sub-account/subAccountApi/ipRestriction', { ...key, status: 1 })), -1002)
  const emptied = (await trader('DELETE', `${KEYS}/ipRestriction/ipList`, { ...key, ipAddress: '127.0.0.1' })).body as { ipRestrict: string; ipList: string[] }
  assert.deepEqual([emptied.ipRestrict, emptied.ipList], ['true', []])
  assert.equal(codeOf(await trader('DELETE', `${KEYS}/ipRestriction/ipList`, { ...key, ipAddress: '127.0.0.1' })), -1130, 'it is not on the list')
})

test('the ceiling of the sub-account holds, and rights of main accounts have no switch', async () => {
  const { world, whole, make } = scene()
  const low = anAccount(100_005, { parentId: main.id, ceiling: permissionBits(['reading']) })
  world.open(low)
  assert.equal(codeOf(await make(whole, { email: low.email, canTrade: true })), -9000)
  assert.equal((await make(whole, { email: low.email, enableWithdrawals: true, permitsInternalTransfer: true, canWithdraw: true })).status, 200)
  const made = [...world.subs.store.keys.values()].find(({ accountId }) => accountId === low.id)
  assert.equal(made?.permissions, permissionBits(['reading']))
})

test('another main account’s sub-account is nobody’s, and its keys are no keys', async () => {
  const { world, whole, make } = scene()
  assert.equal(codeOf(await make(whole, { email: theirs.email })), -5021)
  assert.equal(codeOf(await make(whole, { email: main.email })), -5021, 'the main account is no sub-account')
  const { apiKey } = (await make(world.as(stranger, { key: aKey(stranger) }), { email: theirs.email })).body as { apiKey: string }
  assert.equal(codeOf(await whole('GET', `${KEYS}/ipRestriction`, { email: sub.email, subAccountApiKey: apiKey })), -2008)
  assert.equal(codeOf(await whole('DELETE', KEYS, { email: theirs.email, subAccountApiKey: apiKey })), -5021)
  const testnet = world.as(main, { key: aKey(main, { environment: 'testnet' }) })
  const { apiKey: live } = (await make(whole)).body as { apiKey: string }
  assert.equal(codeOf(await testnet('DELETE', KEYS, { email: sub.email, subAccountApiKey: live })), -2008, 'of the other environment')
  assert.equal(world.subs.store.keys.size, 2)
})

test('the second version takes a public key, and FIX rights for Ed25519 alone', async () => {
  const { whole, make } = scene()
  assert.equal(codeOf(await make(whole, { canFixApiReading: true }, 2)), -9000)
  const publicKey = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const { body } = await make(whole, { publicKey, canFixApiReading: true, canTrade: true }, 2)
  const { secretKey, canFixApiReading, canFixApiTrading } = body as Record<string, unknown>
  assert.deepEqual([secretKey, canFixApiReading, canFixApiTrading], [null, true, false])
  const first = (await make(whole, { canTrade: true })).body as object
  assert.deepEqual(Object.keys(first), ['apiName', 'apiKey', 'secretKey', 'canTrade', 'canMarginLoanRepay', 'canFuturesTrade', 'canUniversalTransfer', 'canVanillaOptions', 'status', 'ipList'])
  assert.equal(codeOf(await make(whole, { status: 2, ipAddress: '' })), -1105)
  assert.equal(codeOf(await whole('POST', KEYS, { email: sub.email, apiName: 'x', status: 2 })), -1102)
  assert.equal(codeOf(await make(whole, { status: 3, thirdPartyName: 'tool' })), -9000)
})

test('every change is recorded with the key that asked for it', async () => {
  const { world, whole, make } = scene()
  await whole('POST', '/sapi/v1/sub-account/virtualSubAccount', { subAccountString: 'grid' })
  const { apiKey } = (await make(whole)).body as { apiKey: string }
  await whole('DELETE', KEYS, { email: sub.email, subAccountApiKey: apiKey })
  const acts = [...world.subs.audit, ...world.subs.store.audit]
  assert.deepEqual(acts.map(({ act, actor, source }) => `${act} ${actor} ${source}`), ['subAccount.create key:k_100001 127.0.0.1', 'key.create key:k_100001 127.0.0.1', 'key.delete key:k_100001 127.0.0.1'])
})
