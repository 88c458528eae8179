import type { AllowList } from '../../authority/api-key.ts'
import type { Environment } from '../../environment.ts'
import type { Permission } from '../../permission.ts'
import type { OrderPlace } from '../open-orders.ts'

/** What a lockdown found and did, in a form that can be sent to support: no secret is in it. Times are ISO 8601 in UTC. */
export interface IncidentReport {
  readonly version: 1
  readonly id: string
  readonly account: { readonly id: number; readonly email: string }
  readonly askedBy: string
  readonly beganAt: string
  readonly closedAt: string
  /** What happened from here on is told. */
  readonly since: string
  /** What was seen from here until `since` counts as usual. */
  readonly usualSince: string
  readonly keys: readonly ReportedKey[]
  readonly done: {
    readonly way: 'disable' | 'delete'
    readonly withdrawalsLockedUntil: string
    readonly onlyAddressBook: true
    readonly ordersCancelled: number
    /** The same by environment and product; products without any are left out. */
    readonly cancelled: CancelledOrders
    /** Orders that the venue would not cancel. */
    readonly ordersLeft: number
    readonly sessionsEnded: number
    readonly tokensEnded: number
    readonly peopleToRenew: number
  }
  readonly calls: readonly ReportedCalls[]
  readonly orders: readonly ReportedOrder[]
  readonly fills: readonly ReportedFill[]
  readonly withdrawals: readonly ReportedWithdrawal[]
  /** What does not look like before, a sentence each. */
  readonly deviations: readonly string[]
  /** How many rows were left out of each list because it is long. */
  readonly leftOut: { readonly calls: number; readonly orders: number; readonly fills: number }
}

export type CancelledOrders = readonly { readonly environment: Environment; readonly place: OrderPlace; readonly orders: number }[]

export interface ReportedKey {
  readonly id: string
  /** The beginning of its text; the key itself is not needed to be sure which one is meant. */
  readonly apiKeyBegins: string
  readonly label: string
  readonly environment: Environment
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
  readonly createdAt: string
  readonly wasOpen: boolean
  readonly isOpen: boolean
  readonly sentence: string
}

export interface ReportedCalls {
  readonly key: string
  readonly address: string
  readonly endpoint: string
  readonly calls: number
  readonly refused: number
  readonly first: string
  readonly last: string
  readonly isNewAddress: boolean
  readonly isNewEndpoint: boolean
}

/** Where it was traded. A margin account is told apart from spot: what is new to one is not to the other. */
interface Traded { readonly environment: Environment; readonly place: OrderPlace; readonly symbol: string; readonly at: string; /** Nothing of this symbol was ordered there in the time that counts as usual. */ readonly isNewSymbol: boolean }
export interface ReportedOrder extends Traded { readonly orderId: number; readonly side: string; readonly type: string; readonly price: string; readonly quantity: string; readonly filled: string; readonly status: string }
export interface ReportedFill extends Traded { readonly tradeId: number; readonly orderId: number; readonly side: string; readonly price: string; readonly quantity: string; readonly quote: string }
export interface ReportedWithdrawal { readonly id: string; readonly coin: string; readonly network: string; readonly address: string; readonly tag: string; readonly amount: string; readonly state: string; readonly at: string; readonly isNewAddress: boolean }
