import { UNIT, type Price } from '../../../money.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'

/** The limit price is not far from the average price, with bounds of its own for each side. */
export const percentPriceBySide = (filter: FilterOf<'PERCENT_PRICE_BY_SIDE'>): FilterRule => {
  const { avgPriceMins } = filter
  const bid = boundsOf(filter.bidMultiplierUp, filter.bidMultiplierDown)
  const ask = boundsOf(filter.askMultiplierUp, filter.askMultiplierDown)
  return ({ side, price }, scene) => {
    if (price === undefined) return true
    const average = scene.referencePrice(avgPriceMins)
    return average === null || (side === 'BUY' ? bid : ask)(average, price)
  }
}

/** Whether a price lies between two multiples of the average, which are worked out anew only when that has moved. */
export const boundsOf = (multiplierUp: bigint, multiplierDown: bigint) => {
  let workedOutFor: Price = -1n
  let highest: Price = 0n
  let lowest: Price = 0n
  return (average: Price, price: Price): boolean => {
    if (average !== workedOutFor) {
      workedOutFor = average
      highest = (average * multiplierUp) / UNIT
      lowest = (average * multiplierDown + UNIT - 1n) / UNIT
    }
    return price <= highest && price >= lowest
  }
}
