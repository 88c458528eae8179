import { type Amount, type Price, type Quantity, UNIT } from '../../money.ts'
import { FEES_ACCOUNT, FUTURES_CLEARING_ACCOUNT } from '../ledger.ts'
import { BNB_PART, MAKER_RATE, MARGIN_ASSET, TAKER_RATE } from './contract.ts'
import type { FuturesExecution } from './futures-event.ts'
import type { FuturesFill } from './futures-order.ts'
import { type FuturesAccount, type FuturesState, isOpenOrder, type LiveFuturesOrder, type LivePosition } from './futures-state.ts'
import { positionUpdate } from './margin.ts'
import { absolute, ceilDivide, least } from './rounding.ts'

const FEE_ASSET = 'BNB'

/** Lets an order take from the opposite side, best and oldest first, no further than the limit. */
export const match = (state: FuturesState, taker: LiveFuturesOrder, limit: Price): void => {
  const opposite = taker.isBuy ? taker.market.book.asks : taker.market.book.bids
  while (isOpenOrder(taker.facts) && taker.remaining > 0n) {
    const level = opposite.best()
    const maker = level?.first
    if (level === undefined || maker === undefined || maker === null || (taker.isBuy ? level.price > limit : level.price < limit)) return
    if (maker.account === taker.account && taker.facts.selfTradePrevention !== 'NONE') {
      const mode = taker.facts.selfTradePrevention
      if (mode !== 'EXPIRE_TAKER') endOrder(state, maker, 'EXPIRED_IN_MATCH')
      if (mode !== 'EXPIRE_MAKER') endOrder(state, taker, 'EXPIRED_IN_MATCH')
      continue
    }
    const most = reducible(maker)
    if (most === 0n) {
      endOrder(state, maker, 'EXPIRED')
      continue
    }
    const quantity = least(least(taker.remaining, reducible(taker)), least(maker.remaining, most))
    if (quantity === 0n) return endOrder(state, taker, 'EXPIRED')
    trade(state, taker, maker, level.price, quantity)
  }
}

/** How much an order may still execute: one that can only reduce, no more than there is to reduce. */
const reducible = (order: LiveFuturesOrder): Quantity => {
  if (!order.isReducing) return order.remaining
  const { quantity } = order.account.position(order.facts.symbol, order.facts.positionSide)
  return order.isBuy ? (quantity < 0n ? -quantity : 0n) : quantity > 0n ? quantity : 0n
}

/** One trade: both sides at the same notional, cut, so that what one pays the other gets. */
export const trade = (state: FuturesState, taker: LiveFuturesOrder, maker: LiveFuturesOrder, price: Price, quantity: Quantity): void => {
  const { market } = taker
  const quote = (price * quantity) / UNIT
  const id = market.nextTradeId++
  market.lastPrice = price
  const made = { id, symbol: market.contract.name, price, quantity, quote, timeUs: state.nowUs, isBuyerMaker: maker.isBuy }
  state.fold.onTrade(made, taker.id)
  state.emit({ what: 'trade', trade: made })
  for (const order of [maker, taker]) fill(state, order, id, price, quantity, quote, order === maker)
}

const fill = (state: FuturesState, order: LiveFuturesOrder, tradeId: number, price: Price, quantity: Quantity, quote: Amount, isMaker: boolean): void => {
  const { account, facts, market } = order
  const position = account.position(facts.symbol, facts.positionSide)
  const realizedProfit = settle(state, account, position, order.isBuy ? quantity : -quantity, order.isBuy ? quote : -quote, tradeId)
  const { commission, commissionAsset } = charge(state, account, position, quote, isMaker, tradeId)
  facts.filledQuantity += quantity
  facts.filledQuote += quote
  facts.updatedAtUs = state.nowUs
  facts.status = order.remaining === 0n ? 'FILLED' : 'PARTIALLY_FILLED'
  const made: FuturesFill = { tradeId, orderId: order.id, accountId: account.id, symbol: facts.symbol, side: facts.side, positionSide: facts.positionSide, price, quantity, quote, realizedProfit, commission, commissionAsset, timeUs: state.nowUs, isMaker }
  account.keep(account.fills, made)
  if (order.level !== null) {
    order.level.visible -= quantity
    order.visible -= quantity
    const { level } = order
    if (order.remaining === 0n) market.book.sideOf(order).remove(order)
    state.tellDepth(order, level)
  }
  tell(state, order, 'TRADE', made)
  if (order.remaining === 0n) retire(order)
  state.emit({ what: 'account', accountId: account.id, reason: 'ORDER', balances: [state.balanceUpdate(account, 0n)], positions: [positionUpdate(state, account, position)] })
  if (position.quantity === 0n) dropReducing(state, account, position)
}

/**
 * Books a signed quantity at a signed cost on a position. What closes is settled at once: profit is what the closed part was sold for less what
 * it cost, its share of the cost cut towards zero, all of it when nothing is left. @returns the profit
 */
