import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { errorOf, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { INSPECTED, reachableMb } from '../harness/reachable-memory.ts'
import { RunningServer } from '../harness/running-server.ts'
import { SeededRandom } from '../harness/seeded-random.ts'
import { publicCall, signedCall, signedQuery } from '../harness/signed-request.ts'
import { type MalformedRequest, MalformedRequests } from './malformed-request.ts'

/** Change it to try others; a failure names it. */
const SEED = 20_261
const WELL_FRAMED = 100_000
const BADLY_FRAMED = 4_000
const CONNECTIONS = 8
const PIPELINED = 40

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--rate-limits', 'off'], environment: INSPECTED }) })
after(() => server?.stop())

/** Everything that a call could have changed for the demo accounts. */
const stateOfAccounts = async (): Promise<unknown> => {
  const { read, sub1 } = server.demo.keys
  const seen: unknown[] = []
  for (const key of [read, sub1]) {
    seen.push((await signedCall<{ balances: unknown }>(server.demo.rest, key, 'GET', '/api/v3/account')).body.balances)
    for (const symbol of ['BTCUSDT', 'ETHUSDT']) seen.push((await signedCall(server.demo.rest, key, 'GET', '/api/v3/allOrders', { symbol })).body)
    seen.push((await signedCall(server.demo.rest, key, 'GET', '/sapi/v1/capital/withdraw/history')).body)
    seen.push((await signedCall(server.demo.rest, key, 'GET', '/sapi/v1/bnbBurn')).body)
    seen.push((await signedCall(server.demo.rest, key, 'GET', '/sapi/v1/asset/dribblet')).body)
    const { status: _, ...state } = (await signedCall<{ status?: unknown }>(server.demo.rest, key, 'GET', '/sapi/v1/account/apiRestrictions')).body
    seen.push(state)
  }
  return seen
}

const serves = async (): Promise<void> => {
  assert.equal((await publicCall(server.demo.rest, '/api/v3/time')).status, 200)
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.read, 'GET', '/api/v3/account')).status, 200)
  assert.ok(server.isRunning)
}

/** Sends pipelined, and holds every answer against its own request. */
const judge = async (requests: readonly MalformedRequest[], counts: Map<string, number>): Promise<void> => {
  let at = 0
  while (at < requests.length) {
    const connection = await RawConnection.open(server.demo.rest)
    const batch = requests.slice(at)
    connection.write(batch.map(({ bytes }) => bytes).join(''))
    let answered = 0
    for (const { kind, bytes, isHead, mayPass } of batch) {
      const answer = await connection.next({ isHead })
      if (!answer) break
      answered += 1
      const told = (): string => `seed ${SEED}, ${kind}: ${JSON.stringify(bytes.slice(0, 600))} → ${answer.status} ${answer.body.toString().slice(0, 300)}`
      if (answer.status < 200 || answer.status >= 500) assert.fail(told())
      if (!mayPass && answer.status < 400) assert.fail(`let in! ${told()}`)
      if (answer.status === 400 && answer.body.length > 0 && errorOf(answer).code === 0) assert.fail(`an error has a code: ${told()}`)
      counts.set(`${kind} ${answer.status}`, (counts.get(`${kind} ${answer.status}`) ?? 0) + 1)
    }
    connection.hangUp()
    const first = batch[0]
    assert.ok(answered > 0, `seed ${SEED}: no answer at all to ${JSON.stringify(first?.bytes.slice(0, 600))}`)
    at += answered
  }
}

test(`${WELL_FRAMED} malformed requests: no crash, no 5xx, nobody is let in`, async (context) => {
  const untouched = await stateOfAccounts()
  const counts = new Map<string, number>()
  let sent = 0
  let early: Promise<number> | undefined
  await Promise.all(Array.from({ length: CONNECTIONS }, async (_, worker) => {
    const malformed = new MalformedRequests(new SeededRandom(SEED + worker), server.demo.keys)
    while (sent < WELL_FRAMED) {
      sent += PIPELINED
      await judge(Array.from({ length: PIPELINED }, () => malformed.next()), counts)
      if (sent > WELL_FRAMED / 4) early ??= reachableMb(server)
    }
  }))
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  assert.ok(total >= WELL_FRAMED, `${total} answers`)
  await serves()
  const [atFirst, late] = [await early ?? NaN, await reachableMb(server)]
  context.diagnostic(`memory went from ${atFirst.toFixed(1)} MB to ${late.toFixed(1)} MB`)
  assert.ok(late - atFirst < 50, `memory went from ${atFirst} MB to ${late} MB`)
  assert.deepEqual(await stateOfAccounts(), untouched, 'no balance, order, withdrawal or switch has changed')
  assert.equal(server.output.includes('failed inside'), false, server.output)
})

