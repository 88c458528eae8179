import { UNIT, type Amount, type Price, type Quantity } from '../../money.ts'
import type { Fill } from '../order.ts'
import { announceOrder } from './announce.ts'
import { commissionOn, discountedCommission, DISCOUNT_ASSET, rateOf } from './commission.ts'
import { FEES, type Holding } from '../ledger.ts'
import { priceRangeOf, type PriceRange } from './execution-rules.ts'
import { affordable } from './liquidity.ts'
import { keepNewest } from './kept-history.ts'
import { collapsePair, expire, followUp, holdBought } from './list-life.ts'
import { isMarketType, isOpen, type LiveOrder } from './live-order.ts'
import type { PriceLevel } from './order-book.ts'
import { finishOrder, shrinkInBook, trimHold } from './order-life.ts'
import { modeBetween, prevent } from './self-trade-prevention.ts'
import type { SpotState } from './spot-state.ts'

/** Where an order takes from: what stands first at the best price of a book, or of several. */
export interface Offers {
  best(): PriceLevel<LiveOrder> | undefined
}

/** Books a trade of the taker with a maker, which is at least so much visible. */
export type Settle = (state: SpotState, taker: LiveOrder, maker: LiveOrder, price: Price, quantity: Quantity) => void

/** Lets a new order take from the opposite side of its book. @param limitPrice no further than this; null for an order at any price. */
export const match = (state: SpotState, taker: LiveOrder, limitPrice: Price | null): void => {
  const { book } = taker.desk.market
  takeFrom(state, taker, limitPrice, taker.isBuy ? book.asks : book.bids, trade)
}

/** Lets an order take, best price first and oldest first, until it is filled, ended, or meets no price it may take. */
export const takeFrom = (state: SpotState, taker: LiveOrder, limitPrice: Price | null, offers: Offers, settle: Settle): void => {
  let range: PriceRange | null = null
  while (isOpen(taker)) {
    const level = offers.best()
    if (level === undefined || level.first === null) return
    const { price } = level
    if (limitPrice !== null && (taker.isBuy ? price > limitPrice : price < limitPrice)) return
    range ??= priceRangeOf(taker, state.nowUs)
    if (price > range.highest || price < range.lowest) {
      endOutOfRange(state, taker)
      return
    }
    const maker = level.first
    const wanted = wantedAt(taker, price)
    const mode = modeBetween(taker.desk.trader, taker.selfTradePrevention, maker)
    if (mode !== 'NONE' && mode !== 'TRANSFER') {
      prevent(state, taker, maker, mode, wanted)
      continue
    }
    const offered = wanted < maker.visible ? wanted : maker.visible
    const quantity = limitPrice === null ? coveredBy(taker, price, offered) : offered
    if (quantity === 0n) return
    if (mode === 'TRANSFER') prevent(state, taker, maker, mode, quantity)
    else settle(state, taker, maker, price, quantity)
  }
}

/** The market's rule lets the order trade no further: what is left of it ends. */
const endOutOfRange = (state: SpotState, taker: LiveOrder): void => {
  expire(state, taker, 'EXECUTION_RULE_PRICE_RANGE_EXCEEDED')
  followUp(state, taker)
}

const stepOf = (order: LiveOrder): Quantity => order.desk.market.rules.lotSize?.stepSize ?? 0n

/** An order at any price takes no more than its hold pays for. */
const coveredBy = (taker: LiveOrder, price: Price, quantity: Quantity): Quantity => {
  if (!taker.isBuy) return quantity <= taker.held ? quantity : taker.held
  return (price * quantity) / UNIT <= taker.held ? quantity : affordable(taker.held, price, stepOf(taker))
}

/** What the order would still take at a price. */
const wantedAt = (taker: LiveOrder, price: Price): Quantity =>
  taker.quoteQuantity > 0n ? affordable(taker.quoteQuantity - taker.filledQuote, price, stepOf(taker)) : taker.remaining

/** An order by value is filled when its rest does not pay for one more lot at the price that comes next. */
const isFilledNow = (order: LiveOrder, price: Price): boolean => {
  if (order.quoteQuantity === 0n) return order.remaining === 0n
  const { book } = order.desk.market
  const next = (order.isBuy ? book.asks : book.bids).best()
  return wantedAt(order, next?.price ?? price) === 0n
}

