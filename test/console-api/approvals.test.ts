import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { findRunningServer } from '../../src/cli/remote-operator.ts'
import { play } from '../../src/cli/stage.ts'
import type { ApprovalSummary } from '../../src/operations/approvals/approval-summary.ts'
import type { RulesSummary } from '../../src/operations/approvals/operations.ts'
import type { AddressBook } from '../../src/operations/money-out/addresses.ts'
import type { CreatedKey, KeySummary } from '../../src/operations/operator.ts'
import { signedCall } from '../harness/signed-request.ts'
import { consoleHouse, MAIN } from './console-house.ts'
import type { SignedInPerson } from './signed-in-person.ts'

const RULES = { withdrawals: [{ per: 'withdrawal', from: '1000', approvals: 2 }], withdrawalRight: 1, newAddress: 1, ruleChange: 2, lifetimeHours: 24 }
const COLD = '0x52908400098527886E0F7030069857D2E4169EE7'

describe('approval by several people over the console API', () => {
  const house = consoleHouse()
  let [ann, bob, tim]: SignedInPerson[] = []
  const people = (): { ann: SignedInPerson; bob: SignedInPerson; tim: SignedInPerson } => (ann && bob && tim ? { ann, bob, tim } : assert.fail('nobody came in'))
  before(async () => {
    ann = await house.enrolled('ann@example.org', 'approver')
    bob = await house.enrolled('bob@example.org', 'approver')
    tim = await house.enrolled('tim@example.org', 'trader')
    const set = await house.owner.changed<RulesSummary>('PUT', `/api/accounts/${MAIN}/approval-rules`, RULES)
    assert.deepEqual([set.rules, set.deciders.map(({ name }) => name).includes('ann')], [RULES, true], 'where no rule holds yet, nobody else is asked')
  })

  /** Asks for a change that must wait. @returns the id of what waits */
  const waits = async (person: SignedInPerson, method: string, path: string, body: unknown): Promise<string> => {
    const answer = await person.change(method, path, body)
    assert.equal(answer.status, 202, JSON.stringify(answer.body))
    return answer.body.approval?.id ?? assert.fail('nothing waits')
  }
  const decided = async (person: SignedInPerson, id: string, decision: 'approve' | 'reject'): Promise<string> => {
    const answer = await person.change('POST', `/api/approvals/${id}/${decision}`)
    return answer.status === 200 ? (answer.body.value as ApprovalSummary).state : answer.body.refused?.code ?? ''
  }
  const seen = async (id: string): Promise<ApprovalSummary> => (await house.owner.browser.must<ApprovalSummary[]>('GET', '/api/approvals?all=true')).find((one) => one.id === id) ?? assert.fail(`no approval ${id}`)
  const addressWish = (name: string, address = COLD) => ({ coin: 'USDT', network: 'ETH', address, name })
  const book = async (): Promise<readonly string[]> => (await house.owner.browser.must<AddressBook>('GET', `/api/accounts/${MAIN}/addresses`)).addresses.map(({ name }) => name)
  const addresses = `/api/accounts/${MAIN}/addresses`

  it('whoever asks does not decide, whoever has no such role neither; the last yes makes it, once', async () => {
    const { owner } = house
    const id = await waits(owner, 'POST', addresses, addressWish('cold'))
    const listed = (await people().ann.browser.must<ApprovalSummary[]>('GET', '/api/approvals')).find((one) => one.id === id)
    assert.match(listed?.digest ?? '', /^[0-9a-f]{64}$/)
    assert.deepEqual(listed?.mayDecide.map(({ name }) => name).sort(), ['ann', 'bob'])
    assert.equal(await decided(owner, id, 'approve'), 'ownApproval')
    assert.equal(await decided(people().tim, id, 'approve'), 'unknownSubject', 'of what others asked for a trader hears nothing')
    assert.deepEqual((await people().tim.browser.must<ApprovalSummary[]>('GET', '/api/approvals?all=true')), [], 'a trader sees what they asked for themselves')
    assert.equal((await book()).includes('cold'), false)
    assert.equal(await decided(people().ann, id, 'approve'), 'done')
    assert.equal(await decided(people().bob, id, 'approve'), 'approvalClosed')
    assert.equal((await book()).filter((name) => name === 'cold').length, 1)
    assert.deepEqual((await seen(id)).approvedBy.map(({ name }) => name), ['ann'])
  })

  it('a confirmation for one payload approves no other, and is used once', async () => {
    const [one, other] = [await waits(house.owner, 'POST', addresses, addressWish('one', '0x8617E340B3D01FA5F11F306F4090FD50E238070D')), await waits(house.owner, 'POST', addresses, addressWish('other', '0xde709f2102306220921060314715629080e2fb77'))]
    const { browser } = people().ann
    const asked = await browser.send('POST', `/api/approvals/${one}/approve`)
    const stepUp = await people().ann.confirm(asked.body.stepUp)
    const wrong = await browser.send('POST', `/api/approvals/${other}/approve`, undefined, { 'bitting-step-up': stepUp })
    assert.deepEqual([wrong.status, wrong.body.refused?.code], [409, 'stepUpOtherChange'])
    const tabs = await Promise.all([1, 2].map(() => browser.send('POST', `/api/approvals/${one}/approve`, undefined, { 'bitting-step-up': stepUp })))
    assert.equal(tabs.filter(({ status }) => status === 200).length, 1, 'two tabs at one moment: one of them')
    assert.equal(await decided(people().bob, other, 'reject'), 'rejected')
    assert.deepEqual((await book()).filter((name) => name === 'one' || name === 'other'), ['one'])
  })

  it('a rule is changed under its own quorum alone', async () => {
    const path = `/api/accounts/${MAIN}/approval-rules`
    const id = await waits(house.owner, 'PUT', path, { ...RULES, ruleChange: 1, newAddress: 0 })
    assert.equal(await decided(people().ann, id, 'approve'), 'waiting')
    assert.equal(await decided(people().ann, id, 'approve'), 'alreadyApproved')
    assert.deepEqual((await people().bob.browser.must<RulesSummary>('GET', path)).rules, RULES, 'one of two changes nothing')
    assert.equal(await decided(people().bob, id, 'approve'), 'done')
    assert.deepEqual((await people().bob.browser.must<RulesSummary>('GET', path)).rules, { ...RULES, ruleChange: 1, newAddress: 0 })
    const back = await waits(house.owner, 'PUT', path, RULES)
    assert.equal(await decided(people().bob, back, 'approve'), 'done', 'now one other is enough')
  })

  const withdraw = async (amount: string): Promise<string> => {
    const { status, body } = await signedCall<{ id: string }>(house.server.demo.rest, house.server.demo.keys.withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', network: 'ETH', address: COLD, amount })
    assert.equal(status, 200, JSON.stringify(body))
    return body.id
  }
  /** As the wire has it: 2 awaits approval, 3 rejected, 4 processing, 6 completed. */
  const withdrawal = async (id: string): Promise<{ id: string; status: number; amount: string }> => {
    const { body } = await signedCall<{ id: string; status: number; amount: string }[]>(house.server.demo.rest, house.server.demo.keys.withdraw, 'GET', '/sapi/v1/capital/withdraw/history', { coin: 'USDT' })
    return body.find((one) => one.id === id) ?? assert.fail(`no withdrawal ${id}`)
  }
  const waiting = async (id: string): Promise<string> => (await people().ann.browser.must<ApprovalSummary[]>('GET', '/api/approvals')).find(({ sentence, details }) => `${sentence} ${JSON.stringify(details)}`.includes(id))?.id ?? assert.fail('no approval of it')
  const free = async (): Promise<number> => {
    const { body } = await signedCall<{ balances: { asset: string; free: string; locked: string }[] }>(house.server.demo.rest, house.server.demo.keys.withdraw, 'GET', '/api/v3/account')
    return Number(body.balances.find(({ asset }) => asset === 'USDT')?.free)
  }

  it('a withdrawal of the wire above the threshold waits with status 2 and goes out by the second yes, once; below it goes at once', async () => {
    assert.notEqual((await withdrawal(await withdraw('50'))).status, 2)
    const before = await free()
    const id = await withdraw('2500')
    assert.equal((await withdrawal(id)).status, 2)
    assert.equal(await free(), before - 2500, 'the money is held while it waits')
    const approval = await waiting(id)
    assert.deepEqual([await decided(people().ann, approval, 'approve'), (await withdrawal(id)).status], ['waiting', 2])
    const atOnce = await Promise.all([decided(people().bob, approval, 'approve'), decided(house.owner, approval, 'approve')])
    assert.ok(atOnce.includes('done'), `two at one moment: ${atOnce.join()}`)
    assert.ok([4, 6].includes((await withdrawal(id)).status))
    assert.equal(await free(), before - 2500)
  })

  it('rejected, or left until its time is over by the calendar, it goes nowhere and its money is back', async () => {
    const before = await free()
    const rejected = await withdraw('1500')
    assert.equal(await decided(people().ann, await waiting(rejected), 'reject'), 'rejected')
    assert.deepEqual([(await withdrawal(rejected)).status, await free()], [3, before])
    const left = await withdraw('1600')
    const [approval, address] = [await waiting(left), await waits(house.owner, 'POST', addresses, addressWish('late', '0x27b1fdb04752bbc536007a920d24acb045561c26'))]
    assert.equal(await decided(people().ann, approval, 'approve'), 'waiting')
    await house.owner.browser.must('POST', '/api/calendar', { seconds: 25 * 3_600 })
    assert.deepEqual([(await seen(approval)).state, (await seen(address)).state], ['expired', 'expired'])
    assert.match(await decided(people().bob, approval, 'approve'), /^approval(Closed|Expired)$/)
    assert.equal(await free(), before)
    assert.equal((await book()).includes('late'), false)
    await house.owner.browser.must('POST', '/api/calendar', { seconds: null })
  })

  it('its maker takes it back, nobody else', async () => {
    const id = await waits(house.owner, 'POST', addresses, addressWish('taken back', '0x52908400098527886E0F7030069857D2E4169EE8'.toLowerCase()))
    const foreign = await people().ann.change('DELETE', `/api/approvals/${id}`)
    assert.ok(['notTheMaker', 'notAllowed'].includes(foreign.body.refused?.code ?? ''), JSON.stringify(foreign.body))
    assert.equal((await house.owner.changed<ApprovalSummary>('DELETE', `/api/approvals/${id}`)).state, 'cancelled')
  })

  it('the secret of a key that others approved is told once, to whoever asked for it, by fresh factors; approvers never hear it', async () => {
    const { owner } = house
    const wish = { account: MAIN, label: 'payouts', kind: 'hmac', permissions: ['reading', 'withdrawals'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live' }
    const id = await waits(owner, 'POST', '/api/keys', wish)
    const twice = await owner.browser.send('POST', '/api/keys', wish)
    assert.deepEqual([twice.status, twice.body.approval?.id], [202, id], 'asked once more it is the one that waits, and no code is asked for')
    assert.equal(await decided(people().ann, id, 'approve'), 'done')
    const key = (await owner.browser.must<KeySummary[]>('GET', '/api/keys')).find(({ label }) => label === 'payouts') ?? assert.fail('it was not made')
    assert.ok(Date.parse(key.secretWaitsUntil ?? '') > Date.now() + 2 * 86_400_000)
    const path = `/api/keys/${key.id}/secret`
    for (const other of [people().ann, people().bob]) assert.deepEqual(await other.browser.send('POST', path).then(({ status, body }) => [status, body.refused?.code]), [403, 'notAllowed'], 'not even asked for a code')
    assert.equal((await people().tim.browser.send('POST', path)).status, 404)
    const asked = await owner.browser.send('POST', path)
    assert.deepEqual([asked.status, asked.body.stepUp?.sentences], [428, [`Show the secret of the key "payouts" (${key.id}), this once.`]])
    const stepUp = await owner.confirm(asked.body.stepUp)
    const tabs = await Promise.all([1, 2].map(() => owner.browser.send('POST', path, undefined, { 'bitting-step-up': stepUp })))
    const told = tabs.filter(({ status }) => status === 200)
    assert.equal(told.length, 1, JSON.stringify(tabs.map(({ status }) => status)))
    const { secretKey, key: then } = told[0]?.body.value as CreatedKey
    assert.equal(then.secretWaitsUntil, null)
    assert.equal((await signedCall(house.server.demo.rest, { apiKey: key.apiKey, secretKey: secretKey ?? '', permissions: [] }, 'GET', '/api/v3/account')).status, 200)
    const again = await owner.browser.send('POST', path)
    assert.deepEqual([again.status, again.body.refused?.code], [400, 'secret'])
    await owner.browser.must('GET', '/api/audit?limit=500')
    assert.equal(owner.browser.heard.filter((text) => text.includes(secretKey ?? '-')).length, 1)
    for (const other of [people().ann, people().bob, people().tim]) assert.equal(other.browser.heard.some((text) => text.includes(secretKey ?? '-')), false)
    assert.equal(house.server.output.includes(secretKey ?? '-'), false)
  })

  it('a secret that nobody fetches in three days is gone, with its key', async () => {
    const id = await waits(house.owner, 'POST', '/api/keys', { account: MAIN, label: 'forgotten', kind: 'hmac', permissions: ['withdrawals'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live' })
    assert.equal(await decided(people().bob, id, 'approve'), 'done')
    const key = (await house.owner.browser.must<KeySummary[]>('GET', '/api/keys')).find(({ label }) => label === 'forgotten')
    await house.owner.browser.must('POST', '/api/calendar', { seconds: 72 * 3_600 + 1 })
    assert.equal((await house.owner.browser.must<KeySummary>('GET', `/api/keys/${key?.id}`)).state, 'deleted')
    assert.equal((await house.owner.browser.send('POST', `/api/keys/${key?.id}/secret`)).body.refused?.code, 'keyDeleted')
    await house.owner.browser.must('POST', '/api/calendar', { seconds: null })
  })

  it('apply, run again while something of it waits, says so, asks for no codes and asks nobody twice', async () => {
    const found = await findRunningServer(house.server.dataFolder)
    const running = found.ok && found.value ? found.value : assert.fail('no server runs')
    const workingFolder = mkdtempSync(join(tmpdir(), 'bitting-waits-'))
    try {
      await house.owner.changed('PUT', `/api/accounts/${MAIN}/step-up-policy`, { plain: [['mailCode']], grave: [['mailCode']] })
      const keys = (watcherRights: string): void => writeFileSync(join(workingFolder, 'keys.yaml'), `version: 1\nkeys:\n  - { label: mover, kind: hmac, rights: [reading, withdrawals], addresses: [203.0.113.45], accept: [noEnd, withdrawals] }\n  - { label: watcher, rights: [${watcherRights}], addresses: [203.0.113.46], accept: [noEnd, withdrawals] }\n`)
      const applied = (...further: string[]) => play(['apply', '-f', 'keys.yaml', '--yes', '--as', house.owner.email, ...further], running.operator, { workingFolder })
      const waitingNow = async (): Promise<readonly string[]> => (await house.owner.browser.must<ApprovalSummary[]>('GET', '/api/approvals')).map(({ operation }) => operation)
      keys('reading')
      const first = await applied('--demo-codes')
      assert.equal(first.code, 0, first.complaints)
      assert.match(first.out, /^made watcher .*\nwaits for approval: mover$|^waits for approval: mover\nmade watcher .*$/)
      const mailed = async (): Promise<number> => (await house.letters()).filter(({ to }) => to === house.owner.email).length
      const letters = await mailed()
      const again = await applied()
      assert.deepEqual([again.code, again.out], [0, 'waits for approval: mover'], again.complaints)
      keys('reading, withdrawals')
      assert.equal((await applied('--demo-codes')).out.includes('waits for approval: watcher'), true)
      const lettersThen = await mailed()
      assert.deepEqual((await applied()).out.split('\n').map((line) => line.replace(/ \(.*/, '')).sort(), ['waits for approval: mover', 'waits for approval: watcher'])
      assert.equal(await mailed(), lettersThen, 'no code was mailed for what waits')
      assert.equal(lettersThen, letters + 1)
      assert.deepEqual((await waitingNow()).filter((operation) => operation.startsWith('keys.')).sort(), ['keys.create', 'keys.edit'])
      const mover = (await house.owner.browser.must<ApprovalSummary[]>('GET', '/api/approvals')).find(({ operation }) => operation === 'keys.create')
      assert.equal(await decided(people().ann, mover?.id ?? '', 'approve'), 'done')
      assert.match((await applied()).out, /its secret waits to be shown once, by \.\/bitting keys secret: mover/)
      const told = (...words: string[]) => play(['keys', 'secret', 'mover', ...words], running.operator, { workingFolder })
      assert.match((await told('--as', 'ann@example.org')).complaints, /ann@example\.org may not do this[^]*--as owner@/)
      const once = await told('--demo-codes')
      assert.match(once.out, /secret key\s+bis1\w{60}/, once.complaints)
      assert.match((await told('--demo-codes')).complaints, /told already/)
    } finally {
      await running.close()
      rmSync(workingFolder, { recursive: true })
    }
  })
})
