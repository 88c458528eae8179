import type { AccountId } from '../../ids.ts'
import { MINUTE, type TimeUs } from '../../time.ts'
import type { Detected } from './call-detectors.ts'

/** One side of a trade, with what the market paid before. */
export interface SeenFill {
  readonly accountId: AccountId
  readonly counterparty: AccountId
  readonly symbol: string
  readonly isBuyer: boolean
  /** Any unit, the same for all fills of a symbol. */
  readonly price: number
  readonly timeUs: TimeUs
}

interface KeptFill extends SeenFill {
  /** How much worse than the market, in percent; below 0 = better. */
  readonly worsePercent: number
}

/** What the market pays, from its own trades: what is older weighs half as much every ten minutes. */
interface MarketPrice {
  readonly price: number
  readonly timeUs: TimeUs
  readonly trades: number
}

const HALF_LIFE_US = 10 * MINUTE
/** So many trades make a market; before that there is nothing to be away from. */
const TRADES_OF_A_MARKET = 20
const KEPT_US = 30 * MINUTE
const MOST_KEPT = 200
/** One fill so bad, or several of the smaller size. */
const FAR_PERCENT = 5
const AWAY_PERCENT = 2
const AWAY_FILLS = 3
const ROUND_TRIP_FILLS = 6
const ROUND_TRIP_TURNS = 4
const ROUND_TRIP_SHARE = 0.8
/** Whoever trades with so many is a market maker: going back and forth with them is trading. */
const MAKER_COUNTERPARTIES = 5

/** Looks at the trades of accounts: far from the market at a loss, or back and forth with one other account. In memory alone: it begins anew with the process. */
export class TradeWatch {
  readonly #markets = new Map<string, MarketPrice>()
  readonly #fills = new Map<AccountId, KeptFill[]>()
  readonly #counterparties = new Map<AccountId, Set<AccountId>>()

  /** Takes both sides of one trade; tells what is out of the ordinary of those that are watched. */
  see(sides: readonly SeenFill[], isWatched: (accountId: AccountId) => boolean): readonly { readonly accountId: AccountId; readonly detected: Detected }[] {
    const found: { readonly accountId: AccountId; readonly detected: Detected }[] = []
    for (const fill of sides) this.#meet(fill)
    for (const fill of sides.filter(({ accountId }) => isWatched(accountId))) {
      const kept = this.#keep(fill)
      for (const detected of [awayFromMarket(kept), this.#roundTrips(kept)]) if (detected) found.push({ accountId: fill.accountId, detected })
    }
    const [first] = sides
    if (first) this.#learn(first)
    return found
  }

  #meet({ accountId, counterparty }: SeenFill): void {
    const met = this.#counterparties.get(accountId) ?? new Set()
    if (met.size < MAKER_COUNTERPARTIES) met.add(counterparty)
    this.#counterparties.set(accountId, met)
  }

  #keep(fill: SeenFill): readonly KeptFill[] {
    const market = this.#markets.get(fill.symbol)
    const isMarket = market !== undefined && market.trades >= TRADES_OF_A_MARKET
    const worsePercent = isMarket ? (fill.isBuyer ? fill.price / market.price - 1 : 1 - fill.price / market.price) * 100 : 0
    const kept = this.#fills.get(fill.accountId) ?? []
    this.#fills.set(fill.accountId, kept)
    kept.push({ ...fill, worsePercent })
    // In place, and the old ones go in one cut: a fill is seen in the same step as thousands of others.
    if (kept.length > 2 * MOST_KEPT) kept.splice(0, kept.length - MOST_KEPT)
    return kept
  }

  #learn({ symbol, price, timeUs }: SeenFill): void {
    const before = this.#markets.get(symbol)
    if (!before) return void this.#markets.set(symbol, { price, timeUs, trades: 1 })
    // A trade at once after another moves the price little: one sweep of the book is no new market.
    const weight = Math.max(1 - 0.5 ** ((timeUs - before.timeUs) / HALF_LIFE_US), 1 / (before.trades + 1) ** 2)
    this.#markets.set(symbol, { price: before.price + (price - before.price) * weight, timeUs, trades: before.trades + 1 })
  }

  #roundTrips(fills: readonly KeptFill[]): Detected | null {
    const last = fills.at(-1)
    if (!last || (this.#counterparties.get(last.counterparty)?.size ?? 0) >= MAKER_COUNTERPARTIES) return null
    let [ofSymbol, withOne, turns, firstUs]: [number, number, number, TimeUs] = [0, 0, 0, last.timeUs]
    let later: KeptFill | undefined
    for (const fill of recent(fills)) {
      if (fill.symbol !== last.symbol) continue
      ofSymbol += 1
      if (fill.counterparty !== last.counterparty) continue
      withOne += 1
      if (later && later.isBuyer !== fill.isBuyer) turns += 1
      firstUs = fill.timeUs
      later = fill
    }
    if (withOne < ROUND_TRIP_FILLS || turns < ROUND_TRIP_TURNS || withOne / ofSymbol < ROUND_TRIP_SHARE) return null
    return {
      severity: 'alarm', subject: `${last.symbol} with ${last.counterparty}`,
      evidence: { kind: 'roundTrips', symbol: last.symbol, counterparty: last.counterparty, fills: withOne, turns, withinUs: last.timeUs - firstUs },
    }
  }
}

/** Those that count, the newest first. */
function* recent(fills: readonly KeptFill[]): Iterable<KeptFill> {
  const newestUs = fills.at(-1)?.timeUs ?? 0
  for (let at = fills.length - 1; at >= 0 && at >= fills.length - MOST_KEPT; at -= 1) {
    const fill = fills[at]
    if (fill && newestUs - fill.timeUs <= KEPT_US) yield fill
  }
}

const awayFromMarket = (fills: readonly KeptFill[]): Detected | null => {
  const last = fills.at(-1)
  if (!last || last.worsePercent < AWAY_PERCENT) return null
  const bad = [...recent(fills)].reverse().filter(({ symbol, isBuyer, worsePercent }) => symbol === last.symbol && isBuyer === last.isBuyer && worsePercent >= AWAY_PERCENT)
  const worstPercent = Math.max(...bad.map(({ worsePercent }) => worsePercent))
  if (worstPercent < FAR_PERCENT && bad.length < AWAY_FILLS) return null
  return {
    severity: 'alarm', subject: `${last.symbol} ${last.isBuyer ? 'BUY' : 'SELL'} from ${bad[0]?.timeUs ?? last.timeUs}`,
    evidence: { kind: 'awayFromMarket', symbol: last.symbol, side: last.isBuyer ? 'BUY' : 'SELL', fills: bad.length, worstPercent: Math.round(worstPercent * 10) / 10, counterparties: [...new Set(bad.map(({ counterparty }) => counterparty))] },
  }
}
