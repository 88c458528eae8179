import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AuditEntrySummary } from '../../src/operations/operator.ts'
import { consoleHouse, MAIN } from '../console-api/console-house.ts'
import { signedCall } from '../harness/signed-request.ts'

const RULES = { withdrawals: [{ per: 'withdrawal', from: '1000', approvals: 1 }], withdrawalRight: 0, newAddress: 0, ruleChange: 0, lifetimeHours: 24 }
const COLD = '0x52908400098527886E0F7030069857D2E4169EE7'

/** Operations that no route of the console API asks for by name: keys ask for one, approvals carry the other out. */
describe('two at one moment, of what nobody asks the console for', () => {
  const house = consoleHouse()

  it('subAccounts.openFutures: both calls are answered, and futures is opened once', async () => {
    const { rest, keys: { all } } = house.server.demo
    const { body: { email } } = await signedCall<{ email: string }>(rest, all, 'POST', '/sapi/v1/sub-account/virtualSubAccount', { subAccountString: 'racing' })
    const answers = await Promise.all([1, 2, 3, 4].map(() => signedCall(rest, all, 'POST', '/sapi/v1/sub-account/futures/enable', { email })))
    assert.deepEqual(answers.map(({ status, body }) => [status, body]), answers.map(() => [200, { email, isFuturesEnabled: true }]))
    const recorded = (await house.owner.browser.must<AuditEntrySummary[]>('GET', '/api/audit?limit=200')).filter(({ act }) => act === 'product.open')
    assert.equal(recorded.filter(({ subject }) => Number(subject) > MAIN + 2).length, 1)
  })

  it('money.release: of two yeses, and of a yes and a no, one counts; the money goes once or comes back whole', async () => {
    const [ann, amy] = [await house.enrolled('ann@example.org', 'approver'), await house.enrolled('amy@example.org', 'approver')]
    await house.owner.changed('PUT', `/api/accounts/${MAIN}/approval-rules`, RULES)
    const { rest, keys: { withdraw, read } } = house.server.demo
    const free = async (): Promise<number> => Number((await signedCall<{ balances: { asset: string; free: string }[] }>(rest, read, 'GET', '/api/v3/account')).body.balances.find(({ asset }) => asset === 'USDT')?.free)
    for (const second of ['approve', 'reject'] as const) {
      const before = await free()
      const amount = second === 'approve' ? '1500' : '1600'
      const { body } = await signedCall<{ id: string }>(rest, withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', network: 'ETH', address: COLD, amount })
      const waiting = (await house.owner.browser.must<{ id: string; state: string; operation: string }[]>('GET', '/api/approvals')).filter(({ state }) => state === 'waiting')
      assert.equal(waiting.length, 1)
      const path = `/api/approvals/${waiting[0]?.id}`
      const answers = await Promise.all([ann.change('POST', `${path}/approve`), amy.change('POST', `${path}/${second}`)])
      assert.equal(answers.filter(({ status }) => status === 200).length, 1, answers.map(({ status, body: told }) => `${status} ${told.refused?.code}`).join())
      const history = await signedCall<{ id: string; status: number }[]>(rest, withdraw, 'GET', '/sapi/v1/capital/withdraw/history', { coin: 'USDT' })
      const mine = history.body.filter(({ id }) => id === body.id)
      assert.equal(mine.length, 1)
      const isGone = answers[0]?.status === 200 || second === 'approve'
      assert.equal(mine[0]?.status === 3, !isGone, `status ${mine[0]?.status}`)
      assert.equal(await free(), isGone ? before - Number(amount) : before)
    }
  })
})
