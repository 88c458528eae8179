import { UNIT } from '../../../money.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'

/** The limit price is not far from the average price. */
export const percentPrice = ({ multiplierUp, multiplierDown, avgPriceMins }: FilterOf<'PERCENT_PRICE'>): FilterRule =>
  ({ price }, scene) => {
    if (price === undefined) return true
    const average = scene.averagePrice(avgPriceMins)
    return average === null || (price * UNIT <= average * multiplierUp && price * UNIT >= average * multiplierDown)
  }
