import type { AccountId } from '../../ids.ts'
import { MINUTE, type TimeUs } from '../../time.ts'

/** One side of a trade. */
export interface SeenFill {
  readonly accountId: AccountId
  readonly counterparty: AccountId
  readonly symbol: string
  readonly isBuyer: boolean
  /** Any unit, the same for all fills of a symbol. */
  readonly price: number
  /** What the venue says it is worth, in the same unit; null where only trades tell. */
  readonly mark: number | null
  readonly timeUs: TimeUs
}

/** A side that is remembered. */
interface KeptFill {
  readonly fill: SeenFill
  /** How much worse than the market, in percent; below 0 = better. */
  readonly worsePercent: number
  readonly between: Between
  /** The account's next one, and the next one of the same two in the same market. */
  next: KeptFill | null
  nextBetween: KeptFill | null
}

/** What two accounts traded with each other in one market, as one of them sees it. */
interface Between {
  readonly market: Market
  readonly counterparty: AccountId
  fills: number
  /** How often it bought after it had sold, or sold after it had bought. */
  turns: number
  first: KeptFill | null
  last: KeptFill | null
}

interface Market {
  readonly symbol: string
  fills: number
  readonly between: Map<AccountId, Between>
}

/** What an account traded with one other in one market. */
export interface Dealings {
  readonly fills: number
  readonly turns: number
  /** When the oldest of them was. */
  readonly firstUs: TimeUs
  /** Fills of the account in that market, with whomever. */
  readonly ofMarket: number
}

/** How long a fill is remembered. */
export const KEPT_US = 30 * MINUTE
const MOST_KEPT = 200

/** What an account traded just now: the newest 200 fills of the last half hour. Counted as they come and go, so that a fill costs the same however many there are. */
export class RecentTrades {
  readonly #markets = new Map<string, Market>()
  #first: KeptFill | null = null
  #last: KeptFill | null = null
  #count = 0

  /** Takes in the newest fill. @returns what it belongs to, itself included */
  add(fill: SeenFill, worsePercent: number): Dealings {
    const between = this.#betweenOf(fill)
    const kept: KeptFill = { fill, worsePercent, between, next: null, nextBetween: null }
    if (this.#last) this.#last.next = kept
    else this.#first = kept
    this.#last = kept
    this.#count += 1
    if (between.last) {
      if (between.last.fill.isBuyer !== fill.isBuyer) between.turns += 1
      between.last.nextBetween = kept
    } else between.first = kept
    between.last = kept
    between.fills += 1
    between.market.fills += 1
    while (this.#first && (this.#count > MOST_KEPT || fill.timeUs - this.#first.fill.timeUs > KEPT_US)) this.#forget(this.#first)
    return { fills: between.fills, turns: between.turns, firstUs: between.first?.fill.timeUs ?? fill.timeUs, ofMarket: between.market.fills }
  }

  /** Those of a market on one side that paid so much too much, or got so much too little; the oldest first. */
  worseThan(percent: number, symbol: string, isBuyer: boolean): readonly { readonly fill: SeenFill; readonly worsePercent: number }[] {
    const found: KeptFill[] = []
    for (let kept = this.#first; kept; kept = kept.next) if (kept.worsePercent >= percent && kept.fill.symbol === symbol && kept.fill.isBuyer === isBuyer) found.push(kept)
    return found
  }

  #betweenOf({ symbol, counterparty }: SeenFill): Between {
    let market = this.#markets.get(symbol)
    if (!market) this.#markets.set(symbol, market = { symbol, fills: 0, between: new Map() })
    let between = market.between.get(counterparty)
    if (!between) market.between.set(counterparty, between = { market, counterparty, fills: 0, turns: 0, first: null, last: null })
    return between
  }

  /** The oldest goes: of its two as of the account it is the first. */
  #forget(oldest: KeptFill): void {
    const { between, nextBetween, next } = oldest
    const { market } = between
    // Nothing old may point at what is new: the collector would keep both.
    oldest.next = oldest.nextBetween = null
    this.#first = next
    if (!next) this.#last = null
    this.#count -= 1
    between.first = nextBetween
    if (!nextBetween) between.last = null
    else if (nextBetween.fill.isBuyer !== oldest.fill.isBuyer) between.turns -= 1
    between.fills -= 1
    market.fills -= 1
    if (between.fills === 0) market.between.delete(between.counterparty)
    if (market.fills === 0) this.#markets.delete(market.symbol)
  }
}
