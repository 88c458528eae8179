import type { Quantity } from '../../../money.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'

/** Quantity and iceberg quantity lie within bounds and on the step. */
export const lotSize = ({ minQty, maxQty, stepSize }: FilterOf<'LOT_SIZE'>): FilterRule => {
  const fits = (quantity: Quantity): boolean => quantity >= minQty && quantity <= maxQty && (stepSize === 0n || quantity % stepSize === 0n)
  return ({ quantity, icebergQuantity }) => (quantity === undefined || fits(quantity)) && (icebergQuantity === undefined || icebergQuantity === 0n || fits(icebergQuantity))
}
