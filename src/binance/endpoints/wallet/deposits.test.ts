import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld } from '../../../../test/harness/world.ts'
import { amount } from '../../../money.ts'
import { DAY, HOUR, MINUTE } from '../../../time.ts'

const alice = anAccount(100_001)
const bob = anAccount(100_002)
const HISTORY = ['GET', '/sapi/v1/capital/deposit/hisrec'] as const

const prepared = () => {
  const world = aWorld()
  world.open(alice)
  world.open(bob)
  return { world, call: world.as(alice) }
}

test('every account has an address of its own on every network, always the same', async () => {
  const { world, call } = prepared()
  const address = async (of: typeof call, parameters: Record<string, string>) => (await of('GET', '/sapi/v1/capital/deposit/address', parameters)).body as { address: string; coin: string; tag: string; url: string }
  const first = await address(call, { coin: 'BTC' })
  assert.deepEqual(await address(call, { coin: 'BTC', network: 'BTC' }), first)
  assert.notEqual((await address(world.as(bob), { coin: 'BTC' })).address + (await address(world.as(bob), { coin: 'BTC' })).tag, first.address + first.tag)
  const list = (await call('GET', '/sapi/v1/capital/deposit/address/list', { coin: 'BTC' })).body as { address: string; isDefault: number }[]
  assert.deepEqual(list.filter(({ isDefault }) => isDefault === 1).map(({ address: one }) => one), [first.address])
  assert.equal(list.length, world.venue.view.asset('BTC')?.networks.length)
})

test('an address of a coin or network that is not there is refused', async () => {
  const { call } = prepared()
  assert.equal(((await call('GET', '/sapi/v1/capital/deposit/address', { coin: 'NOPE' })).body as { code: number }).code, -4018)
  assert.equal(((await call('GET', '/sapi/v1/capital/deposit/address', { coin: 'BTC', network: 'NOPE' })).body as { code: number }).code, -1130)
  assert.equal(((await call('GET', '/sapi/v1/capital/deposit/address')).body as { code: number }).code, -1102)
})

test('a deposit is pending, then credited, then complete', async () => {
  const { world, call } = prepared()
  world.venue.execute({ kind: 'announceDeposit', accountId: alice.id, asset: 'BTC', network: 'BTC', amount: amount('1'), txId: 'tx-1', isCreditedAtOnce: false })
  const row = async () => ((await call(...HISTORY)).body as Record<string, unknown>[])[0]
  const pending = await row()
  assert.equal(pending?.['status'], 0)
  assert.match(String(pending?.['confirmTimes']), /^0\/\d+$/)
  assert.equal('completeTime' in (pending ?? {}), false)
  const seen = new Set<unknown>()
  for (let step = 0; step < 200; step += 1) {
    world.clock.advance(MINUTE * 5)
    world.venue.execute({ kind: 'tick' })
    seen.add((await row())?.['status'])
  }
  assert.equal((await row())?.['status'], 1)
  assert.equal(world.venue.view.wallet.balance(alice.id, 'BTC').free, amount('1'))
  assert.deepEqual([...seen].filter((status) => ![0, 6, 1].includes(Number(status))), [])
})

test('the history is newest first, pages, filters, and refuses more than 90 days', async () => {
  const { world, call } = prepared()
  for (const one of ['1', '2', '3']) {
    world.venue.execute({ kind: 'announceDeposit', accountId: alice.id, asset: one === '2' ? 'ETH' : 'BTC', network: one === '2' ? 'ETH' : 'BTC', amount: amount(one), txId: `tx-${one}`, isCreditedAtOnce: true })
    world.clock.advance(HOUR)
  }
  world.venue.execute({ kind: 'announceDeposit', accountId: bob.id, asset: 'BTC', network: 'BTC', amount: amount('9'), txId: 'tx-bob', isCreditedAtOnce: true })
  const rows = async (parameters: Record<string, string | number | boolean>): Promise<string[]> => ((await call(...HISTORY, parameters)).body as { txId: string }[]).map(({ txId }) => txId)
  assert.deepEqual(await rows({}), ['tx-3', 'tx-2', 'tx-1'])
  assert.deepEqual(await rows({ coin: 'BTC' }), ['tx-3', 'tx-1'])
  assert.deepEqual(await rows({ txId: 'tx-2' }), ['tx-2'])
  assert.deepEqual(await rows({ limit: 1, offset: 2 }), ['tx-1'])
  assert.deepEqual(await rows({ status: 0 }), [])
  assert.deepEqual(await rows({ startTime: (world.clock.nowUs() - 90 * MINUTE) / 1000 }), ['tx-3'])
  assert.equal(((await call(...HISTORY, { startTime: (world.clock.nowUs() - 91 * DAY) / 1000, endTime: world.clock.nowUs() / 1000 })).body as { code: number }).code, -4047)
  assert.equal(((await call(...HISTORY, { startTime: world.clock.nowUs() / 1000, endTime: 1 })).body as { code: number }).code, -4047)
})

test('a span ends with the whole of its last millisecond, so that a shown time finds its own row', async () => {
  const { world, call } = prepared()
  world.clock.advance(500)
  world.venue.execute({ kind: 'announceDeposit', accountId: alice.id, asset: 'BTC', network: 'BTC', amount: amount('1'), txId: 'tx-1', isCreditedAtOnce: true })
  world.clock.advance(HOUR)
  const [shown] = (await call(...HISTORY)).body as { insertTime: number }[]
  const endTime = shown?.insertTime ?? 0
  assert.equal(((await call(...HISTORY, { startTime: endTime, endTime })).body as unknown[]).length, 1)
  assert.equal(((await call(...HISTORY, { startTime: endTime - 90 * DAY / 1000, endTime })).body as unknown[]).length, 1)
})
