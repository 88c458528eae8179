import type { FilterOf, FilterRule } from './filter-rule.ts'
import { boundsOf } from './percent-price-by-side.ts'

/** The limit price is not far from the average price. */
export const percentPrice = ({ multiplierUp, multiplierDown, avgPriceMins }: FilterOf<'PERCENT_PRICE'>): FilterRule => {
  const isWithin = boundsOf(multiplierUp, multiplierDown)
  return ({ price }, scene) => {
    if (price === undefined) return true
    const average = scene.referencePrice(avgPriceMins)
    return average === null || isWithin(average, price)
  }
}
