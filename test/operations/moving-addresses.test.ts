import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { AccountDirectory } from '../../src/accounts/account-directory.ts'
import { DEFAULT_POLICY } from '../../src/authority/account-policy.ts'
import { heartbeatSignature, type MovingAddress, type MovingAddressStore } from '../../src/authority/moving-address.ts'
import { PolicyDirectory } from '../../src/authority/policy-directory.ts'
import { dnsLookup } from '../../src/delivery/name-lookup.ts'
import { apiKeyId } from '../../src/ids.ts'
import { bindAddress, type BindWish, unbindAddress } from '../../src/operations/moving-addresses/bind.ts'
import { followNames, hearHeartbeat } from '../../src/operations/moving-addresses/move.ts'
import type { MovingParts } from '../../src/operations/moving-addresses/moving-parts.ts'
import type { Doing } from '../../src/operations/operation.ts'
import { heartbeatHandler } from '../../src/server/heartbeat-handler.ts'
import { StoredMovingAddresses } from '../../src/storage/moving-address-store.ts'
import { inTemporaryFolder } from '../../src/storage/samples.ts'
import { openStore } from '../../src/storage/store.ts'
import { DAY, MS } from '../../src/time.ts'
import { DnsResponder } from '../harness/dns-responder.ts'
import { GateScene, type HeldKey, MAIN, NOON } from '../harness/gate-scene.ts'

class MemoryStore implements MovingAddressStore {
  readonly kept = new Map<string, MovingAddress>()
  all(): readonly MovingAddress[] { return [...this.kept.values()] }
  async insert(address: MovingAddress) { this.kept.set(address.id, address); return 'kept' as const }
  async update(address: MovingAddress) {
    assert.equal(this.kept.get(address.id)?.version, address.version - 1, 'nobody else changed it')
    this.kept.set(address.id, address)
  }
  async remove(id: string) { this.kept.delete(id); return 'kept' as const }
}

const DOING: Doing = { actor: 'person:p_1', source: 'local', nowUs: NOON, recordedAtUs: NOON, confirmation: null, personId: 'p_1' }
const RECORD = { timeUs: 0, actor: '', source: '', act: '', subject: '', before: null, after: null }

const stage = async () => {
  const scene = new GateScene()
  const accounts = new AccountDirectory({ all: () => [], save: async () => 'kept' })
  await accounts.save(MAIN, RECORD)
  const policies = new PolicyDirectory({ all: () => [], save: async () => 'kept' })
  const setPolicy = (change: Partial<typeof DEFAULT_POLICY>) => policies.change(MAIN.id, change, RECORD, null)
  await setPolicy({ nameAddresses: true, heartbeatAddresses: true })
  const store = new MemoryStore()
  const names = new Map<string, readonly string[]>()
  const clock = { atUs: NOON, nowUs: () => clock.atUs }
  const parts: MovingParts = {
    store, authority: scene.authority, accounts, policies, sealer: () => scene.sealer, randomText: (length) => randomBytes(length).toString('hex').slice(0, length), clock, wallClock: clock,
    lookup: { addressesOf: (name) => { const found = names.get(name); return found ? Promise.resolve(found) : Promise.reject(new Error('no such name')) } },
  }
  const bind = async (held: HeldKey, wish: Partial<BindWish>) => {
    const whole: BindWish = { key: held.key.id, source: 'name', within: ['203.0.113.0/24'], ...wish }
    const described = await bindAddress(parts).describe(whole)
    if (!described.ok) return described.refused.code
    const bound = await bindAddress(parts).perform(whole, DOING)
    assert.ok(bound.ok)
    return bound.value
  }
  const opens = (held: HeldKey, address: string): boolean => scene.outcome(held, { address }) === 'admitted'
  const listOf = async (held: HeldKey) => { const key = await scene.authority.byId(apiKeyId(held.key.id)); return key?.allowList.mode === 'trusted' ? key.allowList.entries.join(' ') : '*' }
  return { scene, parts, store, names, clock, bind, opens, listOf, setPolicy }
}

