import type { Account } from '../../src/accounts/account.ts'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { PLAIN_LIFE } from '../../src/authority/key-life.ts'
import { makeKeyText } from '../../src/authority/key-text.ts'
import { findEndpoint } from '../../src/binance/endpoint-table.ts'
import type { Answer, Call, Services } from '../../src/binance/endpoint.ts'
import { ListenTokens } from '../../src/binance/listen-tokens.ts'
import { ListenKeys } from '../../src/binance/listen-keys.ts'
import { faultAnswer } from '../../src/binance/errors.ts'
import type { Venue } from '../../src/exchange/venue.ts'
import type { RawParameters } from '../../src/gate/raw-parameters.ts'
import { accountId, apiKeyId, requestId } from '../../src/ids.ts'
import { ALL_PERMISSIONS, type Permission, permissionBits } from '../../src/permission.ts'
import { SECOND, type TimeUs } from '../../src/time.ts'
import { moneyOutOver, type MoneyOutScene } from './memory-money-out.ts'
import { type SubAccountScene, subAccountsOver } from './memory-sub-accounts.ts'

/** Parameters of a call; an array is a name that is sent several times. */
export type CallParameters = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** What a client would see of an answer, without HTTP. */
export interface Seen { readonly status: number; readonly body: unknown }

export const rawParameters = (parameters: CallParameters): RawParameters => {
  const values = new Map(Object.entries(parameters).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : [String(value)]]))
  return {
    get: (name) => values.get(name)?.[0],
    has: (name) => values.has(name),
    getAll: (name) => values.get(name) ?? [],
    isInBody: (name) => values.has(name),
    names: () => [...values.keys()],
  }
}

export const anAccount = (id: number, further: Partial<Account> = {}): Account => ({
  id: accountId(id), email: `account${id}@example.com`, parentId: null, label: `account ${id}`, createdAtUs: 0,
  products: { margin: true, futures: true }, isApiAccessEnabled: true, ...further,
})

export const aKey = (account: Account, further: Partial<ApiKey> = {}): ApiKey => ({
  id: apiKeyId(`k_${account.id}`), text: makeKeyText((length) => Buffer.from(String(account.id).padStart(length, '0'))), accountId: account.id, environment: 'live', label: 'test',
  credential: { kind: 'ed25519', publicKey: new Uint8Array() }, permissions: ALL_PERMISSIONS, allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, guardRails: {},
  isEnabled: true, deletedAtUs: null, createdAtUs: 0, changedAtUs: 0, expiresAtUs: null, tradingLapsesAtUs: null, replayGuard: false, life: PLAIN_LIFE, holderId: null, boundTo: null, ...further,
})

export const rights = (...permissions: readonly Permission[]): number => permissionBits(permissions)

export interface CallerWish {
  readonly account?: Account
  readonly key?: ApiKey
  readonly nowUs?: TimeUs
  /** False: the recvWindow is over when the venue is reached. */
  readonly isInTime?: boolean
}

/** Services over a venue, with ids that count instead of being random. */
export const servicesOver = (venue: Venue, known: readonly Account[] = [], { moneyOut }: Pick<MoneyOutScene, 'moneyOut'> = moneyOutOver({ nowUs: () => venue.nowUs() }), { subAccounts, specialKeys, accounts }: Pick<SubAccountScene, 'subAccounts' | 'specialKeys' | 'accounts'> = subAccountsOver(known, venue)): Services => {
  let made = 0
  return {
    venue,
    accounts,
    moneyOut,
    subAccounts, specialKeys,
    keys: { byText: () => undefined, lastUse: () => Promise.resolve(undefined) },
    limits: { isOn: false, requestWeightPerMinute: 6000, rawRequestsPer5Minutes: 300_000, ordersPer10Seconds: 100, ordersPerDay: 200_000 },
    listenTokens: new ListenTokens(() => String(++made).padStart(64, 'T')),
    listenKeys: new ListenKeys(() => String(++made).padStart(64, 'L')),
    randomText: (length) => String(++made).padStart(length, 'x'),
  }
}

/** Calls rows of the endpoint table as if the gate had admitted the caller: parameters are parsed, the handler is asked, its answer becomes JSON. */
export const rowCaller = (services: Services, wish: CallerWish = {}) => async (method: string, path: string, parameters: CallParameters = {}): Promise<Seen> => {
  const row = findEndpoint(method, path)
  if (!row) throw new Error(`no such endpoint: ${method} ${path}`)
  const raw = rawParameters(parameters)
  const parsed = row.parseParameters(raw)
  if (!parsed.ok) return seen(faultAnswer(parsed.fault, row.family))
  const account = wish.account ?? anAccount(100_001)
  const nowUs = wish.nowUs ?? services.venue.nowUs()
  const call: Call<unknown> = {
    requestId: requestId('r_test'), parameters: parsed.value, raw, caller: { account, key: wish.key ?? aKey(account) }, address: '127.0.0.1',
    receivedAtUs: nowUs, nowUs: () => nowUs, isInTime: () => wish.isInTime ?? true, timeUnit: 'MILLISECOND', services,
    get session(): never { throw new Error('this call came over no socket') },
  }
  // The row's own parser made what its handler takes; the table's type has forgotten that.
  const answer = await row.answer(call as Call<never>)
  await services.venue.settled()
  return seen(answer)
}

const seen = (answer: Answer): Seen =>
  answer.ok
    ? { status: 200, body: JSON.parse(JSON.stringify(answer.body)) }
    : { status: answer.status, body: { code: answer.code, msg: answer.message, ...(answer.data !== undefined && { data: JSON.parse(JSON.stringify(answer.data)) as unknown }) } }

/** A clock that stands until it is told to go on. */
export class TestClock {
  #nowUs: TimeUs

  constructor(nowUs: TimeUs) {
    this.#nowUs = nowUs
  }

  nowUs(): TimeUs {
    return this.#nowUs
  }

  advance(byUs: TimeUs = SECOND): void {
    this.#nowUs += byUs
  }
}
