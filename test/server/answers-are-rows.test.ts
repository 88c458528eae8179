import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { CallView } from '../../src/operations/calls-list.ts'
import { bitting } from '../harness/bitting-command.ts'
import { FollowingSocket } from '../harness/following-socket.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { errorOf, type RawAnswer, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedQuery } from '../harness/signed-request.ts'

let server: RunningServer
const folder = mkdtempSync(join(tmpdir(), 'bitting-rows-'))
before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** What of a call must be found again in its row: told by whoever called, not read from the log. */
type Expected = readonly [status: number, code: number | null, reason: string | null, key: string | null, endpoint: string]

const asks = async (method: string, path: string, { address = '127.0.0.1', body }: { readonly address?: string; readonly body?: string } = {}): Promise<Response> => {
  const { trade } = server.demo.keys
  return fetch(`${server.demo.rest}${path}?${signedQuery(trade, {})}`, { method, headers: { 'x-mbx-apikey': trade.apiKey, 'x-bitting-address': address }, ...(body !== undefined && { body }) })
}

const rowsWhere = async (filter: { readonly address?: string }): Promise<readonly CallView[]> => {
  const page = await (await operatorOf(server)).callsList({ ...filter, limit: 2_000 })
  assert.ok(page.ok, JSON.stringify(page))
  return page.value.calls
}
const rowsOf = async (ids: ReadonlySet<string>): Promise<readonly CallView[]> => (await rowsWhere({})).filter(({ requestId }) => ids.has(requestId))
const rowsFrom = (address: string): Promise<readonly CallView[]> => rowsWhere({ address })

/** Each of these answers has one row, and it says so. */
const stand = async (answers: ReadonlyMap<string, Expected>): Promise<void> => {
  const rows = await rowsOf(new Set(answers.keys()))
  assert.deepEqual(new Map(rows.map(({ requestId, status, code, reason, label, endpoint }) => [requestId, [status, code, reason, label, endpoint]])), new Map([...answers].reverse()))
}

const idOf = (answer: Response): string => answer.headers.get('x-mbx-uuid') ?? assert.fail(`no id of ${answer.status}`)

test('who is too fast, and who is banned for it, finds each answer in the log, with its key and what it called', async () => {
  const address = '198.51.100.9'
  const answers = new Map<string, Expected>()
  for (const [status, reason] of [[429, 'addressWeightUsedUp'], [418, 'addressBanned']] as const) {
    for (let calls = 0; ; calls += 1) {
      assert.ok(calls < 5_000, `no ${status}`)
      const heavy = await fetch(`${server.demo.rest}/api/v3/depth?symbol=BTCUSDT&limit=5000`, { headers: { 'x-bitting-address': address } })
      if (heavy.status !== status) continue
      answers.set(idOf(heavy), [status, -1003, reason, null, 'GET /api/v3/depth'])
      break
    }
    const own = await asks('GET', '/api/v3/openOrders', { address })
    assert.equal(own.status, status)
    answers.set(idOf(own), [status, -1003, reason, 'trade', 'GET /api/v3/openOrders'])
  }
  await stand(answers)
  const { stdout } = await bitting('explain', '--last', 'trade', '--data', server.dataFolder)
  assert.match(stdout, /answered HTTP 418, code -1003/)
})

test('what cannot be read as a request is a row: from where it came, and when', async () => {
  const answers = new Map<string, Expected>()
  for (const [bytes, status] of [['no request at all\r\n\r\n', 400], [rawRequest('GET', `/api/v3/time?a=${'a'.repeat(40_000)}`), 431]] as const) {
    const connection = await RawConnection.open(server.demo.rest)
    connection.write(bytes)
    const answer = await connection.next()
    assert.equal(answer?.status, status)
    answers.set(answer.header('x-mbx-uuid') ?? assert.fail(`no id of ${status}`), [status, null, 'unreadable', null, 'unknown path'])
  }
  await stand(answers)
})

test('what a message of a socket is refused with is a row, also where no method can be read', async () => {
  const socket = await FollowingSocket.open(`${server.demo.ws}/ws-api/v3`, { 'X-Bitting-Address': '198.51.100.11' })
  for (const [message, status] of [['{"id":1,"method":"nothing.here"}', 400], ['no JSON', 400]] as const) {
    const heard = socket.heard.length
    socket.socket.send(message)
    assert.equal((await socket.until((answer) => (socket.heard.indexOf(answer) >= heard ? answer : undefined))).status, status)
  }
  socket.hangUp()
  const rows = await rowsFrom('198.51.100.11')
  assert.deepEqual(rows.map(({ status, code, reason, endpoint }) => [status, code, reason, endpoint]), [[400, -1135, 'unknownPath', 'unknown method'], [400, -1020, 'unknownPath', 'unknown method']])
})

