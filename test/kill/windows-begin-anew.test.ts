import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CreatedKey } from '../../src/operations/operator.ts'
import { confirmedOperatorOf, keyFileOf } from '../harness/confirmed-operator.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' }
/** Some orders fit. */
const LIMIT = 5_000

const made = async (server: RunningServer, environment: 'live' | 'testnet'): Promise<CreatedKey> => {
  const key = await (await confirmedOperatorOf(server)).keysCreate({
    label: `limited ${environment}`, environment, kind: 'hmac', account: 100_001, permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] },
    guardRails: { notionalPerWindow: { amount: String(LIMIT), hours: 24 } },
  })
  return key.ok ? key.value : assert.fail(JSON.stringify(key))
}

test('a sandbox that begins anew has empty windows, which a kill right behind it keeps; what was placed since counts, and the other sandbox is as it was', async (context) => {
  const server = await RunningServer.start()
  context.after(() => server.stop())
  const [live, testnet] = [keyFileOf(await made(server, 'live')), keyFileOf(await made(server, 'testnet'))]
  const place = (key: DemoKeyFile) => signedCall<{ code: number }>(server.demo.rest, key, 'POST', `${key === testnet ? '/testnet' : ''}/api/v3/order`, ORDER)
  /** Orders until the limit is met. */
  const placedBy = async (key: DemoKeyFile): Promise<number> => {
    for (let count = 0; ; count += 1) {
      const answer = await place(key)
      if (answer.status === 200) continue
      assert.match(JSON.stringify(answer.body), /notionalPerWindow.*fits from/)
      return count
    }
  }
  const fits = await placedBy(live)
  assert.ok(fits > 1)
  assert.equal(await placedBy(testnet), fits)
  const state = await (await operatorOf(server)).sandboxReset('live', null)
  assert.ok(state.ok, JSON.stringify(state))
  await server.end('SIGKILL')
  await server.launch()
  assert.equal((await place(live)).status, 200)
  await server.end('SIGKILL')
  await server.launch()
  assert.deepEqual([await placedBy(live), await placedBy(testnet)], [fits - 1, 0])
  const told = await (await operatorOf(server)).auditList({ act: 'sandbox.reset' })
  assert.equal(told.ok && told.value.length, 1, 'the authority remembers that it was put back')
})
