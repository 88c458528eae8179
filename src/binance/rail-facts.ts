import { REFERENCE_ASSET } from '../authority/guard-rails.ts'
import type { Level } from '../exchange/exchange-view.ts'
import type { Venue } from '../exchange/venue.ts'
import type { GuardedOrder, RailFacts } from '../gate/guard-rails/asked.ts'
import { notionalRoundedDown, type Price } from '../money.ts'

/** Levels that are looked at for an order without a price of its own; what reaches beyond them is refused. */
const DEEPEST = 1_000

/** The worst level that the order would take; null where the levels do not hold enough. */
const reachOf = (levels: readonly Level[], { quantity = 0n, quoteQuantity = 0n }: GuardedOrder): Price | null => {
  let [left, quoteLeft] = [quantity, quoteQuantity]
  for (const level of levels) {
    left -= level.quantity
    quoteLeft -= notionalRoundedDown(level.price, level.quantity)
    if (left <= 0n && quoteLeft <= 0n) return level.price
  }
  return null
}

/** What the limits of keys are judged by, read from a venue at the moment of the call. */
export const railFactsOf = ({ view }: Pick<Venue, 'view'>): RailFacts => ({
  price: ({ market, symbol }) => {
    const price = market === 'spot' ? view.market.lastPrice(symbol) : view.futures.market(symbol)?.markPrice
    // A contract that was never opened has a mark price of nothing: that is none.
    return price === undefined || price === 0n ? null : price
  },
  reach: (order) => {
    const depth = order.market === 'spot' ? (view.symbol(order.symbol) ? view.market.depth(order.symbol, DEEPEST) : undefined) : view.futures.depth(order.symbol, DEEPEST)
    return depth ? reachOf(order.side === 'BUY' ? depth.asks : depth.bids, order) : null
  },
  followed: ({ market, symbol, follows }) => {
    if (!follows || !(market === 'spot' ? view.symbol(symbol) : view.futures.contract(symbol))) return null
    return view[market === 'spot' ? 'market' : 'futures'].depth(symbol, follows.levelsBehindBest + 1)[follows.side][follows.levelsBehindBest]?.price ?? null
  },
  worth: (asset, amount) => view.wallet.valueIn(asset, amount, REFERENCE_ASSET),
  // Contracts are settled in the reference asset.
  quoteAssetOf: ({ market, symbol }) => (market === 'spot' ? view.symbol(symbol)?.quoteAsset : view.futures.contract(symbol) && REFERENCE_ASSET),
  openOrders: (accountId, { market, symbol }) => {
    if (market === 'futures') return view.futures.openOrders(accountId, symbol).length + view.futures.openAlgos(accountId).filter((algo) => algo.symbol === symbol).length
    const margin = (['crossMargin', `isolatedMargin:${symbol}`] as const).map((wallet) => view.margin.orders(wallet).openOrders(accountId, symbol).length)
    // An order to convert stands in the market of its two assets, whichever way round; where there is none, in one that is named so.
    const converting = view.convert.conversions(accountId).filter(({ state, fromAsset, toAsset }) => state === 'open' && (symbol === fromAsset + toAsset || symbol === toAsset + fromAsset))
    return view.orders.openOrders(accountId, symbol).length + margin.reduce((sum, count) => sum + count, 0) + converting.length
  },
  marketOf: (one, other) => {
    const found = view.symbol(one + other) ?? view.symbol(other + one)
    return found && { symbol: found.name, baseAsset: found.baseAsset }
  },
  conversion: (accountId, quoteId) => view.convert.quote(accountId, quoteId),
  free: (accountId, asset) => view.wallet.balance(accountId, asset).free,
})
