import type { Quantity } from '../../money.ts'
import { notionalRoundedDown } from '../../money.ts'
import type { PreventedMatch } from '../order.ts'
import type { SelfTradePreventionMode } from '../symbol.ts'
import { announceOrder } from './announce.ts'
import type { Desk } from './desk.ts'
import { keepNewest } from './kept-history.ts'
import { collapsePair, followUp } from './list-life.ts'
import { isMarketType, type LiveOrder } from './live-order.ts'
import type { Market } from './market.ts'
import { finishOrder, shrinkInBook, trimHold } from './order-life.ts'
import { payerOf } from './routing.ts'
import type { SpotState } from './spot-state.ts'
import { isSameSelf, type Trader } from './trader.ts'

/**
 * Which mode rules when two orders of one self meet: the taker's, except that TRANSFER needs both orders to say so and
 * two accounts; else it is DECREMENT. `NONE` where they may trade.
 */
export const modeBetween = (taker: Trader, mode: SelfTradePreventionMode, maker: LiveOrder): SelfTradePreventionMode => {
  if (mode === 'NONE' || !isSameSelf(taker, maker.desk.trader)) return 'NONE'
  if (mode !== 'TRANSFER') return mode
  return maker.selfTradePrevention === 'TRANSFER' && taker.accountId !== maker.desk.trader.accountId ? 'TRANSFER' : 'DECREMENT'
}

/**
 * Prevents a match. Afterwards the taker, the maker or both have ended, so that the caller's loop moves on.
 * @param takerQuantity what the taker would still execute here; its remaining quantity, or what its quote amount buys at this price.
 */
export const prevent = (state: SpotState, taker: LiveOrder, maker: LiveOrder, mode: Exclude<SelfTradePreventionMode, 'NONE'>, takerQuantity: Quantity): void => {
  const affectsTaker = mode !== 'EXPIRE_MAKER'
  const affectsMaker = mode !== 'EXPIRE_TAKER'
  const isDecrement = mode === 'DECREMENT' || mode === 'TRANSFER'
  const shared = takerQuantity < maker.visible ? takerQuantity : maker.visible
  const takerPrevented = affectsTaker ? (isDecrement ? shared : takerQuantity) : 0n
  const makerPrevented = affectsMaker ? (isDecrement ? shared : maker.remaining) : 0n
  const match = record(state, taker, maker, mode, takerPrevented, makerPrevented)
  if (affectsMaker) collapsePair(state, maker)
  if (mode === 'TRANSFER') transfer(state, taker, maker, shared)
  if (affectsMaker) take(state, maker, makerPrevented, match)
  if (affectsTaker) take(state, taker, takerPrevented, match)
}

const record = (state: SpotState, taker: LiveOrder, maker: LiveOrder, mode: SelfTradePreventionMode, takerPreventedQuantity: Quantity, makerPreventedQuantity: Quantity): PreventedMatch => {
  const { market, trader } = taker.desk
  const match: PreventedMatch = {
    symbol: market.name,
    preventedMatchId: nextIdIn(market, maker.desk.market),
    takerOrderId: taker.id,
    makerOrderId: maker.id,
    makerSymbol: maker.desk.market.name,
    takerAccountId: trader.accountId,
    makerAccountId: maker.desk.trader.accountId,
    tradeGroupId: trader.terms.tradeGroupId,
    selfTradePrevention: mode,
    price: maker.price,
    takerPreventedQuantity,
    makerPreventedQuantity,
    timeUs: state.nowUs,
  }
  keep(taker.desk, match)
  if (maker.desk !== taker.desk) keep(maker.desk, match)
  return match
}

/** Rising in both markets, where a routed order meets one of another. */
const nextIdIn = (market: Market, other: Market): number => {
  const id = Math.max(market.nextPreventedMatchId, other.nextPreventedMatchId)
  market.nextPreventedMatchId = id + 1
  other.nextPreventedMatchId = id + 1
  return id
}

const keep = ({ trader, preventedMatches }: Desk, match: PreventedMatch): void => {
  if (!trader.terms.keepsHistory) return
  preventedMatches.push(match)
  keepNewest(preventedMatches)
}

/** Takes the prevented quantity off an order and ends it when nothing is left; an order by value, which has no quantity to decrement, ends at once. */
const take = (state: SpotState, order: LiveOrder, quantity: Quantity, match: PreventedMatch): void => {
  order.preventedQuantity += quantity
  order.preventedMatchId = match.preventedMatchId
  order.updatedAtUs = state.nowUs
  if (order.quoteQuantity === 0n) order.remaining -= quantity
  const isOver = order.quoteQuantity > 0n || order.remaining === 0n
  if (!isOver) {
    if (order.level !== null) shrinkInBook(state, order, quantity)
    if (!isMarketType(order.type)) trimHold(state, order)
  } else {
    finishOrder(state, order, 'EXPIRED_IN_MATCH', 'NONE')
  }
  announceOrder(state, order, 'TRADE_PREVENTION', null, match)
  if (isOver) followUp(state, order)
}

/** What the match would have moved, moved without a trade and without commission. */
const transfer = (state: SpotState, taker: LiveOrder, maker: LiveOrder, quantity: Quantity): void => {
  const buyer = taker.isBuy ? taker : maker
  const seller = taker.isBuy ? maker : taker
  const quote = notionalRoundedDown(maker.price, quantity)
  state.ledger.transferLocked(seller.desk.base, buyer.desk.base, quantity)
  state.ledger.transferLocked(payerOf(state, buyer, seller, quote), seller.desk.quote, quote)
  seller.held -= quantity
  buyer.held -= quote
}
