import type { AccountId } from '../../ids.ts'
import type { Amount, Price, Quantity } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { Trade } from '../order.ts'
import type { Side } from '../symbol.ts'
import type { AlgoOrder, AutoClose, FuturesFill, FuturesOrder, MarginType, PositionSide } from './futures-order.ts'

export type FuturesExecution = 'NEW' | 'CANCELED' | 'CALCULATED' | 'EXPIRED' | 'TRADE' | 'AMENDMENT'
export type AccountUpdateReason = 'ORDER' | 'FUNDING_FEE' | 'DEPOSIT' | 'WITHDRAW' | 'MARGIN_TRANSFER' | 'MARGIN_TYPE_CHANGE' | 'INSURANCE_CLEAR' | 'COIN_SWAP_WITHDRAW' | 'COIN_SWAP_DEPOSIT'

export interface BalanceUpdate {
  readonly asset: string
  readonly walletBalance: Amount
  readonly crossWallet: Amount
  /** Without what commission and realized profit changed, as the wire has it. */
  readonly change: Amount
}

export interface PositionUpdate {
  readonly symbol: string
  readonly positionSide: PositionSide
  readonly quantity: Quantity
  readonly entryPrice: Price
  readonly breakEvenPrice: Price
  readonly closedProfit: Amount
  readonly unrealized: Amount
  readonly marginType: MarginType
  readonly isolatedWallet: Amount
  readonly maintenanceMargin: Amount
  readonly markPrice: Price
}

/** What happened in the futures room. Orders, algo orders and positions are copies as they stood at that moment. */
export type FuturesEvent =
  | { readonly what: 'order'; readonly execution: FuturesExecution; readonly order: FuturesOrder; readonly fill: FuturesFill | null }
  | { readonly what: 'trade'; readonly trade: Trade }
  | { readonly what: 'depth'; readonly symbol: string; readonly side: Side; readonly price: Price; readonly quantity: Quantity; readonly updateId: number }
  | { readonly what: 'account'; readonly accountId: AccountId; readonly reason: AccountUpdateReason; readonly balances: readonly BalanceUpdate[]; readonly positions: readonly PositionUpdate[] }
  | { readonly what: 'leverage'; readonly accountId: AccountId; readonly symbol: string; readonly leverage: number }
  | { readonly what: 'multiAssets'; readonly accountId: AccountId; readonly isMultiAssets: boolean }
  | { readonly what: 'algo'; readonly algo: AlgoOrder }
  | { readonly what: 'marginCall'; readonly accountId: AccountId; readonly crossWallet: Amount; readonly positions: readonly PositionUpdate[] }
  | { readonly what: 'forcedOrder'; readonly order: FuturesOrder; readonly autoClose: AutoClose }
  | { readonly what: 'mark'; readonly symbol: string; readonly markPrice: Price; readonly indexPrice: Price; readonly rate: bigint; readonly nextFundingUs: TimeUs }
  | { readonly what: 'contract'; readonly symbol: string }