test('an entry follows its name: in force at the next request, also for what it was before; what else is listed stays', async () => {
  const { scene, parts, names, bind, opens, listOf } = await stage()
  const held = await scene.key({ allowList: { mode: 'trusted', entries: ['198.51.100.7'] } })
  assert.ok(typeof await bind(held, { name: 'Home.example.org' }) === 'object')
  names.set('home.example.org', ['203.0.113.5'])
  assert.equal(await followNames(parts), 1)
  assert.deepEqual(['203.0.113.5', '203.0.113.6', '198.51.100.7'].map((address) => opens(held, address)), [true, false, true])
  names.set('home.example.org', ['203.0.113.6', '203.0.113.7'])
  assert.equal(await followNames(parts), 1)
  assert.deepEqual(['203.0.113.5', '203.0.113.6', '203.0.113.7', '198.51.100.7'].map((address) => opens(held, address)), [false, true, true, true])
  assert.equal(await listOf(held), '198.51.100.7 203.0.113.6 203.0.113.7')
  assert.equal(await followNames(parts), 0, 'the same again is no move')
  assert.deepEqual(scene.store.audit.filter(({ act }) => act === 'key.edit').map(({ actor, source }) => `${actor} ${source}`), ['system dns:home.example.org', 'system dns:home.example.org'])
})

test('an entry follows what a name server says, and stays where none answers', async (context) => {
  const { scene, parts, store, bind, listOf } = await stage()
  const dns = await DnsResponder.start()
  context.after(() => dns.stop())
  const overDns: MovingParts = { ...parts, lookup: dnsLookup([dns.server]) }
  const held = await scene.key({ allowList: { mode: 'trusted', entries: ['198.51.100.7'] } })
  await bind(held, { name: 'home.example.org' })
  dns.zone.set('home.example.org', ['203.0.113.5'])
  assert.equal(await followNames(overDns), 1)
  assert.equal(await listOf(held), '198.51.100.7 203.0.113.5')
  dns.zone.set('home.example.org', ['203.0.113.6', '203.0.113.7'])
  assert.equal(await followNames(overDns), 1)
  assert.equal(await listOf(held), '198.51.100.7 203.0.113.6 203.0.113.7')
  dns.zone.set('home.example.org', ['198.51.100.200'])
  assert.equal(await followNames(overDns), 0)
  assert.match(store.all()[0]?.fault ?? '', /198\.51\.100\.200 lies outside/)
  dns.zone.delete('home.example.org')
  assert.equal(await followNames(overDns), 0, 'the name is gone')
  assert.match(store.all()[0]?.fault ?? '', /could not be looked up/)
  assert.equal(await listOf(held), '198.51.100.7 203.0.113.6 203.0.113.7')
  assert.ok(dns.asked.length >= 8 && dns.asked.every((name) => name === 'home.example.org'))
})

test('a look-up that fails, and an answer out of bounds, private, or too large, keep the last entry and tell why', async () => {
  const { scene, parts, store, names, bind, listOf } = await stage()
  const held = await scene.key({ allowList: { mode: 'trusted', entries: [] } })
  await bind(held, { name: 'home.example.org', within: ['203.0.113.0/24', '192.168.0.0/16'] })
  names.set('home.example.org', ['203.0.113.5'])
  await followNames(parts)
  const rows: readonly (readonly [readonly string[] | null, RegExp])[] = [
    [null, /could not be looked up/], [['198.51.100.1'], /lies outside/], [['192.168.1.1'], /private address/], [['nonsense'], /no address/], [[], /No address was found/],
    [['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4', '203.0.113.9'], /at most 4/],
  ]
  for (const [answer, fault] of rows) {
    if (answer) names.set('home.example.org', answer)
    else names.delete('home.example.org')
    assert.equal(await followNames(parts), 0)
    assert.match(store.all()[0]?.fault ?? '', fault)
    assert.equal(await listOf(held), '203.0.113.5')
  }
  names.set('home.example.org', ['203.0.113.5'])
  await followNames(parts)
  assert.equal(store.all()[0]?.fault, null, 'what went right again is told no more')
  const inside = await scene.key({ allowList: { mode: 'trusted', entries: [] } })
  await bind(inside, { name: 'inside.example.org', within: ['192.168.0.0/16'], allowsPrivate: true })
  names.set('inside.example.org', ['192.168.1.1'])
  await followNames(parts)
  assert.equal(await listOf(inside), '192.168.1.1', 'where it was allowed')
})

