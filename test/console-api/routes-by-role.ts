import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import type { AlertSummary, CreatedKey } from '../../src/operations/operator.ts'
import { signedCall } from '../harness/signed-request.ts'
import { type ConsoleHouse, MAIN } from './console-house.ts'
import type { SignedInPerson } from './signed-in-person.ts'

/** Who stands before the routes: the five roles on the main account, an admin of one of its sub-accounts alone, and a tenant with a main account of their own. */
export const CALLERS = ['owner', 'admin', 'trader', 'approver', 'auditor', 'ofSub', 'tenant'] as const
export type Caller = (typeof CALLERS)[number]

const EVERYBODY: readonly Caller[] = CALLERS
const NOBODY: readonly Caller[] = []
const OWNER: readonly Caller[] = ['owner']
const LEAD: readonly Caller[] = ['owner', 'admin']
const TRADERS: readonly Caller[] = ['owner', 'admin', 'trader']
const MEMBERS: readonly Caller[] = ['owner', 'admin', 'trader', 'approver', 'auditor']
const READERS: readonly Caller[] = ['owner', 'admin', 'auditor']
const DECIDERS: readonly Caller[] = ['owner', 'admin', 'approver']
const SEE_KEYS: readonly Caller[] = ['owner', 'admin', 'approver', 'auditor']

/** Things of the main account that its owner made, and one person's own. */
export interface Subjects {
  readonly key: string
  readonly approval: string
  readonly external: string
  readonly alert: string
  readonly lockdown: string
  readonly moving: string
  readonly address: string
  readonly invitation: string
  readonly person: string
  readonly request: string
  readonly session: string
  readonly token: string
  readonly factor: string
  readonly stepUp: string
}

/** A request in which everything is filled in. */
export interface Wish {
  readonly path: string
  readonly body?: unknown
}

export interface RoleRow {
  readonly route: string
  /** Absent: the route takes what `path` and `body` say for everybody. */
  readonly wish?: (subjects: Subjects) => Wish
  /** `anyone`: before signing in, so it knows no roles. */
  readonly may: readonly Caller[] | 'anyone'
  /** Everybody who is signed in is answered; what stands in the answer is told to those of `may` alone. */
  readonly tells?: (subjects: Subjects) => string
  /** Other wishes, of which the room itself would say something to those who may. */
  readonly telling?: readonly unknown[]
}

const account = `/api/accounts/${MAIN}`
const sub = `/api/accounts/${MAIN + 2}`
const RULES = { withdrawals: [], withdrawalRight: 0, newAddress: 1, ruleChange: 0, lifetimeHours: 24 }
const ADDRESS = { coin: 'USDT', network: 'ETH', address: '0x52908400098527886E0F7030069857D2E4169EE7', name: 'cold' }
const KEY = { label: 'wanted', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }
const EXTERNAL = { account: MAIN, label: 'elsewhere', url: 'https://exchange.example.org', apiKey: 'e'.repeat(64), preset: 'dashboard' }
const LOCKDOWN = { account: MAIN, way: 'disable', cancelOrders: false, endSessions: false, renewFactors: false, sinceHours: 1 }
const WITHDRAWAL = { coin: 'USDT', network: 'ETH', address: ADDRESS.address, amount: '50' }

const at = (path: string, body?: unknown) => (): Wish => ({ path, ...(body !== undefined && { body }) })
/** About the owner's key. */
const ofKey = (rest: string, body?: unknown) => ({ key }: Subjects): Wish => ({ path: `/api/keys/${key}${rest}`, ...(body !== undefined && { body }) })

