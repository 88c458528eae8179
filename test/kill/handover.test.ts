import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { confirmedOperatorOf, keyFileOf } from '../harness/confirmed-operator.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

const ROUNDS = Number(process.env['BITTING_KILL_ROUNDS'] ?? 2)

/** Reading keys and their sleeping successors. */
const pairs = async (server: RunningServer): Promise<readonly { readonly former: DemoKeyFile; readonly successor: DemoKeyFile }[]> => {
  const operator = await confirmedOperatorOf(server)
  const made: { former: DemoKeyFile; successor: DemoKeyFile }[] = []
  for (let number = 0; number < ROUNDS; number += 1) {
    const former = await operator.keysCreate({ label: `handover ${number}`, environment: 'live', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, account: 100_001 })
    assert.ok(former.ok, JSON.stringify(former))
    const next = await operator.keysRotate(former.value.key.id, { kind: 'hmac' }, null)
    assert.ok(next.ok, JSON.stringify(next))
    made.push({ former: keyFileOf(former.value), successor: keyFileOf(next.value) })
  }
  return made
}

test('a server that is killed while a successor takes over leaves exactly one of the two keys open', async (context) => {
  const server = await RunningServer.start({ options: ['--market', 'off'] })
  context.after(() => server.stop())
  let [tookOver, answered] = [0, 0]
  for (const { former, successor } of await pairs(server)) {
    const opens = async (key: DemoKeyFile): Promise<boolean> => (await signedCall(server.demo.rest, key, 'GET', '/api/v3/account')).status === 200
    const first = opens(successor).catch(() => undefined)
    await after(Math.random() * 120)
    await server.end('SIGKILL')
    const wasAnswered = await first
    assert.notEqual(wasAnswered, false)
    await server.launch()
    const isFormerOpen = await opens(former)
    if (wasAnswered) assert.equal(isFormerOpen, false, 'an answer to the successor is the end of the former key')
    if (!isFormerOpen) tookOver += 1
    if (wasAnswered) answered += 1
    assert.equal(await opens(successor), true, 'the successor opens, or takes over now')
    assert.equal(await opens(former), false, 'and the former key does not')
  }
  context.diagnostic(`${ROUNDS} kills: ${answered} after the answer, ${tookOver} after the handover was durable`)
})
