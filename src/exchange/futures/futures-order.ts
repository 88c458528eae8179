import type { AccountId } from '../../ids.ts'
import type { Amount, Price, Quantity } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { Side } from '../symbol.ts'

export const POSITION_SIDES = ['BOTH', 'LONG', 'SHORT'] as const
export type PositionSide = (typeof POSITION_SIDES)[number]
export const ALGO_TYPES = ['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'] as const
export type AlgoType = (typeof ALGO_TYPES)[number]
export const FUTURES_ORDER_TYPES = ['LIMIT', 'MARKET', ...ALGO_TYPES] as const
export type FuturesOrderType = (typeof FUTURES_ORDER_TYPES)[number]
export const FUTURES_TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'] as const
export type FuturesTimeInForce = (typeof FUTURES_TIMES_IN_FORCE)[number]
export const PRICE_MATCHES = ['NONE', 'OPPONENT', 'OPPONENT_5', 'OPPONENT_10', 'OPPONENT_20', 'QUEUE', 'QUEUE_5', 'QUEUE_10', 'QUEUE_20'] as const
export type PriceMatch = (typeof PRICE_MATCHES)[number]
export const FUTURES_STP_MODES = ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH'] as const
export type FuturesStpMode = (typeof FUTURES_STP_MODES)[number]
export const WORKING_TYPES = ['MARK_PRICE', 'CONTRACT_PRICE'] as const
export type WorkingType = (typeof WORKING_TYPES)[number]
export const MARGIN_TYPES = ['CROSSED', 'ISOLATED'] as const
export type MarginType = (typeof MARGIN_TYPES)[number]

export type FuturesOrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH'
/** Why the venue itself placed an order. */
export type AutoClose = 'LIQUIDATION' | 'ADL'

/** What an order asks for. Shapes that no order type allows are refused before a command is made. */
export interface FuturesOrderRequest {
  readonly side: Side
  readonly positionSide: PositionSide
  readonly type: 'LIMIT' | 'MARKET'
  readonly timeInForce: FuturesTimeInForce
  readonly quantity: Quantity
  readonly price?: Price
  readonly reduceOnly: boolean
  readonly clientOrderId: string
  readonly priceMatch: PriceMatch
  readonly selfTradePrevention: FuturesStpMode
  readonly goodTillUs?: TimeUs
}

export interface AlgoOrderRequest extends Omit<FuturesOrderRequest, 'type' | 'clientOrderId'> {
  readonly type: AlgoType
  readonly clientAlgoId: string
  readonly triggerPrice?: Price
  readonly activationPrice?: Price
  /** In 10⁻⁸: 0.01 is one per cent. */
  readonly callbackPart?: Amount
  readonly workingType: WorkingType
  readonly priceProtect: boolean
  readonly closePosition: boolean
}

/** An order as anybody outside the engine may see it. */
export interface FuturesOrder {
  readonly id: number
  readonly accountId: AccountId
  readonly symbol: string
  readonly clientOrderId: string
  readonly side: Side
  readonly positionSide: PositionSide
  readonly type: 'LIMIT' | 'MARKET'
  /** The conditional type it came from; its own where it came from none. */
  readonly originalType: FuturesOrderType
  readonly timeInForce: FuturesTimeInForce
  readonly price: Price
  readonly quantity: Quantity
  readonly filledQuantity: Quantity
  readonly filledQuote: Amount
  readonly reduceOnly: boolean
  readonly closePosition: boolean
  readonly triggerPrice: Price
  readonly workingType: WorkingType
  readonly priceProtect: boolean
  readonly priceMatch: PriceMatch
  readonly selfTradePrevention: FuturesStpMode
  /** 0 where it has none. */
  readonly goodTillUs: TimeUs
  readonly status: FuturesOrderStatus
  readonly createdAtUs: TimeUs
  readonly updatedAtUs: TimeUs
  readonly modifyCount: number
  readonly autoClose: AutoClose | null
  readonly algoId: number | null
}

export type AlgoStatus = 'NEW' | 'TRIGGERING' | 'TRIGGERED' | 'FINISHED' | 'CANCELED' | 'REJECTED' | 'EXPIRED'

export interface AlgoOrder {
  readonly id: number
  readonly accountId: AccountId
  readonly symbol: string
  readonly clientAlgoId: string
  readonly side: Side
  readonly positionSide: PositionSide
  readonly type: AlgoType
  readonly timeInForce: FuturesTimeInForce
  readonly quantity: Quantity
  readonly price: Price
  readonly triggerPrice: Price
  readonly activationPrice: Price
  readonly callbackPart: Amount
  readonly workingType: WorkingType
  readonly priceProtect: boolean
  readonly closePosition: boolean
  readonly reduceOnly: boolean
  readonly priceMatch: PriceMatch
  readonly selfTradePrevention: FuturesStpMode
  readonly goodTillUs: TimeUs
  readonly status: AlgoStatus
  readonly createdAtUs: TimeUs
  readonly updatedAtUs: TimeUs
  readonly triggeredAtUs: TimeUs
  /** The order it became; null before. */
  readonly orderId: number | null
  /** A trailing stop follows the price. */
  readonly isTracking: boolean
  readonly extreme: Price
  /** Why it could not become an order. */
  readonly rejectReason: string
}

/** One side of one trade, as its owner sees it. */
export interface FuturesFill {
  readonly tradeId: number
  readonly orderId: number
  readonly accountId: AccountId
  readonly symbol: string
  readonly side: Side
  readonly positionSide: PositionSide
  readonly price: Price
  readonly quantity: Quantity
  readonly quote: Amount
  readonly realizedProfit: Amount
  readonly commission: Amount
  readonly commissionAsset: string
  readonly timeUs: TimeUs
  readonly isMaker: boolean
}

export interface FuturesPosition {
  readonly accountId: AccountId
  readonly symbol: string
  readonly positionSide: PositionSide
  /** Below zero for a short. */
  readonly quantity: Quantity
  /** What was paid for it, with the sign of the quantity; the entry price is one divided by the other. */
  readonly cost: Amount
  /** Profit and fees that were taken since it was opened: what the break-even price adds. */
  readonly realized: Amount
  /** What was won and lost by closing on this side of the contract, ever, before fees. */
  readonly closedProfit: Amount
  /** The part of the wallet that stands behind an isolated position. */
  readonly isolatedWallet: Amount
  readonly updatedAtUs: TimeUs
}

export type IncomeType = 'TRANSFER' | 'REALIZED_PNL' | 'FUNDING_FEE' | 'COMMISSION' | 'INSURANCE_CLEAR' | 'COIN_SWAP_WITHDRAW' | 'COIN_SWAP_DEPOSIT'

export interface Income {
  readonly id: number
  readonly accountId: AccountId
  readonly symbol: string
  readonly type: IncomeType
  readonly asset: string
  readonly amount: Amount
  readonly timeUs: TimeUs
  readonly tradeId: number | null
}

export interface FuturesAmendment {
  readonly id: number
  readonly orderId: number
  readonly clientOrderId: string
  readonly symbol: string
  readonly priceBefore: Price
  readonly priceAfter: Price
  readonly quantityBefore: Quantity
  readonly quantityAfter: Quantity
  readonly count: number
  readonly timeUs: TimeUs
}

export interface MarginChange {
  readonly symbol: string
  readonly positionSide: PositionSide
  readonly type: 'ADD' | 'REDUCE'
  readonly amount: Amount
  readonly timeUs: TimeUs
}

export interface FundingRecord {
  readonly symbol: string
  readonly rate: bigint
  readonly markPrice: Price
  readonly timeUs: TimeUs
}