test('an entry moves so often in 24 hours as the policy allows, and not at all once the policy forbids it', async () => {
  const { scene, parts, names, clock, bind, listOf, setPolicy } = await stage()
  await setPolicy({ movesPerDay: 3 })
  const held = await scene.key({ allowList: { mode: 'trusted', entries: [] } })
  await bind(held, { name: 'home.example.org' })
  for (let n = 1; n <= 5; n += 1) {
    names.set('home.example.org', [`203.0.113.${n}`])
    await followNames(parts)
  }
  assert.equal(await listOf(held), '203.0.113.3')
  clock.atUs += DAY
  await followNames(parts)
  assert.equal(await listOf(held), '203.0.113.5')
  await setPolicy({ nameAddresses: false })
  names.set('home.example.org', ['203.0.113.9'])
  await followNames(parts)
  assert.equal(await listOf(held), '203.0.113.5')
})

test('binding is refused without policy, name, bounds or list', async () => {
  const { scene, bind, setPolicy } = await stage()
  const held = await scene.key()
  const open = await scene.key({ allowList: { mode: 'unrestricted' }, permissions: ['reading'] })
  const rows: readonly (readonly [HeldKey, Partial<BindWish>, string])[] = [
    [held, {}, 'name'], [held, { name: 'localhost' }, 'name'], [held, { name: '203.0.113.5' }, 'name'], [held, { name: 'a b.example.org' }, 'name'], [held, { name: 'home.example.org', within: [] }, 'within'], [held, { name: 'home.example.org', within: ['0.0.0.0/0'] }, 'within'],
    [held, { name: 'home.example.org', within: ['nonsense'] }, 'within'], [open, { name: 'home.example.org' }, 'notBound'], [held, { key: 'k_none', name: 'home.example.org' }, 'keyUnknown'],
  ]
  for (const [key, wish, code] of rows) assert.equal(await bind(key, wish), code, JSON.stringify(wish))
  await setPolicy({ nameAddresses: false, heartbeatAddresses: false })
  assert.equal(await bind(held, { name: 'home.example.org' }), 'addressForbidden')
  assert.equal(await bind(held, { source: 'heartbeat' }), 'addressForbidden')
})

