import type { Side } from '../../authority/guard-rails.ts'
import type { AccountId } from '../../ids.ts'
import type { Amount, Price, Quantity } from '../../money.ts'
import type { RawParameters } from '../raw-parameters.ts'

/** An order that a call would place, as far as the limits of a key look at it. */
export interface GuardedOrder {
  readonly market: 'spot' | 'futures'
  readonly symbol: string
  readonly side: Side
  readonly type: string
  readonly quantity?: Quantity | undefined
  /** What the order spends or brings in, where it names that instead. */
  readonly quoteQuantity?: Amount | undefined
  /** Every price that the order names: its own, its trigger's, the one from which it trails. */
  readonly prices: readonly Price[]
  /** Its price is that of a level of the book, so many behind the best one of the bids or of the asks. */
  readonly follows?: { readonly side: 'bids' | 'asks'; readonly levelsBehindBest: number } | undefined
  readonly trailingBips?: number | undefined
  /** A conversion: what is given, whatever the market between the two. */
  readonly gives?: Holding
  /** And what it is to bring, where that is named before. */
  readonly gets?: Holding | undefined
  /** It is placed only once another of its symbol was cancelled, or is executed at once: it adds none to those that are open. */
  readonly addsNone?: boolean
  /** One of two of which one at most is executed. */
  readonly isOfPair?: boolean
}

export interface Holding {
  readonly asset: string
  readonly amount: Amount
}

export interface GuardedWithdrawal {
  readonly asset: string
  readonly amount: Amount
  readonly address: string
}

/**
 * How a row tells what a call would place: `none` where no call of it places an order, `untold` where the venue alone will know.
 * A row that could act and says nothing is refused to every key that has such limits.
 */
export type OrdersOf<Parameters> = 'none' | 'untold' | ((parameters: Parameters, about: About) => readonly GuardedOrder[])
export type WithdrawalOf<Parameters> = (parameters: Parameters) => GuardedWithdrawal

/** Whose call it is, and what the venue knows. */
export interface About {
  readonly accountId: AccountId
  readonly raw: RawParameters
  readonly facts: RailFacts
}

/** What limits are judged by: the venue at this moment. */
export interface RailFacts {
  /** The last price, of a contract the mark price; null where there is none. */
  price(order: GuardedOrder): Price | null
  /** The worst price at which the order would be executed now if it had none of its own; null where nothing stands against it. */
  reach(order: GuardedOrder): Price | null
  /** The price of the level that the order follows, as the book stands; null where there is no such level. */
  followed(order: GuardedOrder): Price | null
  /** In the reference asset; null where no market tells. */
  worth(asset: string, amount: Amount): Amount | null
  quoteAssetOf(order: GuardedOrder): string | undefined
  /** Orders of the account in the symbol, whichever wallet and whoever placed them. */
  openOrders(accountId: AccountId, order: GuardedOrder): number
  /** The market between two assets, whichever of them is its base. */
  marketOf(one: string, other: string): { readonly symbol: string; readonly baseAsset: string } | undefined
  conversion(accountId: AccountId, quoteId: string): { readonly fromAsset: string; readonly toAsset: string; readonly fromAmount: Amount; readonly toAmount: Amount } | undefined
  free(accountId: AccountId, asset: string): Amount
}