const trade = (state: SpotState, taker: LiveOrder, maker: LiveOrder, price: Price, quantity: Quantity): void => {
  const { market } = taker.desk
  const quote = (price * quantity) / UNIT
  const buyer = taker.isBuy ? taker : maker
  const seller = taker.isBuy ? maker : taker
  if (maker.list !== null) collapsePair(state, maker)
  if (maker.workingFloor !== null) maker.workingFloor = 'EXCHANGE'
  const tradeId = market.nextTradeId++
  market.lastPrice = price
  market.reference.add(price, state.nowUs)
  if (!market.triggers.isEmpty) state.unseenPrices.push({ market, price })
  buyer.held -= quote
  seller.held -= quantity
  const buyerFill = payBuyer(state, tradeId, buyer, seller, price, quantity, quote, buyer === maker)
  const sellerFill = paySeller(state, tradeId, buyer, seller, price, quantity, quote, seller === maker)
  const marketTrade = { id: tradeId, symbol: market.name, price, quantity, quote, timeUs: state.nowUs, isBuyerMaker: buyer === maker }
  state.events.trade(marketTrade, buyer.id, seller.id)
  state.fold.onTrade(marketTrade, taker.id)
  execute(state, maker, quantity, quote, buyer === maker ? buyerFill : sellerFill)
  execute(state, taker, quantity, quote, buyer === taker ? buyerFill : sellerFill)
}

/** Base from seller to buyer. */
const payBuyer = (state: SpotState, tradeId: number, buyer: LiveOrder, seller: LiveOrder, price: Price, quantity: Quantity, quote: Amount, isMaker: boolean): Fill =>
  receive(state, tradeId, null, buyer, seller.desk.base, buyer.desk.base, buyer.desk.market.baseFees, quantity, price, quantity, quote, isMaker)

/** Quote from buyer to seller. */
const paySeller = (state: SpotState, tradeId: number, buyer: LiveOrder, seller: LiveOrder, price: Price, quantity: Quantity, quote: Amount, isMaker: boolean): Fill =>
  receive(state, tradeId, null, seller, buyer.desk.quote, seller.desk.quote, seller.desk.market.quoteFees, quote, price, quantity, quote, isMaker)

export const receive = (state: SpotState, tradeId: number, allocationId: number | null, order: LiveOrder, from: Holding, to: Holding, fees: Holding, received: Amount, price: Price, quantity: Quantity, quote: Amount, isMaker: boolean): Fill => {
  const { trader, market } = order.desk
  const rate = rateOf(trader, isMaker)
  const discounted = rate === 0n ? null : discountedCommission(state, trader, market, quantity, quote, rate)
  const commission = discounted ?? commissionOn(received, rate)
  state.ledger.pay(from, to, fees, received, discounted === null ? commission : 0n)
  if (discounted !== null) state.ledger.moveBetween(trader, FEES, DISCOUNT_ASSET, discounted)
  const fill: Fill = {
    tradeId,
    allocationId,
    orderId: order.id,
    listId: order.list === null ? null : order.list.id,
    accountId: trader.accountId,
    symbol: market.name,
    price,
    quantity,
    quote,
    commission,
    commissionAsset: discounted === null ? to.asset : DISCOUNT_ASSET,
    timeUs: state.nowUs,
    isBuyer: order.isBuy,
    isMaker,
  }
  if (trader.terms.keepsHistory) {
    const kept = allocationId === null ? order.desk.fills : order.desk.allocations
    kept.push(fill)
    keepNewest(kept)
  }
  return fill
}

/** Books a trade on one of its two orders and tells it. */
export const execute = (state: SpotState, order: LiveOrder, quantity: Quantity, quote: Amount, fill: Fill): void => {
  if (order.filledQuantity === 0n) order.desk.trader.orderCount.add(-1, state.nowUs)
  order.filledQuantity += quantity
  order.filledQuote += quote
  order.updatedAtUs = state.nowUs
  if (order.quoteQuantity === 0n) order.remaining -= quantity
  else order.quantity = order.filledQuantity
  if (order.list !== null) holdBought(state, order, fill)
  if (order.level !== null) shrinkInBook(state, order, quantity)
  const isFilled = isFilledNow(order, fill.price)
  if (isFilled) {
    finishOrder(state, order, 'FILLED', 'NONE')
  } else {
    order.status = 'PARTIALLY_FILLED'
    if (!isMarketType(order.type)) trimHold(state, order)
  }
  announceOrder(state, order, 'TRADE', fill)
  if (isFilled) followUp(state, order)
}