test('a heartbeat moves its entry to where it came from; one that is old, repeated, altered or another’s is not heard', async () => {
  const { scene, parts, clock, bind, opens, listOf } = await stage()
  const held = await scene.key({ allowList: { mode: 'trusted', entries: [] } })
  const bound = await bind(held, { source: 'heartbeat' })
  const other = await bind(held, { source: 'heartbeat' })
  assert.ok(typeof bound === 'object' && typeof other === 'object' && bound.token !== null && other.token !== null)
  const { id, token } = bound
  const beat = (atMs: number, key = token, as = id) => ({ id: as, timestamp: atMs, signature: heartbeatSignature(Buffer.from(key), as, atMs) })
  const nowMs = NOON / MS
  const hear = async (heartbeat: Parameters<typeof hearHeartbeat>[0], from = '203.0.113.5') => (await hearHeartbeat(heartbeat, from, parts))?.is ?? 'not heard'
  assert.equal(await hear(beat(nowMs)), 'moved')
  assert.ok(opens(held, '203.0.113.5'))
  assert.equal(await hear(beat(nowMs), '203.0.113.66'), 'not heard', 'the very same again, from elsewhere')
  assert.equal(await hear(beat(nowMs - 1)), 'not heard', 'an older one that was held back')
  assert.equal(await hear(beat(nowMs - 61_000)), 'not heard')
  assert.equal(await hear(beat(nowMs + 61_000)), 'not heard')
  assert.equal(await hear(beat(nowMs + 1, other.token)), 'not heard', 'signed with another token')
  assert.equal(await hear({ ...beat(nowMs + 1), timestamp: nowMs + 2 }), 'not heard')
  assert.equal(await hear({ ...beat(nowMs + 1), id: other.id }), 'not heard')
  assert.equal(await hear(beat(nowMs + 1, token, 'd_nobody')), 'not heard')
  assert.equal(await hear({ ...beat(nowMs + 1), signature: '' }), 'not heard')
  assert.equal(await hear(beat(nowMs + 4_999)), 'tooSoon', 'one in five seconds is enough')
  assert.equal(await hear(beat(nowMs + 5_000)), 'same')
  clock.atUs += 30_000 * MS
  assert.equal(await hear(beat(nowMs + 4_999), '203.0.113.66'), 'not heard', 'what came too soon is not heard later, from elsewhere')
  assert.equal(await hear(beat(nowMs + 9_999), '203.0.113.66'), 'tooSoon')
  assert.equal(await hear(beat(nowMs + 10_000), '203.0.113.6'), 'moved')
  assert.deepEqual([opens(held, '203.0.113.5'), opens(held, '203.0.113.6')], [false, true])
  assert.equal(await hear(beat(nowMs + 15_001), '198.51.100.1'), 'kept', 'out of its bounds')
  assert.equal(await listOf(held), '203.0.113.6')
  assert.ok(!JSON.stringify(scene.store.audit).includes(token))
  const unbound = await unbindAddress(parts).perform({ id }, DOING)
  assert.ok(unbound.ok)
  assert.deepEqual([await listOf(held), await hear(beat(nowMs + 25_002))], ['', 'not heard'])
})

