import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'
import { type ApprovalRules, noRules } from '../../../approvals/approval-rules.ts'
import { approvalIdOf } from '../../../operations/money-out/money-out.ts'
import { amount } from '../../../money.ts'
import { DAY, HOUR } from '../../../time.ts'

const alice = anAccount(100_001)
const COLD = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'
const APPLY = ['POST', '/sapi/v1/capital/withdraw/apply'] as const
const SYSTEM = { actor: 'system', source: 'local', recordedAtUs: 0, confirmation: null }

let world: World
let call: ReturnType<World['as']>
beforeEach(() => {
  world = aWorld()
  call = world.endow(alice, { USDT: '1000000' })
})

const add = (inForceInUs: number): Promise<unknown> => world.out.rules.add(
  { id: 'w_1', accountId: alice.id, coin: 'USDT', network: 'TRX', address: COLD, tag: '', name: 'cold', addedAtUs: world.clock.nowUs(), inForceAtUs: world.clock.nowUs() + inForceInUs }, SYSTEM)
const setRules = (change: Partial<ApprovalRules>): Promise<unknown> =>
  world.out.approvals.setRules({ ...noRules(alice.id), version: 1, ...change }, noRules(alice.id), { ...SYSTEM, nowUs: world.clock.nowUs(), personId: null })
const apply = (coinAmount: string, further: Record<string, string> = {}) => call(...APPLY, { coin: 'USDT', network: 'TRX', address: COLD, amount: coinAmount, ...further })
const free = (): bigint => world.venue.view.wallet.balance(alice.id, 'USDT').free
const refusedAs = async (code: number, msg: string, asked = apply('100')): Promise<void> => {
  const before = world.venue.view.stateHash()
  assert.deepEqual(await asked, { status: 400, body: { code, msg } })
  assert.equal(world.venue.view.stateHash(), before, 'nothing moved')
}
const rows = async (status?: number) => (await call('GET', '/sapi/v1/capital/withdraw/history', status === undefined ? {} : { status })).body as { id: string; status: number }[]

test('with the white list on, money goes to the book alone, and there only once the address has waited', async () => {
  await world.out.rules.setPolicy(alice.id, { onlyAddressBook: true }, SYSTEM)
  await refusedAs(-4035, 'This address is not on the whitelist. Please join and try again.')
  await add(DAY)
  await refusedAs(-4036, 'The new address needs to be withdrawn in 24 hours.')
  world.clock.advance(DAY - HOUR)
  await refusedAs(-4036, 'The new address needs to be withdrawn in 1 hours.')
  world.clock.advance(HOUR)
  assert.equal((await apply('100')).status, 200)
})

test('the address list tells the book, and whether an address is on the white list yet', async () => {
  await add(HOUR)
  const book = async () => ((await call('GET', '/sapi/v1/capital/withdraw/address/list')).body as { name: string; address: string; whiteStatus: boolean }[]).map(({ name, address, whiteStatus }) => [name, address, whiteStatus])
  assert.deepEqual(await book(), [['cold', COLD, false]])
  world.clock.advance(HOUR)
  assert.deepEqual(await book(), [['cold', COLD, true]])
  await apply('100', { name: 'cold store' })
  assert.deepEqual(await book(), [['cold', COLD, true]], 'one place stands there once, under the name that its people gave it')
})

test('while withdrawals are locked nothing leaves, and the answer says until when', async () => {
  const untilUs = world.clock.nowUs() + DAY
  await world.out.rules.setPolicy(alice.id, { lockedUntilUs: untilUs }, SYSTEM)
  await refusedAs(-4015, `Withdraw is limited. Withdrawals of this account are locked until ${new Date(untilUs / 1000).toISOString()}.`)
  world.clock.advance(DAY)
  assert.equal((await apply('100')).status, 200)
})

test('a withdrawal from a threshold on is answered like any other, and waits as Awaiting Approval with its money held', async () => {
  await setRules({ withdrawals: [{ per: 'withdrawal', from: amount('5000'), approvals: 2 }] })
  assert.equal((await apply('4999')).status, 200)
  const { status, body } = await apply('5000', { withdrawOrderId: 'mine' })
  assert.equal(status, 200)
  const { id } = body as { id: string }
  assert.deepEqual((await rows(2)).map((row) => row.id), [id])
  assert.equal(free(), amount('990001'))
  const approval = world.out.store.byId(approvalIdOf(id))
  assert.deepEqual([approval?.state, approval?.needed, approval?.change.sentence, approval?.maker], ['waiting', 2, `Withdraw 5,000 USDT by TRX to ${COLD}.`, 'key:k_100001'])
  assert.deepEqual((await apply('5000', { withdrawOrderId: 'mine' })).body, { id }, 'asked again, it is the same one')
  assert.equal(world.out.store.open().length, 1)
})

test('many small withdrawals reach the threshold of the day; editing the limit does not begin the day anew', async () => {
  await setRules({ withdrawals: [{ per: 'day', from: amount('10000'), approvals: 1 }] })
  for (let sent = 0; sent < 3; sent += 1) await apply('3000')
  assert.equal((await rows(2)).length, 0)
  await apply('1000')
  assert.equal((await rows(2)).length, 1)
  const { approvals } = world.out
  await approvals.setRules({ ...approvals.rulesOf(alice.id), version: 2, withdrawals: [{ per: 'day', from: amount('10100'), approvals: 1 }] }, approvals.rulesOf(alice.id), { ...SYSTEM, nowUs: 0, personId: null })
  await apply('99')
  assert.equal((await rows(2)).length, 1, '10,099 in the window, those that wait included')
  await apply('10')
  assert.equal((await rows(2)).length, 2)
  world.clock.advance(DAY + 1)
  await apply('3000')
  assert.equal((await rows(2)).length, 2, 'a day later the window is empty')
})

test('a burst of calls in one moment does not slip past the threshold of the day', async () => {
  await setRules({ withdrawals: [{ per: 'day', from: amount('10000'), approvals: 1 }] })
  await Promise.all(Array.from({ length: 10 }, () => apply('2500')))
  const all = await rows()
  assert.deepEqual([all.filter((row) => row.status === 4).length, all.filter((row) => row.status === 2).length], [3, 7])
  assert.equal(world.out.store.open().length, 7)
})
