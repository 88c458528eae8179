import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../../src/accounts/account.ts'
import type { Evidence } from '../../src/watch/anomalies/anomaly.ts'
import { TradeWatch } from '../../src/watch/anomalies/trade-watch.ts'
import { newWithdrawalsIn, tradesIn } from '../../src/watch/anomalies/venue-sightings.ts'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

const [VICTIM, THIEF, ...CROWD] = Array.from({ length: 8 }, (_, index) => anAccount(200_001 + index)) as [Account, Account, ...Account[]]
const SYMBOL = 'ETHUSDT'
/** Of the harness: their orders fill the books at first. */
const MAKERS = [anAccount(900_001), anAccount(900_002)]

/** A thin market on the real exchange, which a crowd has traded for a while, and a watch over the victim. */
const aStage = async () => {
  const world = aWorld([VICTIM, THIEF, ...CROWD])
  for (const account of [VICTIM, THIEF, ...CROWD]) for (const asset of ['ETH', 'USDT']) world.fund(account, asset, '10000000')
  const watch = new TradeWatch()
  const told: Evidence[] = []
  world.venue.onEvents((events) => {
    for (const sides of tradesIn(events, () => undefined)) for (const { detected } of watch.see(sides, (accountId) => accountId === VICTIM.id)) told.push(detected.evidence)
  })
  const order = async (account: Account, side: 'BUY' | 'SELL', parameters: Record<string, string>): Promise<void> => {
    const answer = await world.as(account)('POST', '/api/v3/order', { symbol: SYMBOL, side, ...parameters })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    world.clock.advance(1_000_000)
  }
  const limit = (account: Account, side: 'BUY' | 'SELL', price: string, quantity = '1') => order(account, side, { type: 'LIMIT', timeInForce: 'GTC', price, quantity })
  const { body } = await world.asAnybody()('GET', '/api/v3/ticker/price', { symbol: SYMBOL })
  const { price } = body as { price: string }
  const times = (factor: number): string => (Math.round(Number(price) * factor * 100) / 100).toFixed(2)
  // An empty book, so that who meets whom is known.
  for (const maker of MAKERS) await world.as(maker)('DELETE', '/api/v3/openOrders', { symbol: SYMBOL })
  for (let i = 0; i < 30; i += 1) {
    const [maker, taker] = [CROWD[i % CROWD.length] ?? THIEF, CROWD[(i + 1) % CROWD.length] ?? THIEF]
    await limit(maker, 'SELL', times(1))
    await limit(taker, 'BUY', times(1))
  }
  told.length = 0
  return { world, told, limit, times }
}

test('selling far below the market to one other account is told at the first fill', async () => {
  const { told, limit, times } = await aStage()
  await limit(THIEF, 'BUY', times(0.9))
  await limit(VICTIM, 'SELL', times(0.9))
  assert.deepEqual(told, [{ kind: 'awayFromMarket', symbol: SYMBOL, side: 'SELL', fills: 1, worstPercent: 10, counterparties: [THIEF.id] }])
})

test('several fills that are a little off are told, and fills at the market or better are not', async () => {
  const { told, limit, times } = await aStage()
  for (const factor of [1.001, 0.999, 1.03, 1.03]) {
    await limit(THIEF, 'SELL', times(factor))
    await limit(VICTIM, 'BUY', times(factor))
  }
  assert.deepEqual(told.filter(({ kind }) => kind === 'awayFromMarket'), [])
  await limit(THIEF, 'SELL', times(1.03))
  await limit(VICTIM, 'BUY', times(1.03))
  assert.deepEqual(told.filter(({ kind }) => kind === 'awayFromMarket').map((one) => one.kind === 'awayFromMarket' && [one.side, one.fills]), [['BUY', 3]])
})

const backAndForth = async (stage: Awaited<ReturnType<typeof aStage>>, others: readonly Account[]): Promise<void> => {
  for (let i = 0; i < 8; i += 1) {
    const other = others[i % others.length] ?? THIEF
    const [buyer, seller] = i % 2 === 0 ? [other, VICTIM] : [VICTIM, other]
    await stage.limit(buyer, 'BUY', stage.times(1))
    await stage.limit(seller, 'SELL', stage.times(1))
  }
}

test('back and forth with one other account is told, and with a crowd it is not', async () => {
  const [washed, ordinary] = [await aStage(), await aStage()]
  await backAndForth(washed, [THIEF])
  const found = washed.told.find(({ kind }) => kind === 'roundTrips')
  assert.ok(found?.kind === 'roundTrips')
  assert.deepEqual([found.symbol, found.counterparty, found.fills, found.turns], [SYMBOL, THIEF.id, 6, 5])
  await backAndForth(ordinary, CROWD)
  assert.deepEqual(ordinary.told, [])
})

test('trading back and forth with a market maker is trading', async () => {
  const stage = await aStage()
  for (const other of CROWD) {
    await stage.limit(THIEF, 'BUY', stage.times(1))
    await stage.limit(other, 'SELL', stage.times(1))
  }
  await backAndForth(stage, [THIEF])
  assert.deepEqual(stage.told, [])
})

test('a withdrawal is seen once, when it is asked for', async () => {
  const { world } = await aStage()
  const seen: string[] = []
  world.venue.onEvents((events, timeUs) => seen.push(...newWithdrawalsIn(events, timeUs).map(({ address }) => address)))
  const asked = await world.as(VICTIM)('POST', '/sapi/v1/capital/withdraw/apply', { coin: 'ETH', network: 'ETH', address: '0x52908400098527886E0F7030069857D2E4169EE7', amount: '1' })
  assert.equal(asked.status, 200, JSON.stringify(asked.body))
  for (let i = 0; i < 60; i += 1) {
    world.clock.advance(10_000_000)
    world.venue.execute({ kind: 'tick' })
  }
  assert.deepEqual(seen, ['0x52908400098527886E0F7030069857D2E4169EE7'])
})
