import type { FilterOf, FilterRule } from './filter-rule.ts'

/** An iceberg is not cut into too many slices: ceil(quantity ÷ icebergQuantity). */
export const icebergParts = ({ limit }: FilterOf<'ICEBERG_PARTS'>): FilterRule => {
  const most = BigInt(limit)
  return ({ quantity = 0n, icebergQuantity = 0n }) => icebergQuantity === 0n || quantity <= icebergQuantity * most
}
