import { createHmac, randomBytes, sign as signBytes, type KeyObject } from 'node:crypto'
import type { Account } from '../../src/accounts/account.ts'
import { type AccountPolicy, DEFAULT_POLICY } from '../../src/authority/account-policy.ts'
import { Authority, type Act, type NewKey } from '../../src/authority/authority.ts'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { Sealer } from '../../src/authority/sealing.ts'
import { createGate } from '../../src/gate/create-gate.ts'
import type { EndpointShape } from '../../src/gate/endpoint-shape.ts'
import type { Decision, Gate, GateRequest } from '../../src/gate/gate.ts'
import type { RateLimitSettings } from '../../src/gate/rate-limits/settings.ts'
import { accountId, apiKeyId, requestId } from '../../src/ids.ts'
import { SECOND, type TimeUs } from '../../src/time.ts'
import { MemoryKeyStore } from './memory-key-store.ts'

/** Any moment; nothing here looks at a clock. */
export const NOON: TimeUs = Date.UTC(2026, 5, 1, 12) * 1_000
export const HOME = '203.0.113.45'
export const ELSEWHERE = '198.51.100.7'

export const anAct = (nowUs: TimeUs = NOON): Act => ({ actor: 'operator:test', source: 'local', nowUs })

export const account = (id: number, further: Partial<Account> = {}): Account => ({
  id: accountId(id), email: `owner${id}@example.com`, parentId: null, label: '', createdAtUs: 0, products: { margin: true, futures: true }, isApiAccessEnabled: true, ...further,
})

export const MAIN = account(1)
export const SUB = account(2, { parentId: accountId(1) })
export const NEWCOMER = account(3, { products: { margin: false, futures: false } })

/** A row whose parameters are always sound, unless one named `bad` is sent. */
export const row = (method: EndpointShape['method'], path: string, further: Partial<EndpointShape> = {}): EndpointShape => ({
  method, path, family: path.startsWith('/sapi') ? 'sapi' : path.startsWith('/fapi') ? 'fapi' : 'api', security: 'USER_DATA', isSigned: true, permission: 'reading', weight: { of: 1, scope: 'address' },
  parseParameters: (raw) => raw.has('bad') ? { ok: false, fault: { fault: 'illegalCharacters', name: 'bad', legal: '' } } : { ok: true, value: Object.fromEntries(raw.names().map((name) => [name, raw.get(name)])) },
  ...further,
})

export const ROWS: readonly EndpointShape[] = [
  row('GET', '/api/v3/ping', { security: 'NONE', isSigned: false, permission: 'none' }),
  row('GET', '/api/v3/account', { weight: { of: 20, scope: 'address' } }),
  row('POST', '/api/v3/order', { security: 'TRADE', permission: 'spotAndMarginTrading', orders: ({ symbol = '' }: { symbol?: string }) => [{ market: 'spot', symbol, side: 'BUY', type: 'LIMIT', prices: [] }], weight: { of: 1, scope: 'address', isFreeOnSuccess: true } }),
  row('DELETE', '/api/v3/order', { security: 'TRADE', permission: 'spotAndMarginTrading' }),
  row('POST', '/api/v3/userDataStream', { security: 'USER_STREAM', isSigned: false }),
  row('GET', '/api/v3/historicalTrades', { security: 'MARKET_DATA', isSigned: false, permission: 'anyKey' }),
  row('GET', '/sapi/v1/account/apiRestrictions', { permission: 'anyKey' }),
  row('POST', '/sapi/v1/asset/dust', { permission: 'spotAndMarginTrading', repeatable: new Set(['asset']) }),
  row('POST', '/sapi/v1/capital/withdraw/apply', { permission: 'withdrawals', weight: { of: 900, scope: 'account' } }),
  row('POST', '/sapi/v1/asset/transfer', { permission: 'universalTransfer', weight: { of: 900, scope: 'account' } }),
  row('POST', '/sapi/v1/sub-account/universalTransfer', { permission: 'internalTransfer', callers: 'main' }),
  row('POST', '/sapi/v1/sub-account/transfer/subToSub', { permission: 'spotAndMarginTrading', callers: 'sub' }),
  row('POST', '/sapi/v1/margin/order', { security: 'TRADE', permission: 'spotAndMarginTrading', product: 'margin', furtherPermissions: (raw) => raw.get('sideEffectType') === 'MARGIN_BUY' ? ['margin'] : [] }),
  row('POST', '/sapi/v1/margin/borrow-repay', { permission: 'margin' }),
  row('POST', '/fapi/v1/order', { security: 'TRADE', permission: 'futures' }),
]

/** A key with what its owner keeps of it. */
export interface HeldKey {
  readonly key: ApiKey
  readonly secret: string | null
  readonly privateKey?: KeyObject | undefined
}

