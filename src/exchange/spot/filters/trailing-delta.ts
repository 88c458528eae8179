import { triggersAbove } from '../live-order.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'

/** The distance of a trailing stop lies within bounds: one pair for stops above the market, one for those below. */
export const trailingDelta = (filter: FilterOf<'TRAILING_DELTA'>): FilterRule =>
  ({ type, side, trailingDeltaBips }) => {
    if (trailingDeltaBips === undefined) return true
    return triggersAbove(type, side)
      ? trailingDeltaBips >= filter.minTrailingAboveDelta && trailingDeltaBips <= filter.maxTrailingAboveDelta
      : trailingDeltaBips >= filter.minTrailingBelowDelta && trailingDeltaBips <= filter.maxTrailingBelowDelta
  }
