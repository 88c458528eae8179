import type { Account } from '../accounts/account.ts'
import type { ApiKey } from '../authority/api-key.ts'
import type { LastUse } from '../authority/key-store.ts'
import type { Venue } from '../exchange/venue.ts'
import type { EndpointShape, Family, ParameterFault, SecurityType, Weight } from '../gate/endpoint-shape.ts'
import type { Caller } from '../gate/gate.ts'
import type { OrdersOf, WithdrawalOf } from '../gate/guard-rails/asked.ts'
import type { RawParameters } from '../gate/raw-parameters.ts'
import type { WhyNot } from '../gate/trace.ts'
import type { AccountId, RequestId } from '../ids.ts'
import type { MoneyOut } from '../operations/money-out/money-out.ts'
import type { SpecialKeys } from '../operations/special-keys/special-keys.ts'
import type { SubAccountActs } from '../operations/sub-accounts/sub-account-acts.ts'
import type { Permission } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { SocketSession } from './socket-session.ts'
import type { TimeUnit } from './wire-time.ts'
import type { ListenKeys } from './listen-keys.ts'
import type { ListenTokens } from './listen-tokens.ts'
import { type ParameterSet, type ParametersOf, parseParameters } from './parameters.ts'

/** What a row's handler may use. Everything else is out of its reach. */
export interface Services {
  readonly venue: Venue
  readonly accounts: { byId(id: AccountId): Account | undefined; subAccountsOf(id: AccountId): readonly Account[] }
  readonly keys: { byText(text: string): ApiKey | undefined; lastUse(key: ApiKey): Promise<LastUse | undefined> }
  /** The rules by which money leaves: address book, lock, approval by several. */
  readonly moneyOut: MoneyOut
  /** What keys may do to sub-accounts and their keys. */
  readonly subAccounts: SubAccountActs
  /** What keys may do to the special keys of their account. */
  readonly specialKeys: SpecialKeys
  readonly limits: ServedLimits
  readonly listenKeys: ListenKeys
  readonly listenTokens: ListenTokens
  /** Random text over `[A-Za-z0-9]`, for ids that the caller did not choose. */
  randomText(length: number): string
}

/** The limits that are in force, as exchangeInfo tells them and as order rows check them. */
export interface ServedLimits {
  readonly isOn: boolean
  readonly requestWeightPerMinute: number
  readonly rawRequestsPer5Minutes: number
  readonly ordersPer10Seconds: number
  readonly ordersPerDay: number
}

/** One admitted call, as a handler sees it. */
export interface Call<Parameters> {
  readonly requestId: RequestId
  readonly parameters: Parameters
  readonly raw: RawParameters
  /** Of rows that need a key; reading it on another row throws. */
  readonly caller: Caller
  readonly address: string
  /** Wall time when the call came in. */
  readonly receivedAtUs: TimeUs
  /** Wall time now. */
  nowUs(): TimeUs
  /** False when the call waited until its recvWindow was over: asked just before a command is executed. */
  isInTime(): boolean
  readonly timeUnit: TimeUnit
  /** Of messages over a socket; reading it over HTTP throws. */
  readonly session: SocketSession
  readonly services: Services
}

/** What a handler answers: a JSON body with status 200, or an error of Binance's table. */
export type Answer = (
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly status: number; readonly code: number; readonly message: string; /** cancelReplace puts both halves here. */ readonly data?: unknown; /** For the trace alone. */ readonly why?: WhyNot }
) & {
  readonly headers?: readonly (readonly [string, string])[]
  /** Which of the orders (`orders`), or whether the withdrawal, was taken now, where that is not all of it in an answer that is ok, and nothing in one that is not. */
  readonly taken?: readonly boolean[]
}

