import { UNIT, type Amount, type Price, type Quantity } from '../../money.ts'
import type { SelfTradePreventionMode } from '../symbol.ts'
import type { BookSide } from './order-book.ts'
import { modeBetween } from './self-trade-prevention.ts'
import type { Trader } from './trader.ts'

/** How far an order would reach into the book as it stands. */
export interface Reach {
  /** Executed or, in DECREMENT, used up. */
  quantity: Quantity
  /** What the trades come to, in quote. */
  quote: Amount
  /** The book ended before the order did. */
  isBookExhausted: boolean
}

/** What an order that is about to take wants. */
export interface Want {
  readonly trader: Trader
  readonly selfTradePrevention: SelfTradePreventionMode
  /** Quantity, where it is given. */
  readonly quantity?: Quantity | undefined
  /** Quote amount, where it is given instead. */
  readonly quoteQuantity?: Amount | undefined
  /** No further than this price. */
  readonly limitPrice?: Price | undefined
  readonly stepSize: Quantity
}

/** Walks the opposite side as matching would, changing nothing. */
export const reach = (opposite: BookSide, want: Want): Reach => {
  const result: Reach = { quantity: 0n, quote: 0n, isBookExhausted: false }
  let rest = want.quantity ?? 0n
  for (let index = opposite.levels.length - 1; index >= 0; index--) {
    const level = opposite.levels[index]!
    if (want.limitPrice !== undefined && (opposite.isBid ? level.price < want.limitPrice : level.price > want.limitPrice)) return result
    for (let maker = level.first; maker !== null; maker = maker.nextInLevel) {
      if (want.quoteQuantity !== undefined) rest = affordable(want.quoteQuantity - result.quote, level.price, want.stepSize)
      if (rest === 0n) return result
      const mode = modeBetween(want.trader, want.selfTradePrevention, maker)
      if (mode === 'EXPIRE_TAKER' || mode === 'EXPIRE_BOTH') return result
      if (mode === 'EXPIRE_MAKER') continue
      const quantity = rest < maker.remaining ? rest : maker.remaining
      result.quantity += quantity
      // A transfer pays the notional as a trade does.
      if (mode !== 'DECREMENT') result.quote += (level.price * quantity) / UNIT
      rest -= quantity
    }
  }
  if (want.quoteQuantity === undefined) result.isBookExhausted = rest > 0n
  else result.isBookExhausted = true
  return result
}

/** The quantity that a quote amount comes to at a price, cut to the lot step. */
export const affordable = (quote: Amount, price: Price, stepSize: Quantity): Quantity => {
  if (quote <= 0n) return 0n
  const quantity = (quote * UNIT) / price
  return stepSize === 0n ? quantity : quantity - (quantity % stepSize)
}
