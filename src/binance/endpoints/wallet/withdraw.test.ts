import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'
import { amount } from '../../../money.ts'
import { DAY, HOUR } from '../../../time.ts'

const alice = anAccount(100_001)
const ADDRESS = '1BitcoinEaterAddressDontSendf59kuE'
const APPLY = ['POST', '/sapi/v1/capital/withdraw/apply'] as const
const HISTORY = ['GET', '/sapi/v1/capital/withdraw/history'] as const

let world: World
let call: ReturnType<World['as']>
beforeEach(() => {
  world = aWorld()
  call = world.endow(alice, { BTC: '10', USDT: '1000000', XRP: '1000' })
})

const free = (asset: string): bigint => world.venue.view.wallet.balance(alice.id, asset).free

/** The answer to a withdrawal that must be refused, and the proof that nothing else happened. */
const refused = async (parameters: Record<string, string>): Promise<{ status: number; code: number; msg: string }> => {
  const before = world.venue.view.stateHash()
  const { status, body } = await call(...APPLY, { coin: 'BTC', address: ADDRESS, amount: '1', ...parameters })
  assert.equal(world.venue.view.stateHash(), before)
  return { status, ...body as { code: number; msg: string } }
}

test('a withdrawal takes its amount from the account, network fee included, and is in the history', async () => {
  const { status, body } = await call(...APPLY, { coin: 'BTC', address: ADDRESS, amount: '1', name: 'cold store' })
  assert.equal(status, 200)
  const { id } = body as { id: string }
  assert.equal(free('BTC'), amount('9'))
  const [row] = (await call(...HISTORY)).body as Record<string, unknown>[]
  assert.ok(row)
  assert.equal(row['id'], id)
  assert.equal(row['coin'], 'BTC')
  assert.equal(row['network'], 'BTC')
  assert.equal(row['address'], ADDRESS)
  assert.equal(amount(String(row['amount'])) + amount(String(row['transactionFee'])), amount('1'))
  assert.match(String(row['applyTime']), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  assert.equal('withdrawOrderId' in row, false)
})

test('a withdrawal goes through its states until it is completed', async () => {
  await call(...APPLY, { coin: 'BTC', address: ADDRESS, amount: '1' })
  const first = ((await call(...HISTORY)).body as Record<string, unknown>[])[0]
  assert.equal(first?.['status'], 4)
  assert.equal('completeTime' in (first ?? {}), false)
  for (let step = 0; step < 60; step += 1) {
    world.clock.advance(HOUR / 6)
    world.venue.execute({ kind: 'tick' })
  }
  const last = ((await call(...HISTORY)).body as Record<string, unknown>[])[0]
  assert.equal(last?.['status'], 6)
  assert.match(String(last?.['completeTime']), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  assert.notEqual(last?.['txId'], '')
})

test('the same withdrawOrderId again is answered with the first withdrawal and takes nothing', async () => {
  const wish = { coin: 'BTC', address: ADDRESS, amount: '1', withdrawOrderId: 'mine-1' }
  const first = await call(...APPLY, wish)
  const again = await call(...APPLY, wish)
  assert.deepEqual(again, first)
  assert.equal(free('BTC'), amount('9'))
  assert.equal(((await call(...HISTORY, { withdrawOrderId: 'mine-1' })).body as unknown[]).length, 1)
})

test('what cannot be withdrawn is refused with the documented code, and nothing moves', async () => {
  assert.equal((await refused({ address: 'nonsense' })).code, -4007)
  assert.equal((await refused({ coin: 'NOPE' })).code, -4018)
  assert.equal((await refused({ network: 'NOPE' })).code, -1130)
  assert.equal((await refused({ amount: '0.00000001' })).code, -4022)
  assert.equal((await refused({ coin: 'USDT', network: 'ETH', address: `0x${'a'.repeat(40)}`, amount: '10.00000001' })).code, -4021)
  assert.equal((await refused({ amount: '11' })).code, -4026)
  assert.equal((await refused({ addressTag: '7' })).code, -4106)
  assert.equal((await refused({ coin: 'XRP', address: 'rrrrrrrrrrrrrrrrrrrrBZbvji', addressTag: 'not a number', amount: '20' })).code, -4008)
  assert.equal((await refused({ amount: '1.123456789' })).code, -1111)
  assert.equal((await refused({ amount: '-1' })).code, -1100)
  assert.equal((await refused({ address: '' })).code, -1102)
  assert.equal((await refused({ withdrawOrderId: 'white space' })).code, -1100)
})

test('from an empty funding wallet nothing is withdrawn', async () => {
  assert.equal((await refused({ walletType: '1' })).code, -4026)
})

test('a call whose recvWindow is over withdraws nothing', async () => {
  const late = world.as(alice, { isInTime: false })
  const { status, body } = await late(...APPLY, { coin: 'BTC', address: ADDRESS, amount: '1' })
  assert.deepEqual({ status, body }, { status: 400, body: { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' } })
  assert.equal(free('BTC'), amount('10'))
})

test('within 24 hours no more than the quota leaves, and the quota says so', async () => {
  world.fund(alice, 'USDT', '20000000')
  const tron = { coin: 'USDT', network: 'TRX', address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' }
  assert.equal((await call(...APPLY, { ...tron, amount: '7000000' })).status, 200)
  assert.deepEqual((await call('GET', '/sapi/v1/capital/withdraw/quota')).body, { wdQuota: '8000000.00000000', usedWdQuota: '7000000.00000000' })
  assert.equal((await refused({ ...tron, amount: '1000001' })).code, -4023)
  world.clock.advance(DAY)
  assert.equal((await call(...APPLY, { ...tron, amount: '1000001' })).status, 200)
})

test('the history is newest first, pages, and filters by what is asked', async () => {
  for (const one of ['1', '2', '3']) {
    await call(...APPLY, { coin: 'BTC', address: ADDRESS, amount: one, withdrawOrderId: `order-${one}` })
    world.clock.advance(HOUR)
  }
  await call(...APPLY, { coin: 'XRP', address: 'rrrrrrrrrrrrrrrrrrrrBZbvji', addressTag: '7', amount: '20' })
  const rows = async (parameters: Record<string, string | number>): Promise<unknown[]> =>
    ((await call(...HISTORY, parameters)).body as { withdrawOrderId?: string; coin: string }[]).map((row) => row.withdrawOrderId ?? row.coin)
  assert.deepEqual(await rows({}), ['XRP', 'order-3', 'order-2', 'order-1'])
  assert.deepEqual(await rows({ coin: 'BTC', limit: 1, offset: 1 }), ['order-2'])
  assert.deepEqual(await rows({ withdrawOrderId: 'order-1' }), ['order-1'])
  assert.deepEqual(await rows({ status: 1 }), [])
  const start = world.clock.nowUs() - 150 * 60_000_000
  assert.deepEqual(await rows({ coin: 'BTC', startTime: start / 1000 }), ['order-3', 'order-2'])
  const ids = ((await call(...HISTORY)).body as { id: string }[]).map(({ id }) => id)
  assert.deepEqual(await rows({ idList: `${ids[1]},${ids[3]}` }), ['order-3', 'order-1'])
  const wide = await call(...HISTORY, { startTime: 1, endTime: world.clock.nowUs() })
  assert.equal((wide.body as { code: number }).code, -4047)
})

test('an address is in the address book from the first withdrawal that names it', async () => {
  await call(...APPLY, { coin: 'BTC', address: ADDRESS, amount: '1' })
  assert.deepEqual((await call('GET', '/sapi/v1/capital/withdraw/address/list')).body, [])
  await call(...APPLY, { coin: 'BTC', address: ADDRESS, amount: '1', name: 'cold store' })
  assert.deepEqual((await call('GET', '/sapi/v1/capital/withdraw/address/list')).body, [
    { address: ADDRESS, addressTag: '', coin: 'BTC', name: 'cold store', network: 'BTC', origin: '', originType: 'others', whiteStatus: false },
  ])
})
