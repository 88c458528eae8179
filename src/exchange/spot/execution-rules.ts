import { UNIT, type Price } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { LiveOrder } from './live-order.ts'

/** The prices at which a taker may trade now. */
export interface PriceRange {
  readonly lowest: Price
  readonly highest: Price
}

/** What binds no price of a market. */
const EVERY_PRICE: PriceRange = { lowest: 0n, highest: 2n ** 63n - 1n }

/**
 * The range of an order's whole taker phase, by the reference price as it stands when that begins: every price where the market has no
 * such rule, or no reference price now.
 */
export const priceRangeOf = ({ desk: { market }, isBuy }: LiveOrder, nowUs: TimeUs): PriceRange => {
  const rule = market.priceRangeRule
  if (rule === null) return EVERY_PRICE
  const reference = market.reference.at(nowUs)
  if (reference === null) return EVERY_PRICE
  const [up, down] = isBuy ? [rule.bidMultiplierUp, rule.bidMultiplierDown] : [rule.askMultiplierUp, rule.askMultiplierDown]
  return { highest: (reference * up) / UNIT, lowest: (reference * down + UNIT - 1n) / UNIT }
}

/** No further than the rule lets the order go. */
export const withinRange = (order: LiveOrder, limitPrice: Price, nowUs: TimeUs): Price => {
  const { lowest, highest } = priceRangeOf(order, nowUs)
  if (order.isBuy) return limitPrice < highest ? limitPrice : highest
  return limitPrice > lowest ? limitPrice : lowest
}
