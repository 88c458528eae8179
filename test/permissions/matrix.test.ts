import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { SOCKET_API_PATHS, type SocketFamily } from '../../src/binance/endpoint.ts'
import { ENDPOINT_TABLE, routeOf } from '../../src/binance/endpoint-table.ts'
import { NO_PERMISSIONS, type Permission, PERMISSIONS, permissionBits } from '../../src/permission.ts'
import { DAY, MS } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire, type SecretKey, seededBytes } from '../harness/in-process-wire.ts'
import { makeKeyText } from '../../src/authority/key-text.ts'
import { ADDRESSES, expectedAnswer, type Situation } from './expected-answer.ts'
import { EXPECTED_ROWS, type ExpectedRow, ROWS_TO_COME, SOCKET_METHODS } from './expected-rights.ts'

/**
 * Every endpoint × every right alone, none, all, and all but each × the key's state × where from × signature × time ×
 * environment, through the real handler, gate, directory and exchange. What must come is worked out by the plain rules in
 * `expected-answer.ts` from the second list of rights in `expected-rights.ts`.
 */
const account = anAccount(100_001)
const sub = anAccount(100_002, { parentId: account.id })
const OWNERS = { main: account, sub } as const
const wire = new InProcessWire([account, sub])
for (const [asset, funds] of [['USDT', '1000000'], ['BTC', '10'], ['ETH', '200'], ['BNB', '1000'], ['ADA', '0.5']] as const) wire.world.fund(account, asset, funds)
const nowMs = wire.world.clock.nowUs() / MS

const RIGHTS: readonly (readonly Permission[])[] = [
  [], ...PERMISSIONS.map((right) => [right]), [...PERMISSIONS], ...PERMISSIONS.map((left) => PERMISSIONS.filter((right) => right !== left)),
]
const STATES = ['enabled', 'disabled', 'expired', 'deleted'] as const
const KEYS = ['known', 'ofOtherEnvironment'] as const
const TIME_MS = { now: nowMs, tooOld: nowMs - 5_001, ahead: nowMs + 1_000 } as const

const inState = (state: Situation['state']): Partial<ApiKey> => ({
  isEnabled: state !== 'disabled' && state !== 'deleted',
  expiresAtUs: state === 'expired' ? wire.world.clock.nowUs() : wire.world.clock.nowUs() + DAY,
  deletedAtUs: state === 'deleted' ? wire.world.clock.nowUs() - 1 : null,
})

const nameOf = (caller: string, rights: readonly Permission[], state: string, key: string): string => `${caller} ${rights.join('+')} ${state} ${key}`
const secretKeys = new Map<string, SecretKey>()
for (const caller of ['main', 'sub'] as const) for (const rights of RIGHTS) for (const state of STATES) for (const key of KEYS) {
  secretKeys.set(nameOf(caller, rights, state, key), wire.addKey(OWNERS[caller], { permissions: permissionBits(rights), environment: key === 'known' ? 'live' : 'testnet', ...inState(state) }))
}
const BOUND = ['crossMargin', 'isolatedMargin:BTCUSDT'] as const
for (const boundTo of BOUND) for (const rights of RIGHTS) secretKeys.set(nameOf(boundTo, rights, 'enabled', 'known'), wire.addKey(account, { permissions: permissionBits(rights), boundTo }))
const nobody = { apiKey: makeKeyText(seededBytes(1)), secretKey: 'nobody' }

const secretKeyOf = ({ boundTo, caller = 'main', key, rights, state }: Situation): Pick<SecretKey, 'apiKey' | 'secretKey'> => {
  const found = key === 'unknown' ? nobody : secretKeys.get(nameOf(boundTo ?? caller, rights, state, key))
  assert.ok(found)
  return found
}

const targetOf = (situation: Situation, secretKey: string): string => {
  const { row, time, signature } = situation
  const path = row.route.split(' ')[1] ?? ''
  if (row.asks !== 'signed') return row.parameters === '' ? path : `${path}?${row.parameters}`
  const parts = [row.parameters, time === 'absent' ? '' : `timestamp=${TIME_MS[time]}`].filter((part) => part !== '')
  const payload = parts.join('&')
  const proof = createHmac('sha256', secretKey).update(payload).digest('hex')
  // Wrong in its last digit alone.
  const wrong = proof.slice(0, -1) + (proof.endsWith('0') ? '1' : '0')
  return `${path}?${[...parts, ...(signature === 'absent' ? [] : [`signature=${signature === 'good' ? proof : wrong}`])].join('&')}`
}

