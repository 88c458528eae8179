import { UNIT } from '../../../money.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'

/** The limit price is not far from the average price, with bounds of its own for each side. */
export const percentPriceBySide = (filter: FilterOf<'PERCENT_PRICE_BY_SIDE'>): FilterRule => {
  const { bidMultiplierUp, bidMultiplierDown, askMultiplierUp, askMultiplierDown, avgPriceMins } = filter
  return ({ side, price }, scene) => {
    if (price === undefined) return true
    const average = scene.averagePrice(avgPriceMins)
    if (average === null) return true
    const scaled = price * UNIT
    return side === 'BUY'
      ? scaled <= average * bidMultiplierUp && scaled >= average * bidMultiplierDown
      : scaled <= average * askMultiplierUp && scaled >= average * askMultiplierDown
  }
}
