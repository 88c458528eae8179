import { UNIT } from '../../../money.ts'
import { isMarketType } from '../live-order.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'
import { scaledValueOf } from './notional.ts'

/** Price × quantity is at least the bound. */
export const minNotional = ({ minNotional, applyToMarket, avgPriceMins }: FilterOf<'MIN_NOTIONAL'>): FilterRule => {
  const least = minNotional * UNIT
  return (order, scene) => {
    if (isMarketType(order.type) && !applyToMarket) return true
    const value = scaledValueOf(order, avgPriceMins, scene)
    return value === null || value >= least
  }
}
