import type { Amount, Price } from '../../money.ts'
import type { CommandOf, OrderListRequest, OrderRequest } from '../command.ts'
import type { PlainReason, Rejection } from '../rejection.ts'
import { announceList, announceOrder } from './announce.ts'
import { holdForPair } from './carry-on.ts'
import type { Desk } from './desk.ts'
import { keepNewestLists } from './kept-history.ts'
import { LiveList } from './live-list.ts'
import { isAlgo, needOf } from './live-order.ts'
import { atItsPrice, withoutPeg } from './pegging.ts'
import { holdFor, openOrder } from './order-life.ts'
import { judgeFilters, judgeFiltersBeforeSize, judgeName, judgePrice, judgeShape, restingHold, Scene } from './placing.ts'
import type { SpotState } from './spot-state.ts'
import { setGoing } from './working.ts'

/** OCO, OTO, OTOCO, OPO and OPOCO: judging and placing. How their orders follow each other afterwards is in list-life.ts and carry-on.ts. */

const because = (reason: PlainReason): Rejection => ({ reason })

/** The orders of a list in the order of their numbers: the working one first; of a pair the stop loss first, as on Binance. */
export const requestsOf = (list: OrderListRequest): readonly OrderRequest[] => {
  switch (list.contingency) {
    case 'OCO': return lossFirst(list.above, list.below)
    case 'OTO':
    case 'OPO': return [list.working, list.pending]
    case 'OTOCO':
    case 'OPOCO': return [list.working, ...lossFirst(list.pendingAbove, list.pendingBelow)]
  }
}

const paysFollowers = ({ contingency }: OrderListRequest): boolean => contingency === 'OPO' || contingency === 'OPOCO'

/** What is pending is bought first where the list pays for it: its quantity, and the filters on that, are known only then. */
const isQuantityKnown = (list: OrderListRequest, request: OrderRequest): boolean => !paysFollowers(list) || ('working' in list && request === list.working)

/** Whether the order enters the market, or waits for its trigger, as soon as the list is placed. */
const isPlacedNow = (list: OrderListRequest, request: OrderRequest): boolean => list.contingency === 'OCO' || request === list.working

const lossFirst = (above: OrderRequest, below: OrderRequest): readonly OrderRequest[] => (above.side === 'SELL' ? [below, above] : [above, below])

/**
 * Judges a list completely. What it would hold is left in `state.judgedHold`.
 * @param freed what can be had beyond what is free, in the asset that is held.
 */
export const judgeList = (state: SpotState, desk: Desk, clientListId: string, list: OrderListRequest, freed: Amount = 0n): Rejection | null => {
  const { definition, rules } = desk.market
  const requests = requestsOf(list)
  if (list.contingency === 'OCO' && !definition.ocoAllowed) return because('ocoNotSupported')
  if (list.contingency !== 'OCO' && !definition.otoAllowed) return because(paysFollowers(list) ? 'opoNotSupported' : 'otoNotSupported')
  return judgeCombination(list)
    ?? firstOf(requests, (request) => judgeShape(state, desk, isQuantityKnown(list, request) ? request : { ...request, quantity: requests[0]!.quantity! }))
    ?? judgeEachFilter(state, desk, list, requests)
    ?? (rules.allowsAnotherList(desk.openListCount) ? null : { reason: 'filter', filter: 'MAX_NUM_ORDER_LISTS' } as const)
    ?? (desk.trader.openListCount < state.exchangeFilters.maxNumOrderLists ? null : { reason: 'filter', filter: 'EXCHANGE_MAX_NUM_ORDER_LISTS' } as const)
    ?? judgeNames(desk, clientListId, requests)
    ?? judgePair(desk, list)
    ?? judgeListFunds(state, desk, list, freed)
}

const firstOf = <Item>(items: readonly Item[], judge: (item: Item) => Rejection | null): Rejection | null => {
  for (const item of items) {
    const rejection = judge(item)
    if (rejection !== null) return rejection
  }
  return null
}

/** Which orders may stand together in a list. */
const judgeCombination = (list: OrderListRequest): Rejection | null => {
  if (list.contingency === 'OCO') return isPair(list.above, list.below) ? null : because('unsupportedOrderCombination')
  const { working } = list
  if (working.type !== 'LIMIT' && working.type !== 'LIMIT_MAKER') return because('unsupportedOrderCombination')
  if (paysFollowers(list)) {
    if (working.side !== 'BUY' || working.quantity === undefined) return because('unsupportedOrderCombination')
    for (const request of requestsOf(list)) if (request !== working && (request.side !== 'SELL' || request.quantity !== undefined)) return because('unsupportedOrderCombination')
  }
  if (list.contingency === 'OTO' || list.contingency === 'OPO') return list.pending.quoteQuantity === undefined ? null : because('unsupportedOrderCombination')
  return isPair(list.pendingAbove, list.pendingBelow) ? null : because('unsupportedOrderCombination')
}

