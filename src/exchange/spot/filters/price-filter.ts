import type { Price } from '../../../money.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'

/** Price and stop price lie within bounds and on the tick; a bound of 0 is off. */
export const priceFilter = ({ minPrice, maxPrice, tickSize }: FilterOf<'PRICE_FILTER'>): FilterRule => {
  const fits = (price: Price): boolean =>
    price >= minPrice && (maxPrice === 0n || price <= maxPrice) && (tickSize === 0n || price % tickSize === 0n)
  return ({ price, stopPrice }) => (price === undefined || fits(price)) && (stopPrice === undefined || fits(stopPrice))
}
