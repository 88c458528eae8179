import type { Amount, Price, Quantity } from '../../money.ts'
import { notionalRoundedUp } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { OrderRequest } from '../command.ts'
import type { ExpiryReason, Order, OrderStatus, WorkingFloor } from '../order.ts'
import type { OrderType, PegPriceType, SelfTradePreventionMode, Side, TimeInForce } from '../symbol.ts'
import type { Desk } from './desk.ts'
import type { LiveList } from './live-list.ts'
import type { PriceLevel } from './order-book.ts'

/** An order inside the engine: what `Order` tells, and where it stands. Nothing outside this folder sees one. */
export class LiveOrder {
  readonly id: number
  readonly desk: Desk
  clientOrderId: string
  list: LiveList | null = null
  readonly isBuy: boolean
  readonly side: Side
  readonly type: OrderType
  readonly timeInForce: TimeInForce
  /** The limit that it works at; of a pegged order its bound until it enters the book. */
  price: Price
  peg: LivePeg | null
  /** Of a routed order. */
  workingFloor: WorkingFloor | null
  quantity: Quantity
  readonly quoteQuantity: Amount
  readonly stopPrice: Price
  readonly trailingDeltaBips: number
  readonly icebergQuantity: Quantity
  readonly selfTradePrevention: SelfTradePreventionMode
  readonly strategyId: number | null
  readonly strategyType: number | null
  status: OrderStatus
  filledQuantity: Quantity = 0n
  filledQuote: Amount = 0n
  preventedQuantity: Quantity = 0n
  preventedMatchId: number | null = null
  readonly createdAtUs: TimeUs
  updatedAtUs: TimeUs
  workingSinceUs: TimeUs | null = null
  expiryReason: ExpiryReason = 'NONE'

  /** quantity − filled − prevented: what may still be executed. */
  remaining: Quantity
  /** What the ledger holds for this order: quote for a BUY, base for a SELL. A pair's hold is kept by its list instead. */
  held: Amount = 0n
  /** The price a BUY is held at: its limit, else its stop, else the last price when it was placed. */
  holdPrice: Price
  amendCount = 0

  trailingSinceUs: TimeUs | null = null
  /** Highest (SELL) or lowest (BUY) trade price since tracking began. */
  trailingExtreme: Price = 0n

  /** What the book shows of it: all that remains, or an iceberg's slice. */
  visible: Quantity = 0n
  level: PriceLevel<LiveOrder> | null = null
  previousInLevel: LiveOrder | null = null
  nextInLevel: LiveOrder | null = null
  previousOpen: LiveOrder | null = null
  nextOpen: LiveOrder | null = null

  constructor(id: number, desk: Desk, request: OrderRequest, selfTradePrevention: SelfTradePreventionMode, status: OrderStatus, nowUs: TimeUs) {
    this.id = id
    this.desk = desk
    this.clientOrderId = request.clientOrderId
    this.isBuy = request.side === 'BUY'
    this.side = request.side
    this.type = request.type
    this.timeInForce = request.timeInForce
    this.price = request.price ?? 0n
    this.peg = request.peg === undefined ? null : { priceType: request.peg.priceType, offsetLevels: request.peg.offsetLevels ?? null, bound: this.price, isPriced: false }
    this.workingFloor = request.isRouted === true ? 'EXCHANGE' : null
    this.quantity = request.quantity ?? 0n
    this.quoteQuantity = request.quoteQuantity ?? 0n
    this.stopPrice = request.stopPrice ?? 0n
    this.trailingDeltaBips = request.trailingDeltaBips ?? 0
    this.icebergQuantity = request.icebergQuantity ?? 0n
    this.selfTradePrevention = selfTradePrevention
    this.strategyId = request.strategyId ?? null
    this.strategyType = request.strategyType ?? null
    this.status = status
    this.createdAtUs = nowUs
    this.updatedAtUs = nowUs
    this.remaining = this.quantity
    this.holdPrice = this.price
  }
}

/** What a pegged order follows. */
export interface LivePeg {
  readonly priceType: PegPriceType
  readonly offsetLevels: number | null
  /** The price that was given with it, 0 where none was: no worse one is taken. */
  readonly bound: Price
  /** The order has entered the book, and has its price. */
  isPriced: boolean
}

export const isOpen = (order: LiveOrder): boolean => order.status === 'NEW' || order.status === 'PARTIALLY_FILLED' || order.status === 'PENDING_NEW'

/** STOP_LOSS* and TAKE_PROFIT*. */
export const isAlgo = (type: OrderType): boolean => type !== 'LIMIT' && type !== 'LIMIT_MAKER' && type !== 'MARKET'

/** Types that execute at any price once they work. */
export const isMarketType = (type: OrderType): boolean => type === 'MARKET' || type === 'STOP_LOSS' || type === 'TAKE_PROFIT'

/** Triggers when the price rises to the stop price: a stop above the market. */
export const triggersAbove = (type: OrderType, side: Side): boolean => (type === 'STOP_LOSS' || type === 'STOP_LOSS_LIMIT') === (side === 'BUY')

/** What must be held for the rest of an order that rests or waits: quote for a BUY (rounded up), base for a SELL. */
export const needOf = (order: LiveOrder): Amount => (order.isBuy ? notionalRoundedUp(order.holdPrice, order.remaining) : order.remaining)

/** The order as it stands now, for the world outside. */
export const copyOf = (order: LiveOrder): Order => copyNamed(order, order.clientOrderId, '')

/** The same under another client order id, telling the one it had. */
export const copyNamed = (order: LiveOrder, clientOrderId: string, originalClientOrderId: string): Order => ({
  id: order.id,
  accountId: order.desk.trader.accountId,
  wallet: order.desk.trader.wallet,
  symbol: order.desk.market.name,
  clientOrderId,
  originalClientOrderId,
  listId: order.list === null ? null : order.list.id,
  side: order.side,
  type: order.type,
  timeInForce: order.timeInForce,
  price: order.peg === null ? order.price : order.peg.bound,
  peg: order.peg === null ? null : { priceType: order.peg.priceType, offsetLevels: order.peg.offsetLevels, price: order.peg.isPriced ? order.price : null },
  quantity: order.quantity,
  quoteQuantity: order.quoteQuantity,
  stopPrice: order.stopPrice,
  trailingDeltaBips: order.trailingDeltaBips,
  trailingSinceUs: order.trailingSinceUs,
  icebergQuantity: order.icebergQuantity,
  selfTradePrevention: order.selfTradePrevention,
  strategyId: order.strategyId,
  strategyType: order.strategyType,
  status: order.status,
  filledQuantity: order.filledQuantity,
  filledQuote: order.filledQuote,
  preventedQuantity: order.preventedQuantity,
  preventedMatchId: order.preventedMatchId,
  createdAtUs: order.createdAtUs,
  updatedAtUs: order.updatedAtUs,
  workingSinceUs: order.workingSinceUs,
  expiryReason: order.expiryReason,
  workingFloor: order.workingFloor,
})
