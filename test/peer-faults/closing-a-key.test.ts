import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { findRunningServer } from '../../src/cli/remote-operator.ts'
import type { KeyChange, KeyWish, Operator } from '../../src/operations/operator.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import { bitting } from '../harness/bitting-command.ts'
import { errorOf, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall, signedQuery } from '../harness/signed-request.ts'

/*
 * Of peers: a disabled key still verified for up to 60 s, out of a cache. Here a change that was acknowledged is in force at the
 * next request, on connections that are open already, and behind whatever is pipelined there.
 */
let server: RunningServer
let operator: Operator
before(async () => {
  server = await RunningServer.start({ options: ['--rate-limits', 'off'] })
  const found = await findRunningServer(server.dataFolder)
  assert.ok(found.ok && found.value)
  operator = found.value.operator
})
after(() => server?.stop())

const done = <Value>(outcome: Outcome<Value>): Value => {
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}

let made = 0
const newKey = async (wish: Partial<KeyWish> = {}): Promise<DemoKeyFile & { id: string }> => {
  const kind = wish.kind ?? 'hmac'
  const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const
  const pair = kind === 'hmac' ? undefined : kind === 'ed25519' ? generateKeyPairSync('ed25519', pem) : generateKeyPairSync('rsa', { modulusLength: 2048, ...pem })
  const created = done(await operator.keysCreate({
    account: 100_001, label: `to be closed ${made += 1}`, kind, permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live',
    ...(pair && { publicKey: pair.publicKey }), ...wish,
  }))
  return { id: created.key.id, apiKey: created.key.apiKey, permissions: [], ...(created.secretKey !== null && { secretKey: created.secretKey }), ...(pair && { privateKey: pair.privateKey }) }
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
    const key = await newKey({ kind })
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
    const key = await newKey({ kind })
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
  const key = await newKey()
  const connection = await RawConnection.open(server.demo.rest)
  assert.equal(await ask(connection, key), 200)
  const { code, stdout, stderr } = await bitting('keys', 'disable', key.id, '--json', '--data', server.dataFolder)
  assert.equal(code, 0, stderr)
  assert.equal((JSON.parse(stdout) as { state: string }).state, 'disabled')
  assert.equal(await ask(connection, key), -2015)
  connection.hangUp()
})

test('a deleted key is refused at the next request, and never opens again', async () => {
  const key = await newKey()
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
  for (const [name, change, expected] of narrowings) {
    const key = await newKey()
    const connection = await RawConnection.open(server.demo.rest)
    assert.equal(await ask(connection, key), 200)
    done(await operator.keysEdit(key.id, change))
    assert.equal(await ask(connection, key), expected, name)
    connection.hangUp()
  }
})

test('a key that was edited while its calls are under way is never let in by what it was', async () => {
  const key = await newKey({ kind: 'ed25519' })
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
  const key = await newKey()
  const placed = await signedCall<{ orderId: number }>(server.demo.rest, key, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '60000' })
  assert.equal(placed.status, 200, JSON.stringify(placed.body))
  done(await operator.keysDelete(key.id))
  const found = await signedCall<{ status: string }>(server.demo.rest, server.demo.keys.read, 'GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: placed.body.orderId })
  assert.equal(found.body.status, 'NEW')
})

test('a key that has nothing but its end ahead is refused from that moment on', async () => {
  const key = await newKey({ expiresInDays: 1 })
  const connection = await RawConnection.open(server.demo.rest)
  assert.equal(await ask(connection, key), 200)
  const past = await operator.keysEdit(key.id, { expiresInDays: -1 })
  assert.equal(past.ok, false, 'an end in the past is not an edit; disabling is')
  assert.equal(await ask(connection, key), 200)
  connection.hangUp()
})
