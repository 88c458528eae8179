import { isMarketType } from '../live-order.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'
import { valueOf } from './notional.ts'

/** Price × quantity is at least the bound. */
export const minNotional = ({ minNotional, applyToMarket, avgPriceMins }: FilterOf<'MIN_NOTIONAL'>): FilterRule =>
  (order, scene) => {
    if (isMarketType(order.type) && !applyToMarket) return true
    const value = valueOf(order, avgPriceMins, scene)
    return value === null || value >= minNotional
  }