/** The same call as a message: its parameters by name, the key among them, signed in alphabetical order. */
const messageOf = (situation: Situation, method: string): string => {
  const { row, time, signature, header } = situation
  const { apiKey, secretKey } = secretKeyOf(situation)
  const parameters: Record<string, string | number> = Object.fromEntries(new URLSearchParams(row.parameters))
  if (header !== 'none') parameters.apiKey = header === 'malformed' ? apiKey.slice(0, 63) : apiKey
  if (row.asks === 'signed' && time !== 'absent') parameters.timestamp = TIME_MS[time]
  const payload = Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join('&')
  const proof = createHmac('sha256', secretKey).update(payload).digest('hex')
  if (row.asks === 'signed' && signature !== 'absent') parameters.signature = signature === 'good' ? proof : proof.slice(0, -1) + (proof.endsWith('0') ? '1' : '0')
  return JSON.stringify({ id: 7, method, params: parameters })
}

/** A method of one of the two socket APIs. */
interface SocketMethod { readonly family: SocketFamily; readonly name: string }

const tell = (situation: Situation, { family, name }: SocketMethod) => {
  const { answer: { status, result, error }, decision } = wire.message(messageOf(situation, name), { family, address: ADDRESSES[situation.address] })
  return { status, body: JSON.stringify(error ?? result), decision }
}

const send = (situation: Situation, method: SocketMethod | undefined) => {
  if (method !== undefined) return tell(situation, method)
  const { apiKey, secretKey } = secretKeyOf(situation)
  const header = situation.header === 'none' ? undefined : situation.header === 'malformed' ? apiKey.slice(0, 63) : apiKey
  return wire.send({ method: situation.row.route.split(' ')[0] ?? '', target: targetOf(situation, secretKey), headers: header === undefined ? {} : { 'X-MBX-APIKEY': header }, address: ADDRESSES[situation.address] })
}

/** Every combination that can make a difference to this row. */
function* situationsOf(row: ExpectedRow): Generator<Situation> {
  const plain: Situation = { row, caller: row.callers ?? 'main', header: 'present', key: 'known', state: 'enabled', rights: [...PERMISSIONS], address: 'allowed', signature: 'good', time: 'now' }
  const signatures = row.asks === 'signed' ? ['good', 'bad'] as const : ['good'] as const
  const times = row.asks === 'signed' ? ['now', 'tooOld', 'ahead'] as const : ['now'] as const
  for (const rights of RIGHTS) for (const state of STATES) for (const key of KEYS) for (const address of ['allowed', 'other'] as const) {
    for (const signature of signatures) for (const time of times) yield { ...plain, rights, state, key, address, signature, time }
  }
  // A special key opens what acts on its wallet, and nothing else, whatever rights somebody may have written into it.
  for (const boundTo of BOUND) for (const rights of RIGHTS) for (const address of ['allowed', 'other'] as const) for (const signature of signatures) for (const time of times) yield { ...plain, boundTo, rights, address, signature, time }
  // A row of one rank is closed to the other, whatever rights its key has.
  if (row.callers !== undefined) for (const rights of RIGHTS) yield { ...plain, rights, caller: row.callers === 'main' ? 'sub' : 'main' }
  for (const header of ['none', 'malformed', 'present'] as const) for (const key of ['known', 'unknown'] as const) for (const address of ['allowed', 'other'] as const) {
    for (const signature of [...signatures, 'absent'] as const) for (const time of [...times, 'absent'] as const) yield { ...plain, header, key, address, signature, time }
  }
}

const told = ({ row, ...rest }: Situation): string => `${row.route} ${JSON.stringify(rest)}`

/** Which call it was is told where something is amiss alone: told each time, it would take as long as the calls. */
const same = (actual: unknown, expected: unknown, situation: Situation, what: string): void => {
  if (actual !== expected) assert.equal(actual, expected, `${told(situation)} → ${what}`)
}

const WRITTEN_DOWN = [...EXPECTED_ROWS, ...ROWS_TO_COME]
const built = WRITTEN_DOWN.filter((row) => ENDPOINT_TABLE.some(({ method, path }) => routeOf(method, path) === row.route))