/** What a request to become a socket is answered with. */
const handshake = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> => {
  const connection = await RawConnection.open(server.demo.rest)
  connection.write(rawRequest('GET', path, { headers: { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers } }))
  const answer = await connection.next() ?? assert.fail(`no answer to ${path}`)
  connection.hangUp()
  return answer
}

test('a socket that was refused is a row: where none opens, for what could not be read, for too many of them, by a ban', async () => {
  const { trade } = server.demo.keys
  const address = '198.51.100.10'
  const answers = new Map<string, Expected>()
  const refused = async (path: string, headers: Readonly<Record<string, string>>, ...[status, code, ...further]: Expected): Promise<string> => {
    const answer = await handshake(path, headers)
    assert.deepEqual([answer.status, errorOf(answer).code], [status, code], path)
    const id = answer.header('x-mbx-uuid') ?? assert.fail(`no id of ${path}`)
    answers.set(id, [status, code, ...further])
    return id
  }
  await refused('/nothing', { 'X-MBX-APIKEY': trade.apiKey }, 404, -1099, 'unknownPath', 'trade', 'unknown path')
  await refused('/ws-api/v3?timeUnit=HOUR', {}, 400, -1194, 'parameter', null, 'GET /ws-api/v3')
  await refused('/fstream/stream?streams=btcusdt@trade', { 'Sec-WebSocket-Key': 'short' }, 400, -1020, 'unreadable', null, 'GET /fstream/stream')
  const from = { 'X-Bitting-Address': address }
  for (let opened = 0; opened < 300; opened += 1) assert.equal((await handshake('/ws', from)).status, 101)
  const secret = 'a'.repeat(64)
  const tooMany = await refused(`/ws/${secret}`, from, 429, -1034, 'tooManyConnections', null, 'GET /ws')
  while ((await handshake('/ws', from)).status === 429);
  await refused('/ws', from, 418, -1003, 'addressBanned', null, 'GET /ws')
  await stand(answers)
  const { stdout } = await bitting('explain', tooMany, '--data', server.dataFolder)
  assert.match(stdout, /opened more than 300 sockets/)
  assert.ok(!stdout.includes(secret), 'a listenKey may stand in a path')
})

test('an unknown path and a body that is too large are rows, with the key in their header', async () => {
  const answers = new Map<string, Expected>()
  answers.set(idOf(await asks('GET', '/api/v3/nothing')), [404, null, 'unknownPath', 'trade', 'unknown path'])
  const tooLarge = idOf(await asks('POST', '/api/v3/order', { body: 'x'.repeat(200_000) }))
  answers.set(tooLarge, [413, -1101, 'bodyTooLarge', 'trade', 'POST /api/v3/order'])
  await stand(answers)
  assert.match((await bitting('explain', tooLarge, '--data', server.dataFolder)).stdout, /larger than any call needs to be/)
})

const STRIKES: readonly (readonly [fault: string, Expected])[] = [
  ['{ kind: tooManyRequests, retryAfterS: 10 }', [429, -1003, 'scenario', 'trade', 'GET /api/v3/account']],
  ['{ kind: banned, forS: 60 }', [418, -1003, 'scenario', 'trade', 'GET /api/v3/account']],
  ['{ kind: failBefore }', [503, -1001, 'scenario', 'trade', 'GET /api/v3/account']],
  ['{ kind: refuse, status: 400, code: -2010, message: no }', [400, -2010, 'scenario', 'trade', 'GET /api/v3/account']],
  ['{ kind: failAfter }', [504, -1007, 'venue', 'trade', 'GET /api/v3/account']],
]

test('whatever a scenario strikes is a row that says what was answered', async () => {
  const answers = new Map<string, Expected>()
  for (const [fault, expected] of STRIKES) {
    const script = join(folder, 'script.yaml')
    writeFileSync(script, `name: strikes\nrules: [{ fault: ${fault} }]`)
    const { code, stderr } = await bitting('scenario', 'run', script, '--data', server.dataFolder)
    assert.equal(code, 0, stderr)
    answers.set(idOf(await asks('GET', '/api/v3/account')), expected)
  }
  await bitting('scenario', 'stop', '--data', server.dataFolder)
  await stand(answers)
})
