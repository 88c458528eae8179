import type { AccountId } from '../ids.ts'
import type { Amount, Price, Quantity } from '../money.ts'
import type { TimeUs } from '../time.ts'
import type { OrderType, PegPriceType, SelfTradePreventionMode, Side, TimeInForce } from './symbol.ts'
import type { WalletName } from './wallet-name.ts'

export type OrderStatus =
  | 'NEW' | 'PENDING_NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'REJECTED' | 'EXPIRED' | 'EXPIRED_IN_MATCH'

export type ExpiryReason =
  | 'NONE' | 'REJECTED' | 'EXCHANGE_CANCELED' | 'OCO_TRIGGER' | 'OTO_PHASE_ONE_EXPIRED'
  | 'UNFILLED_IOC_QUANTITY_EXPIRED' | 'UNFILLED_FOK_ORDER_EXPIRED' | 'INSUFFICIENT_LIQUIDITY' | 'EXECUTION_RULE_PRICE_RANGE_EXCEEDED'

/** Where an order that is routed was last placed or executed: on the books of all markets, or on that of its own. */
export type WorkingFloor = 'SOR' | 'EXCHANGE'

/** An order as anybody outside the engine may see it. 0n / null stand where the order has no such value. */
export interface Order {
  readonly id: number
  readonly accountId: AccountId
  /** The wallet that pays and is paid: spot, or one of the margin wallets. */
  readonly wallet: WalletName
  readonly symbol: string
  readonly clientOrderId: string
  /** Client order id that a later cancel or amend replaced; '' where none did. */
  readonly originalClientOrderId: string
  readonly listId: number | null
  readonly side: Side
  readonly type: OrderType
  readonly timeInForce: TimeInForce
  /** As it was given; what a pegged order works at is told by `peg`. */
  readonly price: Price
  readonly peg: OrderPeg | null
  readonly quantity: Quantity
  /** MARKET by value: what the order was told to spend or to earn. */
  readonly quoteQuantity: Amount
  readonly stopPrice: Price
  readonly trailingDeltaBips: number
  /** When the trailing stop began to track; null until then. */
  readonly trailingSinceUs: TimeUs | null
  readonly icebergQuantity: Quantity
  readonly selfTradePrevention: SelfTradePreventionMode
  readonly strategyId: number | null
  readonly strategyType: number | null
  readonly status: OrderStatus
  readonly filledQuantity: Quantity
  readonly filledQuote: Amount
  readonly preventedQuantity: Quantity
  readonly preventedMatchId: number | null
  readonly createdAtUs: TimeUs
  readonly updatedAtUs: TimeUs
  /** When it entered the book; null while it waits for a trigger or a working order. */
  readonly workingSinceUs: TimeUs | null
  readonly expiryReason: ExpiryReason
  /** Null of an order that is not routed. */
  readonly workingFloor: WorkingFloor | null
}

/** How the price of a pegged order is found, and what it came to. */
export interface OrderPeg {
  readonly priceType: PegPriceType
  /** Null where no offset was asked for. */
  readonly offsetLevels: number | null
  /** Null until the order enters the book. */
  readonly price: Price | null
}

/** One side of one trade, as its owner sees it. */
export interface Fill {
  /** -1 of an allocation. */
  readonly tradeId: number
  /** A routed order does not trade itself while it takes: what the router traded for it is allocated to it. Null of a trade. */
  readonly allocationId: number | null
  readonly orderId: number
  readonly listId: number | null
  readonly accountId: AccountId
  readonly symbol: string
  readonly price: Price
  readonly quantity: Quantity
  readonly quote: Amount
  readonly commission: Amount
  readonly commissionAsset: string
  readonly timeUs: TimeUs
  readonly isBuyer: boolean
  readonly isMaker: boolean
}

/** One trade, as the market sees it. */
export interface Trade {
  readonly id: number
  readonly symbol: string
  readonly price: Price
  readonly quantity: Quantity
  readonly quote: Amount
  readonly timeUs: TimeUs
  /** True where the buyer's order stood in the book first. */
  readonly isBuyerMaker: boolean
}

export interface PreventedMatch {
  readonly symbol: string
  readonly preventedMatchId: number
  readonly takerOrderId: number
  readonly makerOrderId: number
  readonly makerSymbol: string
  readonly takerAccountId: AccountId
  readonly makerAccountId: AccountId
  readonly tradeGroupId: number
  readonly selfTradePrevention: SelfTradePreventionMode
  readonly price: Price
  readonly takerPreventedQuantity: Quantity
  readonly makerPreventedQuantity: Quantity
  readonly timeUs: TimeUs
}

/** One reduction of a resting order that kept its place in the queue. */
export interface Amendment {
  readonly symbol: string
  readonly orderId: number
  readonly executionId: number
  readonly originalClientOrderId: string
  readonly newClientOrderId: string
  readonly originalQuantity: Quantity
  readonly newQuantity: Quantity
  readonly timeUs: TimeUs
}

export interface OrderList {
  readonly id: number
  readonly accountId: AccountId
  readonly wallet: WalletName
  readonly symbol: string
  readonly clientListId: string
  readonly contingency: 'OCO' | 'OTO'
  readonly statusType: 'RESPONSE' | 'EXEC_STARTED' | 'UPDATED' | 'ALL_DONE'
  readonly orderStatus: 'EXECUTING' | 'ALL_DONE' | 'REJECT'
  readonly updatedAtUs: TimeUs
  readonly orderIds: readonly number[]
}
