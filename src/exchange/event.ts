import type { AccountId } from '../ids.ts'
import type { Amount, Price, Quantity } from '../money.ts'
import type { TimeUs } from '../time.ts'
import type { MarginWalletName } from './command.ts'
import type { MarginStatus } from './margin/margin-records.ts'
import type { Transfer } from './transfers/transfer.ts'
import type { Deposit, Withdrawal } from './wallet/transfer-record.ts'
import type { FuturesEvent } from './futures/futures-event.ts'
import type { Fill, Order, OrderList, PreventedMatch, Trade } from './order.ts'
import type { Rejection } from './rejection.ts'
import type { Side } from './symbol.ts'
import type { WalletName } from './wallet-name.ts'

export type ExecutionType = 'NEW' | 'CANCELED' | 'REPLACED' | 'TRADE' | 'EXPIRED' | 'TRADE_PREVENTION'

/**
 * What a command did, in order. Streams, statistics and answers are made from these, never from guesses about state.
 * `order` is a copy as the order stood at that moment.
 */
export type ExchangeEvent =
  | { readonly kind: 'order'; readonly execution: ExecutionType; readonly executionId: number; readonly order: Order; readonly fill: Fill | null; readonly preventedMatch: PreventedMatch | null }
  | { readonly kind: 'trade'; readonly trade: Trade; readonly buyerOrderId: number; readonly sellerOrderId: number }
  | { readonly kind: 'depth'; readonly symbol: string; readonly side: Side; readonly price: Price; /** What now stands at the price; 0 = level gone. */ readonly quantity: Quantity; readonly updateId: number }
  | { readonly kind: 'orderList'; readonly list: OrderList }
  | { readonly kind: 'balance'; readonly accountId: AccountId; readonly wallet: WalletName; readonly asset: string; readonly free: Amount; readonly locked: Amount }
  | { readonly kind: 'deposit'; readonly deposit: Deposit }
  | { readonly kind: 'withdrawal'; readonly withdrawal: Withdrawal }
  /** What a margin wallet owes of an asset now, and what made it so. */
  | { readonly kind: 'liability'; readonly accountId: AccountId; readonly wallet: MarginWalletName; readonly asset: string; readonly principal: Amount; readonly interest: Amount; readonly change: 'borrow' | 'repay' | 'interest'; readonly amount: Amount }
  /** A margin account crossed a bar; `level` is what it has ÷ what it owes, in 10⁻⁸. */
  | { readonly kind: 'marginLevel'; readonly accountId: AccountId; readonly wallet: MarginWalletName; readonly level: bigint; readonly status: MarginStatus }
  | { readonly kind: 'transfer'; readonly transfer: Transfer }
  | { readonly kind: 'futures'; readonly event: FuturesEvent }

/** What the engine answers to a command, at once. */
export type Outcome =
  | { readonly ok: true; readonly events: readonly ExchangeEvent[]; readonly timeUs: TimeUs; /** cancelReplace: what became of each half, when one failed. */ readonly partial?: CancelReplaceOutcome }
  | { readonly ok: false; readonly rejection: Rejection; readonly partial?: CancelReplaceOutcome }

export interface CancelReplaceOutcome {
  readonly cancel: 'SUCCESS' | 'FAILURE'
  readonly cancelRejection: Rejection | null
  readonly place: 'SUCCESS' | 'FAILURE' | 'NOT_ATTEMPTED'
  readonly placeRejection: Rejection | null
}