export const settle = (state: FuturesState, account: FuturesAccount, position: LivePosition, quantity: Quantity, quote: Amount, tradeId: number | null): Amount => {
  const isIsolated = account.settingsOf(position.symbol).marginType === 'ISOLATED'
  position.updatedAtUs = state.nowUs
  let profit = 0n
  let [opened, openedCost] = [quantity, quote]
  if (position.quantity !== 0n && position.quantity > 0n !== quantity > 0n) {
    const closed = least(absolute(quantity), absolute(position.quantity))
    const share = (position.cost * closed) / absolute(position.quantity)
    const received = closed === absolute(quantity) ? quote : (quote * closed) / absolute(quantity)
    profit = -share - received
    if (isIsolated) {
      position.isolatedWallet += profit
      position.isolatedWallet -= (position.isolatedWallet * closed) / absolute(position.quantity)
    }
    position.cost -= share
    position.quantity += quantity > 0n ? closed : -closed
    position.realized = position.quantity === 0n ? 0n : position.realized + profit
    position.closedProfit += profit
    opened = quantity > 0n ? quantity - closed : quantity + closed
    openedCost = quote - received
    state.post(account, FUTURES_CLEARING_ACCOUNT, profit)
    state.income(account, position.symbol, 'REALIZED_PNL', profit, tradeId)
  }
  if (opened !== 0n) {
    // An isolated position takes its margin along, as far as the cross wallet has it.
    if (isIsolated) position.isolatedWallet += least(ceilDivide(absolute(openedCost), BigInt(account.settingsOf(position.symbol).leverage)), state.crossWallet(account) > 0n ? state.crossWallet(account) : 0n)
    position.quantity += opened
    position.cost += openedCost
  }
  return profit
}

/** Commission on the notional, cut; in BNB, at nine tenths, where the account chose that and has enough. */
const charge = (state: FuturesState, account: FuturesAccount, position: LivePosition, quote: Amount, isMaker: boolean, tradeId: number): { readonly commission: Amount; readonly commissionAsset: string } => {
  if (!account.keepsHistory) return { commission: 0n, commissionAsset: MARGIN_ASSET }
  const commission = (quote * (isMaker ? MAKER_RATE : TAKER_RATE)) / UNIT
  const bnbPrice = account.isFeeBurn ? state.facts.lastPrice(`${FEE_ASSET}${MARGIN_ASSET}`) : null
  if (bnbPrice !== null && bnbPrice > 0n) {
    const bnb = (commission * BNB_PART) / bnbPrice
    if (bnb > 0n && state.ledger.free(account.id, FEE_ASSET, 'usdFutures') >= bnb) {
      state.ledger.moveBetween({ accountId: account.id, wallet: 'usdFutures' }, { accountId: FEES_ACCOUNT, wallet: 'spot' }, FEE_ASSET, bnb)
      state.income(account, position.symbol, 'COMMISSION', -bnb, tradeId, FEE_ASSET)
      return { commission: bnb, commissionAsset: FEE_ASSET }
    }
  }
  state.post(account, FEES_ACCOUNT, -commission)
  if (position.quantity !== 0n) {
    position.realized -= commission
    if (account.settingsOf(position.symbol).marginType === 'ISOLATED') position.isolatedWallet -= commission
  }
  state.income(account, position.symbol, 'COMMISSION', -commission, tradeId)
  return { commission, commissionAsset: MARGIN_ASSET }
}

export const tell = (state: FuturesState, { facts }: LiveFuturesOrder, execution: FuturesExecution, made: FuturesFill | null = null): void =>
  state.emit({ what: 'order', execution, order: { ...facts }, fill: made })

const retire = ({ account, facts }: LiveFuturesOrder): void => {
  account.open.delete(facts.id)
  account.keep(account.orders, { ...facts })
}

/** Ends an open order, and takes it off the book. */
export const endOrder = (state: FuturesState, order: LiveFuturesOrder, status: 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH'): void => {
  order.facts.status = status
  order.facts.updatedAtUs = state.nowUs
  if (order.level !== null) state.tellDepth(order, order.market.book.sideOf(order).remove(order))
  tell(state, order, status === 'CANCELED' ? 'CANCELED' : 'EXPIRED')
  retire(order)
}

/** What could only reduce a position has nothing to do once it is gone. */
const dropReducing = (state: FuturesState, account: FuturesAccount, { symbol, positionSide }: LivePosition): void => {
  for (const order of account.ordersOf(symbol)) if (order.level !== null && order.isReducing && order.facts.positionSide === positionSide) endOrder(state, order, 'EXPIRED')
  for (const algo of [...account.openAlgos.values()]) {
    if (algo.symbol !== symbol || algo.positionSide !== positionSide || !algo.closePosition) continue
    account.openAlgos.delete(algo.id)
    algo.status = 'EXPIRED'
    algo.updatedAtUs = state.nowUs
    account.keep(account.algos, { ...algo })
    state.emit({ what: 'algo', algo: { ...algo } })
  }
}

/** Puts what remains of an order into the book. */
export const rest = (state: FuturesState, order: LiveFuturesOrder): void => {
  order.visible = order.remaining
  state.tellDepth(order, order.market.book.sideOf(order).append(order))
}

