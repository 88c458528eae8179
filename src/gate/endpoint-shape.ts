import type { Permission } from '../permission.ts'
import type { OrdersOf, WithdrawalOf } from './guard-rails/asked.ts'
import type { RawParameters } from './raw-parameters.ts'

export type SecurityType = 'NONE' | 'MARKET_DATA' | 'USER_STREAM' | 'USER_DATA' | 'TRADE' | 'MARGIN'

/** Which texts and codes a refusal takes; each family has its own. */
export type Family = 'api' | 'sapi' | 'fapi' | 'dapi'

/** All that the gate knows of an endpoint. The rows themselves stand in `binance/endpoints/`. */
export interface EndpointShape<Parameters = unknown> {
  /** `WS` is a message over a socket: its path is the socket's with the message's method behind. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'WS'
  readonly path: string
  /** Paths of messages over a socket that open the same row (`/ws-api/v3/order.place`). */
  readonly socketPaths?: readonly string[]
  /** Paths of an earlier version that open the same row: clients in use still call some of them. */
  readonly formerPaths?: readonly string[]
  readonly family: Family
  readonly security: SecurityType
  /** Signed rows carry timestamp and signature. */
  readonly isSigned: boolean
  /** The right the row needs: a permission, any valid key, or no key at all. */
  readonly permission: Permission | 'anyKey' | 'none'
  /** Rights that the parameters need besides (a borrowing order needs margin too). */
  readonly furtherPermissions?: (raw: RawParameters) => readonly Permission[]
  /** Only an account without a parent may call it, or only a sub-account. */
  readonly callers?: 'main' | 'sub'
  /** A product that must be opened on the account whatever the right (margin orders); not asked for on the testnet. */
  readonly product?: 'margin' | 'futures'
  /** A call of it acts on the margin wallet that a special key is bound to, and on nothing else of the account. Every other row refuses such keys. */
  readonly actsOnBoundWallet?: true
  /** What a call would place, for the limits of its key; see `mayPlaceOrders`. It is handed only what the row's own parseParameters made. */
  readonly orders?: OrdersOf<never>
  readonly withdrawal?: WithdrawalOf<never>
  /** A call of it is judged, and nothing is done. */
  readonly judgesOnly?: true
  readonly weight: Weight
  /** Parameter names that may legally be repeated (`asset=A&asset=B`). */
  readonly repeatable?: ReadonlySet<string>
  /** @param isMessage whether they came as a message over a socket, where the key is one of them */
  readonly parseParameters: (raw: RawParameters, isMessage?: boolean) => { readonly ok: true; readonly value: Parameters } | { readonly ok: false; readonly fault: ParameterFault }
}

export interface Weight {
  readonly of: number | ((raw: RawParameters) => number)
  /** What is counted against: the caller's address or the account; `sapi` rows have a budget of their own each. */
  readonly scope: 'address' | 'account'
  /** Limit that differs from the family's, and its window. Rows by address that name one and the same object share its budget. */
  readonly limit?: { readonly limit: number; readonly windowMs: number }
  /** Successful order calls cost nothing (since 2026-04-02). */
  readonly isFreeOnSuccess?: boolean
}

/** Why parameters were refused; `binance/errors.ts` gives each its code and text. */
export type ParameterFault =
  | { readonly fault: 'missing'; readonly name: string }
  | { readonly fault: 'oneOfMissing'; readonly names: readonly [string, string] }
  | { readonly fault: 'illegalCharacters'; readonly name: string; readonly legal: string }
  | { readonly fault: 'empty'; readonly name: string }
  | { readonly fault: 'notRequired'; readonly name: string }
  | { readonly fault: 'tooPrecise'; readonly name: string }
  | { readonly fault: 'overflow'; readonly name: string }
  | { readonly fault: 'tooGreat'; readonly name: string; readonly limit: string }
  | { readonly fault: 'unread'; readonly read: number; readonly sent: number }
  | { readonly fault: 'coded'; readonly code: number; readonly message: string; readonly status?: number }

const TRADING: readonly EndpointShape['permission'][] = ['spotAndMarginTrading', 'futures', 'vanillaOptions', 'portfolioMargin', 'fixTrade']

/** Whether a call of the row may place orders, by its right and method: then it must tell which. Cancelling is always allowed, and so is reading. */
export const mayPlaceOrders = ({ method, security, permission }: Pick<EndpointShape, 'method' | 'security' | 'permission'>): boolean =>
  method !== 'GET' && method !== 'DELETE' && (security === 'TRADE' || TRADING.includes(permission))
