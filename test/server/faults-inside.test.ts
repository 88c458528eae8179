import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import type { Endpoint } from '../../src/binance/endpoint.ts'
import type { Decision } from '../../src/gate/gate.ts'
import { wireHandler, type WireParts } from '../../src/server/wire-handler.ts'
import { listen } from '../../src/server/wire-listener.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { errorOf, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { RunningServer } from '../harness/running-server.ts'
import { publicCall, signedCall } from '../harness/signed-request.ts'

const folder = mkdtempSync(join(tmpdir(), 'bitting-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('a key whose stored secret was damaged is refused for itself, and everybody else is served; the log of the system says so in JSON lines', async () => {
  const server = await RunningServer.start({ dataFolder: folder, options: ['--market', 'off', '--log', 'json'] })
  const { trade } = server.demo.keys
  await server.end('SIGTERM')
  const database = new DatabaseSync(join(folder, 'bitting.db'))
  database.prepare('update api_keys set credential = zeroblob(40) where text = ?').run(trade.apiKey)
  database.close()
  await server.launch()
  try {
    const answer = await signedCall<{ code: number }>(server.demo.rest, trade, 'GET', '/api/v3/account')
    assert.equal(answer.status, 500)
    assert.equal(answer.body.code, -1000)
    const page = await (await operatorOf(server)).callsList({ outcome: 'refused' })
    assert.deepEqual(page.ok && page.value.calls.map(({ status, code, reason, label, endpoint }) => [status, code, reason, label, endpoint]), [[500, -1000, 'failedInside', 'trade', 'GET /api/v3/account']])
    assert.equal((await publicCall(server.demo.rest, '/api/v3/ping')).status, 200)
    assert.equal((await signedCall(server.demo.rest, server.demo.keys.read, 'GET', '/api/v3/account')).status, 200)
    const lines = server.output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    const fault = lines.find(({ severity }) => severity === 'error')
    assert.deepEqual(fault && { ...fault, time: '', error: '' }, { time: '', severity: 'error', message: 'A request failed inside', request: answer.headers.get('x-mbx-uuid'), method: 'GET', path: '/api/v3/account', error: '' })
    assert.equal(lines.at(0)?.['message'], 'Bitting started')
    assert.doesNotMatch(server.output.slice(server.output.indexOf('Bitting started')), /signature=/)
  } finally {
    await server.stop()
  }
})

/** A handler over parts of which each test breaks one. */
const answerWith = async (broken: Partial<WireParts>): Promise<{ status: number; code: number }> => {
  // Only what the broken part lets the handler reach is there.
  const parts = { clock: { nowUs: () => 1 }, addressOf: () => '127.0.0.1', failure: () => undefined, noteUse: () => {}, consoleUrl: () => '', callLog: { record: () => {} }, ...broken } as unknown as WireParts
  const told = console.error
  console.error = () => {}
  const listener = await listen({ host: '127.0.0.1', port: 0 }, wireHandler(parts))
  try {
    const connection = await RawConnection.open(listener.url)
    connection.write(rawRequest('GET', '/api/v3/ping'))
    const answer = await connection.next()
    connection.hangUp()
    assert.ok(answer)
    return { status: answer.status, code: errorOf(answer).code }
  } finally {
    console.error = told
    await listener.close(0)
  }
}

const usage = { used: 0, limit: 1, windowMs: 1_000, resetMs: 0 }
/** A call that was let in, of a row that answers so. */
const admitted = (answer: unknown): Decision<Endpoint> => ({
  admitted: true, request: { id: 'r', path: '/api/v3/ping', method: 'GET', environment: 'live', receivedAtUs: 1, address: '' }, caller: null,
  endpoint: { family: 'api', weight: { of: 1, scope: 'address' }, name: 'GET /api/v3/ping', answer: () => answer }, usage,
} as unknown as Decision<Endpoint>)
const UNWRITABLE = { ok: true, body: 1n }
const gateThat = (admit: () => unknown) => ({ admit, settle: () => usage, named: () => ({ endpoint: undefined, caller: null }) }) as unknown as WireParts['gate']
const services = (settled: () => Promise<void> | undefined) => ({ live: { venue: { settled } } }) as unknown as WireParts['services']
const FAULT = { status: 500, code: -1000 }

test('a gate that throws, at once or later, fails one request', async () => {
  assert.deepEqual(await answerWith({ gate: gateThat(() => { throw new Error('broken') }) }), FAULT)
  assert.deepEqual(await answerWith({ gate: gateThat(() => Promise.reject(new Error('broken'))) }), FAULT)
})

test('an answer that cannot be written, at once or after its change was durable, fails one request', async () => {
  assert.deepEqual(await answerWith({ gate: gateThat(() => admitted(UNWRITABLE)), services: services(() => undefined) }), FAULT)
  assert.deepEqual(await answerWith({ gate: gateThat(() => admitted(UNWRITABLE)), services: services(() => Promise.resolve()) }), FAULT)
  assert.deepEqual(await answerWith({ gate: gateThat(() => admitted(Promise.resolve(UNWRITABLE))), services: services(() => undefined) }), FAULT)
  assert.deepEqual(await answerWith({ gate: gateThat(() => admitted(Promise.resolve(UNWRITABLE))), services: services(() => Promise.resolve()) }), FAULT)
})

test('a call that cannot be written down was answered all the same', async () => {
  let written = 0
  // The second time it is written down that it could not be.
  const callLog = { record: () => { if (++written === 1) throw new Error('broken') } } as unknown as WireParts['callLog']
  assert.deepEqual(await answerWith({ gate: gateThat(() => admitted({ ok: true, body: {} })), services: services(() => undefined), callLog }), { status: 200, code: 0 })
})

test('a call log that takes nothing at all ends no process: the call was answered', async () => {
  const callLog = { record: () => { throw new Error('broken') } } as unknown as WireParts['callLog']
  assert.deepEqual(await answerWith({ gate: gateThat(() => admitted({ ok: true, body: {} })), services: services(() => undefined), callLog }), { status: 200, code: 0 })
  assert.deepEqual(await answerWith({ gate: gateThat(() => { throw new Error('broken') }), callLog }), FAULT)
  assert.deepEqual(await answerWith({ failure: () => new Error('broken'), callLog }), { status: 503, code: -1016 })
})
