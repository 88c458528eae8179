import type { AggregateTrade } from '../../exchange/exchange-view.ts'
import type { Fill, PreventedMatch, Trade } from '../../exchange/order.ts'
import { formatDecimal } from '../../money.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'

/** A trade of the market: `/trades`, `/historicalTrades`. */
export const presentTrade = (trade: Trade, unit: TimeUnit) => ({
  id: trade.id,
  price: formatDecimal(trade.price),
  qty: formatDecimal(trade.quantity),
  quoteQty: formatDecimal(trade.quote),
  time: wireTime(trade.timeUs, unit),
  isBuyerMaker: trade.isBuyerMaker,
  isBestMatch: true,
})

/** Trades of one taker order at one price, as one: `/aggTrades`. */
export const presentAggregateTrade = (trade: AggregateTrade, unit: TimeUnit) => ({
  a: trade.id,
  p: formatDecimal(trade.price),
  q: formatDecimal(trade.quantity),
  f: trade.firstTradeId,
  l: trade.lastTradeId,
  T: wireTime(trade.timeUs, unit),
  m: trade.isBuyerMaker,
  M: true,
})

/** What an order got and what it cost, as every list of fills tells it. */
const ofOrder = (fill: Fill, unit: TimeUnit) => ({
  orderId: fill.orderId,
  orderListId: fill.listId ?? -1,
  price: formatDecimal(fill.price),
  qty: formatDecimal(fill.quantity),
  quoteQty: formatDecimal(fill.quote),
  commission: formatDecimal(fill.commission),
  commissionAsset: fill.commissionAsset,
  time: wireTime(fill.timeUs, unit),
  isBuyer: fill.isBuyer,
  isMaker: fill.isMaker,
})

/** An account's side of a trade: `/myTrades`. */
export const presentAccountTrade = (fill: Fill, unit: TimeUnit) => ({
  symbol: fill.symbol,
  id: fill.tradeId,
  ...ofOrder(fill, unit),
  isBestMatch: true,
})

/** What came to a routed order: `/myAllocations`. */
export const presentAllocation = (fill: Fill, unit: TimeUnit) => ({
  symbol: fill.symbol,
  allocationId: fill.allocationId,
  allocationType: 'SOR',
  ...ofOrder(fill, unit),
  isAllocator: false,
})

/** How Binance calls the match of an allocation. */
export const ALLOCATED = 'ONE_PARTY_TRADE_REPORT'

/** A fill inside the answer to the order that made it. */
export const presentFill = (fill: Fill) => ({
  ...(fill.allocationId !== null && { matchType: ALLOCATED }),
  price: formatDecimal(fill.price),
  qty: formatDecimal(fill.quantity),
  commission: formatDecimal(fill.commission),
  commissionAsset: fill.commissionAsset,
  tradeId: fill.tradeId,
  ...(fill.allocationId !== null && { allocId: fill.allocationId }),
})

/** Each side's quantity, only where that side lost one. */
const preventedQuantities = ({ takerPreventedQuantity, makerPreventedQuantity }: PreventedMatch) => ({
  ...(takerPreventedQuantity > 0n && { takerPreventedQuantity: formatDecimal(takerPreventedQuantity) }),
  ...(makerPreventedQuantity > 0n && { makerPreventedQuantity: formatDecimal(makerPreventedQuantity) }),
})

/** A prevented match inside the answer to the order that would have taken. */
export const presentMatchOfTaker = (match: PreventedMatch) => ({
  preventedMatchId: match.preventedMatchId,
  makerSymbol: match.makerSymbol,
  makerOrderId: match.makerOrderId,
  price: formatDecimal(match.price),
  ...preventedQuantities(match),
})

/** A match that self-trade prevention kept from happening: `/myPreventedMatches`. */
export const presentPreventedMatch = (match: PreventedMatch, unit: TimeUnit) => ({
  symbol: match.symbol,
  preventedMatchId: match.preventedMatchId,
  takerOrderId: match.takerOrderId,
  makerSymbol: match.makerSymbol,
  makerOrderId: match.makerOrderId,
  tradeGroupId: match.tradeGroupId,
  selfTradePreventionMode: match.selfTradePrevention,
  price: formatDecimal(match.price),
  ...preventedQuantities(match),
  transactTime: wireTime(match.timeUs, unit),
})