test('every row of the endpoint table has its right written down a second time, and asks for just that', () => {
  const expected = new Map(WRITTEN_DOWN.map((row) => [row.route, row]))
  const unheardOf: string[] = []
  for (const { method, path, permission, isSigned, security, callers } of ENDPOINT_TABLE) {
    const route = routeOf(method, path)
    const row = expected.get(route)
    if (!row) {
      unheardOf.push(route)
      continue
    }
    assert.equal(permission, row.right, `${route}: the right`)
    assert.equal(callers, row.callers, `${route}: whose keys it is for`)
    assert.equal(isSigned ? 'signed' : permission === 'none' ? 'open' : 'keyed', row.asks, `${route}: ${security}`)
  }
  assert.deepEqual(unheardOf, [], 'rows whose right nobody has written down in expected-rights.ts')
  assert.equal(expected.size, WRITTEN_DOWN.length, 'each once')
  assert.deepEqual(EXPECTED_ROWS.filter((row) => !built.includes(row)).map((row) => row.route), [], 'rows that were served once are served')
})

const overHttp = built.filter(({ route }) => !route.startsWith('WS '))

let calls = 0

const SOCKET_FAMILIES = ['api', 'fapi'] as const

/** Every way to a row: over HTTP, and each method of the socket that opens it. */
const WAYS = built.flatMap((row) => {
  const methods = SOCKET_FAMILIES.flatMap((family) => Object.entries(SOCKET_METHODS[family]).flatMap(([name, route]) => (route === row.route ? [{ family, name }] : [])))
  const own = SOCKET_FAMILIES.flatMap((family) => (row.route.startsWith(`WS ${SOCKET_API_PATHS[family]}/`) ? [{ family, name: row.route.slice(`WS ${SOCKET_API_PATHS[family]}/`.length) }] : []))
  return own.length > 0 ? own.map((method) => ({ row, method })) : [{ row, method: undefined }, ...methods.map((method) => ({ row, method }))]
})

for (const { row, method } of WAYS) {
  test(`${method === undefined ? row.route : `${SOCKET_API_PATHS[method.family]} ${method.name}`}: let in with ${row.right === 'none' ? 'nothing' : row.right}, and refused without, whatever else is right or wrong`, async () => {
    const { view } = wire.world.venue
    const situations = [...situationsOf(row)]
    const letIn = situations.filter((situation) => expectedAnswer(situation) === 'let in')
    const refused = situations.filter((situation) => expectedAnswer(situation) !== 'let in')
    const before = { hash: view.stateHash(), sequence: view.sequence, uses: wire.uses }
    for (const situation of refused) {
      const { status, body, decision } = await send(situation, method)
      const expected = expectedAnswer(situation)
      if (expected === 'let in') continue
      same(decision.admitted, false, situation, body)
      same(status, expected.status, situation, body)
      same(body, JSON.stringify({ code: expected.code, msg: expected.msg }), situation, body)
      same(view.sequence, before.sequence, situation, 'no command reached the exchange')
    }
    // A hash after every single call would take hours; no command was applied since, and this is the whole state.
    assert.equal(view.stateHash(), before.hash, 'refusals changed nothing')
    assert.equal(wire.uses, before.uses, 'a refused call is no use of a key')
    assert.ok(letIn.length > 0)
    for (const situation of letIn) {
      const { status, body, decision } = await send(situation, method)
      same(decision.admitted, true, situation, body)
      same(status < 500 && status !== 401 && status !== 404, true, situation, `${status} ${body}`)
    }
    calls += situations.length
  })
}

test('the methods of the socket API are those of its documentation, each the row that does the same over HTTP', () => {
  for (const family of SOCKET_FAMILIES) {
    const prefix = `${SOCKET_API_PATHS[family]}/`
    const served = ENDPOINT_TABLE.flatMap(({ method, path, socketPaths = [] }) => socketPaths.flatMap((socketPath) => (socketPath.startsWith(prefix) ? [[socketPath.slice(prefix.length), routeOf(method, path)] as const] : [])))
    assert.deepEqual(Object.fromEntries(served), SOCKET_METHODS[family])
  }
})

test('the matrix was large', () => {
  assert.ok(calls > 100_000, `${calls} calls`)
})

interface Policy {
  readonly allowList: ApiKey['allowList']
  readonly environment: ApiKey['environment']
  readonly tradingLapsesAtUs: number | null
}

