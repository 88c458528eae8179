import type { AccountId } from '../../ids.ts'
import type { Amount, Price, Quantity } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { MarginWalletName } from '../command.ts'
import type { Side } from '../symbol.ts'

export interface Loan {
  readonly principal: Amount
  /** Charged and not paid yet. */
  readonly interest: Amount
}

export type MarginStatus = 'excessive' | 'normal' | 'marginCall' | 'preLiquidation' | 'forceLiquidation'

/** One borrowing or repayment. `amount` is both parts together. */
export interface LoanRecord {
  readonly id: number
  readonly kind: 'borrow' | 'repay'
  /** Set off by an order, or by a liquidation. */
  readonly isAuto: boolean
  readonly wallet: MarginWalletName
  readonly asset: string
  readonly amount: Amount
  readonly principal: Amount
  readonly interest: Amount
  readonly timeUs: TimeUs
}

/** Interest that was charged: at borrowing, and at the beginning of each further hour; hours that the venue missed are one record. */
export interface InterestRecord {
  readonly id: number
  readonly kind: 'onBorrow' | 'periodic'
  readonly wallet: MarginWalletName
  readonly asset: string
  readonly principal: Amount
  readonly interest: Amount
  readonly dailyRate: bigint
  readonly timeUs: TimeUs
}

/** An order by which the venue sold for an account that could not pay. */
export interface LiquidationRecord {
  readonly wallet: MarginWalletName
  readonly orderId: number
  readonly symbol: string
  readonly side: Side
  readonly quantity: Quantity
  readonly filledQuantity: Quantity
  readonly averagePrice: Price
  readonly timeUs: TimeUs
}

/** A small liability that was repaid with dollars of the account. */
export interface LiabilityExchange {
  readonly id: number
  readonly asset: string
  readonly amount: Amount
  readonly paidAsset: string
  readonly paid: Amount
  readonly timeUs: TimeUs
}

/** One asset of a margin account. */
export interface MarginBalance extends Loan {
  readonly asset: string
  readonly free: Amount
  readonly locked: Amount
}

/** A margin account as anybody outside may see it. */
export interface MarginAccountState {
  readonly accountId: AccountId
  readonly wallet: MarginWalletName
  readonly isEnabled: boolean
  readonly leverage: number
  /** Every asset that it holds, held or owes, by name. */
  readonly balances: readonly MarginBalance[]
  /** What it has ÷ what it owes, cut to 10⁻⁸; 999 where it owes nothing. */
  readonly level: bigint
  readonly status: MarginStatus
}
