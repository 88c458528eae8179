import type { OrderRequest } from '../command.ts'
import type { LiveOrder } from './live-order.ts'

/** What the order asks for, as it stands now: for judging it anew. */
export const requestOf = (order: LiveOrder): OrderRequest => ({
  side: order.side,
  type: order.type,
  timeInForce: order.timeInForce,
  clientOrderId: order.clientOrderId,
  selfTradePrevention: order.selfTradePrevention,
  ...(order.quantity > 0n && order.quoteQuantity === 0n && { quantity: order.quantity }),
  ...(order.quoteQuantity > 0n && { quoteQuantity: order.quoteQuantity }),
  ...(order.price > 0n && { price: order.price }),
  ...(order.stopPrice > 0n && { stopPrice: order.stopPrice }),
  ...(order.trailingDeltaBips > 0 && { trailingDeltaBips: order.trailingDeltaBips }),
  ...(order.icebergQuantity > 0n && { icebergQuantity: order.icebergQuantity }),
})