test('an unrestricted live key reads, trades while its clock runs, and never moves money; a listed or testnet key is not asked', async () => {
  const nowUs = wire.world.clock.nowUs()
  const listed: ApiKey['allowList'] = { mode: 'trusted', entries: ['127.0.0.1'] }
  const anywhere: ApiKey['allowList'] = { mode: 'unrestricted' }
  const neverUnlisted: readonly Permission[] = ['universalTransfer', 'internalTransfer', 'withdrawals']
  const policies: readonly (readonly [string, Policy, (right: Permission) => boolean])[] = [
    ['listed', { allowList: listed, environment: 'live', tradingLapsesAtUs: null }, () => true],
    ['unrestricted, clock running', { allowList: anywhere, environment: 'live', tradingLapsesAtUs: nowUs + 1 }, (right) => !neverUnlisted.includes(right)],
    ['unrestricted, clock over', { allowList: anywhere, environment: 'live', tradingLapsesAtUs: nowUs }, (right) => right === 'reading'],
    ['unrestricted on the testnet', { allowList: anywhere, environment: 'testnet', tradingLapsesAtUs: null }, () => true],
  ]
  for (const [name, policy, opens] of policies) {
    const secrets = { main: wire.addKey(account, { permissions: permissionBits(PERMISSIONS), ...policy }), sub: wire.addKey(sub, { permissions: permissionBits(PERMISSIONS), ...policy }) }
    for (const row of overHttp.filter(({ asks }) => asks === 'signed')) {
      const expected = row.right === 'anyKey' || row.right === 'none' || opens(row.right)
      const { apiKey, secretKey } = secrets[row.callers ?? 'main']
      const situation: Situation = { row, header: 'present', key: 'known', state: 'enabled', rights: PERMISSIONS, address: 'allowed', signature: 'good', time: 'now' }
      const prefix = policy.environment === 'testnet' ? '/testnet' : ''
      const { decision, status, body } = await wire.send({ method: row.route.split(' ')[0] ?? '', target: prefix + targetOf(situation, secretKey), headers: { 'X-MBX-APIKEY': apiKey } })
      assert.equal(decision.admitted, expected, `${name}: ${row.route} → ${status} ${body}`)
      const asWithoutRight = expectedAnswer({ ...situation, rights: [] })
      if (!expected && asWithoutRight !== 'let in') assert.equal(body, JSON.stringify({ code: asWithoutRight.code, msg: asWithoutRight.msg }))
    }
  }
})

test('a list that is switched on and empty admits nobody, from anywhere, to anything that needs a key', async () => {
  const { apiKey, secretKey } = wire.addKey(account, { permissions: permissionBits(PERMISSIONS), allowList: { mode: 'trusted', entries: [] } })
  for (const row of overHttp.filter(({ asks }) => asks !== 'open')) for (const address of ['127.0.0.1', '::1', '0.0.0.0', '198.51.100.7', '', 'unreadable']) {
    const situation: Situation = { row, header: 'present', key: 'known', state: 'enabled', rights: PERMISSIONS, address: 'allowed', signature: 'good', time: 'now' }
    const { decision, status } = await wire.send({ method: row.route.split(' ')[0] ?? '', target: targetOf(situation, secretKey), headers: { 'X-MBX-APIKEY': apiKey }, address })
    assert.equal(decision.admitted, false, `${row.route} from ${address}`)
    assert.equal(status, 401)
  }
})

test('a key opens nothing of an account whose access is switched off', async () => {
  const closed = anAccount(100_009, { isApiAccessEnabled: false })
  const other = new InProcessWire([closed])
  const { apiKey, secretKey } = other.addKey(closed, { permissions: permissionBits(PERMISSIONS) })
  for (const row of overHttp.filter(({ asks }) => asks === 'signed')) {
    const situation: Situation = { row, header: 'present', key: 'known', state: 'enabled', rights: PERMISSIONS, address: 'allowed', signature: 'good', time: 'now' }
    const { decision, status } = await other.send({ method: row.route.split(' ')[0] ?? '', target: targetOf(situation, secretKey), headers: { 'X-MBX-APIKEY': apiKey } })
    assert.equal(decision.admitted, false, row.route)
    assert.equal(status, 401)
  }
})

test('a key without any right may do what any key may, and no more', async () => {
  const secrets = { main: wire.addKey(account, { permissions: NO_PERMISSIONS }), sub: wire.addKey(sub, { permissions: NO_PERMISSIONS }) }
  for (const row of overHttp) {
    const { apiKey, secretKey } = secrets[row.callers ?? 'main']
    const situation: Situation = { row, header: 'present', key: 'known', state: 'enabled', rights: [], address: 'allowed', signature: 'good', time: 'now' }
    const { decision } = await wire.send({ method: row.route.split(' ')[0] ?? '', target: targetOf(situation, secretKey), headers: { 'X-MBX-APIKEY': apiKey } })
    assert.equal(decision.admitted, row.right === 'anyKey' || row.right === 'none', row.route)
  }
})
