import { UNIT, type Amount } from '../../../money.ts'
import type { OrderRequest } from '../../command.ts'
import { isMarketType } from '../live-order.ts'
import type { FilterOf, FilterRule, FilterScene } from './filter-rule.ts'

/** Price × quantity lies between the two bounds. */
export const notional = (filter: FilterOf<'NOTIONAL'>): FilterRule => {
  const { applyMinToMarket, applyMaxToMarket, avgPriceMins } = filter
  const least = filter.minNotional * UNIT
  const most = filter.maxNotional * UNIT
  return (order, scene) => {
    const isMarket = isMarketType(order.type)
    if (isMarket && !applyMinToMarket && !applyMaxToMarket) return true
    const value = scaledValueOf(order, avgPriceMins, scene)
    if (value === null) return true
    if ((!isMarket || applyMinToMarket) && value < least) return false
    return (isMarket && !applyMaxToMarket) || value <= most
  }
}

/**
 * What the order is worth in quote: at its price, or at the average price where it has none; null when nothing was traded yet.
 * In 10⁻¹⁶, which spares a division for each order.
 */
export const scaledValueOf = (order: OrderRequest, avgPriceMins: number, scene: FilterScene): Amount | null => {
  if (order.quoteQuantity !== undefined) return order.quoteQuantity * UNIT
  const price = order.price ?? scene.referencePrice(avgPriceMins)
  return price === null || order.quantity === undefined ? null : price * order.quantity
}