/** Every route of the console API, with who may ask it for a thing of the main account that is not their own. A route without a row fails. */
export const ROLE_ROWS: readonly RoleRow[] = [
  ...['POST /api/sign-in', 'POST /api/sign-in/factor', 'POST /api/sign-in/factor/passkey', 'POST /api/sign-in/device', 'POST /api/sign-in/device/resend', 'POST /api/sign-in/passkey', 'POST /api/sign-in/passkey/finish', 'POST /api/links/read',
    'POST /api/first-owner', 'POST /api/invitations/accept', 'POST /api/sign-up', 'POST /api/sign-up/complete', 'POST /api/password-reset', 'POST /api/password-reset/complete', 'GET /api/house', 'GET /api/demo/owner',
    // Signed by themselves.
    'POST /api/heartbeat', 'POST /api/leaks/github',
  ].map((route): RoleRow => ({ route, may: 'anyone' })),

  // What everybody has, or may read.
  ...['GET /api/session', 'GET /api/me/sessions', 'GET /api/me/tokens', 'GET /api/me/factors', 'GET /api/products', 'GET /api/endpoints', 'GET /api/calendar', 'GET /api/calls/gaps'].map((route): RoleRow => ({ route, may: EVERYBODY })),
  { route: 'GET /api/calls/minutes', may: EVERYBODY },
  { route: 'GET /api/calls/rates', wish: at('/api/calls/rates?grain=hour'), may: EVERYBODY },
  { route: 'POST /api/me/tokens', wish: at('/api/me/tokens', { name: 'script', accountId: MAIN, role: 'auditor', lifetimeDays: 30 }), may: READERS },
  { route: 'POST /api/me/factors/totp', wish: at('/api/me/factors/totp', { label: 'app' }), may: EVERYBODY },
  { route: 'POST /api/me/factors/passkey', wish: at('/api/me/factors/passkey', { label: 'key' }), may: EVERYBODY },
  { route: 'POST /api/me/recovery-codes', may: EVERYBODY },
  { route: 'PUT /api/me/language', wish: at('/api/me/language', { language: 'en' }), may: EVERYBODY },
  { route: 'POST /api/me/password', wish: at('/api/me/password', { password: 'eleven lamps over the harbour' }), may: EVERYBODY },
  { route: 'POST /api/me/phone', wish: at('/api/me/phone', { phone: '+491511234567' }), may: EVERYBODY },
  { route: 'DELETE /api/me/sessions', wish: at('/api/me/sessions?keepThisOne=true'), may: EVERYBODY },
  // Of somebody else: it is not there.
  { route: 'DELETE /api/me/sessions/{id}', wish: ({ session }) => ({ path: `/api/me/sessions/${session}` }), may: NOBODY },
  { route: 'DELETE /api/me/tokens/{id}', wish: ({ token }) => ({ path: `/api/me/tokens/${token}` }), may: NOBODY },
  { route: 'DELETE /api/me/factors/{id}', wish: ({ factor }) => ({ path: `/api/me/factors/${factor}` }), may: NOBODY },
  { route: 'POST /api/me/factors/totp/{id}', wish: ({ factor }) => ({ path: `/api/me/factors/totp/${factor}`, body: { code: '000000' } }), may: NOBODY },
  { route: 'POST /api/me/factors/passkey/finish', wish: at('/api/me/factors/passkey/finish', { response: {} }), may: NOBODY },
  { route: 'POST /api/invitations/join', wish: at('/api/invitations/join', { token: 'x'.repeat(43) }), may: NOBODY },
  { route: 'GET /api/step-ups/{id}', wish: ({ stepUp }) => ({ path: `/api/step-ups/${stepUp}` }), may: NOBODY },
  { route: 'POST /api/step-ups/{id}/code', wish: ({ stepUp }) => ({ path: `/api/step-ups/${stepUp}/code`, body: { channel: 'mail' } }), may: NOBODY },
  { route: 'POST /api/step-ups/{id}/passkey', wish: ({ stepUp }) => ({ path: `/api/step-ups/${stepUp}/passkey` }), may: NOBODY },
  { route: 'POST /api/step-ups/{id}/answer', wish: ({ stepUp }) => ({ path: `/api/step-ups/${stepUp}/answer`, body: { answer: { factor: 'mailCode', code: '00000000' } } }), may: NOBODY },
  { route: 'POST /api/step-ups', wish: ({ key }) => ({ path: '/api/step-ups', body: { requests: [{ method: 'POST', path: `/api/keys/${key}/disable` }] } }), may: LEAD },

  // The people of the account.
  { route: 'GET /api/accounts/{account}/people', wish: at(`${account}/people`), may: MEMBERS },
  { route: 'GET /api/accounts/{account}/invitations', wish: at(`${account}/invitations`), may: MEMBERS },
  { route: 'GET /api/accounts/{account}/step-up-policy', wish: at(`${account}/step-up-policy`), may: MEMBERS },
  { route: 'PATCH /api/accounts/{account}/people/{person}', wish: ({ person }) => ({ path: `${account}/people/${person}`, body: { role: 'approver' } }), may: LEAD, telling: [{ role: 'trader' }, { role: 'owner' }] },
  { route: 'DELETE /api/accounts/{account}/people/{person}', wish: ({ person }) => ({ path: `${account}/people/${person}` }), may: LEAD },
  { route: 'POST /api/accounts/{account}/people/{person}/off-board', wish: ({ person }) => ({ path: `${account}/people/${person}/off-board`, body: { keysGoTo: null } }), may: LEAD, telling: [{ keysGoTo: 'p_nobody' }] },
  { route: 'POST /api/accounts/{account}/invitations', wish: at(`${account}/invitations`, { email: 'further@example.org', role: 'trader' }), may: LEAD, telling: [{ email: 'admin@example.org', role: 'trader' }, { email: 'nothing', role: 'trader' }] },
  { route: 'DELETE /api/accounts/{account}/invitations/{invitation}', wish: ({ invitation }) => ({ path: `${account}/invitations/${invitation}` }), may: LEAD },
  { route: 'PUT /api/accounts/{account}/step-up-policy', wish: at(`${account}/step-up-policy`, { plain: [['mailCode']], grave: [['mailCode'], ['passkey']] }), may: OWNER, telling: [{ plain: [], grave: [] }] },

  // Keys: one of the owner's.
  { route: 'GET /api/keys', may: SEE_KEYS, tells: ({ key }) => key },
  { route: 'GET /api/keys/attention', may: EVERYBODY },
  { route: 'GET /api/reviews', may: EVERYBODY },
  { route: 'GET /api/presets', may: EVERYBODY },
  { route: 'GET /api/moving-addresses', may: SEE_KEYS, tells: ({ moving }) => moving },
  { route: 'POST /api/keys/draft', wish: at('/api/keys/draft', { ...KEY, account: MAIN }), may: MEMBERS },
  { route: 'GET /api/keys/{id}', wish: ofKey(''), may: SEE_KEYS },
  { route: 'GET /api/keys/{id}/may', wish: ofKey('/may'), may: SEE_KEYS },
  { route: 'GET /api/keys/{id}/still-used', wish: ofKey('/still-used'), may: READERS },
  { route: 'GET /api/keys/{id}/last-refusal', wish: ofKey('/last-refusal'), may: READERS },
  { route: 'GET /api/keys/{id}/uses', wish: ofKey('/uses'), may: READERS },
  { route: 'GET /api/keys/{id}/advice', wish: ofKey('/advice'), may: READERS },
  { route: 'GET /api/keys/{id}/moving-addresses', wish: ofKey('/moving-addresses'), may: SEE_KEYS },
  { route: 'GET /api/keys/{id}/program', wish: ofKey('/program'), may: SEE_KEYS },
  { route: 'GET /api/requests/{id}', wish: ({ request }) => ({ path: `/api/requests/${request}` }), may: READERS },
  { route: 'POST /api/keys', wish: at('/api/keys', { ...KEY, account: MAIN }), may: TRADERS, telling: [{ ...KEY, account: MAIN, label: '' }, { ...KEY, account: MAIN, label: 'trade' }, { ...KEY, account: MAIN, preset: 'nothing' }] },
  { route: 'PATCH /api/keys/{id}', wish: ofKey('', { label: 'other' }), may: LEAD, telling: [{ label: '' }, { label: 'trade' }, {}] },
  { route: 'POST /api/keys/{id}/disable', wish: ofKey('/disable'), may: LEAD },
  { route: 'POST /api/keys/{id}/enable', wish: ofKey('/enable'), may: LEAD },
  { route: 'DELETE /api/keys/{id}', wish: ofKey(''), may: LEAD },
  { route: 'POST /api/keys/{id}/extend', wish: ofKey('/extend', { days: 10 }), may: LEAD, telling: [{}] },
  { route: 'POST /api/keys/{id}/rotate', wish: ofKey('/rotate', { kind: 'hmac' }), may: LEAD, telling: [{ kind: 'rsa', publicKey: 'nothing' }] },
  { route: 'POST /api/keys/{id}/split', wish: ofKey('/split', { kind: 'hmac' }), may: LEAD, telling: [{ kind: 'rsa', publicKey: 'nothing' }] },
  { route: 'POST /api/keys/{id}/secret', wish: ofKey('/secret'), may: LEAD },
  { route: 'POST /api/keys/{id}/review', wish: ofKey('/review', { decision: 'delete' }), may: LEAD, telling: [{ decision: 'narrow', change: {} }] },
  { route: 'POST /api/keys/{id}/copy-to-testnet', wish: ofKey('/copy-to-testnet', { kind: 'hmac' }), may: LEAD, telling: [{ kind: 'rsa', publicKey: 'nothing' }] },
  { route: 'POST /api/keys/{id}/moving-addresses', wish: ofKey('/moving-addresses', { source: 'heartbeat', within: ['198.51.100.0/24'] }), may: LEAD, telling: [{ source: 'heartbeat', within: ['nothing'] }] },
  { route: 'PUT /api/keys/{id}/program', wish: ofKey('/program', { isOff: false }), may: LEAD },
  { route: 'DELETE /api/moving-addresses/{id}', wish: ({ moving }) => ({ path: `/api/moving-addresses/${moving}` }), may: LEAD },
  { route: 'POST /api/keys/disable', wish: ({ key }) => ({ path: '/api/keys/disable', body: { keys: [key] } }), may: LEAD },

  // Accounts and products.
  { route: 'GET /api/accounts/{account}', wish: at(account), may: MEMBERS },
  { route: 'POST /api/accounts/{account}/sub-accounts', wish: at(`${account}/sub-accounts`, { email: 'new@example.org' }), may: LEAD, telling: [{ email: 'demo@bitting.example' }, { email: 'nothing' }] },
  { route: 'PATCH /api/accounts/{account}', wish: at(sub, { label: 'other' }), may: LEAD, telling: [{}, { ceiling: [] }] },
  { route: 'POST /api/accounts/{account}/close', wish: at(`${sub}/close`), may: LEAD },
  { route: 'POST /api/accounts/{account}/reopen', wish: at(`${sub}/reopen`), may: LEAD },
  { route: 'POST /api/accounts/{account}/products/margin', wish: at(`${account}/products/margin`, { version: '2026-11' }), may: LEAD, telling: [{ version: 'nothing' }] },
  { route: 'POST /api/accounts/{account}/products/futures', wish: at(`${account}/products/futures`, { answers: {} }), may: LEAD, telling: [{ answers: { leverage: 1 } }] },
  { route: 'PATCH /api/accounts/{account}/policy', wish: at(`${account}/policy`, { maxKeys: 31 }), may: LEAD, telling: [{}, { maxKeys: 0 }, { nothing: 1 }] },

  // Money that leaves, and what several people decide.
  { route: 'GET /api/accounts/{account}/addresses', wish: at(`${account}/addresses`), may: MEMBERS },
  { route: 'POST /api/accounts/{account}/addresses', wish: at(`${account}/addresses`, ADDRESS), may: LEAD, telling: [{ ...ADDRESS, address: 'nowhere' }, { ...ADDRESS, network: 'NOTHING' }] },
  { route: 'DELETE /api/accounts/{account}/addresses/{address}', wish: ({ address }) => ({ path: `${account}/addresses/${address}` }), may: LEAD },
  { route: 'PATCH /api/accounts/{account}/withdrawal-policy', wish: at(`${account}/withdrawal-policy`, { waitingHours: 48 }), may: LEAD, telling: [{}, { waitingHours: -1 }] },
  { route: 'POST /api/accounts/{account}/withdrawals', wish: at(`${account}/withdrawals`, WITHDRAWAL), may: LEAD, telling: [{ ...WITHDRAWAL, amount: '999999999999' }, { ...WITHDRAWAL, coin: 'NOTHING' }] },
  { route: 'GET /api/approvals', may: ['owner', 'admin', 'approver', 'auditor'], tells: ({ approval }) => approval },
  { route: 'POST /api/approvals/{id}/approve', wish: ({ approval }) => ({ path: `/api/approvals/${approval}/approve` }), may: DECIDERS },
  { route: 'POST /api/approvals/{id}/reject', wish: ({ approval }) => ({ path: `/api/approvals/${approval}/reject` }), may: DECIDERS },
  { route: 'DELETE /api/approvals/{id}', wish: ({ approval }) => ({ path: `/api/approvals/${approval}` }), may: LEAD },
  { route: 'GET /api/accounts/{account}/approval-rules', wish: at(`${account}/approval-rules`), may: MEMBERS },
  { route: 'PUT /api/accounts/{account}/approval-rules', wish: at(`${account}/approval-rules`, { ...RULES, lifetimeHours: 48 }), may: OWNER, telling: [RULES, { ...RULES, newAddress: 90 }] },

  // Lockdowns, alerts, keys of other exchanges.
  { route: 'POST /api/lockdowns/preview', wish: at('/api/lockdowns/preview', LOCKDOWN), may: LEAD },
  { route: 'POST /api/lockdowns', wish: at('/api/lockdowns', LOCKDOWN), may: LEAD },
  { route: 'GET /api/accounts/{account}/lockdowns', wish: at(`${account}/lockdowns`), may: READERS },
  { route: 'GET /api/lockdowns/{id}', wish: ({ lockdown }) => ({ path: `/api/lockdowns/${lockdown}` }), may: READERS },
  { route: 'GET /api/lockdowns/{id}/report.md', wish: ({ lockdown }) => ({ path: `/api/lockdowns/${lockdown}/report.md` }), may: READERS },
  { route: 'GET /api/lockdowns/{id}/report.html', wish: ({ lockdown }) => ({ path: `/api/lockdowns/${lockdown}/report.html` }), may: READERS },
  { route: 'GET /api/alerts', may: READERS, tells: ({ alert }) => alert },
  { route: 'POST /api/alerts/{id}/decision', wish: ({ alert }) => ({ path: `/api/alerts/${alert}/decision`, body: { as: 'settled' } }), may: LEAD },
  { route: 'POST /api/alerts/{id}/thaw', wish: ({ alert }) => ({ path: `/api/alerts/${alert}/thaw` }), may: LEAD },
  { route: 'GET /api/accounts/{account}/alert-settings', wish: at(`${account}/alert-settings`), may: MEMBERS },
  { route: 'PATCH /api/accounts/{account}/alert-settings', wish: at(`${account}/alert-settings`, { change: { digestHour: 3 } }), may: LEAD, telling: [{ change: {} }, { change: { digestHour: 99 } }] },
  { route: 'GET /api/accounts/{account}/webhook-deliveries', wish: at(`${account}/webhook-deliveries`), may: LEAD },
  { route: 'GET /api/external-keys', may: READERS, tells: ({ external }) => external },
  { route: 'POST /api/external-keys', wish: at('/api/external-keys', EXTERNAL), may: TRADERS, telling: [{ ...EXTERNAL, label: 'of the owner' }, { ...EXTERNAL, preset: 'nothing' }, { ...EXTERNAL, url: 'nowhere' }] },
  { route: 'PATCH /api/external-keys/{id}', wish: ({ external }) => ({ path: `/api/external-keys/${external}`, body: { label: 'other' } }), may: LEAD, telling: [{}, { label: '' }] },
  { route: 'DELETE /api/external-keys/{id}', wish: ({ external }) => ({ path: `/api/external-keys/${external}` }), may: LEAD },
  { route: 'POST /api/external-keys/{id}/examination', wish: ({ external }) => ({ path: `/api/external-keys/${external}/examination` }), may: LEAD },

  // Calls and the record.
  { route: 'GET /api/calls', may: READERS, tells: ({ key }) => key },
  { route: 'GET /api/calls/export', may: READERS, tells: ({ key }) => key },
  { route: 'GET /api/calls/live', may: EVERYBODY },
  { route: 'GET /api/accounts/{account}/tax', wish: at(`${account}/tax?year=2026&kind=trades`), may: READERS },
  { route: 'GET /api/audit', wish: at(`/api/audit?account=${MAIN}`), may: READERS },
  { route: 'POST /api/audit/verify', may: READERS },
  // It shows everybody's, and there is a tenant.
  { route: 'GET /api/audit/export', may: NOBODY },
  { route: 'GET /api/outbox', may: OWNER },
  { route: 'GET /api/mail', may: OWNER },
  { route: 'POST /api/mail/test', may: OWNER },
  { route: 'GET /api/demo/code', may: OWNER },
  { route: 'POST /api/calendar', wish: at('/api/calendar', { seconds: null }), may: OWNER },

  // The sandbox.
  { route: 'POST /api/sandbox/calls', wish: ({ key }) => ({ path: '/api/sandbox/calls', body: { environment: 'live', key, method: 'GET', path: '/api/v3/account' } }), may: LEAD },
  { route: 'GET /api/sandbox/{environment}/changes', wish: ({ key }) => ({ path: `/api/sandbox/live/changes?key=${key}` }), may: LEAD },
  { route: 'POST /api/sandbox/deposits', wish: at('/api/sandbox/deposits', { environment: 'live', account: MAIN, coin: 'USDT', amount: '1' }), may: LEAD, telling: [{ environment: 'live', account: MAIN, coin: 'NOTHING', amount: '1' }] },
  { route: 'GET /api/sandbox/{environment}/clock', wish: at('/api/sandbox/testnet/clock'), may: EVERYBODY },
  { route: 'POST /api/sandbox/{environment}/clock', wish: at('/api/sandbox/testnet/clock', { seconds: 1 }), may: OWNER },
  { route: 'GET /api/sandbox/{environment}/state', wish: at('/api/sandbox/testnet/state'), may: NOBODY },
  { route: 'PUT /api/sandbox/{environment}/state', wish: at('/api/sandbox/testnet/state', { state: 'nothing' }), may: OWNER },
  { route: 'GET /api/sandbox/{environment}/scenario', wish: at('/api/sandbox/testnet/scenario'), may: EVERYBODY },
  { route: 'POST /api/sandbox/{environment}/scenario', wish: at('/api/sandbox/testnet/scenario', { script: 'nothing' }), may: OWNER },
  { route: 'DELETE /api/sandbox/{environment}/scenario', wish: at('/api/sandbox/testnet/scenario'), may: OWNER },
  { route: 'POST /api/sandbox/{environment}/reset', wish: at('/api/sandbox/testnet/reset', { seed: 1 }), may: OWNER },

  // Last: whoever asks is signed out.
  { route: 'DELETE /api/session', may: EVERYBODY },
]

