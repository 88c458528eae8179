import type { AccountId } from '../../ids.ts'
import { MINUTE, type TimeUs } from '../../time.ts'
import type { Detected } from './call-detectors.ts'
import { type Dealings, RecentTrades, type SeenFill } from './recent-trades.ts'

/** What the market pays, from its own trades: what is older weighs half as much every ten minutes. */
interface MarketPrice {
  readonly price: number
  readonly timeUs: TimeUs
  readonly trades: number
}

const HALF_LIFE_US = 10 * MINUTE
/** So many trades make a market; before that there is nothing to be away from. */
const TRADES_OF_A_MARKET = 20
/** One fill so bad, or several of the smaller size. */
const FAR_PERCENT = 5
/** Where there is a mark, the venue takes no order further than 5 % from it, so what is nearly so is far. */
const FAR_FROM_MARK_PERCENT = 4
const AWAY_PERCENT = 2
const AWAY_FILLS = 3
const ROUND_TRIP_FILLS = 6
const ROUND_TRIP_TURNS = 4
const ROUND_TRIP_SHARE = 0.8
/** Whoever trades with so many is a market maker: going back and forth with them is trading. */
const MAKER_COUNTERPARTIES = 5

/** Looks at the trades of accounts: far from the market at a loss, or back and forth with one other account. In memory alone: a start shows it again what the venue remembers of the last half hour (`past-sightings.ts`). */
export class TradeWatch {
  readonly #markets = new Map<string, MarketPrice>()
  readonly #trades = new Map<AccountId, RecentTrades>()
  readonly #counterparties = new Map<AccountId, Set<AccountId>>()

  /** Takes both sides of one trade; tells what is out of the ordinary of those that are watched. */
  see(sides: readonly SeenFill[], isWatched: (accountId: AccountId) => boolean): readonly { readonly accountId: AccountId; readonly detected: Detected }[] {
    const found: { readonly accountId: AccountId; readonly detected: Detected }[] = []
    for (const fill of sides) this.#meet(fill)
    for (const fill of sides) {
      if (!isWatched(fill.accountId)) continue
      const trades = this.#tradesOf(fill.accountId)
      const worsePercent = this.#worsePercent(fill)
      const dealings = trades.add(fill, worsePercent)
      const away = worsePercent < AWAY_PERCENT ? null : awayFromMarket(fill, trades)
      if (away) found.push({ accountId: fill.accountId, detected: away })
      if (this.#isRoundTrips(fill, dealings)) found.push({ accountId: fill.accountId, detected: roundTrips(fill, dealings) })
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

  #tradesOf(accountId: AccountId): RecentTrades {
    let trades = this.#trades.get(accountId)
    if (!trades) this.#trades.set(accountId, trades = new RecentTrades())
    return trades
  }

  /** How much worse than the market, in percent; below 0 = better. */
  #worsePercent({ symbol, isBuyer, price, mark }: SeenFill): number {
    const market = this.#markets.get(symbol)
    const fair = mark ?? (market === undefined || market.trades < TRADES_OF_A_MARKET ? null : market.price)
    if (fair === null) return 0
    return (isBuyer ? price / fair - 1 : 1 - price / fair) * 100
  }

  #learn({ symbol, price, timeUs }: SeenFill): void {
    const before = this.#markets.get(symbol)
    if (!before) return void this.#markets.set(symbol, { price, timeUs, trades: 1 })
    // A trade at once after another moves the price little: one sweep of the book is no new market.
    const weight = Math.max(1 - 0.5 ** ((timeUs - before.timeUs) / HALF_LIFE_US), 1 / (before.trades + 1) ** 2)
    this.#markets.set(symbol, { price: before.price + (price - before.price) * weight, timeUs, trades: before.trades + 1 })
  }

  #isRoundTrips({ counterparty }: SeenFill, { fills, turns, ofMarket }: Dealings): boolean {
    return fills >= ROUND_TRIP_FILLS && turns >= ROUND_TRIP_TURNS && fills / ofMarket >= ROUND_TRIP_SHARE && (this.#counterparties.get(counterparty)?.size ?? 0) < MAKER_COUNTERPARTIES
  }
}

const roundTrips = ({ symbol, counterparty, timeUs }: SeenFill, { fills, turns, firstUs }: Dealings): Detected => ({
  severity: 'alarm', subject: `${symbol} with ${counterparty}`,
  evidence: { kind: 'roundTrips', symbol, counterparty, fills, turns, withinUs: timeUs - firstUs },
})

const awayFromMarket = ({ symbol, isBuyer, mark, timeUs }: SeenFill, trades: RecentTrades): Detected | null => {
  const bad = trades.worseThan(AWAY_PERCENT, symbol, isBuyer)
  const worstPercent = Math.max(...bad.map(({ worsePercent }) => worsePercent))
  if (worstPercent < (mark === null ? FAR_PERCENT : FAR_FROM_MARK_PERCENT) && bad.length < AWAY_FILLS) return null
  return {
    severity: 'alarm', subject: `${symbol} ${isBuyer ? 'BUY' : 'SELL'} from ${bad[0]?.fill.timeUs ?? timeUs}`,
    evidence: { kind: 'awayFromMarket', symbol, side: isBuyer ? 'BUY' : 'SELL', fills: bad.length, worstPercent: Math.round(worstPercent * 10) / 10, counterparties: [...new Set(bad.map(({ fill }) => fill.counterparty))] },
  }
}
