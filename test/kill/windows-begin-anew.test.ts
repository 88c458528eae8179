import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRunningServer } from '../../src/cli/remote-operator.ts'
import type { CreatedKey, Operator } from '../../src/operations/operator.ts'
import { confirmedOperator } from '../harness/confirmed-operator.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' }
/** Some orders fit. */
const LIMIT = 5_000

const asFile = ({ key, secretKey }: CreatedKey): DemoKeyFile => ({ apiKey: key.apiKey, secretKey: secretKey ?? '', permissions: key.permissions })

const withOperator = async <Value>(server: RunningServer, act: (operator: Operator) => Promise<Value>): Promise<Value> => {
  const found = await findRunningServer(server.dataFolder)
  assert.ok(found.ok && found.value)
  try {
    return await act(confirmedOperator(found.value.operator))
  } finally {
    await found.value.close()
  }
}

const made = async (server: RunningServer, environment: 'live' | 'testnet'): Promise<CreatedKey> => {
  const key = await withOperator(server, (operator) => operator.keysCreate({
    label: `limited ${environment}`, environment, kind: 'hmac', account: 100_001, permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] },
    guardRails: { notionalPerWindow: { amount: String(LIMIT), hours: 24 } },
  }))
  return key.ok ? key.value : assert.fail(JSON.stringify(key))
}

test('a sandbox that begins anew has empty windows, which a kill right behind it keeps; what was placed since counts, and the other sandbox is as it was', async (context) => {
  const server = await RunningServer.start()
  context.after(() => server.stop())
  const [live, testnet] = [asFile(await made(server, 'live')), asFile(await made(server, 'testnet'))]
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
  const state = await withOperator(server, (operator) => operator.sandboxReset('live', null))
  assert.ok(state.ok, JSON.stringify(state))
  await server.end('SIGKILL')
  await server.launch()
  assert.equal((await place(live)).status, 200)
  await server.end('SIGKILL')
  await server.launch()
  assert.deepEqual([await placedBy(live), await placedBy(testnet)], [fits - 1, 0])
  const entries = await withOperator(server, async (operator) => {
    const told = await operator.auditList({ act: 'sandbox.reset' })
    return told.ok ? told.value : assert.fail(JSON.stringify(told))
  })
  assert.equal(entries.length, 1, 'the authority remembers that it was put back')
})
