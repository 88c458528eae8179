import { UNIT, type Amount, type Price, type Quantity } from '../../money.ts'
import { ROUTER_ACCOUNT, type Holding } from '../ledger.ts'
import type { Desk } from './desk.ts'
import { reachOver, type Reach, type Want } from './liquidity.ts'
import { collapsePair } from './list-life.ts'
import type { LiveOrder } from './live-order.ts'
import type { Market } from './market.ts'
import { execute, receive, takeFrom } from './matching.ts'
import type { BookSide, PriceLevel } from './order-book.ts'
import type { SpotState } from './spot-state.ts'

/**
 * Smart order routing: an order takes from the books of every market of its route, best price first, and pays or is paid in the quote
 * asset of its own. The makers trade as ever, in their markets; to the taker the router allocates what it traded for it (sor_faq.md).
 */

/** The open markets of the order's route, its own first; null where its market is on none. */
export const booksFor = (state: SpotState, own: Market): readonly Market[] | null => {
  const route = state.routes.find(({ symbols }) => symbols.includes(own.name))
  if (route === undefined) return null
  const others = route.symbols.map((symbol) => state.markets.get(symbol)).filter((market) => market !== undefined && market !== own && market.definition.status === 'TRADING')
  return [own, ...others as Market[]] // without those that are not listed, which the compiler does not follow
}

/** How far an order would reach into all of them together. */
export const reachAcross = (state: SpotState, { market }: Desk, isBuy: boolean, want: Want): Reach =>
  reachOver((booksFor(state, market) ?? [market]).map(({ book }) => (isBuy ? book.asks : book.bids)), want)

/** Lets a routed order take until it is filled, ended, or meets no price it may take. @param limitPrice no further than this; null at any price. */
export const routeOrder = (state: SpotState, taker: LiveOrder, limitPrice: Price | null): void => {
  const sides = (booksFor(state, taker.desk.market) ?? [taker.desk.market]).map(({ book }) => (taker.isBuy ? book.asks : book.bids))
  takeFrom(state, taker, limitPrice, { best: () => bestOf(sides, taker.isBuy) }, allocate)
}

/** The best price of all sides; where several have it, the first of them. */
const bestOf = (sides: readonly BookSide<LiveOrder>[], isBuy: boolean): PriceLevel<LiveOrder> | undefined => {
  let found: PriceLevel<LiveOrder> | undefined
  for (const side of sides) {
    const level = side.best()
    if (level !== undefined && (found === undefined || (isBuy ? level.price < found.price : level.price > found.price))) found = level
  }
  return found
}

/** The router trades with the maker in the maker's market, and the taker gets what came of it. */
const allocate = (state: SpotState, taker: LiveOrder, maker: LiveOrder, price: Price, quantity: Quantity): void => {
  const { market } = maker.desk
  const quote = (price * quantity) / UNIT
  const buyer = taker.isBuy ? taker : maker
  const seller = taker.isBuy ? maker : taker
  if (maker.list !== null) collapsePair(state, maker)
  taker.workingFloor = 'SOR'
  if (maker.workingFloor !== null) maker.workingFloor = 'EXCHANGE'
  const tradeId = market.nextTradeId++
  const allocationId = taker.desk.market.nextAllocationId++
  market.lastPrice = price
  market.reference.add(price, state.nowUs)
  if (!market.triggers.isEmpty) state.unseenPrices.push({ market, price })
  buyer.held -= quote
  seller.held -= quantity
  const payer = payerOf(state, buyer, seller, quote)
  const allocated: readonly [number, number | null] = [-1, allocationId]
  const traded: readonly [number, number | null] = [tradeId, null]
  const [buyerIds, sellerIds] = taker.isBuy ? [allocated, traded] : [traded, allocated]
  const bought = receive(state, ...buyerIds, buyer, seller.desk.base, buyer.desk.base, buyer.desk.market.baseFees, quantity, price, quantity, quote, buyer === maker)
  const sold = receive(state, ...sellerIds, seller, payer, seller.desk.quote, seller.desk.market.quoteFees, quote, price, quantity, quote, seller === maker)
  const trade = { id: tradeId, symbol: market.name, price, quantity, quote, timeUs: state.nowUs, isBuyerMaker: buyer === maker }
  state.events.trade(trade, buyer.id, seller.id)
  state.fold.onTrade(trade, taker.id)
  execute(state, maker, quantity, quote, buyer === maker ? bought : sold)
  execute(state, taker, quantity, quote, buyer === taker ? bought : sold)
}

/** Whose hold pays the seller in the seller's quote asset: the buyer's, or the router's, which has changed the buyer's into it. */
export const payerOf = ({ ledger }: SpotState, buyer: LiveOrder, seller: LiveOrder, quote: Amount): Holding => {
  const from = buyer.desk.quote
  const { asset } = seller.desk.quote
  if (from.asset === asset) return from
  const given = ledger.holding(ROUTER_ACCOUNT, asset)
  ledger.changeLocked(from, ledger.holding(ROUTER_ACCOUNT, from.asset), given, quote)
  return given
}
