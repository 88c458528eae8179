import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { KeyChange, KeyWish, Operator } from '../../src/operations/operator.ts'
import { bitting } from '../harness/bitting-command.ts'
import { confirmedOperator, confirmedTogether, makeKeys } from '../harness/confirmed-operator.ts'
import { errorOf, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { done, operatorOf } from '../harness/operator-of.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall, signedQuery } from '../harness/signed-request.ts'

/*
 * Of peers: a disabled key still verified for up to 60 s, out of a cache. Here a change that was acknowledged is in force at the
 * next request, on connections that are open already, and behind whatever is pipelined there.
 */
let server: RunningServer
let local: Operator
let operator: Operator
before(async () => {
  server = await RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off'] })
  local = await operatorOf(server)
  operator = confirmedOperator(local)
  await fillPool(local)
})
after(() => server?.stop())

type PooledKey = DemoKeyFile & { readonly id: string; readonly kind: KeyWish['kind']; readonly expiresInDays: number | undefined }
/** One for each test that closes one, confirmed together as one set: an authenticator's code is taken once in 30 s. */
const pool: PooledKey[] = []
const KINDS: readonly KeyWish['kind'][] = [...new Array<'hmac'>(10).fill('hmac'), 'ed25519', 'ed25519', 'ed25519', 'rsa', 'rsa']
const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const

const fillPool = async (local: Operator): Promise<void> => {
  const pairs = KINDS.map((kind) => (kind === 'hmac' ? undefined : kind === 'ed25519' ? generateKeyPairSync('ed25519', pem) : generateKeyPairSync('rsa', { modulusLength: 2048, ...pem })))
  const wishes = KINDS.map((kind, at): KeyWish => ({
    account: 100_001, label: `to be closed ${at}`, kind, permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live', ...(pairs[at] && { publicKey: pairs[at].publicKey }),
  }))
  const ending: KeyWish = { account: 100_001, label: 'to end', kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live', expiresInDays: 1 }
  for (const [at, { key, secretKey }] of (await makeKeys(local, [...wishes, ending])).entries()) {
    const pair = pairs[at]
    pool.push({ id: key.id, kind: key.kind, expiresInDays: at === wishes.length ? 1 : undefined, apiKey: key.apiKey, permissions: [], ...(secretKey !== null && { secretKey }), ...(pair && { privateKey: pair.privateKey }) })
  }
}

const newKey = ({ kind = 'hmac', expiresInDays }: Pick<KeyWish, 'expiresInDays'> & { readonly kind?: KeyWish['kind'] } = {}): PooledKey => {
  const [key] = pool.splice(pool.findIndex((one) => one.kind === kind && one.expiresInDays === expiresInDays), 1)
  assert.ok(key?.kind === kind, 'the pool has a key for each test')
  return key
}

const account = (key: DemoKeyFile): string => rawRequest('GET', `/api/v3/account?${signedQuery(key)}`, { headers: { 'X-MBX-APIKEY': key.apiKey } })

/** What a key gets on this connection: 200, or the error's code. */
const ask = async (connection: RawConnection, key: DemoKeyFile): Promise<number> => {
  connection.write(account(key))
  const answer = await connection.next()
  assert.ok(answer)
  return answer.status === 200 ? 200 : errorOf(answer).code
}

for (const kind of ['hmac', 'ed25519', 'rsa'] as const) {
  test(`a disabled ${kind} key is refused at the very next request, on a connection that is open already`, async () => {
    const key = newKey({ kind })
    const connection = await RawConnection.open(server.demo.rest)
    for (let round = 0; round < 5; round += 1) {
      for (let warm = 0; warm < 20; warm += 1) assert.equal(await ask(connection, key), 200)
      done(await operator.keysDisable(key.id))
      assert.equal(await ask(connection, key), -2015)
      done(await operator.keysEnable(key.id))
    }
    assert.equal(await ask(connection, key), 200, 'and enabled again it opens at once')
    connection.hangUp()
  })

  test(`pipelined requests of a ${kind} key: none that was sent after the acknowledgement is let in, and none after the first refusal`, async () => {
    const key = newKey({ kind })
    const connection = await RawConnection.open(server.demo.rest)
    for (let sent = 0; sent < 40; sent += 1) connection.write(account(key))
    const disabled = operator.keysDisable(key.id)
    for (let sent = 0; sent < 40; sent += 1) connection.write(account(key))
    done(await disabled)
    for (let sent = 0; sent < 40; sent += 1) connection.write(account(key))
    const statuses: (number | undefined)[] = []
    for (let at = 0; at < 120; at += 1) statuses.push((await connection.next())?.status)
    assert.deepEqual([...new Set(statuses)].filter((status) => status !== 200), [401])
    assert.deepEqual(statuses.slice(80), new Array(40).fill(401), 'sent after the acknowledgement')
    assert.ok(statuses.lastIndexOf(200) < statuses.indexOf(401), 'once closed it stays closed')
    connection.hangUp()
  })
}

test('a key that is closed from the command line is closed when the command returns', async () => {
  const key = newKey()
  const connection = await RawConnection.open(server.demo.rest)
  assert.equal(await ask(connection, key), 200)
  const { code, stdout, stderr } = await bitting('keys', 'disable', key.id, '--json', '--data', server.dataFolder)
  assert.equal(code, 0, stderr)
  assert.equal((JSON.parse(stdout) as { state: string }).state, 'disabled')
  assert.equal(await ask(connection, key), -2015)
  connection.hangUp()
})

test('a deleted key is refused at the next request, and never opens again', async () => {
  const key = newKey()
  const connection = await RawConnection.open(server.demo.rest)
  assert.equal(await ask(connection, key), 200)
  done(await operator.keysDelete(key.id))
  assert.equal(await ask(connection, key), -2015)
  assert.equal((await operator.keysEnable(key.id)).ok, false)
  assert.equal(await ask(connection, key), -2015)
  connection.hangUp()
})

test('every narrowing is in force at the next request: a right, an address, an end', async () => {
  const narrowings: readonly (readonly [string, KeyChange, number])[] = [
    ['the right is taken', { revoke: ['reading'] }, -2015],
    ['the right is not among those that are set', { permissions: ['spotAndMarginTrading'] }, -2015],
    ['the address is taken from the list', { addAddresses: ['203.0.113.45'], removeAddresses: ['127.0.0.1'] }, -2015],
    ['the list is another', { allowList: { mode: 'trusted', entries: ['203.0.113.45'] } }, -2015],
    ['the list is switched on and empty', { allowList: { mode: 'trusted', entries: [] } }, -2015],
  ]
  const keys = narrowings.map(() => newKey())
  const asks = await confirmedTogether(local, narrowings.map(([, change], at) => ({ act: 'edit', wish: { key: keys[at]?.id ?? '', change } })))
  for (const [at, [name, change, expected]] of narrowings.entries()) {
    const key = keys[at] ?? assert.fail()
    const connection = await RawConnection.open(server.demo.rest)
    assert.equal(await ask(connection, key), 200)
    done(await local.keysEdit(key.id, change, asks))
    assert.equal(await ask(connection, key), expected, name)
    connection.hangUp()
  }
})

test('a key that was edited while its calls are under way is never let in by what it was', async () => {
  const key = newKey({ kind: 'ed25519' })
  const connections = await Promise.all(Array.from({ length: 8 }, () => RawConnection.open(server.demo.rest)))
  for (let round = 0; round < 10; round += 1) {
    const isOpen = round % 2 === 1
    const asked = connections.map(async (connection) => {
      for (let at = 0; at < 10; at += 1) await ask(connection, key)
    })
    done(isOpen ? await operator.keysEnable(key.id) : await operator.keysDisable(key.id))
    const afterwards = await RawConnection.open(server.demo.rest)
    assert.equal(await ask(afterwards, key), isOpen ? 200 : -2015)
    afterwards.hangUp()
    await Promise.all(asked)
  }
  for (const connection of connections) connection.hangUp()
})

test('open orders stay when their key is closed', async () => {
  const key = newKey()
  const placed = await signedCall<{ orderId: number }>(server.demo.rest, key, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '60000' })
  assert.equal(placed.status, 200, JSON.stringify(placed.body))
  done(await operator.keysDelete(key.id))
  const found = await signedCall<{ status: string }>(server.demo.rest, server.demo.keys.read, 'GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: placed.body.orderId })
  assert.equal(found.body.status, 'NEW')
})

test('a key that has nothing but its end ahead is refused from that moment on', async () => {
  const key = newKey({ expiresInDays: 1 })
  const connection = await RawConnection.open(server.demo.rest)
  assert.equal(await ask(connection, key), 200)
  const past = await operator.keysEdit(key.id, { expiresInDays: -1 })
  assert.equal(past.ok, false, 'an end in the past is not an edit; disabling is')
  assert.equal(await ask(connection, key), 200)
  connection.hangUp()
})
