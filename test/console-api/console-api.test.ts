import assert from 'node:assert/strict'
import { request } from 'node:http'
import { describe, it } from 'node:test'
import { signedCall } from '../harness/signed-request.ts'
import { consoleHouse, MAIN } from './console-house.ts'

/** `fetch` sets Host by itself; somebody else's DNS does not. */
const withHost = (url: string, host: string): Promise<number> => new Promise((resolve, reject) => {
  request(new URL('/api/house', url), { headers: { host } }, (response) => { response.resume(); resolve(response.statusCode ?? 0) }).once('error', reject).end()
})

describe('the console port', () => {
  const house = consoleHouse()

  it('says who is signed in and what they may do, with cookies that no script reads', async () => {
    const session = await house.owner.browser.must<{ person: { email: string }; accounts: { id: number; role: string; acts: string[] }[]; isDemo: boolean; csrfToken: string }>('GET', '/api/session')
    assert.equal(session.person.email, house.owner.email)
    assert.deepEqual(session.accounts.map(({ id, role }) => [id, role]), [[MAIN, 'owner'], [MAIN + 1, 'owner'], [MAIN + 2, 'owner']])
    assert.ok(session.accounts[0]?.acts.includes('person.invite'))
    assert.equal(session.isDemo, true)
    const failed = await house.stranger().send('GET', '/api/session')
    assert.deepEqual([failed.status, failed.body.refused?.code], [401, 'notSignedIn'])
    const answer = await house.owner.signIn()
    const cookies = answer.headers.getSetCookie()
    assert.ok(cookies.length > 0)
    for (const cookie of cookies) assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Strict$/)
    assert.equal(JSON.stringify(answer.body).includes([...house.owner.browser.cookies].find(([name]) => name.includes('session'))?.[1] ?? '-'), false, 'the token is in the cookie alone')
  })

  it('takes changes from its own pages alone: origin, host and the token of the session are checked, whatever SameSite says', async () => {
    const refusedWith = async (further: Readonly<Record<string, string | undefined>>): Promise<unknown> => (await house.owner.browser.send('DELETE', '/api/me/sessions?keepThisOne=true', undefined, further)).body.refused?.code
    assert.equal(await refusedWith({ origin: 'http://localhost:1' }), 'originForeign')
    assert.equal(await refusedWith({ origin: undefined }), 'originForeign')
    assert.equal(await refusedWith({ origin: 'null' }), 'originForeign')
    assert.equal(await refusedWith({ 'x-bitting-csrf': undefined }), 'csrf')
    assert.equal(await refusedWith({ 'x-bitting-csrf': 'A'.repeat(43) }), 'csrf')
    assert.equal((await house.owner.browser.send('GET', '/api/session', undefined, { origin: undefined, 'sec-fetch-site': 'same-site' })).status, 403)
    assert.equal(await withHost(house.url, 'rebound.example.org'), 421)
    assert.equal(await withHost(house.url, new URL(house.url).host), 200)
    assert.equal((await house.owner.browser.send('POST', '/api/sign-in', 'x', { 'content-type': 'text/plain' })).status, 415)
    assert.equal((await house.owner.browser.send('POST', '/api/sign-in', { email: 'x'.repeat(300_000), password: '' })).status, 413)
    const wrong = await house.owner.browser.send('POST', '/api/sign-in', { email: 'a@example.org', password: 'b', admin: true, })
    assert.deepEqual([wrong.status, wrong.body.refused?.code], [400, 'wrongInput'])
  })

  it('asks fresh factors for exactly one change, once: replayed, or for another change, they are worth nothing', async () => {
    const invitation = { email: 'tess@example.org', role: 'trader' }
    const path = `/api/accounts/${MAIN}/invitations`
    const asked = await house.owner.browser.send('POST', path, invitation)
    assert.equal(asked.status, 428)
    assert.deepEqual(asked.body.stepUp?.sentences, [`Invite tess@example.org as trader to account ${MAIN}.`])
    const id = await house.owner.confirm(asked.body.stepUp)
    const other = await house.owner.browser.send('POST', path, { ...invitation, role: 'owner' }, { 'bitting-step-up': id })
    assert.deepEqual([other.status, other.body.refused?.code], [409, 'stepUpOtherChange'])
    const both = await Promise.all([1, 2].map(() => house.owner.browser.send('POST', path, invitation, { 'bitting-step-up': id })))
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409], 'two tabs at one moment: one of them')
    const again = await house.owner.browser.send('POST', path, invitation, { 'bitting-step-up': id })
    assert.deepEqual([again.status, again.body.refused?.code], [409, 'stepUpUsed'])
    const invitations = await house.owner.browser.must<{ email: string }[]>('GET', path)
    assert.deepEqual(invitations.map(({ email }) => email), ['tess@example.org'])
    const fault = await house.owner.browser.send('POST', path, { email: 'no address', role: 'trader' })
    assert.deepEqual([fault.status, fault.body.refused?.fields?.[0]?.field], [400, 'email'], 'what is wrong is told before anybody is asked for a code')
  })

  it('somebody who was invited comes in by the mailed link and sees what a trader may; a hostile name travels as data', async () => {
    const tess = house.stranger()
    const token = await house.mailed('tess@example.org', /#([\w-]{43})/)
    assert.deepEqual(await tess.must('POST', '/api/links/read', { token }), { kind: 'invitation', email: 'tess@example.org', account: MAIN, role: 'trader' })
    await tess.must('POST', '/api/invitations/accept', { token, name: '<script>alert(1)</script>', password: 'nine lamps over harbour' })
    assert.equal((await tess.send('POST', '/api/links/read', { token })).status, 410)
    const people = await house.owner.browser.send('GET', `/api/accounts/${MAIN}/people`)
    assert.match(people.headers.get('content-type') ?? '', /^application\/json/)
    assert.ok(JSON.stringify(people.body.value).includes('<script>alert(1)</script>'))
    for (const [path, status] of [['/api/audit', 403], ['/api/outbox', 403], ['/api/demo/code', 403], [`/api/accounts/${MAIN}/people`, 200], [`/api/accounts/${MAIN + 2}/people`, 403], ['/api/accounts/1/people', 403]] as const) assert.equal((await tess.send('GET', path)).status, status, path)
    assert.equal((await tess.send('POST', `/api/accounts/${MAIN}/invitations`, { email: 'x@example.org', role: 'auditor' })).status, 403)
  })

  it('answers strangers the same whether there is such a person or not, and ever later', async () => {
    const answers: unknown[] = []
    for (const email of ['tess@example.org', 'nobody@example.org']) {
      const stranger = house.stranger(`198.51.100.${answers.length + 1}`)
      const wrong = await stranger.send('POST', '/api/sign-in', { email, password: 'not the password at all' })
      const hasty = await stranger.send('POST', '/api/sign-in', { email, password: 'not the password at all' })
      const reset = await stranger.send('POST', '/api/password-reset', { email })
      answers.push([wrong.status, wrong.body, hasty.status, hasty.body.refused?.code, hasty.headers.has('retry-after'), reset.status, reset.body])
    }
    assert.deepEqual(answers[0], answers[1])
    assert.deepEqual((answers[0] as unknown[])[2], 429)
  })

  it('a session that ended opens nothing, and a token of somebody else fixes none', async () => {
    const stolen = house.owner.browser.twin()
    assert.equal((await stolen.send('GET', '/api/session')).status, 200)
    await house.owner.signIn()
    assert.equal((await stolen.send('GET', '/api/session')).status, 401, 'signing in ended the session that the browser carried')
    const planted = house.stranger()
    assert.equal((await house.owner.browser.send('GET', '/api/session')).status, 200)
    for (const [name] of house.owner.browser.cookies) planted.cookies.set(name, 'A'.repeat(43))
    assert.equal((await planted.send('GET', '/api/session')).status, 401, 'a token that nobody was given opens nothing')
  })

  it('shows a token for scripts once; it needs no CSRF token, and manages no factors', async () => {
    const made = await house.owner.change('POST', '/api/me/tokens', { name: 'nightly', accountId: MAIN, role: 'auditor', lifetimeDays: 30 })
    assert.equal(made.status, 200, JSON.stringify(made.body))
    const { token, id } = made.body.value as { token: string; id: string }
    const script = house.stranger()
    const bearer = { authorization: `Bearer ${token}`, origin: undefined }
    assert.equal((await script.send('GET', '/api/audit', undefined, bearer)).status, 200)
    assert.equal((await script.send('POST', '/api/audit/verify', undefined, bearer)).status, 200)
    for (const [method, path, body] of [['POST', '/api/me/password', { password: 'x' }], ['POST', '/api/me/factors/totp', { label: 'x' }], ['POST', '/api/me/tokens', { name: 'x', accountId: MAIN, role: 'owner', lifetimeDays: 1 }]] as const) assert.equal((await script.send(method, path, body, bearer)).status, 403, path)
    assert.equal((await script.send('POST', `/api/accounts/${MAIN}/invitations`, { email: 'x@example.org', role: 'trader' }, bearer)).status, 403, 'an auditor\'s token invites nobody')
    assert.equal(house.owner.browser.heard.filter((text) => text.includes(token)).length, 1, 'shown this once')
    assert.equal(house.server.output.includes(token), false)
    await house.owner.browser.must('DELETE', `/api/me/tokens/${id}`)
    assert.equal((await script.send('GET', '/api/audit', undefined, bearer)).status, 401)
  })

  it('several changes are confirmed together as one reviewed set', async () => {
    const requests = ['ann', 'bob'].map((name) => ({ method: 'POST', path: `/api/accounts/${MAIN}/invitations`, body: { email: `${name}@example.org`, role: 'auditor' } }))
    const asked = await house.owner.browser.must<{ id: string; requirement: string[][]; sentences: string[] }>('POST', '/api/step-ups', { requests })
    assert.equal(asked.sentences.length, 2)
    const id = await house.owner.confirm(asked)
    for (const { method, path, body } of requests) await house.owner.browser.must(method, path, body, { 'bitting-step-up': id })
    assert.equal((await house.owner.browser.send('POST', '/api/step-ups', { requests: [{ method: 'POST', path: '/api/sign-in', body: {} }] })).body.refused?.code, 'nothingToConfirm')
  })

  it('a key is tried out, made, edited and closed by its own step-ups; its secret is in one answer', async () => {
    const wish = { account: MAIN, label: '<img src=x onerror=alert(1)>', kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }
    const draft = await house.owner.browser.must<{ sentence: string; risk: { grade: string }; faults: unknown[] }>('POST', '/api/keys/draft', wish)
    assert.match(draft.sentence, /only from 203\.0\.113\.45/)
    const faulty = await house.owner.browser.must<{ sentence: string | null; faults: { field: string }[] }>('POST', '/api/keys/draft', { ...wish, allowList: { mode: 'trusted', entries: ['nowhere'] } })
    assert.deepEqual([faulty.sentence, faulty.faults[0]?.field], ['Reads and trades spot, only from nowhere, without an end.', 'allowList'])
    const made = await house.owner.change('POST', '/api/keys', wish)
    assert.equal(made.status, 200, JSON.stringify(made.body))
    const { key, secretKey } = made.body.value as { key: { id: string; label: string; holder: string }; secretKey: string }
    assert.equal(key.label, wish.label, 'a hostile label travels as data')
    const edited = await house.owner.change('PATCH', `/api/keys/${key.id}`, { addAddresses: ['198.51.100.0/28'] })
    assert.equal(edited.status, 200, JSON.stringify(edited.body))
    assert.equal((await house.owner.change('POST', `/api/keys/${key.id}/disable`)).status, 200)
    assert.deepEqual((await house.owner.browser.must<{ id: string; state: string }[]>('GET', '/api/keys')).find(({ id }) => id === key.id)?.state, 'disabled')
    assert.equal((await house.owner.change('DELETE', `/api/keys/${key.id}`)).status, 200)
    for (const path of ['/api/keys?includeDeleted=true', `/api/keys/${key.id}`, '/api/keys/attention', `/api/keys/${key.id}/may`, '/api/audit?limit=500', '/api/presets', '/api/endpoints']) await house.owner.browser.must('GET', path)
    assert.equal(house.owner.browser.heard.filter((text) => text.includes(secretKey)).length, 1)
    assert.equal(house.server.output.includes(secretKey), false)
    const strange = await house.owner.browser.send('GET', '/api/keys/k_nothing')
    assert.deepEqual([strange.status, strange.body.refused?.code], [404, 'unknownSubject'])
  })

  it('accounts, products, the address book and approvals are read and changed', async () => {
    for (const path of [`/api/accounts/${MAIN}`, '/api/products', `/api/accounts/${MAIN}/addresses`, `/api/accounts/${MAIN}/approval-rules`, `/api/accounts/${MAIN}/step-up-policy`, '/api/approvals?all=true', '/api/calendar', '/api/me/sessions', '/api/me/tokens', '/api/me/factors', '/api/outbox', '/api/demo/code']) await house.owner.browser.must('GET', path)
    const sub = await house.owner.change('POST', `/api/accounts/${MAIN}/sub-accounts`, { email: 'sub3@demo.bitting.example', label: 'Third' })
    assert.equal(sub.status, 200, JSON.stringify(sub.body))
    const locked = await house.owner.change('PATCH', `/api/accounts/${MAIN}/withdrawal-policy`, { lockHours: 24 })
    assert.equal(locked.status, 200, JSON.stringify(locked.body))
    assert.notEqual((await house.owner.browser.must<{ policy: { lockedUntil: string | null } }>('GET', `/api/accounts/${MAIN}/addresses`)).policy.lockedUntil, null)
    assert.equal((await house.owner.browser.send('GET', '/api/accounts/99')).status, 404)
    assert.equal((await house.owner.browser.send('POST', '/api/accounts/99/sub-accounts', { email: 'a@example.org' })).status, 404)
  })

  it('the call log is read page by page; strangers see none, and a refusal is explained', async () => {
    const { trade, read } = house.server.demo.keys
    for (const key of [trade, read]) await signedCall(house.server.demo.rest, key, 'GET', '/api/v3/account')
    const refused = await signedCall(house.server.demo.rest, house.server.demo.keys.otherAddress, 'GET', '/api/v3/account')
    assert.equal(refused.status, 401)
    const page = await house.owner.browser.must<{ calls: { endpoint: string; status: number; label: string | null; requestId: string }[]; next: number | null }>('GET', '/api/calls?limit=2')
    assert.equal(page.calls.length, 2)
    assert.equal(page.calls[0]?.status, 401)
    const rest = await house.owner.browser.must<typeof page>('GET', `/api/calls?limit=2&before=${page.next}`)
    assert.equal(rest.calls.length, 1)
    assert.equal((await house.owner.browser.must<typeof page>('GET', '/api/calls?outcome=refused')).calls.length, 1)
    const explained = await house.owner.browser.must<Record<string, unknown>>('GET', `/api/requests/${page.calls[0]?.requestId}`)
    assert.ok(JSON.stringify(explained).includes('127.0.0.1'))
    const tess = house.stranger()
    const first = await tess.send('GET', '/api/calls')
    assert.equal(first.status, 401)
  })

  it('every answer of a route is in the document', async () => {
    const { status, body } = await house.owner.browser.send('GET', '/openapi.json')
    assert.equal(status, 200)
    const { paths } = body as unknown as { paths: Record<string, Record<string, { responses: Record<string, unknown>; security: unknown[] }>> }
    assert.deepEqual(Object.keys(paths['/api/accounts/{account}/invitations']?.['post']?.responses ?? {}), ['200', '202', '428', '500', '503', '4XX'])
    for (const [path, methods] of Object.entries(paths)) for (const [method, row] of Object.entries(methods)) assert.ok(row.responses['200'] && row.responses['4XX'], `${method} ${path}`)
  })

  it('every object of an answer is told whole: none has fields that the document does not name, but where anything may stand', async () => {
    const { paths, components } = (await house.owner.browser.send('GET', '/openapi.json')).body as unknown as { paths: Record<string, Record<string, { responses: unknown }>>; components: { schemas: Record<string, unknown> } }
    const open = new Set<string>()
    const walk = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return
      const { $ref, type, properties, additionalProperties } = node as Record<string, unknown>
      // One that other schemas are laid over, or that names some fields and takes any, would say less than is sent.
      if ('allOf' in node) open.add(`allOf ${at}`)
      const isMap = typeof additionalProperties === 'object' && Object.keys(additionalProperties ?? {}).length > 0
      if ($ref === undefined && type === 'object' && !isMap && (additionalProperties !== false || properties === undefined)) open.add(at)
      for (const [name, child] of Object.entries(node)) walk(child, at === '' ? name : `${at}.${name}`)
    }
    const ofWishes = new Set(['KeyWish', 'KeyChange', 'CredentialWish', 'SuccessionWish', 'LockdownWish', 'ApprovalRules'])
    for (const [name, schema] of Object.entries(components.schemas)) if (!ofWishes.has(name)) walk(schema, name)
    for (const [path, methods] of Object.entries(paths)) for (const [method, { responses }] of Object.entries(methods)) walk(responses, `${method} ${path}`)
    assert.deepEqual([...open].sort(), [
      'DeletedKey.properties.lastUse.properties.perPermission', 'KeySummary.properties.lastUse.properties.perPermission', // Maps by right; each right that there is stands there.
      'PasskeyJson', // The browser's own, read by the library that made it.
      'get /api/sandbox/{environment}/state.200.content.application/json.schema', // A file to keep.
    ])
  })

  it('every answer forbids sniffing, framing, caching and referrers', async () => {
    for (const path of ['/api/session', '/openapi.json', '/api/nothing', '/healthz']) {
      const { headers } = await house.owner.browser.send('GET', path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path)
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path)
      assert.equal(headers.get('cache-control'), 'no-store', path)
    }
  })

  it('signing out ends the session at once', async () => {
    const thief = house.owner.browser.twin()
    await house.owner.browser.must('DELETE', '/api/session')
    assert.equal((await thief.send('GET', '/api/session')).status, 401)
  })
})
