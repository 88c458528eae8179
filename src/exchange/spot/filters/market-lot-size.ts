import { isMarketType } from '../live-order.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'

/** LOT_SIZE for what executes at any price. */
export const marketLotSize = ({ minQty, maxQty, stepSize }: FilterOf<'MARKET_LOT_SIZE'>): FilterRule =>
  ({ type, quantity }) =>
    !isMarketType(type) || quantity === undefined || (quantity >= minQty && quantity <= maxQty && (stepSize === 0n || quantity % stepSize === 0n))
