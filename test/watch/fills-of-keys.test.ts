import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { referencePrice } from '../../src/exchange/listing/symbols.ts'
import { formatDecimal } from '../../src/money.ts'
import type { AlertSummary } from '../../src/operations/operator.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off'] }) })
after(async () => { await server.stop() })

const SYMBOL = 'LTCUSDT'
const times = (factor: number): string => formatDecimal((referencePrice(SYMBOL) ?? 0n) * BigInt(Math.round(factor * 1_000)) / 1_000n, 2)

const order = async (key: DemoKeyFile, side: 'BUY' | 'SELL', factor: number): Promise<void> => {
  const { status, body } = await signedCall(server.demo.rest, key, 'POST', '/api/v3/order', { symbol: SYMBOL, side, type: 'LIMIT', timeInForce: 'GTC', price: times(factor), quantity: '1' })
  assert.equal(status, 200, JSON.stringify(body))
}

test('a fill far from the market is laid at the key that took it, whichever key of its account calls in the same moment', async () => {
  const { trade, all, sub1 } = server.demo.keys
  for (let trades = 0; trades < 25; trades += 1) {
    await order(sub1, 'SELL', 1)
    await order(trade, 'BUY', 1)
  }
  await order(sub1, 'BUY', 0.9)
  const far = (key: DemoKeyFile): Promise<void> => order(key, 'BUY', 0.5)
  await Promise.all([far(trade), order(all, 'SELL', 0.9), ...Array.from({ length: 6 }, () => far(trade))])
  const found = async (): Promise<readonly AlertSummary[]> => {
    const told = await (await operatorOf(server)).alertsList({ limit: 100 })
    return told.ok ? told.value.filter(({ kind }) => kind === 'awayFromMarket') : assert.fail(JSON.stringify(told))
  }
  for (let tries = 0; tries < 300 && (await found()).length === 0; tries += 1) await delay(100)
  assert.deepEqual((await found()).map(({ keyLabel }) => keyLabel), ['all'])
})
