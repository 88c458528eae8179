import { UNIT, type Amount } from '../../../money.ts'
import type { OrderRequest } from '../../command.ts'
import { isMarketType } from '../live-order.ts'
import type { FilterOf, FilterRule, FilterScene } from './filter-rule.ts'

/** Price × quantity lies between the two bounds. */
export const notional = (filter: FilterOf<'NOTIONAL'>): FilterRule => {
  const { minNotional, applyMinToMarket, maxNotional, applyMaxToMarket, avgPriceMins } = filter
  return (order, scene) => {
    const isMarket = isMarketType(order.type)
    if (isMarket && !applyMinToMarket && !applyMaxToMarket) return true
    const value = valueOf(order, avgPriceMins, scene)
    if (value === null) return true
    if ((!isMarket || applyMinToMarket) && value < minNotional) return false
    return (isMarket && !applyMaxToMarket) || value <= maxNotional
  }
}

/** What the order is worth in quote: at its price, or at the average price where it has none; null when nothing was traded yet. */
export const valueOf = (order: OrderRequest, avgPriceMins: number, scene: FilterScene): Amount | null => {
  if (order.quoteQuantity !== undefined) return order.quoteQuantity
  const price = order.price ?? scene.averagePrice(avgPriceMins)
  return price === null || order.quantity === undefined ? null : (price * order.quantity) / UNIT
}
