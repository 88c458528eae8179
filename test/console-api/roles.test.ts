import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { KeySummary } from '../../src/operations/operator.ts'
import type { Browser } from './browser.ts'
import { consoleHouse, MAIN } from './console-house.ts'

const account = `/api/accounts/${MAIN}`
const RULES = { withdrawals: [], withdrawalRight: 0, newAddress: 0, ruleChange: 0, lifetimeHours: 24 }
const withdrawal = (further: object) => ({ coin: 'USDT', network: 'ETH', address: '0x52908400098527886E0F7030069857D2E4169EE7', amount: '5', ...further })

/** Acts of owners and admins: a wish that could be done, and others of which the room itself would say something, of what is there or of what the wish lacks. */
const ROWS: readonly (readonly [route: string, good: object | undefined, ...telling: readonly (object | string)[]])[] = [
  [`POST ${account}/withdrawals`, withdrawal({}), withdrawal({ amount: '999999999999' }), withdrawal({ address: 'nowhere' }), withdrawal({ coin: 'NOTHING' })],
  [`POST ${account}/addresses`, { coin: 'USDT', network: 'ETH', address: '0x52908400098527886E0F7030069857D2E4169EE7', name: 'cold' }, { coin: 'USDT', network: 'ETH', address: 'nowhere', name: 'cold' }],
  [`PATCH ${account}/withdrawal-policy`, { waitingHours: 48 }, { waitingHours: 24 }],
  [`PUT ${account}/approval-rules`, { ...RULES, lifetimeHours: 48 }, RULES, { ...RULES, newAddress: 9 }],
  [`PATCH ${account}/policy`, { maxKeys: 7 }, {}, { maxKeys: 0 }],
  [`POST ${account}/sub-accounts`, { email: 'new@example.org' }, { email: 'demo@bitting.example' }],
]

describe('what a person may not do is refused before anything is told of it', () => {
  const house = consoleHouse()
  const people = new Map<string, Browser>()
  before(async () => {
    for (const role of ['trader', 'approver', 'auditor']) people.set(role, await house.joined(`${role}@example.org`, role))
  })

  for (const [route, good, ...telling] of ROWS) {
    it(`${route}: with one word for whatever was wished`, async () => {
      const [method = '', path = ''] = route.split(' ')
      for (const [role, browser] of people) {
        const refused = await browser.send(method, path, good)
        assert.deepEqual([refused.status, refused.body.refused?.code], [403, 'notAllowed'], `${role}: ${JSON.stringify(refused.body)}`)
        for (const wish of telling) {
          const { status, body } = await browser.send(method, path, wish)
          assert.deepEqual([status, body], [refused.status, refused.body], `${role} ${JSON.stringify(wish)}`)
        }
      }
    })
  }

  it('a sub-account is refused with one word too, whatever was wished', async () => {
    for (const [role, browser] of people) {
      const answers = await Promise.all(([['PATCH', '', { label: 'other' }], ['PATCH', '', {}], ['POST', '/close', undefined]] as const).map(([method, path, body]) => browser.send(method, `/api/accounts/${MAIN + 1}${path}`, body)))
      assert.ok([403, 404].includes(answers[0]?.status ?? 0), role)
      for (const { status, body } of answers) assert.deepEqual([status, body], [answers[0]?.status, answers[0]?.body], role)
    }
  })

  it('who leads a sub-account alone hears nothing of the account above from a draft that names none', async () => {
    const ofSub = await house.joined('ofsub@example.org', 'admin', MAIN + 1)
    const draft = (further: object) => ofSub.send('POST', '/api/keys/draft', { label: 'trade', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live', ...further })
    for (const further of [{}, { account: MAIN }]) assert.deepEqual(await draft(further).then(({ status, body }) => [status, body.refused?.code]), [404, 'unknownSubject'])
    assert.equal((await draft({ account: MAIN + 1 })).status, 200)
  })

  it('where a webhook leads is told in full to whoever may set it', async () => {
    const url = 'https://hooks.example.org/services/T0001/secret-part'
    await house.owner.changed('PATCH', `${account}/alert-settings`, { change: { webhookUrl: url } })
    const seen = async (browser: Browser): Promise<unknown> => (await browser.must<{ webhookUrl: string | null }>('GET', `${account}/alert-settings`)).webhookUrl
    assert.equal(await seen(house.owner.browser), url)
    for (const browser of people.values()) assert.equal(await seen(browser), 'https://hooks.example.org/…')
  })

  it('a trader hears of the keys of others neither that they are there, nor what they are', async () => {
    const trader = people.get('trader') ?? assert.fail()
    const key = (await house.owner.browser.must<KeySummary[]>('GET', '/api/keys')).find(({ label }) => label === 'trade') ?? assert.fail()
    for (const [method, path, body] of [
      ['PATCH', '', { grant: ['futures'] }], ['PATCH', '', { label: '' }], ['POST', '/disable', undefined], ['POST', '/enable', undefined], ['DELETE', '', undefined], ['POST', '/rotate', {}], ['POST', '/split', {}], ['POST', '/extend', { days: 0 }],
      ['POST', '/moving-addresses', { source: 'heartbeat', within: [] }], ['POST', '/copy-to-testnet', {}],
    ] as const) {
      const [of, ofNone] = await Promise.all([key.id, 'k_nothingofthatname'].map((id) => trader.send(method, `/api/keys/${id}${path}`, body)))
      assert.deepEqual([of?.status, of?.body], [ofNone?.status, ofNone?.body], `${method} ${path}`)
      assert.ok((of?.status ?? 0) >= 400)
    }
    const taken = await trader.send('POST', '/api/keys', { account: MAIN, label: 'trade', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' })
    assert.ok(!JSON.stringify(taken.body).includes(key.id), 'that a label is taken must be said; whose it is must not')
  })
})
