import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import { LoadConnection } from './acknowledged.ts'
import { assertLent, assertSumsToZero, durableExchange } from './durable-exchange.ts'

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

const PAIR = 'ETHUSDT'

/** Isolated accounts that borrow, buy with all they have, and are sold out by the venue, one time after the other. Each sale that is told of is noted. @returns how many were. */
const liquidate = async (server: RunningServer, key: DemoKeyFile, mark: string, note: (sales: number) => void): Promise<number> => {
  const client = await LoadConnection.open(server.demo.rest, key)
  const steps = [
    ['/sapi/v1/margin/isolated/transfer', { asset: 'USDT', symbol: PAIR, transFrom: 'SPOT', transTo: 'ISOLATED_MARGIN', amount: '20' }],
    ['/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '80', type: 'BORROW', isIsolated: 'TRUE', symbol: PAIR }],
    ['/sapi/v1/margin/order', { symbol: PAIR, isIsolated: 'TRUE', side: 'BUY', type: 'MARKET', quoteOrderQty: '95' }],
    ['/sapi/v1/margin/manual-liquidation', { type: 'ISOLATED', symbol: PAIR }],
  ] as const
  let told = 0
  for (let number = 0; ; number += 1) {
    const [path, parameters] = steps[number % steps.length] as (typeof steps)[number]
    const answer = await client.call<unknown>('POST', path, { ...parameters, mark: `${mark}-${number}` })
    if (!answer) break
    assert.equal(answer.status, 200, `${path} ${JSON.stringify(parameters)} → ${JSON.stringify(answer.body)}`)
    if (path.endsWith('liquidation')) note(told += 1)
  }
  client.hangUp()
  return told
}

const sales = async (server: RunningServer, key: DemoKeyFile): Promise<number> => {
  const { status, body } = await signedCall<{ total: number }>(server.demo.rest, key, 'GET', '/sapi/v1/margin/forceLiquidationRec', { isolatedSymbol: PAIR })
  assert.equal(status, 200, JSON.stringify(body))
  return body.total
}

/** @returns what is lent in USDT. */
const auditLoans = async (dataFolder: string): Promise<bigint> => {
  const exchange = await durableExchange(dataFolder)
  assertSumsToZero(exchange)
  assertLent(exchange)
  return exchange.marginRoom.lent('USDT').principal
}

test(`kill -9, ${ROUNDS} times with open loans: every acknowledged loan, repayment and transfer is there, and the lender is owed what he lent`, async () => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off'] })
  const key = server.demo.keys.margin
  const told = new Set<number>()
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const load = Promise.all(['a', 'b'].map((name) => lend(server, key, told, `${round}${name}`)))
      load.catch(() => undefined)
      while (told.size < round * 10 && server.isRunning) await new Promise((resolve) => setTimeout(resolve, 5))
      assert.equal(await server.end('SIGKILL'), 'SIGKILL')
      await load
      if (round === ROUNDS) assert.ok(await auditLoans(server.dataFolder) > 0n, 'loans are open')
      await server.launch()
      const there = await known(server.demo.rest, key)
      assert.deepEqual([...told].filter((id) => !there.has(id)), [], `round ${round}`)
    }
    assert.ok(told.size > 20, 'the load was one')
  } finally {
    await server.stop()
  }
})

test(`kill -9, twice amid liquidations: every sale that was told is there, and neither lender nor any asset is off`, async () => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off'] })
  const key = server.demo.keys.margin
  let told = 0
  try {
    for (let round = 1; round <= 2; round += 1) {
      const enough = Promise.withResolvers<void>()
      const load = liquidate(server, key, `liquidation-${round}`, (sales) => { if (sales === 3) enough.resolve() })
      await Promise.race([enough.promise, load])
      assert.equal(await server.end('SIGKILL'), 'SIGKILL')
      told += await load
      await auditLoans(server.dataFolder)
      await server.launch()
      const there = await sales(server, key)
      assert.ok(there >= told, `round ${round}: ${told} sales were told of, and ${there} are there`)
      told = there
      // What the kill left half done is settled, so that the next round begins alike.
      await signedCall(server.demo.rest, key, 'POST', '/sapi/v1/margin/manual-liquidation', { type: 'ISOLATED', symbol: PAIR })
      told = await sales(server, key)
    }
    assert.ok(told > 3, `${told} liquidations`)
  } finally {
    await server.stop()
  }
})