export interface EndpointRow<Set extends ParameterSet = ParameterSet> {
  readonly method: EndpointShape['method']
  readonly path: string
  readonly security: SecurityType
  readonly permission: Permission | 'anyKey' | 'none'
  readonly weight: number | Weight | ((raw: RawParameters) => number)
  readonly parameters: Set
  /** What several parameters must be to each other: the first fault among them. */
  readonly check?: (parameters: ParametersOf<Set>) => ParameterFault | undefined
  /** Needed wherever a call can place an order (`mayPlaceOrders`): which, so that the limits of a key can be held. */
  readonly orders?: OrdersOf<ParametersOf<Set>>
  readonly withdrawal?: WithdrawalOf<ParametersOf<Set>>
  readonly judgesOnly?: true
  /** One line for the reference page. */
  readonly summary: string
  /** MARKET_DATA and some USER_STREAM rows need a key but no signature. Default: signed when the security type is USER_DATA, TRADE or MARGIN. */
  readonly isSigned?: boolean
  readonly furtherPermissions?: (raw: RawParameters) => readonly Permission[]
  readonly callers?: 'main' | 'sub'
  readonly actsOnBoundWallet?: true
  readonly repeatable?: readonly string[]
  readonly formerPaths?: readonly string[]
  /** Names by which a message over the family's socket API opens this row. */
  readonly socketMethods?: readonly string[]
  /** Answers in microseconds when X-MBX-TIME-UNIT asks for it: /api rows only. */
  readonly answer: (call: Call<ParametersOf<Set>>) => Answer | Promise<Answer>
}

/** A row, ready for gate and router. */
export interface Endpoint extends EndpointShape {
  /** Method and path, as the call log and the last use of a key name it. */
  readonly name: string
  /** The right whose use a call of it is; null where any key, or none, will do. */
  readonly usedPermission: Permission | null
  readonly summary: string
  readonly parameters: ParameterSet
  readonly answer: (call: Call<never>) => Answer | Promise<Answer>
}

/** Which of Binance's APIs a path belongs to, there or not: its errors are worded as that one words them. */
export const familyOf = (path: string): Family =>
  path.startsWith('/sapi/') ? 'sapi' : path.startsWith('/fapi/') || path.startsWith('/futures/') || path.startsWith('/ws-fapi/') ? 'fapi' : path.startsWith('/dapi/') ? 'dapi' : 'api'

/** Where each family's socket API stands. */
export const SOCKET_API_PATHS = { api: '/ws-api/v3', fapi: '/ws-fapi/v1' } as const satisfies Partial<Record<Family, string>>
export type SocketFamily = keyof typeof SOCKET_API_PATHS

const SIGNED: ReadonlySet<SecurityType> = new Set(['USER_DATA', 'TRADE', 'MARGIN'])

const socketApiPath = (family: Family): string => {
  if (family !== 'api' && family !== 'fapi') throw new Error(`${family} has no socket API`)
  return SOCKET_API_PATHS[family]
}

/** Makes a row of the endpoint table. */
export const endpoint = <Set extends ParameterSet>(row: EndpointRow<Set>): Endpoint => {
  const family = familyOf(row.path)
  const isSigned = row.isSigned ?? SIGNED.has(row.security)
  const weight: Weight = typeof row.weight === 'object' ? row.weight : { of: row.weight, scope: 'address' }
  return {
    name: `${row.method} ${row.path}`, usedPermission: row.permission === 'anyKey' || row.permission === 'none' ? null : row.permission,
    method: row.method, path: row.path, family, security: row.security, isSigned, permission: row.permission, weight,
    ...(row.furtherPermissions && { furtherPermissions: row.furtherPermissions }),
    ...(row.callers && { callers: row.callers }),
    ...(row.actsOnBoundWallet && { actsOnBoundWallet: row.actsOnBoundWallet }),
    ...(row.formerPaths && { formerPaths: row.formerPaths }),
    ...(row.socketMethods && { socketPaths: row.socketMethods.map((name) => `${socketApiPath(family)}/${name}`) }),
    ...(row.repeatable && { repeatable: new globalThis.Set(row.repeatable) }),
    ...(row.orders && { orders: row.orders }),
    ...(row.withdrawal && { withdrawal: row.withdrawal }),
    ...(row.judgesOnly && { judgesOnly: row.judgesOnly }),
    summary: row.summary, parameters: row.parameters,
    parseParameters: (raw, isMessage) => {
      const parsed = parseParameters(row.parameters, raw, { isSigned, refusesUnknown: family === 'api', passesEmptyWords: family === 'fapi', isMessage: isMessage === true })
      const fault = parsed.ok ? row.check?.(parsed.value) : undefined
      return fault ? { ok: false, fault } : parsed
    },
    // The gate hands a row only what the row's own parseParameters made.
    answer: row.answer as Endpoint['answer'],
  }
}
