import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { referencePrice } from '../../src/exchange/listing/symbols.ts'
import { formatDecimal } from '../../src/money.ts'
import type { AlertSummary } from '../../src/operations/operator.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

const ADDRESSES = ['0x52908400098527886E0F7030069857D2E4169EE7', '0x8617E340B3D01FA5F11F306F4090FD50E238070D', '0xde709f2102306220921060314715629080e2fb77']

const alertsOf = async (server: RunningServer, kind: AlertSummary['kind']): Promise<readonly AlertSummary[]> => {
  const told = await (await operatorOf(server)).alertsList({ limit: 100 })
  return told.ok ? told.value.filter((alert) => alert.kind === kind) : assert.fail(JSON.stringify(told))
}

/** The alerts of a kind when there are so many, and a while later, lest more come. */
const settledAlerts = async (server: RunningServer, kind: AlertSummary['kind'], count: number): Promise<readonly AlertSummary[]> => {
  for (let tries = 0; tries < 300 && (await alertsOf(server, kind)).length < count; tries += 1) await delay(100)
  await delay(1_500)
  return alertsOf(server, kind)
}

const done = async (server: RunningServer, key: DemoKeyFile, method: string, path: string, parameters: Record<string, string>): Promise<void> => {
  const { status, body } = await signedCall(server.demo.rest, key, method, path, parameters)
  assert.equal(status, 200, JSON.stringify(body))
}

test('a withdrawal that was answered in the moment of a kill -9 is told of at the next start, at its key, and each once over all starts', async () => {
  const server = await RunningServer.start({ options: ['--market', 'off'] })
  try {
    for (const [round, address] of ADDRESSES.entries()) {
      await done(server, server.demo.keys.withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'ETH', network: 'ETH', address, amount: '0.1' })
      // A bot that trades in that moment did not withdraw.
      await done(server, server.demo.keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '20000' })
      assert.equal(await server.end('SIGKILL'), 'SIGKILL')
      await server.launch()
      const told = await settledAlerts(server, 'newWithdrawalAddress', round + 1)
      assert.equal(told.length, round + 1, JSON.stringify(told))
      for (const known of ADDRESSES.slice(0, round + 1)) assert.equal(told.filter(({ text }) => text.includes(known)).length, 1, known)
    }
    assert.deepEqual((await alertsOf(server, 'newWithdrawalAddress')).map(({ keyLabel }) => keyLabel), ADDRESSES.map(() => 'withdraw'))
  } finally {
    await server.stop()
  }
})

test('who goes back and forth with one account is found though the process is killed in between, and is told of once', async () => {
  const server = await RunningServer.start({ options: ['--market', 'off'] })
  try {
    const { trade, sub1 } = server.demo.keys
    const price = formatDecimal(referencePrice('LTCUSDT') ?? 0n, 2)
    const trades = async (rounds: readonly number[]): Promise<void> => {
      for (const round of rounds) {
        const sides = round % 2 === 0 ? [trade, sub1] as const : [sub1, trade] as const
        for (const [at, side] of (['SELL', 'BUY'] as const).entries()) await done(server, sides[at] ?? trade, 'POST', '/api/v3/order', { symbol: 'LTCUSDT', side, type: 'LIMIT', timeInForce: 'GTC', price, quantity: '1', newClientOrderId: `r${round}-${side}` })
      }
    }
    await trades([0, 1, 2])
    assert.equal(await server.end('SIGKILL'), 'SIGKILL')
    await server.launch()
    assert.deepEqual(await settledAlerts(server, 'roundTrips', 0), [], 'three are not enough')
    await trades([3, 4, 5])
    // The sixth was the one that shows it; nothing had the time to tell.
    assert.equal(await server.end('SIGKILL'), 'SIGKILL')
    for (let start = 0; start < 2; start += 1) {
      await server.launch()
      const told = await settledAlerts(server, 'roundTrips', 2)
      assert.deepEqual(told.map(({ account }) => account).sort(), [...new Set(told.map(({ account }) => account))].sort(), 'each account once')
      assert.equal(told.length, 2, JSON.stringify(told))
      await server.end('SIGKILL')
    }
  } finally {
    await server.stop()
  }
})