/** Makes one of everything. @param owner of the main account @param eve somebody whose session, token and factor are nobody else's */
export const subjectsOf = async (house: ConsoleHouse, owner: SignedInPerson, eve: SignedInPerson): Promise<Subjects> => {
  const made = await owner.changed<CreatedKey>('POST', '/api/keys', { ...KEY, account: MAIN, label: 'of the owner', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] } })
  const key = made.key.id
  const asFile = { apiKey: made.key.apiKey, secretKey: made.secretKey ?? '', permissions: [] }
  const { id: moving } = await owner.changed<{ id: string }>('POST', `/api/keys/${key}/moving-addresses`, { source: 'heartbeat', within: ['198.51.100.0/24'] })
  await owner.changed('PUT', `/api/keys/${key}/program`, { isOff: true })
  const refusedCall = await signedCall(house.server.demo.rest, asFile, 'POST', '/fapi/v1/order')
  const request = refusedCall.headers.get('x-mbx-uuid') ?? assert.fail('the call has no id')
  const { id: address } = await owner.changed<{ id: string }>('POST', `${account}/addresses`, { ...ADDRESS, address: `0x${'1'.repeat(40)}`, name: 'old' })
  await owner.changed('PUT', `${account}/approval-rules`, RULES)
  const waiting = await owner.change('POST', `${account}/addresses`, { ...ADDRESS, address: `0x${'2'.repeat(40)}`, name: 'waits' })
  const { id: external } = await owner.changed<{ id: string }>('POST', '/api/external-keys', { ...EXTERNAL, label: 'of the owner', apiKey: 'f'.repeat(64) })
  const { id: invitation } = await owner.changed<{ id: string }>('POST', `${account}/invitations`, { email: 'guest@example.org', role: 'trader' })
  const doomed = await owner.changed<CreatedKey>('POST', '/api/keys', { ...KEY, account: MAIN, label: 'doomed' })
  const { id: lockdown } = await owner.changed<{ id: string }>('POST', '/api/lockdowns', { ...LOCKDOWN, keys: [doomed.key.id] })
  const [session] = await eve.browser.must<{ id: string }[]>('GET', '/api/me/sessions')
  const { id: token } = await eve.changed<{ id: string }>('POST', '/api/me/tokens', { name: 'of eve', accountId: MAIN, role: 'trader', lifetimeDays: 30 })
  const { passkeys: [factor] } = await eve.browser.must<{ passkeys: { id: string }[] }>('GET', '/api/me/factors')
  const stepUp = await eve.browser.send('POST', '/api/me/password', { password: 'twelve lamps over the harbour' })
  const { person: { id: person } } = await eve.browser.must<{ person: { id: string } }>('GET', '/api/session')
  return {
    key, moving, request, address, external, invitation, lockdown, token, person,
    approval: waiting.body.approval?.id ?? assert.fail('nothing waits'), alert: await alertOf(owner, key), session: session?.id ?? assert.fail('no session'), factor: factor?.id ?? assert.fail('no passkey'), stepUp: stepUp.body.stepUp?.id ?? assert.fail('no step-up'),
  }
}

/** The watch looks at calls as they are written. */
const alertOf = async (owner: SignedInPerson, key: string): Promise<string> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = (await owner.browser.must<AlertSummary[]>('GET', '/api/alerts')).find(({ keyId }) => keyId === key)
    if (found) return found.id
    await delay(50)
  }
  return assert.fail('no alert')
}