export interface CallWish {
  readonly method?: string
  readonly path?: string
  /** Sent as given, the time and the signature put behind; in the query, or with `inBody` in the body. */
  readonly parameters?: string
  readonly inBody?: boolean
  readonly address?: string
  readonly environment?: 'live' | 'testnet'
  readonly timestamp?: number | string | null
  readonly signature?: string | null
  readonly apiKey?: string | undefined
  readonly nowUs?: TimeUs
}

/** Signs a payload as the key's owner would: text for the `signature` parameter, not yet percent-encoded. */
export const signatureOf = (held: HeldKey, payload: string): string => {
  if (held.privateKey) return signBytes(held.key.credential.kind === 'ed25519' ? null : 'sha256', Buffer.from(payload), held.privateKey).toString('base64')
  return createHmac('sha256', held.secret ?? '').update(payload).digest('hex')
}

/** An authority and a gate over a store in memory. */
export class GateScene {
  readonly store = new MemoryKeyStore()
  readonly accounts = new Map<number, Account>([MAIN, SUB, NEWCOMER].map((one) => [one.id, one]))
  /** The policy of every account here; change its fields as a test needs it. */
  policy: AccountPolicy = DEFAULT_POLICY
  readonly sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes)
  readonly directory = new KeyDirectory({ sealer: this.sealer })
  readonly authority: Authority
  readonly gate: Gate
  #ids = 0

  constructor({ rateLimits, formerProcessEndedByUs = null, rows = ROWS, calendar }: { calendar?: { readonly offsetUs: number }; rateLimits?: RateLimitSettings | 'off'; formerProcessEndedByUs?: TimeUs | null; rows?: readonly EndpointShape[] } = {}) {
    const accounts = { byId: (id: number) => this.accounts.get(id) }
    this.authority = new Authority({ store: this.store, directory: this.directory, sealer: this.sealer, accounts, policyOf: () => this.policy, randomBytes, newKeyId: () => apiKeyId(`k_${this.#ids += 1}`) })
    this.gate = createGate({ endpoints: rows, keys: this.directory, accounts, policyOf: () => this.policy, formerProcessEndedByUs, ...(calendar && { calendar }), payToll: (key, isStillHeld, { address, nowUs }) => this.authority.payToll(key.id, isStillHeld, { actor: `key:${key.id}`, source: address, nowUs }), ...(rateLimits !== undefined && { rateLimits }) })
  }

  async key(wish: Partial<NewKey> = {}, nowUs: TimeUs = NOON, privateKey?: KeyObject): Promise<HeldKey> {
    const created = await this.authority.create({
      accountId: MAIN.id, environment: 'live', label: `bot ${this.store.keys.size + 1}`, kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: [HOME] }, ...wish,
    }, anAct(nowUs))
    if (!created.ok) throw new Error(created.violations.map(({ text }) => text).join(' '))
    return { key: created.key, secret: created.secret, privateKey }
  }

  request(held: HeldKey | null, wish: CallWish = {}): GateRequest {
    const nowUs = wish.nowUs ?? NOON + SECOND
    const timestamp = wish.timestamp === undefined ? Math.floor(nowUs / 1_000) : wish.timestamp
    const parts = [wish.parameters ?? '', timestamp === null ? '' : `timestamp=${timestamp}`].filter((part) => part !== '')
    const payload = held ? parts.join('&') : wish.parameters ?? ''
    const signature = wish.signature === undefined ? (held ? encodeURIComponent(signatureOf(held, payload)) : null) : wish.signature
    const sent = signature === null ? payload : `${payload}${payload === '' ? '' : '&'}signature=${signature}`
    return {
      id: requestId(`r_${this.#ids += 1}`), receivedAtUs: nowUs, environment: wish.environment ?? 'live', method: wish.method ?? 'GET', path: wish.path ?? '/api/v3/account',
      query: wish.inBody ? '' : sent, body: wish.inBody ? sent : '', apiKey: 'apiKey' in wish ? wish.apiKey : held?.key.text, address: wish.address ?? HOME,
    }
  }

  /** Decides one call; the gate decides at once as long as signatures are verified here. */
  admit(request: GateRequest): Decision {
    const decision = this.gate.admit(request)
    if (decision instanceof Promise) throw new Error('the gate took its time')
    return decision
  }

  call(held: HeldKey | null, wish: CallWish = {}): Decision {
    return this.admit(this.request(held, wish))
  }

  /** `admitted`, or the reason why not. */
  outcome(held: HeldKey | null, wish: CallWish = {}): string {
    return outcomeOf(this.call(held, wish))
  }
}

export const outcomeOf = (decision: Decision): string => decision.admitted ? 'admitted' : decision.refusal.reason
