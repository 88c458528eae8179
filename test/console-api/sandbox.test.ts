import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Explanation, KeySummary } from '../../src/operations/operator.ts'
import type { SandboxAnswer } from '../../src/operations/sandbox-call.ts'
import { consoleHouse, MAIN } from './console-house.ts'

describe('the sandbox over the console API', () => {
  const house = consoleHouse()
  let keys: ReadonlyMap<string, KeySummary>
  before(async () => {
    const ofAccount = (account: number): Promise<readonly KeySummary[]> => house.owner.browser.must('GET', `/api/keys?account=${account}`)
    keys = new Map([...await ofAccount(MAIN + 1), ...await ofAccount(MAIN)].map((key) => [key.label, key]))
  })

  const idOf = (label: string): string => keys.get(label)?.id ?? assert.fail(`no key ${label}`)
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' }
  const call = (label: string | null, method: string, path: string, parameters: Readonly<Record<string, string>> = {}, further: object = {}) =>
    ({ environment: 'live', key: label === null ? null : idOf(label), from: null, method, path, parameters, ...further })
  const ask = (body: unknown): Promise<SandboxAnswer> => house.owner.browser.must('POST', '/api/sandbox/calls', body)

  it('a key does what it may and is refused what it may not, and the refusal is explained', async () => {
    const placed = await ask(call('trade', 'POST', '/api/v3/order', order))
    assert.deepEqual([placed.status, (placed.body as { status: string }).status], [200, 'NEW'])
    const open = await ask(call('read', 'GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' }))
    assert.equal((open.body as unknown[]).length, 1)
    const refused = await ask(call('read', 'POST', '/api/v3/order', order))
    assert.deepEqual([refused.status, (refused.body as { code: number }).code], [401, -2015])
    const explained = await house.owner.browser.must<Explanation>('GET', `/api/requests/${refused.requestId}`)
    assert.match(explained.what, /Enable Spot & Margin Trading/)
    assert.deepEqual(explained.steps.find(({ step }) => step === 'signature'), { step: 'signature', outcome: 'passed', detail: 'not signed', seen: { is: 'unsigned' } })
    const publicly = await ask(call(null, 'GET', '/api/v3/time'))
    assert.equal(publicly.status, 200)
    assert.equal((await ask(call(null, 'GET', '/api/v3/account'))).status, 401)
  })

  it('from another address the list decides, and whoever really is there is not counted or banned for it', async () => {
    const elsewhere = await ask(call('trade', 'GET', '/api/v3/account', {}, { from: '198.51.100.9' }))
    assert.deepEqual([elsewhere.status, (elsewhere.body as { code: number }).code], [401, -2015])
    assert.equal((await house.owner.browser.must<Explanation>('GET', `/api/requests/${elsewhere.requestId}`)).address, '198.51.100.9')
    assert.equal((await ask(call('otherAddress', 'GET', '/api/v3/account', {}, { from: '203.0.113.45' }))).status, 200)
    const weightOf = async (): Promise<number> => Number((await fetch(`${house.server.demo.rest}/api/v3/time`)).headers.get('x-mbx-used-weight-1m'))
    const before = await weightOf()
    for (let times = 0; times < 5; times += 1) await ask(call('read', 'GET', '/api/v3/account'))
    assert.equal(await weightOf(), before + 1)
    const wrong = await house.owner.browser.send('POST', '/api/sandbox/calls', call('read', 'GET', '/api/v3/account', {}, { from: 'here' }))
    assert.deepEqual([wrong.status, wrong.body.refused?.fields?.[0]?.field], [400, 'from'])
  })

  it('it is no use of the key, and what it changed is the person\'s in the record', async () => {
    const { lastUse } = await house.owner.browser.must<KeySummary>('GET', `/api/keys/${idOf('trade')}`)
    assert.equal(lastUse, null)
    const [entry] = await house.owner.browser.must<{ actor: string; subject: string; after: { call: string } }[]>('GET', '/api/audit?act=sandbox.act')
    assert.match(entry?.actor ?? '', /^person:/)
    assert.equal(entry?.after.call, 'POST /api/v3/order')
  })

  it('a POST that only looks is in no record and no log, however often a page asks it', async () => {
    const acts = async (): Promise<number> => (await house.owner.browser.must<unknown[]>('GET', '/api/audit?act=sandbox.act')).length
    const before = await acts()
    const held = await ask(call('read', 'POST', '/sapi/v1/asset/get-funding-asset'))
    assert.ok((held.body as { asset: string }[]).some(({ asset }) => asset === 'USDT'))
    assert.equal(await acts(), before)
    const { calls: logged } = await house.owner.browser.must<{ calls: readonly { endpoint: string }[] }>('GET', '/api/calls')
    assert.deepEqual(logged.filter(({ endpoint }) => endpoint.includes('get-funding-asset')), [])
  })

  it('money that leaves asks for the factors that money asks for, and keys are not made here', async () => {
    const withdrawal = call('withdraw', 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', network: 'ETH', address: '0x52908400098527886E0F7030069857D2E4169EE7', amount: '50' })
    const asked = await house.owner.browser.send('POST', '/api/sandbox/calls', withdrawal)
    assert.equal(asked.status, 428)
    assert.match(asked.body.stepUp?.sentences[0] ?? '', /^On the sandbox, as .*withdraw.* from .*: POST \/sapi\/v1\/capital\/withdraw\/apply coin=USDT/)
    const sent = await house.owner.change('POST', '/api/sandbox/calls', withdrawal)
    assert.equal((sent.body.value as SandboxAnswer).status, 200, JSON.stringify(sent.body))
    for (const path of ['subToMaster', 'subToSub']) {
      const moving = await house.owner.browser.send('POST', '/api/sandbox/calls', call('sub1', 'POST', `/sapi/v1/sub-account/transfer/${path}`, { asset: 'USDT', amount: '1', toEmail: 'nobody@example.org' }))
      assert.equal(moving.status, 428, `a key that trades moves money there: ${JSON.stringify(moving.body)}`)
    }
    const managing = await house.owner.browser.send('POST', '/api/sandbox/calls', call('all', 'POST', '/sapi/v1/sub-account/subAccountApi/ipRestriction'))
    assert.equal(managing.body.refused?.code, 'notHere')
  })

  it('an auditor acts as nobody, and a trader as no key of others', async () => {
    const auditor = await house.joined('ada@example.org', 'auditor')
    const trader = await house.joined('tom@example.org', 'trader')
    const refused = await auditor.send('POST', '/api/sandbox/calls', call('read', 'GET', '/api/v3/account'))
    assert.deepEqual([refused.status, refused.body.refused?.code], [403, 'notAllowed'])
    const hidden = await trader.send('POST', '/api/sandbox/calls', call('read', 'GET', '/api/v3/account'))
    assert.deepEqual([hidden.status, hidden.body.refused?.code], [404, 'unknownSubject'])
    for (const browser of [auditor, trader]) {
      assert.equal((await browser.send('POST', '/api/sandbox/live/reset', {})).status, 403)
      assert.equal((await browser.send('GET', '/api/sandbox/live/state')).status, 403)
      assert.equal((await browser.send('POST', '/api/sandbox/deposits', { environment: 'live', account: MAIN, coin: 'BTC', amount: '1' })).status, 403)
    }
  })

  it('the faucet credits at once; the whole state is taken away, reset and put back; a scenario is played', async () => {
    const balance = async (): Promise<string | undefined> => {
      const { body } = await ask(call('read', 'GET', '/api/v3/account'))
      return (body as { balances: { asset: string; free: string }[] }).balances.find(({ asset }) => asset === 'BTC')?.free
    }
    const before = Number(await balance())
    await house.owner.browser.must('POST', '/api/sandbox/deposits', { environment: 'live', account: MAIN, coin: 'BTC', amount: '1.5' })
    assert.equal(Number(await balance()), before + 1.5)
    const funding = async (): Promise<string | undefined> => {
      const { body } = await ask(call('read', 'POST', '/sapi/v1/asset/get-funding-asset', { asset: 'BTC' }))
      return (body as { free: string }[])[0]?.free
    }
    const inFunding = Number(await funding())
    await house.owner.browser.must('POST', '/api/sandbox/deposits', { environment: 'live', account: MAIN, coin: 'BTC', amount: '0.25', wallet: 'funding' })
    assert.deepEqual([Number(await funding()), Number(await balance())], [inFunding + 0.25, before + 1.5])
    for (const [field, body] of [['amount', { coin: 'BTC', amount: '-1' }], ['coin', { coin: 'NOPE', amount: '1' }]] as const) {
      const wrong = await house.owner.browser.send('POST', '/api/sandbox/deposits', { environment: 'live', account: MAIN, ...body })
      assert.deepEqual([wrong.status, wrong.body.refused?.fields?.[0]?.field], [400, field])
    }
    const kept = await house.owner.browser.send('GET', '/api/sandbox/live/state')
    const state = JSON.stringify(kept.body)
    assert.match(kept.headers.get('content-disposition') ?? '', /sandbox-live\.json/)
    await house.owner.browser.must('POST', '/api/sandbox/live/reset', {})
    assert.equal(Number(await balance()), before)
    await house.owner.browser.must('PUT', '/api/sandbox/live/state', { state })
    assert.equal(Number(await balance()), before + 1.5)
    const damaged = await house.owner.browser.send('PUT', '/api/sandbox/live/state', { state: state.replace('"sha256":"', '"sha256":"0') })
    assert.equal(damaged.status, 400)
    assert.equal(await house.owner.browser.must('GET', '/api/sandbox/live/scenario'), null)
    const faulty = await house.owner.browser.send('POST', '/api/sandbox/live/scenario', { script: 'name: 7' })
    assert.deepEqual([faulty.status, faulty.body.refused?.code], [400, 'wrongScript'])
    const script = JSON.stringify({ name: 'slow', seed: 1, rules: [{ endpoint: 'GET /api/v3/ping', fault: { kind: 'failBefore' } }] })
    const started = await house.owner.browser.send('POST', '/api/sandbox/live/scenario', { script })
    assert.equal(started.status, 200, JSON.stringify(started.body))
    assert.equal((await house.owner.browser.must<{ name: string }>('GET', '/api/sandbox/live/scenario')).name, 'slow')
    assert.equal((await house.owner.browser.send('DELETE', '/api/sandbox/live/scenario')).status, 200)
    const [entry] = await house.owner.browser.must<{ actor: string }[]>('GET', '/api/audit?act=sandbox.restore')
    assert.match(entry?.actor ?? '', /^person:/)
  })

  it('time is let pass by whoever keeps the house, and interest falls due by the hour; a reset puts the clock back', async () => {
    const clock = () => house.owner.browser.must<{ aheadSeconds: number }>('GET', '/api/sandbox/live/clock')
    assert.equal((await clock()).aheadSeconds, 0)
    assert.equal((await ask(call('margin', 'POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '1000', isIsolated: 'FALSE', type: 'BORROW' }))).status, 200)
    const auditor = await house.joined('ann@example.org', 'auditor')
    assert.equal((await auditor.send('POST', '/api/sandbox/live/clock', { seconds: 3_600 })).status, 403)
    assert.equal((await house.owner.browser.send('POST', '/api/sandbox/live/clock', { seconds: 31 * 86_400 })).status, 400)
    assert.equal((await house.owner.browser.must<{ aheadSeconds: number }>('POST', '/api/sandbox/live/clock', { seconds: 3 * 3_600 })).aheadSeconds, 3 * 3_600)
    const { body } = await ask(call('margin', 'GET', '/sapi/v1/margin/interestHistory'))
    assert.equal((body as { rows: { type: string }[] }).rows.filter(({ type }) => type === 'PERIODIC').length, 3)
    await house.owner.browser.must('POST', '/api/sandbox/live/reset', {})
    assert.equal((await clock()).aheadSeconds, 0)
    const [entry] = await house.owner.browser.must<{ actor: string; after: { seconds: number } }[]>('GET', '/api/audit?act=sandbox.letPass')
    assert.deepEqual([entry?.actor.startsWith('person:'), entry?.after.seconds], [true, 3 * 3_600])
  })
})
