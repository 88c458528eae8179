import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { OperatorCallPage } from '../../src/operations/calls-list.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedQuery } from '../harness/signed-request.ts'
import type { RecordingMessage, RecordingOrder } from './recording-load.ts'

const ROUNDS = 3
const CONNECTIONS = 64
/** So many answers before the kill: the load is one, and the log is written all the while. */
const ANSWERS = 10_000
/** Fewer, where the thread waits for somebody else's lock: it gives up after five seconds. */
const HELD_ANSWERS = 3_000
/** What may be missing is younger than this, by the server's own clock. */
const NEWEST_MS = 100
/** A batch, and what the mark is ahead. */
const MOST_MISSING = 1_000 + 256

/** A load in a process of its own, and that so many of its calls were answered. */
const startLoad = ({ demo }: RunningServer, answers = ANSWERS): { readonly loaded: Promise<void>; readonly over: Promise<Extract<RecordingMessage, { kind: 'over' }>> } => {
  const { read } = demo.keys
  const requests = Array.from({ length: 200 }, (_, index) => `GET /api/v3/openOrders?${signedQuery(read, { symbol: 'BTCUSDT', recvWindow: 60_000, timestamp: Date.now() - index })} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-MBX-APIKEY: ${read.apiKey}\r\n\r\n`)
  const generator = fork(fileURLToPath(new URL('recording-load.ts', import.meta.url)))
  const [loaded, over] = [Promise.withResolvers<void>(), Promise.withResolvers<Extract<RecordingMessage, { kind: 'over' }>>()]
  generator.on('message', (message: RecordingMessage) => {
    if (message.kind === 'answered' && message.count >= answers) loaded.resolve()
    if (message.kind !== 'over') return
    loaded.resolve()
    over.resolve(message)
    generator.kill()
  })
  const order: RecordingOrder = { port: Number(new URL(demo.rest).port), connections: CONNECTIONS, requests }
  generator.send(order)
  return { loaded: loaded.promise, over: over.promise }
}

/** When the server took the call in, by its own clock: what a version 7 UUID begins with (RFC 9562). */
const takenInMs = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

/** How long before the newest answer the oldest of them was taken in. */
const ageOf = (missing: readonly string[], answered: readonly string[]): number => {
  // Both times are the server's: however slow the machine is, its newest answer is what "last" is measured from.
  const newestMs = answered.reduce((newest, id) => Math.max(newest, takenInMs(id)), 0)
  return missing.reduce((most, id) => Math.max(most, newestMs - takenInMs(id)), 0)
}

/** Everything in the log, as the command line reads it. */
const logged = async (dataFolder: string): Promise<{ readonly ids: ReadonlySet<string>; readonly gaps: OperatorCallPage['gaps'] }> => {
  const operator = await operatorOf({ dataFolder })
  const ids = new Set<string>()
  for (let after = -1; ;) {
    const page: Outcome<OperatorCallPage> = await operator.callsList({ after, order: 'oldest', limit: 2_000 })
    assert.ok(page.ok, JSON.stringify(page))
    for (const { requestId } of page.value.calls) ids.add(requestId)
    after = page.value.calls.at(-1)?.sequence ?? after
    if (page.value.next === null) return { ids, gaps: page.value.gaps }
  }
}

test(`kill -9, ${ROUNDS} times at the full signed rate: no answered call is missing from the log but those of the last ${NEWEST_MS} ms, and no more than it says at its next start`, async (context) => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off', '--market', 'off'] })
  const lost = new Set<string>()
  const everAnswered = new Set<string>()
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const load = startLoad(server)
      await load.loaded
      assert.equal(await server.end('SIGKILL'), 'SIGKILL')
      const { ids: answered, notOk } = await load.over
      assert.deepEqual([notOk, answered.length >= ANSWERS], [0, true], 'the load was one')
      await server.launch()
      const { ids, gaps } = await logged(server.dataFolder)
      const missing = answered.filter((id) => !ids.has(id))
      for (const id of missing) lost.add(id)
      for (const id of answered) everAnswered.add(id)
      const oldest = ageOf(missing, answered)
      const rate = Math.round(answered.length * 1_000 / Math.max(1, ageOf(answered.slice(0, 1), answered)))
      context.diagnostic(`round ${round}: ${answered.length} answered, ${rate} a second; ${missing.length} of them missing, the oldest ${oldest} ms before the newest answer; the log says at most ${gaps[0]?.atMost ?? 0}`)
      assert.ok(oldest <= NEWEST_MS, `a call of ${oldest} ms before the newest answer is missing`)
      assert.equal(gaps.length, round, 'each crash is told')
      assert.ok(missing.length <= (gaps[0]?.atMost ?? 0), `${missing.length} are missing, and the log says at most ${gaps[0]?.atMost}`)
      assert.ok((gaps[0]?.atMost ?? 0) <= MOST_MISSING, 'and that is no more than a batch')
    }
    const { ids } = await logged(server.dataFolder)
    for (const id of everAnswered) assert.ok(ids.has(id) || lost.has(id), 'what was once in the log stays there')
    await server.end('SIGTERM')
    await server.launch()
    assert.equal((await logged(server.dataFolder)).gaps.length, ROUNDS, 'a server that ended by itself misses nothing')
  } finally {
    await server.stop()
  }
})

test('kill -9 while the thread that writes rows was kept from it: what it was handed is in the log at the next start', async (context) => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off', '--market', 'off'] })
  try {
    await logged(server.dataFolder)
    const other = new DatabaseSync(join(server.dataFolder, 'calls.db'))
    const rows = (): number => Number(other.prepare('select count(*) as rows from calls').get()?.['rows'])
    other.exec('begin immediate')
    const before = rows()
    const load = startLoad(server, HELD_ANSWERS)
    await load.loaded
    assert.equal(await server.end('SIGKILL'), 'SIGKILL')
    assert.equal(rows(), before, 'no row was written')
    other.exec('rollback')
    other.close()
    const { ids: answered } = await load.over
    await server.launch()
    const { ids, gaps } = await logged(server.dataFolder)
    const missing = answered.filter((id) => !ids.has(id))
    const oldest = ageOf(missing, answered)
    context.diagnostic(`${answered.length} answered in ${ageOf(answered.slice(0, 1), answered)} ms; ${missing.length} of them missing, the oldest ${oldest} ms before the newest answer`)
    assert.ok(oldest <= NEWEST_MS, `a call of ${oldest} ms before the newest answer is missing`)
    assert.ok(missing.length <= (gaps[0]?.atMost ?? 0), `${missing.length} are missing, and the log says at most ${gaps[0]?.atMost}`)
  } finally {
    await server.stop()
  }
})
