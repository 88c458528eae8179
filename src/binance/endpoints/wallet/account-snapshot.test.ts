import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aFuturesWorld } from '../../../../test/harness/futures-world.ts'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { KEPT_DAYS } from '../../../exchange/daily-snapshots.ts'
import { newExchange } from '../../../exchange/new-exchange.ts'
import { DAY, HOUR } from '../../../time.ts'

const [ALICE, BOB] = [anAccount(100_001), anAccount(100_002)]
type Json = Record<string, unknown>
interface Day { readonly data: Json; readonly type: string; readonly updateTime: number }

const scene = () => {
  const { world, as, price, tick } = aFuturesWorld([ALICE, BOB])
  const call = as(ALICE)
  const days = async (type: string, parameters: Json = {}): Promise<readonly Day[]> => {
    const { status, body } = await call('GET', '/sapi/v1/accountSnapshot', { type, ...parameters as Record<string, string> })
    assert.equal(status, 200, JSON.stringify(body))
    const { code, msg, snapshotVos } = body as { code: number; msg: string; snapshotVos: Day[] }
    assert.deepEqual([code, msg], [200, ''])
    return snapshotVos
  }
  return { world, as, call, price, tick, days }
}

test('a day is told once it has ended, as it was at its end', async () => {
  const { world, tick, days } = scene()
  assert.deepEqual(await days('SPOT'), [])
  tick(12 * HOUR)
  world.fund(ALICE, 'USDT', '5')
  const [day, ...others] = await days('SPOT')
  assert.equal(others.length, 0)
  assert.equal(day?.updateTime, Date.UTC(2026, 0, 15, 23, 59, 59))
  assert.equal(day.type, 'spot')
  assert.deepEqual(day.data.balances, [{ asset: 'USDT', free: '10000.00000000', locked: '0.00000000' }])
  // 10,000 USDT at 90,000 a bitcoin.
  assert.equal(day.data.totalAssetOfBtc, '0.11111111')
})

test('what a margin account owes, and what a futures account holds, belong to the day', async () => {
  const { as, call, world, price, tick, days } = scene()
  world.fund(ALICE, 'BTC', '1')
  for (const [path, parameters] of [['/sapi/v1/asset/transfer', { type: 'MAIN_MARGIN', asset: 'BTC', amount: '1' }], ['/sapi/v1/margin/borrow-repay', { asset: 'USDT', isIsolated: 'FALSE', amount: '900', type: 'BORROW' }]] as const) {
    const { status, body } = await call('POST', path, parameters)
    assert.equal(status, 200, JSON.stringify(body))
  }
  const order = { symbol: 'ETHUSDT', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: price('ETHUSDT') }
  await as(BOB)('POST', '/fapi/v1/order', { ...order, side: 'SELL' })
  await call('POST', '/fapi/v1/order', { ...order, side: 'BUY' })
  tick(12 * HOUR)
  const [margin] = await days('MARGIN')
  const [btc, usdt] = margin?.data.userAssets as Json[]
  assert.deepEqual([btc?.asset, btc?.free, btc?.borrowed], ['BTC', '1.00000000', '0.00000000'])
  assert.deepEqual([usdt?.asset, usdt?.borrowed, usdt?.free], ['USDT', '900.00000000', '900.00000000'])
  assert.ok(Number(margin?.data.marginLevel) > 100)
  assert.equal(Number(margin?.data.totalNetAssetOfBtc).toFixed(6), (Number(margin?.data.totalAssetOfBtc) - Number(margin?.data.totalLiabilityOfBtc)).toFixed(6))
  const [futures] = await days('FUTURES')
  const [position] = futures?.data.position as Json[]
  assert.deepEqual([position?.symbol, position?.positionAmt], ['ETHUSDT', '1.00000000'])
  assert.ok(Number((futures?.data.assets as Json[])[0]?.walletBalance) < 10_000)
})

test('as many days as are asked for, the newest of them, and no more than are kept', async () => {
  const { tick, days, world } = scene()
  for (let day = 0; day < KEPT_DAYS + 3; day++) tick(DAY)
  assert.equal((await days('SPOT')).length, 7)
  assert.equal((await days('SPOT', { limit: 30 })).length, 30)
  assert.equal((await days('SPOT')).at(-1)?.updateTime, (Math.floor(world.clock.nowUs() / DAY) * DAY) / 1_000 - 1_000)
  assert.equal(world.venue.view.dailySnapshots.of(ALICE.id).length, KEPT_DAYS)
})

test('days are part of the state: they are kept over a snapshot of it', async () => {
  const { tick, world, days } = scene()
  tick(12 * HOUR)
  await days('SPOT')
  const twin = newExchange()
  const { view } = world.venue
  twin.restore((view as unknown as { toState(): Parameters<typeof twin.restore>[0] }).toState()) // the venue's view is its exchange
  assert.equal(twin.stateHash(), view.stateHash())
  assert.deepEqual(twin.dailySnapshots.of(ALICE.id), view.dailySnapshots.of(ALICE.id))
})
