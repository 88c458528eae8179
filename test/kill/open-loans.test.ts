import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Margin } from '../../src/exchange/margin/margin.ts'
import { MARGIN_LENDER_ACCOUNT } from '../../src/exchange/ledger.ts'
import { newExchange } from '../../src/exchange/new-exchange.ts'
import { replay } from '../../src/exchange/replay.ts'
import { openStore } from '../../src/storage/store.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import { LoadConnection } from './acknowledged.ts'

const ROUNDS = 3
const ISOLATED = { isIsolated: 'TRUE', symbol: 'BTCUSDT' }

/** Loans, repayments and transfers, one after the other, until the server is gone. The mark makes no two calls the same, for the replay guard's sake. */
const lend = async (server: RunningServer, key: DemoKeyFile, told: Set<number>, mark: string): Promise<void> => {
  const client = await LoadConnection.open(server.demo.rest, key)
  for (let number = 0; ; number += 1) {
    const where = number % 2 === 0 ? {} : ISOLATED
    const [path, parameters] = number % 5 === 4
      ? ['/sapi/v1/margin/transfer', { type: '1', asset: 'USDT', amount: '1' }] as const
      : ['/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: number % 5 < 3 ? '2' : '1', type: number % 5 < 3 ? 'BORROW' : 'REPAY', ...where }] as const
    const answer = await client.call<{ tranId: number }>('POST', path, { ...parameters, mark: `${mark}-${number}` })
    if (!answer) break
    assert.equal(answer.status, 200, `${JSON.stringify(parameters)} → ${JSON.stringify(answer.body)}`)
    told.add(answer.body.tranId)
  }
  client.hangUp()
}

/** Ids of everything that the account was told and can read again. */
const known = async (base: string, key: DemoKeyFile): Promise<Set<number>> => {
  const ids = new Set<number>()
  const read = async (path: string, parameters: Record<string, string>): Promise<void> => {
    for (let current = 1; ; current += 1) {
      const { status, body } = await signedCall<{ rows: { txId: number }[] }>(base, key, 'GET', path, { ...parameters, size: '100', current: String(current) })
      assert.equal(status, 200, JSON.stringify(body))
      for (const row of body.rows) ids.add(row.txId)
      if (body.rows.length < 100) return
    }
  }
  for (const type of ['BORROW', 'REPAY']) for (const where of [{}, { isolatedSymbol: 'BTCUSDT' }]) await read('/sapi/v1/margin/borrow-repay', { type, ...where })
  await read('/sapi/v1/margin/transfer', { type: 'ROLL_IN' })
  return ids
}

/** The lender is owed what he lent, and every asset adds up. */
const auditLoans = async (dataFolder: string): Promise<void> => {
  const store = await openStore({ folder: dataFolder, nowUs: Date.now() * 1_000 })
  try {
    const journal = store.journal('live')
    const snapshot = journal.latestSnapshot()
    const exchange = replay(newExchange(), snapshot, journal.recordsAfter(snapshot?.sequence ?? 0))
    assert.ok(exchange.margin instanceof Margin)
    assert.ok(exchange.margin.lent('USDT').principal > 0n, 'loans are open')
    for (const { name } of exchange.assets()) {
      const { principal, writtenOff } = exchange.margin.lent(name)
      assert.equal(exchange.ledger.free(MARGIN_LENDER_ACCOUNT, name), -principal - writtenOff, name)
      assert.equal(exchange.ledger.sumOf(name), 0n, name)
    }
  } finally {
    await store.close()
  }
}

test(`kill -9, ${ROUNDS} times with open loans: every acknowledged loan, repayment and transfer is there, and the lender is owed what he lent`, async () => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off'] })
  const key = server.demo.keys.margin
  const told = new Set<number>()
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const load = Promise.all(['a', 'b'].map((name) => lend(server, key, told, `${round}${name}`)))
      load.catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 60 + round * 60))
      assert.equal(await server.end('SIGKILL'), 'SIGKILL')
      await load
      if (round === ROUNDS) await auditLoans(server.dataFolder)
      await server.launch()
      const there = await known(server.demo.rest, key)
      assert.deepEqual([...told].filter((id) => !there.has(id)), [], `round ${round}`)
    }
    assert.ok(told.size > 20, 'the load was one')
  } finally {
    await server.stop()
  }
})