test('the same heartbeat twice at once is heard once', async () => {
  const { scene, parts, store, bind } = await stage()
  const held = await scene.key({ allowList: { mode: 'trusted', entries: [] } })
  const bound = await bind(held, { source: 'heartbeat', within: ['127.0.0.0/24'], allowsPrivate: true })
  assert.ok(typeof bound === 'object' && bound.token !== null)
  // As a disk takes its time.
  const slow: MovingAddressStore = { all: () => store.all(), insert: (address) => store.insert(address), remove: (id) => store.remove(id), update: async (address) => { await wait(50); await store.update(address) } }
  const handle = heartbeatHandler({ addressOf: () => '127.0.0.1', hear: (heartbeat, from) => hearHeartbeat(heartbeat, from, { ...parts, store: slow }), clock: parts.wallClock })
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy())).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  try {
    const timestamp = NOON / MS
    const body = JSON.stringify({ id: bound.id, timestamp, signature: heartbeatSignature(Buffer.from(bound.token), bound.id, timestamp) })
    const answers = await Promise.all(Array.from({ length: 4 }, () => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/heartbeat`, { method: 'POST', body })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401, 401])
  } finally {
    server.close()
    server.closeAllConnections()
  }
})

test('a crash between the note and the list leaves nothing behind that the next move does not take away', async () => {
  const { scene, parts, names, bind, listOf } = await stage()
  const held = await scene.key({ allowList: { mode: 'trusted', entries: [] } })
  await bind(held, { name: 'home.example.org' })
  names.set('home.example.org', ['203.0.113.1'])
  await followNames(parts)
  names.set('home.example.org', ['203.0.113.2'])
  scene.store.fail = true
  await assert.rejects(followNames(parts))
  scene.store.fail = false
  assert.equal(await listOf(held), '203.0.113.1')
  names.set('home.example.org', ['203.0.113.3'])
  await followNames(parts)
  assert.equal(await listOf(held), '203.0.113.3')
})

test('over HTTP every heartbeat that is not good gets one answer, and the caller’s address is the socket’s', async () => {
  const heard: string[] = []
  const clock = { atUs: NOON, nowUs: () => clock.atUs }
  const handle = heartbeatHandler({ addressOf: (request) => request.socket.remoteAddress ?? '', hear: async ({ id }, from) => { heard.push(`${id} ${from}`); return id === 'd_good' ? { is: 'moved', from: [], to: [from] } : id === 'd_hasty' ? { is: 'tooSoon', retryAfterMs: 2_100 } : undefined }, clock })
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/heartbeat`
  const post = async (body: string, method = 'POST') => { const answer = await fetch(url, { method, ...(method === 'POST' && { body }) }); return `${answer.status} ${await answer.text()}` }
  try {
    assert.equal(await post('{"id":"d_good","timestamp":1,"signature":"x"}'), '200 {"value":{"address":"127.0.0.1","is":"moved"}}')
    const refused = new Set(await Promise.all(['{"id":"d_bad","timestamp":1,"signature":"x"}', 'rubbish', '{}', '[]', '{"id":1,"timestamp":1,"signature":"x"}', 'x'.repeat(5_000)].map((body) => post(body))))
    assert.deepEqual([refused.size, [...refused][0]?.slice(0, 3)], [1, '401'])
    assert.match(await post('', 'GET'), /^405/)
    assert.deepEqual(heard, ['d_good 127.0.0.1', 'd_bad 127.0.0.1'])
    const hasty = await fetch(url, { method: 'POST', body: '{"id":"d_hasty","timestamp":1,"signature":"x"}' })
    assert.deepEqual([hasty.status, hasty.headers.get('retry-after')], [429, '3'])
    // Good or not, an address has thirty in a minute; nobody looks at what comes after them.
    const before = heard.length
    const answers = await Promise.all(Array.from({ length: 40 }, () => post('{"id":"d_good","timestamp":1,"signature":"x"}')))
    assert.deepEqual([answers.filter((text) => text.startsWith('200')).length, answers.filter((text) => text.startsWith('429')).length, heard.length - before], [21, 19, 21])
    clock.atUs += 60_000 * MS
    assert.match(await post('{"id":"d_good","timestamp":1,"signature":"x"}'), /^200/)
  } finally {
    server.close()
    server.closeAllConnections()
  }
})

test('moving entries come back from the store as they were put, and one change never overwrites another', () => inTemporaryFolder(async (folder) => {
  const store = await openStore({ folder, nowUs: NOON })
  try {
    assert.ok(store.movingAddresses instanceof StoredMovingAddresses)
    const address: MovingAddress = { id: 'd_1', version: 1, keyId: apiKeyId('k_1'), source: 'heartbeat', name: null, entries: ['203.0.113.5'], within: ['203.0.113.0/24'], allowsPrivate: true, token: { sealingKeyVersion: 1, bytes: new Uint8Array([1, 2]) }, moves: [1, 2], lastHeardUs: 3, fault: 'x', createdAtUs: NOON }
    const named: MovingAddress = { ...address, id: 'd_2', source: 'name', name: 'a.example.org', token: null, fault: null, allowsPrivate: false }
    for (const one of [address, named]) assert.equal(await store.movingAddresses.insert(one, RECORD, null), 'kept')
    assert.deepEqual(store.movingAddresses.all(), [address, named])
    await store.movingAddresses.update({ ...named, version: 2, entries: [] })
    await assert.rejects(store.movingAddresses.update({ ...named, version: 2, entries: ['1.2.3.4'] }))
    assert.equal(await store.movingAddresses.remove('d_1', RECORD, null), 'kept')
    assert.deepEqual(store.movingAddresses.all(), [{ ...named, version: 2, entries: [] }])
  } finally {
    await store.close()
  }
}))
