import { UNIT, type Amount, type Price, type Quantity } from '../../money.ts'
import type { SelfTradePreventionMode } from '../symbol.ts'
import type { LiveOrder } from './live-order.ts'
import type { BookSide, PriceLevel } from './order-book.ts'
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
export const reach = (opposite: BookSide<LiveOrder>, want: Want): Reach => {
  const walk = new Walk(opposite.isBid, want)
  opposite.visitLevels((level) => walk.passes(level))
  return walk.reached()
}

/** The same over several sides as if they were one: best price first, and at one price that of the first side. */
export const reachOver = (sides: readonly BookSide<LiveOrder>[], want: Want): Reach => {
  const isBid = sides[0]?.isBid === true
  const levels: PriceLevel<LiveOrder>[] = []
  for (const side of sides) {
    const alone = new Walk(isBid, want)
    side.visitLevels((level) => {
      levels.push(level)
      return alone.passes(level)
    })
  }
  levels.sort((one, other) => (one.price === other.price ? 0 : one.price < other.price === isBid ? 1 : -1))
  const walk = new Walk(isBid, want)
  for (const level of levels) if (!walk.passes(level)) break
  return walk.reached()
}

class Walk {
  readonly #isBid: boolean
  readonly #want: Want
  quantity: Quantity = 0n
  quote: Amount = 0n
  rest: Quantity
  isStopped = false

  constructor(isBid: boolean, want: Want) {
    this.#isBid = isBid
    this.#want = want
    this.rest = want.quantity ?? 0n
  }

  /** Takes what the level has for the order. @returns whether the order goes on to the next. */
  passes({ price, first }: PriceLevel<LiveOrder>): boolean {
    const { limitPrice, quoteQuantity, stepSize, trader, selfTradePrevention } = this.#want
    if (limitPrice !== undefined && (this.#isBid ? price < limitPrice : price > limitPrice)) return this.#stop()
    for (let maker = first; maker !== null; maker = maker.nextInLevel) {
      if (quoteQuantity !== undefined) this.rest = affordable(quoteQuantity - this.quote, price, stepSize)
      if (this.rest === 0n) return this.#stop()
      const mode = modeBetween(trader, selfTradePrevention, maker)
      if (mode === 'EXPIRE_TAKER' || mode === 'EXPIRE_BOTH') return this.#stop()
      if (mode === 'EXPIRE_MAKER') continue
      const quantity = this.rest < maker.remaining ? this.rest : maker.remaining
      this.quantity += quantity
      // A transfer pays the notional as a trade does.
      if (mode !== 'DECREMENT') this.quote += (price * quantity) / UNIT
      this.rest -= quantity
    }
    return true
  }

  reached(): Reach {
    return { quantity: this.quantity, quote: this.quote, isBookExhausted: !this.isStopped && (this.#want.quoteQuantity !== undefined || this.rest > 0n) }
  }

  #stop(): false {
    this.isStopped = true
    return false
  }
}

/** The quantity that a quote amount comes to at a price, cut to the lot step. */
export const affordable = (quote: Amount, price: Price, stepSize: Quantity): Quantity => {
  if (quote <= 0n) return 0n
  const quantity = (quote * UNIT) / price
  return stepSize === 0n ? quantity : quantity - (quantity % stepSize)
}