/** A pair is one stop loss and, on the other side of the market, one order that takes profit; of one side and one quantity. */
const isPair = (above: OrderRequest, below: OrderRequest): boolean => {
  if (above.side !== below.side || above.quantity !== below.quantity) return false
  const [profit, loss] = above.side === 'SELL' ? [above, below] : [below, above]
  return (profit.type === 'LIMIT_MAKER' || profit.type.startsWith('TAKE_PROFIT')) && loss.type.startsWith('STOP_LOSS')
}

const judgeEachFilter = (state: SpotState, desk: Desk, list: OrderListRequest, requests: readonly OrderRequest[]): Rejection | null => {
  const scene = new Scene(state, desk)
  return firstOf(requests, (request) => {
    const asked = isPlacedNow(list, request) ? request : withoutPeg(request)
    const rejection = isQuantityKnown(list, request) ? judgeFilters(desk, asked, scene) : judgeFiltersBeforeSize(desk, asked, scene)
    scene.count(request)
    return rejection
  })
}

const judgeNames = (desk: Desk, clientListId: string, requests: readonly OrderRequest[]): Rejection | null => {
  const names = new Set(requests.map((request) => request.clientOrderId))
  if (names.size < requests.length) return because('duplicateOrder')
  if (desk.trader.openLists.has(clientListId)) return because('duplicateOrder')
  return firstOf(requests, (request) => judgeName(desk, request.clientOrderId))
}

/** The price at which an order of a pair acts: its stop price, or the limit of a LIMIT_MAKER; undefined for a trailing one, and for one that will follow the book. */
const actsAt = ({ type, stopPrice, price, peg }: OrderRequest): Price | undefined => (isAlgo(type) ? stopPrice : peg === undefined ? price : undefined)

/** The market lies between the two orders of a pair that is placed now; those of a pending pair are only in order. */
const judgePair = (desk: Desk, list: OrderListRequest): Rejection | null => {
  if (list.contingency === 'OTO' || list.contingency === 'OPO') return judgePrice(desk, pricedNow(desk, list.working))
  const [above, below] = list.contingency === 'OCO' ? [pricedNow(desk, list.above), pricedNow(desk, list.below)] : [list.pendingAbove, list.pendingBelow]
  const high = actsAt(above)
  const low = actsAt(below)
  if (high !== undefined && low !== undefined && high <= low) return because('ocoBadPrices')
  if (list.contingency !== 'OCO') return judgePrice(desk, pricedNow(desk, list.working))
  const last = desk.market.lastPrice
  if (last !== null && ((high !== undefined && high <= last) || (low !== undefined && low >= last))) return because('ocoBadPrices')
  return judgePrice(desk, above) ?? judgePrice(desk, below)
}

/** With the price that it would follow now; that there is one was judged with the filters. */
const pricedNow = (desk: Desk, request: OrderRequest): OrderRequest => atItsPrice(desk, request) ?? request

const judgeListFunds = (state: SpotState, desk: Desk, list: OrderListRequest, freed: Amount): Rejection | null => {
  const holding = list.contingency === 'OCO' ? requestsOf(list) : [list.working]
  const need = holding.map((request) => restingHold(desk, pricedNow(desk, request))).reduce((larger: Amount, hold) => (hold > larger ? hold : larger), 0n)
  const free = holding[0]?.side === 'BUY' ? desk.quote.free : desk.base.free
  state.judgedHold = need
  return need > free + freed ? because('insufficientBalance') : null
}

/** Places a list that was judged well just before. */
export const placeList = (state: SpotState, desk: Desk, { clientListId, list: request }: CommandOf<'placeOrderList'>): LiveList => {
  const list = new LiveList(state.nextListId++, desk, clientListId, request.contingency === 'OCO' ? 'OCO' : 'OTO', state.nowUs, paysFollowers(request))
  desk.trader.lists.push(list)
  desk.admitList(list)
  keepNewestLists(desk.trader)
  const isPairFirst = request.contingency === 'OCO'
  const orders = requestsOf(request).map((each, index) => {
    const order = openOrder(state, desk, each, isPairFirst || index === 0 ? 'NEW' : 'PENDING_NEW')
    order.list = list
    return order
  })
  list.working = isPairFirst ? null : orders[0] ?? null
  list.followers = isPairFirst ? orders : orders.slice(1)
  announceList(state, list)
  for (const order of orders) if (order.status === 'PENDING_NEW') announceOrder(state, order, 'NEW')
  if (list.working !== null) {
    holdFor(state, list.working, needOf(list.working))
    setGoing(state, list.working)
  } else {
    holdForPair(state, list)
    for (const order of orders) setGoing(state, order)
  }
  return list
}
