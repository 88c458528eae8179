import { notionalRoundedUp, type Amount, type Price, type Quantity } from '../../money.ts'
import type { OrderRequest } from '../command.ts'
import type { PlainReason, Rejection } from '../rejection.ts'
import type { FilterName } from '../symbol.ts'
import type { Desk } from './desk.ts'
import type { FilterScene } from './filters/filter-rule.ts'
import { reach, type Want } from './liquidity.ts'
import { isAlgo, isMarketType, triggersAbove, type LiveOrder } from './live-order.ts'
import { atItsPrice, withoutPeg } from './pegging.ts'
import { holdFor, holdPriceOf, openOrder, selfTradeModeOf } from './order-life.ts'
import { booksFor, reachAcross } from './routing.ts'
import type { SpotState } from './spot-state.ts'
import { setGoing } from './working.ts'

/** The moment in which orders are judged. Legs of a list judged before count as open. */
export class Scene implements FilterScene {
  readonly state: SpotState
  readonly desk: Desk
  openOrders: number
  openAlgoOrders: number
  openIcebergOrders: number

  constructor(state: SpotState, desk: Desk) {
    this.state = state
    this.desk = desk
    this.openOrders = desk.openCount
    this.openAlgoOrders = desk.openAlgoCount
    this.openIcebergOrders = desk.openIcebergCount
  }

  /** An order of the same list was judged well. */
  count(request: OrderRequest): void {
    this.openOrders++
    if (isAlgo(request.type)) this.openAlgoOrders++
    if (isIceberg(request)) this.openIcebergOrders++
  }

  /** The limit over all markets that the order would break. */
  failedOverall(request: OrderRequest): FilterName | null {
    const { desk, state: { exchangeFilters } } = this
    const { trader } = desk
    if (trader.openCount - desk.openCount + this.openOrders >= exchangeFilters.maxNumOrders) return 'EXCHANGE_MAX_NUM_ORDERS'
    if (isAlgo(request.type) && trader.openAlgoCount - desk.openAlgoCount + this.openAlgoOrders >= exchangeFilters.maxNumAlgoOrders) return 'EXCHANGE_MAX_NUM_ALGO_ORDERS'
    if (isIceberg(request) && trader.openIcebergCount - desk.openIcebergCount + this.openIcebergOrders >= exchangeFilters.maxNumIcebergOrders) return 'EXCHANGE_MAX_NUM_ICEBERG_ORDERS'
    return null
  }

  position(): Quantity {
    let sum = this.desk.base.free + this.desk.base.locked
    for (let order = this.desk.firstOpen; order !== null; order = order.nextOpen) if (order.isBuy) sum += order.remaining
    return sum
  }

  referencePrice(minutes: number): Price | null {
    const { market } = this.desk
    const reference = market.reference.at(this.state.nowUs)
    if (reference !== null) return reference
    if (minutes === 0) return market.lastPrice
    return this.state.fold.averagePrice(market.name, minutes, this.state.nowUs)?.price ?? null
  }
}

const isIceberg = (request: OrderRequest): boolean => request.icebergQuantity !== undefined && request.icebergQuantity > 0n

const because = (reason: PlainReason): Rejection => ({ reason })

/**
 * Judges one order completely: what the market allows, filters, its name, its trigger and price, its funds. What it would
 * hold is left in `state.judgedHold`.
 * @param freed what a cancel before it would give back, in the asset that this order holds.
 */
export const judgeOrder = (state: SpotState, desk: Desk, request: OrderRequest, freed: Amount = 0n): Rejection | null =>
  judgeShape(state, desk, request) ??
  judgeFilters(desk, request, new Scene(state, desk)) ??
  judgeName(desk, request.clientOrderId) ??
  judgeAtItsPrice(state, desk, request.peg === undefined ? request : atItsPrice(desk, request), freed)

