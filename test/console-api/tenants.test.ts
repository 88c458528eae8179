import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { AuditEntrySummary, CreatedKey } from '../../src/operations/operator.ts'
import { operatorOf } from '../harness/operator-of.ts'
import type { Browser } from './browser.ts'
import { consoleHouse, MAIN } from './console-house.ts'
import type { SignedInPerson } from './signed-in-person.ts'

describe('two tenants of one house', () => {
  const house = consoleHouse('--sign-up', 'open')
  let theirs: SignedInPerson | undefined
  let their: { readonly account: number; readonly key: string; readonly person: string } | undefined
  let mine: { readonly key: string; readonly person: string } | undefined
  const other = (): SignedInPerson => theirs ?? assert.fail('nobody signed up')
  const record = (browser: Browser, query = ''): Promise<readonly AuditEntrySummary[]> => browser.must('GET', `/api/audit?limit=500${query}`)
  const whoIs = async (browser: Browser) => {
    const { person, accounts } = await browser.must<{ person: { id: string }; accounts: { id: number }[] }>('GET', '/api/session')
    return { person: person.id, accounts: accounts.map(({ id }) => id) }
  }
  const makeKey = async (person: SignedInPerson, account: number, label: string): Promise<string> =>
    (await person.changed<CreatedKey>('POST', '/api/keys', { account, label, kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' })).key.id
  before(async () => {
    theirs = await house.tenant('tina@example.net')
    await theirs.signIn()
    const { person, accounts: [account = 0] } = await whoIs(theirs.browser)
    their = { account, person, key: await makeKey(theirs, account, 'their bot') }
    mine = { person: (await whoIs(house.owner.browser)).person, key: await makeKey(house.owner, MAIN, 'my bot') }
    await theirs.changed('POST', `/api/accounts/${account}/invitations`, { email: 'their.friend@example.net', role: 'auditor' })
    await theirs.changed('PATCH', `/api/accounts/${account}/policy`, { maxKeys: 7 })
    await theirs.changed('POST', `/api/accounts/${account}/sub-accounts`, { email: 'their.sub@example.net' })
    await house.owner.changed('PATCH', `/api/accounts/${MAIN}/policy`, { maxKeys: 11 })
    await house.owner.changed('PATCH', `/api/accounts/${MAIN + 1}`, { label: 'My first' })
  })

  it('each reads the record of what is theirs, and no word of the other\'s', async () => {
    assert.ok(their && mine)
    const [ofMine, ofTheirs] = [await record(house.owner.browser), await record(other().browser)]
    const acts = (rows: readonly AuditEntrySummary[]): ReadonlySet<string> => new Set(rows.map(({ act }) => act))
    for (const act of ['key.create', 'policy.edit', 'person.invite', 'subAccount.create', 'session.begin', 'factor.add', 'stepUp.confirm']) assert.ok(acts(ofTheirs).has(act), `${act} of their own`)
    for (const act of ['key.create', 'policy.edit', 'subAccount.edit', 'session.begin', 'factor.add', 'stepUp.confirm']) assert.ok(acts(ofMine).has(act), `${act} of my own`)
    const [myText, theirText] = [JSON.stringify(ofMine), JSON.stringify(ofTheirs)]
    for (const word of [String(their.account), their.key, their.person, 'tina@', 'their bot', 'their.friend', 'their.sub']) assert.equal(myText.includes(word), false, `I read of ${word}`)
    for (const word of [String(MAIN), String(MAIN + 1), mine.key, mine.person, 'demo.bitting.example', 'my bot', 'My first']) assert.equal(theirText.includes(word), false, `they read of ${word}`)
    const numbers = [...ofMine, ...ofTheirs].map(({ sequence }) => sequence)
    assert.equal(new Set(numbers).size, numbers.length, 'no row is of both')
  })

  it('filters and pages stay within what is one\'s own, and an account of others is refused like one that is not there', async () => {
    assert.ok(their && mine)
    assert.deepEqual((await record(other().browser, `&subject=${mine.key}`)), [])
    assert.deepEqual((await record(other().browser, `&actor=person:${mine.person}`)), [])
    assert.deepEqual((await record(other().browser, `&subject=${their.key}`)).map(({ act }) => act), ['key.create'])
    for (const account of [MAIN, 99]) assert.deepEqual(await other().browser.send('GET', `/api/audit?account=${account}`).then(({ status, body }) => [status, body.refused?.code]), [403, 'notAllowed'])
    const whole = await record(other().browser)
    const paged: AuditEntrySummary[] = []
    for (let before = ''; ;) {
      const rows = await other().browser.must<AuditEntrySummary[]>('GET', `/api/audit?limit=3${before}`)
      paged.push(...rows)
      if (rows.length < 3) break
      before = `&before=${rows.at(-1)?.sequence}`
    }
    assert.deepEqual(paged, whole)
    assert.deepEqual((await house.owner.browser.must<AuditEntrySummary[]>('GET', `/api/audit?account=${MAIN + 1}&act=subAccount.edit`)).map(({ subject }) => subject), [String(MAIN + 1)])
    assert.deepEqual(await house.owner.browser.must('GET', `/api/audit?account=${MAIN + 2}&act=subAccount.edit`), [])
  })

  it('the house is kept by whoever leads its first account: a sign-up takes no calendar, outbox, proof or sandbox from them, and gives none of it', async () => {
    const sandbox = '/api/sandbox/testnet'
    const KEEPING = [['POST', '/api/audit/verify'], ['GET', '/api/outbox'], ['GET', '/api/demo/code'], ['POST', '/api/calendar', { seconds: 60 }], ['POST', `${sandbox}/clock`, { seconds: 60 }], ['POST', `${sandbox}/reset`, { seed: null }]] as const
    for (const [method, path, body] of KEEPING) {
      assert.equal((await other().browser.send(method, path, body)).status, 403, `${path} for them`)
      assert.equal((await house.owner.browser.send(method, path, body)).status, 200, `${path} for who keeps the house`)
    }
    const houseActs = async (browser: Browser): Promise<readonly (readonly [number, string])[]> => {
      const { accounts } = await browser.must<{ accounts: { id: number; acts: string[] }[] }>('GET', '/api/session')
      return accounts.flatMap(({ id, acts }) => acts.filter((act) => act === 'outbox.see' || act === 'sandbox.manage').map((act) => [id, act] as const))
    }
    assert.deepEqual(await houseActs(other().browser), [], 'they are offered nothing that is refused')
    assert.deepEqual(await houseActs(house.owner.browser), [[MAIN, 'outbox.see'], [MAIN, 'sandbox.manage']])
  })

  it('what shows the data of both is for whoever leads every account', async () => {
    for (const browser of [house.owner.browser, other().browser]) assert.deepEqual((await browser.must<{ house: { everywhere: string[] } }>('GET', '/api/session')).house.everywhere, [])
    for (const browser of [house.owner.browser, other().browser]) for (const path of ['/api/audit/export', '/api/sandbox/testnet/state']) assert.equal((await browser.send('GET', path)).status, 403, path)
  })

  it('whoever moves the calendar stands in the record, with the address they did it from', async () => {
    await house.owner.browser.must('POST', '/api/calendar', { seconds: 60 })
    await house.owner.browser.must('POST', '/api/calendar', { seconds: null })
    assert.ok(mine)
    const [reset, move] = await house.owner.browser.must<AuditEntrySummary[]>('GET', '/api/audit?act=clock.&limit=2')
    for (const [entry, act] of [[reset, 'clock.reset'], [move, 'clock.move']] as const) assert.deepEqual([entry?.act, entry?.actor, entry?.source], [act, `person:${mine.person}`, '127.0.0.1'])
  })

  it('of the letters whoever keeps the house reads those to their own people alone', async () => {
    await house.owner.changed('POST', `/api/accounts/${MAIN}/invitations`, { email: 'my.friend@example.net', role: 'auditor' })
    const letters = await house.owner.browser.must<{ to: string }[]>('GET', '/api/outbox?limit=200')
    const to = new Set(letters.map((letter) => letter.to))
    assert.deepEqual([to.has(house.owner.email), to.has('my.friend@example.net')], [true, true])
    assert.deepEqual([...to].filter((address) => ['tina@example.net', 'their.friend@example.net', 'their.sub@example.net'].includes(address)), [])
    await house.owner.changed('POST', `/api/accounts/${MAIN}/invitations`, { email: 'tina@example.net', role: 'auditor' })
    const after = await house.owner.browser.must<{ to: string }[]>('GET', '/api/outbox?limit=200')
    assert.equal(after.some((letter) => letter.to === 'tina@example.net'), false, 'an invitation opens nobody\'s letters')
  })

  it('whoever belongs to both is told of by neither alone; a role on one of them is that one\'s', async () => {
    assert.ok(their)
    await other().changed('POST', `/api/accounts/${their.account}/invitations`, { email: 'both@example.net', role: 'trader' })
    const both = house.stranger()
    await both.must('POST', '/api/invitations/accept', { token: await house.mailed('both@example.net', /#([\w-]{43})/), name: 'Both', password: 'nine lamps over both' })
    assert.equal((await both.must<{ kind: string }>('POST', '/api/sign-in', { email: 'both@example.net', password: 'nine lamps over both' })).kind, 'signedIn')
    const { person } = await whoIs(both)
    const seen = async (browser: Browser) => (await record(browser)).filter(({ actor, subject }) => actor === `person:${person}` || subject === person).map(({ act }) => act)
    assert.ok((await seen(other().browser)).includes('session.begin'), 'one of theirs alone')
    await house.owner.changed('POST', `/api/accounts/${MAIN}/invitations`, { email: 'both@example.net', role: 'auditor' })
    await both.must('POST', '/api/invitations/join', { token: await house.mailed('both@example.net', /#([\w-]{43})/) })
    const [byMe, byThem] = [await seen(house.owner.browser), await seen(other().browser)]
    assert.equal(byMe.includes('session.begin') || byThem.includes('session.begin'), false, 'from where somebody of two houses signs in is neither\'s alone')
    assert.ok(byMe.includes('invitation.accept') && byThem.includes('invitation.accept'), `each has its own: ${byMe.join()} and ${byThem.join()}`)
  })

  it('nothing is left out of the record but what is the whole house\'s', async () => {
    const whole = await (await operatorOf(house.server)).auditList({ limit: 500 })
    assert.ok(whole.ok)
    const told = new Set([...await record(house.owner.browser), ...await record(other().browser)].map(({ sequence }) => sequence))
    const untold = new Set(whole.value.filter(({ sequence }) => !told.has(sequence)).map(({ act, actor }) => `${act} by ${actor.split(':')[0]}`))
    assert.deepEqual([...untold].sort(), ['auditKey.begin by system', 'session.begin by person'], 'the key of the checkpoints, and the sign-in of whoever belongs to both')
  })
})