/** Bytes that are no HTTP request, or only the beginning of one. */
const badlyFramed = (random: SeededRandom): string => {
  const { trade } = server.demo.keys
  const order = signedQuery(trade, { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '60000' })
  const whole = rawRequest('POST', '/api/v3/order', { headers: { 'X-MBX-APIKEY': trade.apiKey, 'Content-Type': 'application/x-www-form-urlencoded' }, body: order })
  const line = `POST /api/v3/order?${order} HTTP/1.1\r\n`
  const key = `X-MBX-APIKEY: ${trade.apiKey}\r\n`
  const noise = random.text(random.between(1, 400), Array.from({ length: 256 }, (_, at) => String.fromCharCode(at)).join(''))
  return random.pick([
    () => noise,
    () => whole.slice(0, random.between(1, whole.length - 1)),
    () => `${line}Host: localhost\r\n${key}Content-Length: -1\r\n\r\n`,
    () => `${line}Host: localhost\r\n${key}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`,
    () => `${line}Host: localhost\r\n${key}Content-Length: 99999999999999999999\r\n\r\n`,
    () => `${line}Host: localhost\r\n${key}Content-Length: 1e1\r\n\r\n0123456789`,
    () => `${line}Host: localhost\r\n${key}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`,
    () => `${line}Host: localhost\r\n${key}Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n`,
    () => `${line}Host: localhost\r\n${key}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n`,
    () => `${line}Host: localhost\r\n${key}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    () => `${line}Host: localhost\r\n${key}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    () => `${line}Host: localhost\r\n${key.replace(':', ' :')}\r\n`,
    () => `${line}Host: localhost\r\n${key.replace(/\r\n/, '\n')}\n\n`.replaceAll('HTTP/1.1', 'HTTP/9.9'),
    () => `${line}Host: localhost\r\n X-Folded: 1\r\n${key}\r\n`,
    () => `${line}Host: localhost\r\nX-Null: a\0b\r\n${key}\r\n`,
    () => `${line}Host: localhost\r\n${'X-Many: 1\r\n'.repeat(3_000)}${key}\r\n`,
    () => `${line}Host: localhost\r\nX-Long: ${'a'.repeat(20_000)}\r\n${key}\r\n`,
    () => `POST /api/v3/order?${order}${'&a=1'.repeat(8_000)} HTTP/1.1\r\nHost: localhost\r\n${key}\r\n`,
    () => `POST /api/v3/order?${order}\r\nHost: localhost\r\n${key}\r\n`, // no version: HTTP/0.9, which has no headers and no POST
    () => `POST /api/v3/order?${order} HTTP/1.1 HTTP/1.1\r\nHost: localhost\r\n${key}\r\n`,
    () => `FOO /api/v3/order?${order} HTTP/1.1\r\nHost: localhost\r\n${key}\r\n`,
    () => `post /api/v3/order?${order} HTTP/1.1\r\nHost: localhost\r\n${key}\r\n`,
    () => `CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    () => `GET /api/v3/time HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${random.pick(['websocket', 'h2c', 'nonsense'])}\r\n\r\n`,
    () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.padEnd(517, '\x01'),
    () => `GET /api/v3/time HTTP/1.1\r\n\r\n`,
    () => `GET /api/v3/time HTTP/1.1\r\nHost: localhost\r\nExpect: nonsense\r\n\r\n`,
    () => `\r\n\r\n\r\n${noise}`,
  ])()
}

test(`${BADLY_FRAMED} connections that break off, send noise or frame their request wrongly: no crash, no 5xx, nobody is let in`, async () => {
  const untouched = await stateOfAccounts()
  const random = new SeededRandom(SEED)
  let left = BADLY_FRAMED
  await Promise.all(Array.from({ length: 24 }, async () => {
    while (left > 0) {
      left -= 1
      const bytes = badlyFramed(random)
      const patienceMs = random.chance(0.5) ? 0 : 40
      const connection = await RawConnection.open(server.demo.rest)
      connection.write(bytes)
      // Who waits for more gets no more; some do not wait for an answer at all.
      const hangUp = setTimeout(() => connection.hangUp(), patienceMs)
      const heard = (await connection.rest()).toString('latin1')
      clearTimeout(hangUp)
      connection.hangUp()
      for (const [, status = ''] of heard.matchAll(/HTTP\/1\.1 (\d{3})/g)) {
        const told = `seed ${SEED}: ${JSON.stringify(bytes.slice(0, 600))} → ${heard.slice(0, 300)}`
        assert.ok(Number(status) < 500, told)
        if (bytes.includes('/order')) assert.ok(Number(status) >= 400, `let in! ${told}`)
      }
    }
  }))
  await serves()
  assert.deepEqual(await stateOfAccounts(), untouched)
})

test('a thousand connections that only stay open keep nobody else out', async () => {
  const idle = await Promise.all(Array.from({ length: 1_000 }, async () => {
    const connection = await RawConnection.open(server.demo.rest)
    connection.write('GET /api/v3/time HTTP/1.1\r\nHost:')
    return connection
  }))
  await serves()
  for (const connection of idle) connection.hangUp()
  await serves()
})