const judgeAtItsPrice = (state: SpotState, desk: Desk, request: OrderRequest | null, freed: Amount): Rejection | null =>
  request === null ? because('pegLiquidity') : judgePrice(desk, request) ?? judgeFunds(state, desk, request, freed)

/** Whether the market takes such orders at all. */
export const judgeShape = (state: SpotState, desk: Desk, request: OrderRequest): Rejection | null => {
  const { definition } = desk.market
  if (definition.status !== 'TRADING') return because('marketClosed')
  if (!definition.orderTypes.includes(request.type)) return because('orderTypeNotSupported')
  if (request.quoteQuantity !== undefined && !definition.quoteOrderQtyMarketAllowed) return because('quoteQuantityNotSupported')
  if (request.trailingDeltaBips !== undefined && !definition.trailingStopAllowed) return because('trailingNotSupported')
  if (request.selfTradePrevention !== undefined && !definition.allowedSelfTradePreventionModes.includes(request.selfTradePrevention)) return because('selfTradeModeNotSupported')
  if (request.peg !== undefined) {
    const rejection = judgePeg(desk, request)
    if (rejection !== null) return rejection
  }
  if (request.isRouted === true && !isRoutable(state, desk, request)) return because('routingNotSupported')
  if (isIceberg(request) && !definition.icebergAllowed) return because('icebergNotSupported')
  if ((request.icebergQuantity ?? 0n) > (request.quantity ?? 0n)) return because('icebergExceedsQuantity')
  if ((request.quantity ?? request.quoteQuantity ?? 0n) <= 0n) return because('zeroNotional')
  if (request.price !== undefined && request.price <= 0n) return because('zeroNotional')
  return null
}

const isRoutable = (state: SpotState, { market }: Desk, { type, quoteQuantity, peg }: OrderRequest): boolean =>
  (type === 'LIMIT' || type === 'MARKET') && quoteQuantity === undefined && peg === undefined && booksFor(state, market) !== null

/** Which orders may follow the book, and what: those that have a limit, and none that would have to end at once or be refused. */
const judgePeg = ({ market: { definition } }: Desk, { type, timeInForce, peg }: OrderRequest): Rejection | null => {
  if (definition.pegAllowed === false) return because('pegNotSupported')
  if (isMarketType(type)) return because('pegTypeNotSupported')
  const isPrimary = peg?.priceType === 'PRIMARY_PEG'
  if (type === 'LIMIT' && isPrimary && timeInForce !== 'GTC') return because('pegCombinationNotSupported')
  return type === 'LIMIT_MAKER' && !isPrimary ? because('pegCombinationNotSupported') : null
}

/** A pegged order passes at the price that it names, where it names one, and at the price that it would work at now. */
export const judgeFilters = (desk: Desk, request: OrderRequest, scene: Scene): Rejection | null => {
  if (request.peg === undefined) return judgePlainFilters(desk, request, scene)
  const rejection = judgePlainFilters(desk, withoutPeg(request), scene)
  if (rejection !== null) return rejection
  const priced = atItsPrice(desk, request)
  return priced === null ? because('pegLiquidity') : judgePlainFilters(desk, priced, scene)
}

const judgePlainFilters = (desk: Desk, request: OrderRequest, scene: Scene): Rejection | null => {
  const filter = desk.market.rules.failedBy(request, scene) ?? scene.failedOverall(request)
  return filter === null ? null : { reason: 'filter', filter }
}

/** Of an order whose quantity will be what another one buys: all but what its size decides. */
export const judgeFiltersBeforeSize = (desk: Desk, request: OrderRequest, scene: Scene): Rejection | null => {
  const filter = desk.market.rules.failedBeforeItsSize(request, scene) ?? scene.failedOverall(request)
  return filter === null ? null : { reason: 'filter', filter }
}

export const judgeName = (desk: Desk, clientOrderId: string): Rejection | null => (desk.hasOpenOrderNamed(clientOrderId) ? because('duplicateOrder') : null)

