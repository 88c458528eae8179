import { type Amount, type Price, type Quantity, UNIT } from '../../money.ts'
import { SECOND } from '../../time.ts'
import type { Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import { type Contract, MAX_OPEN_ORDERS, TAKER_RATE } from './contract.ts'
import type { ActOf } from './futures-command.ts'
import type { FuturesOrder, FuturesOrderRequest, PositionSide, PriceMatch } from './futures-order.ts'
import type { FuturesReason } from './futures-rejection.ts'
import { type FuturesAccount, type FuturesMarket, type FuturesState, isOpenOrder, LiveFuturesOrder } from './futures-state.ts'
import { accountMargin, capAt } from './margin.ts'
import { endOrder, match, rest, tell } from './matching.ts'
import { absolute, ceilDivide, greatest, worthOf } from './rounding.ts'

const SHORTEST_GOOD_TILL_US = 600 * SECOND
const no = (reason: FuturesReason): Rejection => ({ reason })

export const judgePositionSide = ({ isHedge }: FuturesAccount, positionSide: PositionSide): Rejection | null =>
  (positionSide === 'BOTH') === isHedge ? no('positionSideMismatch') : null

export const judgePrice = ({ contract, markPrice }: FuturesMarket, isBuy: boolean, price: Price): Rejection | null => {
  if (price < contract.minPrice) return no('priceBelowMinimum')
  if (price > contract.maxPrice) return no('priceAboveMaximum')
  if (price % contract.tickSize !== 0n) return no('priceOffTick')
  if (isBuy && price * UNIT > markPrice * contract.multiplierUp) return no('priceAboveCap')
  return !isBuy && price * UNIT < markPrice * contract.multiplierDown ? no('priceBelowFloor') : null
}

export const judgeQuantity = (contract: Contract, isMarket: boolean, quantity: Quantity): Rejection | null => {
  if (quantity < contract.minQuantity) return no('quantityBelowMinimum')
  if (quantity > (isMarket ? contract.maxMarketQuantity : contract.maxQuantity)) return no('quantityAboveMaximum')
  return quantity % contract.stepSize !== 0n ? no('quantityOffStep') : null
}

/** The price that the book gives an order which matches one; null where the book is too thin. */
const matchedPrice = ({ book }: FuturesMarket, isBuy: boolean, priceMatch: PriceMatch): Price | null => {
  const [word, place = '1'] = priceMatch.split('_')
  const { bids, asks } = book.depth(Number(place))
  return ((word === 'OPPONENT') === isBuy ? asks : bids)[Number(place) - 1]?.price ?? null
}

/** How far a market order goes: the mark price and the contract's bound, on the grid, rounded towards the mark. */
const boundOf = ({ contract, markPrice }: FuturesMarket, isBuy: boolean): Price => {
  const exact = (markPrice * (isBuy ? UNIT + contract.marketBound : UNIT - contract.marketBound)) / UNIT
  return isBuy ? exact - (exact % contract.tickSize) : ceilDivide(exact, contract.tickSize) * contract.tickSize
}

const offeredWithin = ({ book }: FuturesMarket, isBuy: boolean, limit: Price): Quantity => {
  let sum = 0n
  ;(isBuy ? book.asks : book.bids).visitLevels(({ price, visible }) => {
    if (isBuy ? price > limit : price < limit) return false
    sum += visible
    return true
  })
  return sum
}

const priceOf = (market: FuturesMarket, request: FuturesOrderRequest): Price | null =>
  request.type === 'MARKET' ? 0n : request.priceMatch !== 'NONE' ? matchedPrice(market, request.side === 'BUY', request.priceMatch) : request.price ?? 0n

/** The first thing that speaks against an order; margin last. */
export const judgeOrder = (state: FuturesState, account: FuturesAccount, market: FuturesMarket, request: FuturesOrderRequest, ignored?: LiveFuturesOrder): Rejection | null => {
  const { contract } = market
  const isBuy = request.side === 'BUY'
  const isMarket = request.type === 'MARKET'
  if (market.status !== 'TRADING' || market.markPrice === 0n) return no('notTrading')
  const side = judgePositionSide(account, request.positionSide)
  if (side) return side
  const price = priceOf(market, request)
  if (price === null) return no('noDepthForPriceMatch')
  const fault = judgeQuantity(contract, isMarket, request.quantity) ?? (isMarket ? null : judgePrice(market, isBuy, price))
  if (fault) return fault
  if (request.timeInForce === 'GTD' && (request.goodTillUs ?? 0) <= state.nowUs + SHORTEST_GOOD_TILL_US) return no('goodTillInvalid')
  for (const order of account.open.values()) if (order !== ignored && order.facts.clientOrderId === request.clientOrderId && order.market === market) return no('duplicateClientOrderId')
  const position = account.position(contract.name, request.positionSide)
  const isReducing = request.reduceOnly || request.positionSide === (isBuy ? 'SHORT' : 'LONG')
  if (isReducing && (isBuy ? position.quantity >= 0n : position.quantity <= 0n)) return no('reduceOnlyRejected')
  if (!isReducing && worthOf(isMarket ? market.markPrice : price, request.quantity) < contract.minNotional) return no('notionalTooSmall')
  if (account.keepsHistory && account.ordersOf(contract.name).length >= MAX_OPEN_ORDERS && !ignored) return no('tooManyOpenOrders')
  const limit = isMarket ? boundOf(market, isBuy) : price
  if (request.timeInForce === 'GTX' && offeredWithin(market, isBuy, price) > 0n) return no('postOnlyWouldTake')
  if (request.timeInForce === 'FOK' && offeredWithin(market, isBuy, limit) < request.quantity) return no('fokNotFilled')
  return isReducing ? null : judgeMargin(state, account, market, request, isMarket ? boundedCost(market, isBuy) : price, position.quantity, ignored)
}

/** What a market order is expected to pay at most: half a per mille beyond the best price, or the mark price. */
const boundedCost = (market: FuturesMarket, isBuy: boolean): Price => {
  const best = (isBuy ? market.book.asks : market.book.bids).best()?.price ?? market.markPrice
  return greatest(market.markPrice, isBuy ? best + best / 2_000n : best)
}

/** Is there enough for the order's initial margin, its fee and what it would lose at once; and does the leverage allow so much? */
const judgeMargin = (state: FuturesState, account: FuturesAccount, market: FuturesMarket, { side, quantity }: FuturesOrderRequest, price: Price, held: Quantity, ignored?: LiveFuturesOrder): Rejection | null => {
  const isBuy = side === 'BUY'
  const { leverage } = account.settingsOf(market.contract.name)
  const notional = worthOf(greatest(price, isBuy ? 0n : market.markPrice), quantity)
  const opened: Amount = held !== 0n && held > 0n !== isBuy ? greatest(0n, notional - 2n * absolute(worthOf(market.markPrice, held))) : notional
  if (opened === 0n) return null
  const open = account.ordersOf(market.contract.name).filter((order) => order !== ignored && order.isBuy === isBuy && !order.isReducing).reduce((sum, order) => sum + worthOf(order.price, order.remaining), 0n)
  const whole = absolute(worthOf(market.markPrice, held) + (isBuy ? open + notional : -open - notional))
  if (whole > capAt(market.contract, leverage)) return no('positionBeyondLeverage')
  const lost = greatest(0n, isBuy ? worthOf(price, quantity) - worthOf(market.markPrice, quantity) : worthOf(market.markPrice, quantity) - worthOf(price, quantity))
  const need = ceilDivide(opened, BigInt(leverage)) + lost + (account.keepsHistory ? ceilDivide(opened * TAKER_RATE, UNIT) : 0n)
  return accountMargin(state, account, ignored).available < need ? no('marginInsufficient') : null
}

type Origin = Partial<Pick<FuturesOrder, 'originalType' | 'closePosition' | 'triggerPrice' | 'workingType' | 'priceProtect' | 'algoId' | 'autoClose'>>

/** Places an order that was judged. @returns it as it then stands */
export const placeOrder = (state: FuturesState, account: FuturesAccount, market: FuturesMarket, request: FuturesOrderRequest, origin: Origin = {}, limit?: Price): LiveFuturesOrder => {
  const isMarket = request.type === 'MARKET'
  const order = new LiveFuturesOrder({
    id: state.nextOrderId++, accountId: account.id, symbol: market.contract.name, clientOrderId: request.clientOrderId, side: request.side, positionSide: request.positionSide, type: request.type, originalType: request.type,
    timeInForce: request.timeInForce, price: priceOf(market, request) ?? 0n, quantity: request.quantity, filledQuantity: 0n, filledQuote: 0n, reduceOnly: request.reduceOnly, closePosition: false, triggerPrice: 0n,
    workingType: 'CONTRACT_PRICE', priceProtect: false, priceMatch: request.priceMatch, selfTradePrevention: request.selfTradePrevention, goodTillUs: request.goodTillUs ?? 0, status: 'NEW',
    createdAtUs: state.nowUs, updatedAtUs: state.nowUs, modifyCount: 0, autoClose: null, algoId: null, ...origin,
  }, account, market)
  account.open.set(order.id, order)
  // What the venue itself places uses up none of what the account may place.
  if (order.facts.autoClose === null && order.facts.algoId === null) account.orderCount.add(1, state.nowUs)
  tell(state, order, 'NEW')
  match(state, order, limit ?? (isMarket ? boundOf(market, order.isBuy) : order.price))
  if (!isOpenOrder(order.facts)) return order
  if (isMarket || request.timeInForce === 'IOC' || request.timeInForce === 'FOK') endOrder(state, order, 'EXPIRED')
  else rest(state, order)
  return order
}

/** A changed order goes behind all others at its price. */
export const modifyOrder = (state: FuturesState, account: FuturesAccount, market: FuturesMarket, act: ActOf<'modify'>): Verdict => {
  const order = findOpen(account, market, act.order)
  if (order === undefined || order.facts.type !== 'LIMIT' || order.facts.side !== act.side) return { reason: 'unknownOrder' }
  const { facts } = order
  const request: FuturesOrderRequest = { ...facts, type: 'LIMIT', quantity: act.quantity, price: act.price ?? facts.price, priceMatch: act.priceMatch }
  const price = priceOf(market, request)
  if (price === null) return no('noDepthForPriceMatch')
  if (price === facts.price && act.quantity === facts.quantity) return no('nothingToModify')
  if (act.quantity <= facts.filledQuantity) {
    endOrder(state, order, 'CANCELED')
    return 'changed'
  }
  const rejection = judgeOrder(state, account, market, request, order)
  if (rejection) return rejection
  account.keep(account.amendments, { id: state.nextAmendmentId++, orderId: facts.id, clientOrderId: facts.clientOrderId, symbol: facts.symbol, priceBefore: facts.price, priceAfter: price, quantityBefore: facts.quantity, quantityAfter: act.quantity, count: facts.modifyCount + 1, timeUs: state.nowUs })
  state.tellDepth(order, market.book.sideOf(order).remove(order))
  Object.assign(facts, { price, quantity: act.quantity, priceMatch: act.priceMatch, modifyCount: facts.modifyCount + 1, updatedAtUs: state.nowUs })
  account.orderCount.add(1, state.nowUs)
  tell(state, order, 'AMENDMENT')
  match(state, order, price)
  if (isOpenOrder(facts)) rest(state, order)
  return 'changed'
}

export const findOpen = (account: FuturesAccount, market: FuturesMarket, { orderId, clientOrderId }: ActOf<'cancel'>['order']): LiveFuturesOrder | undefined =>
  account.ordersOf(market.contract.name).find(({ facts }) => (orderId !== undefined ? facts.id === orderId : facts.clientOrderId === clientOrderId))
