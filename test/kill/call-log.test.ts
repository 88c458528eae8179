import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRunningServer } from '../../src/cli/remote-operator.ts'
import type { OperatorCallPage } from '../../src/operations/calls-list.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import { RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedQuery } from '../harness/signed-request.ts'

const ROUNDS = 3
const CONNECTIONS = 16
const PATH = '/sapi/v1/account/apiRestrictions'

/** Calls one after the other until the server is gone; notes when which answer came. */
const callOn = async (url: string, key: DemoKeyFile, answered: Map<string, number>): Promise<void> => {
  const connection = await RawConnection.open(url)
  for (;;) {
    connection.write(rawRequest('GET', `${PATH}?${signedQuery(key, { recvWindow: 60_000 })}`, { headers: { 'X-MBX-APIKEY': key.apiKey } }))
    const answer = await connection.next()
    if (!answer) break
    assert.equal(answer.status, 200, answer.body.toString())
    answered.set(answer.header('x-mbx-uuid') ?? '', performance.now())
  }
  connection.hangUp()
}

/** Everything in the log, as the command line reads it. */
const logged = async (dataFolder: string): Promise<{ readonly ids: ReadonlySet<string>; readonly gaps: OperatorCallPage['gaps'] }> => {
  const found = await findRunningServer(dataFolder)
  assert.ok(found.ok && found.value)
  const ids = new Set<string>()
  for (let after = -1; ;) {
    const page: Outcome<OperatorCallPage> = await found.value.operator.callsList({ after, order: 'oldest', limit: 2_000 })
    assert.ok(page.ok, JSON.stringify(page))
    for (const { requestId } of page.value.calls) ids.add(requestId)
    after = page.value.calls.at(-1)?.sequence ?? after
    if (page.value.next === null) return { ids, gaps: page.value.gaps }
  }
}

test(`kill -9, ${ROUNDS} times under load: no more calls are missing from the log than it says at its next start, and none but the last`, async (context) => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off', '--market', 'off'] })
  const lost = new Set<string>()
  const everAnswered = new Map<string, number>()
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const answered = new Map<string, number>()
      const load = Promise.all(Array.from({ length: CONNECTIONS }, () => callOn(server.demo.rest, server.demo.keys.read, answered)))
      load.catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 1_500 + round * 37))
      const killedAtMs = performance.now()
      assert.equal(await server.end('SIGKILL'), 'SIGKILL')
      await load
      await server.launch()
      const { ids, gaps } = await logged(server.dataFolder)
      const missing = [...answered].filter(([id]) => !ids.has(id))
      for (const [id] of missing) lost.add(id)
      for (const [id, atMs] of answered) everAnswered.set(id, atMs)
      const oldest = Math.max(0, ...missing.map(([, atMs]) => killedAtMs - atMs))
      context.diagnostic(`round ${round}: ${answered.size} answered, ${missing.length} of them missing, the oldest ${Math.round(oldest)} ms before the kill; the log says at most ${gaps[0]?.atMost ?? 0}`)
      assert.ok(answered.size > 200, 'the load was one')
      assert.equal(gaps.length, round, 'each crash is told')
      assert.ok(missing.length <= (gaps[0]?.atMost ?? 0), `${missing.length} are missing, and the log says at most ${gaps[0]?.atMost}`)
      // In the order in which they were answered: what is missing stands behind everything that is there, but for what was answered side by side.
      const there = [...answered.keys()].findLastIndex((id) => ids.has(id))
      const first = missing[0] ? [...answered.keys()].indexOf(missing[0][0]) : answered.size
      assert.ok(first > there - 2 * CONNECTIONS, 'what is missing are the last ones')
    }
    const { ids } = await logged(server.dataFolder)
    for (const id of everAnswered.keys()) assert.ok(ids.has(id) || lost.has(id), 'what was once in the log stays there')
    await server.end('SIGTERM')
    await server.launch()
    assert.equal((await logged(server.dataFolder)).gaps.length, ROUNDS, 'a server that ended by itself misses nothing')
  } finally {
    await server.stop()
  }
})