/** A stop must not be reached yet; a post-only order must not cross. */
export const judgePrice = (desk: Desk, request: OrderRequest): Rejection | null => {
  const { market } = desk
  if (request.type === 'LIMIT_MAKER') {
    const price = request.price ?? 0n
    const opposite = (request.side === 'BUY' ? market.book.asks : market.book.bids).best()
    if (opposite !== undefined && (request.side === 'BUY' ? opposite.price <= price : opposite.price >= price)) return because('wouldMatchImmediately')
    return null
  }
  if (!isAlgo(request.type) || request.stopPrice === undefined || market.lastPrice === null) return null
  const isReached = triggersAbove(request.type, request.side) ? market.lastPrice >= request.stopPrice : market.lastPrice <= request.stopPrice
  return isReached ? because('wouldTriggerImmediately') : null
}

const judgeFunds = (state: SpotState, desk: Desk, request: OrderRequest, freed: Amount): Rejection | null => {
  const hold = request.type === 'MARKET' ? marketHold(state, desk, request) : restingHold(desk, request)
  if (typeof hold === 'object') return hold
  state.judgedHold = hold
  const free = request.side === 'BUY' ? desk.quote.free : desk.base.free
  return hold > free + freed ? because('insufficientBalance') : null
}

/** What an order that may rest or wait must hold: quote for a BUY, base for a SELL. */
export const restingHold = (desk: Desk, request: OrderRequest): Amount => {
  const quantity = request.quantity ?? 0n
  return request.side === 'BUY' ? notionalRoundedUp(holdPriceOf(desk, request), quantity) : quantity
}

/**
 * What a MARKET order must hold: what the book as it stands makes of it. One by quantity that finds too little in the book
 * (or nothing) is taken and ends EXPIRED, as on Binance; one by value that would come to less than a lot, or to more than the
 * market takes at once, is refused.
 */
const marketHold = (state: SpotState, desk: Desk, request: OrderRequest): Amount | Rejection => {
  const { market, trader } = desk
  const isBuy = request.side === 'BUY'
  const { lotSize, marketLotSize } = market.rules
  const { quantity, quoteQuantity } = request
  if (!isBuy && quantity !== undefined) return quantity
  const want: Want = {
    trader,
    selfTradePrevention: selfTradeModeOf(desk, request),
    quantity,
    quoteQuantity,
    stepSize: lotSize?.stepSize ?? 0n,
  }
  const reached = request.isRouted === true ? reachAcross(state, desk, isBuy, want) : reach(isBuy ? market.book.asks : market.book.bids, want)
  if (quoteQuantity === undefined) return reached.quote
  if ((isBuy ? market.book.asks : market.book.bids).best() === undefined) return because('noLiquidity')
  if (reached.quantity === 0n || reached.quantity < (lotSize?.minQty ?? 0n)) return reached.isBookExhausted ? because('liquidityBelowLotSize') : { reason: 'filter', filter: 'LOT_SIZE' }
  if (reached.quantity < (marketLotSize?.minQty ?? 0n)) return reached.isBookExhausted ? because('liquidityBelowMarketLotSize') : { reason: 'filter', filter: 'MARKET_LOT_SIZE' }
  if (lotSize !== null && reached.quantity > lotSize.maxQty) return { reason: 'filter', filter: 'LOT_SIZE' }
  if (marketLotSize !== null && reached.quantity > marketLotSize.maxQty) return { reason: 'filter', filter: 'MARKET_LOT_SIZE' }
  return isBuy ? quoteQuantity : reached.quantity
}

/** Places an order that was judged well just before. */
export const placeOrder = (state: SpotState, desk: Desk, request: OrderRequest): LiveOrder => {
  const hold = state.judgedHold
  const order = openOrder(state, desk, request, 'NEW')
  holdFor(state, order, hold)
  setGoing(state, order)
  return order
}

