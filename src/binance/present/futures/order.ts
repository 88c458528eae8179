import type { FuturesAmendment, FuturesFill, FuturesOrder } from '../../../exchange/futures/futures-order.ts'
import { MARGIN_ASSET } from '../../../exchange/futures/contract.ts'
import { formatDecimal, UNIT } from '../../../money.ts'
import { toMs } from '../../../time.ts'

const averagePrice = (order: FuturesOrder): string => formatDecimal(order.filledQuantity === 0n ? 0n : (order.filledQuote * UNIT) / order.filledQuantity)

const common = (order: FuturesOrder) => ({
  clientOrderId: order.clientOrderId, executedQty: formatDecimal(order.filledQuantity), orderId: order.id, avgPrice: averagePrice(order), origQty: formatDecimal(order.quantity), price: formatDecimal(order.price),
  reduceOnly: order.reduceOnly, side: order.side, positionSide: order.positionSide, status: order.status, stopPrice: formatDecimal(order.triggerPrice), closePosition: order.closePosition, symbol: order.symbol,
  timeInForce: order.timeInForce, type: order.type, origType: order.originalType, updateTime: toMs(order.updatedAtUs), workingType: order.workingType, priceProtect: order.priceProtect,
  priceMatch: order.priceMatch, selfTradePreventionMode: order.selfTradePrevention, goodTillDate: toMs(order.goodTillUs),
})

/** What an act on an order answers. */
export const presentActedOrder = (order: FuturesOrder) => ({ ...common(order), cumQty: formatDecimal(order.filledQuantity), cumQuote: formatDecimal(order.filledQuote) })

export const presentModifiedOrder = (order: FuturesOrder) => ({ ...presentActedOrder(order), pair: order.symbol })

/** An order as queries tell it. */
export const presentFuturesOrder = (order: FuturesOrder) => ({ ...common(order), cumQuote: formatDecimal(order.filledQuote), time: toMs(order.createdAtUs) })

export const presentFuturesFill = (fill: FuturesFill) => ({
  buyer: fill.side === 'BUY', commission: formatDecimal(fill.commission), commissionAsset: fill.commissionAsset, id: fill.tradeId, maker: fill.isMaker, marginAsset: MARGIN_ASSET, orderId: fill.orderId, price: formatDecimal(fill.price),
  qty: formatDecimal(fill.quantity), quoteQty: formatDecimal(fill.quote), realizedPnl: formatDecimal(fill.realizedProfit), side: fill.side, positionSide: fill.positionSide, symbol: fill.symbol, time: toMs(fill.timeUs),
})

export const presentAmendment = (amendment: FuturesAmendment) => ({
  amendmentId: amendment.id, symbol: amendment.symbol, pair: amendment.symbol, orderId: amendment.orderId, clientOrderId: amendment.clientOrderId, time: toMs(amendment.timeUs),
  amendment: {
    price: { before: formatDecimal(amendment.priceBefore), after: formatDecimal(amendment.priceAfter) }, origQty: { before: formatDecimal(amendment.quantityBefore), after: formatDecimal(amendment.quantityAfter) }, count: amendment.count,
  },
})

/** An order by which the venue closed a position. */
export const presentForcedOrder = ({ priceProtect: _, priceMatch: __, selfTradePreventionMode: ___, goodTillDate: ____, ...order }: ReturnType<typeof presentFuturesOrder>) => order
