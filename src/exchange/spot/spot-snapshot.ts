import { accountId as makeAccountId } from '../../ids.ts'
import type { OrderRequest } from '../command.ts'
import { fromJson, toJson } from '../money-json.ts'
import type { Amendment, Fill, PreventedMatch } from '../order.ts'
import type { SymbolDefinition } from '../symbol.ts'
import type { WalletName } from '../wallet-name.ts'
import type { Desk } from './desk.ts'
import { LiveList } from './live-list.ts'
import { isAlgo, isOpen, LiveOrder, type LivePeg } from './live-order.ts'
import type { Market } from './market.ts'
import type { BookSide } from './order-book.ts'
import type { ReferencePriceState } from './reference-price.ts'
import type { SpotState } from './spot-state.ts'
import type { Trader } from './trader.ts'

/** Markets with their books, and traders with their orders and what they did, as rows of a snapshot. */
export interface SpotRows {
  readonly markets: readonly MarketRow[]
  readonly traders: readonly TraderRow[]
  /** Of margin wallets that ever placed an order. */
  readonly marginTraders?: readonly TraderRow[]
}

export const rowsOfSpot = (state: SpotState): SpotRows => ({
  markets: [...state.markets.values()].map(rowOfMarket),
  traders: [...state.traders.values()].sort((a, b) => a.accountId - b.accountId).map(rowOfTrader),
  marginTraders: marginTraders(state).map(rowOfTrader).filter(isActive),
})

/** Takes on what `rowsOfSpot` gave; the assets and the ledger are there already. */
export const restoreSpot = (state: SpotState, { markets, traders, marginTraders = [] }: SpotRows): void => {
  for (const row of markets) restoreMarket(state, row)
  for (const row of traders) restoreTrader(state, state.openAccount(makeAccountId(row.id), fromJson(row.terms) as Trader['terms']), row) // written by toJson from AccountTerms
  for (const row of marginTraders) restoreTrader(state, state.trader(makeAccountId(row.id), row.wallet!)!, row)
  for (const row of markets) restoreBook(state, row)
}

type MarketRow = readonly [definition: string, lastPrice: string | null, nextTradeId: number, nextPreventedMatchId: number, lastUpdateId: number, bids: readonly number[], asks: readonly number[], nextAllocationId?: number, reference?: ReferencePriceState]

const rowOfMarket = (market: Market): MarketRow => [
  toJson(market.definition),
  market.lastPrice === null ? null : market.lastPrice.toString(),
  market.nextTradeId,
  market.nextPreventedMatchId,
  market.book.lastUpdateId,
  queueOf(market.book.bids),
  queueOf(market.book.asks),
  ...(market.nextAllocationId === 0 && !market.reference.wasEverSet ? [] as const : [market.nextAllocationId, market.reference.state()] as const),
]

/** Ids of the orders of a side in the order in which they would be matched. */
const queueOf = (side: BookSide<LiveOrder>): number[] => {
  const ids: number[] = []
  side.visitLevels(({ first }) => {
    for (let order = first; order !== null; order = order.nextInLevel) ids.push(order.id)
    return true
  })
  return ids
}

const restoreMarket = (state: SpotState, row: MarketRow): void => {
  const market = state.list(fromJson(row[0]) as SymbolDefinition) // written by toJson from a SymbolDefinition
  market.lastPrice = row[1] === null ? null : BigInt(row[1])
  market.nextTradeId = row[2]
  market.nextPreventedMatchId = row[3]
  market.book.lastUpdateId = row[4]
  market.nextAllocationId = row[7] ?? 0
  market.reference.restore(row[8] ?? [])
}

const restoreBook = (state: SpotState, row: MarketRow): void => {
  for (const id of [...row[5], ...row[6]]) {
    const order = state.openOrders.get(id)
    if (order === undefined) throw new Error(`the snapshot's book has order ${id}, which is not open`)
    order.desk.market.book.sideOf(order).append(order)
  }
}

interface TraderRow {
  readonly id: number
  /** Where it is not the spot wallet. */
  readonly wallet?: WalletName
  readonly terms: string
  readonly hasFeeDiscount: boolean
  readonly orderCount: readonly number[]
  readonly desks: readonly DeskRow[]
  readonly lists: readonly ListRow[]
}

const rowOfTrader = (trader: Trader): TraderRow => ({
  id: trader.accountId,
  ...(trader.isMargin && { wallet: trader.wallet }),
  terms: toJson(trader.terms),
  hasFeeDiscount: trader.hasFeeDiscount,
  orderCount: trader.orderCount.state(),
  desks: [...trader.desks.values()].sort((a, b) => (a.market.name < b.market.name ? -1 : 1)).map((desk) => rowOfDesk(desk)).filter(isFilled),
  lists: trader.lists.map(rowOfList),
})

const marginTraders = (state: SpotState): Trader[] =>
  [...state.marginTraders.values()].flatMap((traders) => [...traders.values()]).sort((a, b) => a.accountId - b.accountId || (a.wallet < b.wallet ? -1 : 1))

/** A trader of a margin wallet that only was looked for is no part of the state. */
const isActive = (row: TraderRow): boolean => row.desks.length + row.lists.length > 0 || row.orderCount.some((count) => count !== 0)

const restoreTrader = (state: SpotState, trader: Trader, row: TraderRow): void => {
  trader.hasFeeDiscount = row.hasFeeDiscount
  trader.orderCount.restore(row.orderCount)
  const members = new Map<number, LiveOrder>()
  for (const deskRow of row.desks) restoreDesk(state, trader, deskRow, members)
  for (const listRow of row.lists) restoreList(state, trader, listRow, members)
}

interface DeskRow {
  readonly symbol: string
  /** Orders that are kept as history, open ones among them. */
  readonly orders: readonly OrderRow[]
  /** Orders that are open, or belong to a list that is, and are not kept as history. */
  readonly others: readonly OrderRow[]
  /** Names that mean another order than the newest one that was given them: amended orders can take a name late. */
  readonly names: readonly (readonly [string, number])[]
  readonly fills: readonly FillRow[]
  /** Absent where there are none. */
  readonly allocations?: readonly FillRow[]
  readonly preventedMatches: readonly PreventedRow[]
  readonly amendments: readonly AmendmentRow[]
}

const rowOfDesk = (desk: Desk): DeskRow => {
  const kept = new Set(desk.orders)
  const ofLists = desk.trader.lists.filter((list) => list.desk === desk).flatMap((list) => (list.working === null ? list.followers : [list.working, ...list.followers]))
  const others = [...new Set([...desk.open(), ...ofLists])].filter((order) => !kept.has(order)).sort((a, b) => a.id - b.id)
  return {
    symbol: desk.market.name,
    orders: desk.orders.map(rowOfOrder),
    others: others.map(rowOfOrder),
    names: lateNames(desk, others),
    fills: desk.fills.map(rowOfFill),
    ...(desk.allocations.length > 0 && { allocations: desk.allocations.map(rowOfFill) }),
    preventedMatches: desk.preventedMatches.map(rowOfPrevented),
    amendments: desk.amendments.map(rowOfAmendment),
  }
}

const isFilled = (row: DeskRow): boolean => row.orders.length + row.others.length + row.fills.length + (row.allocations?.length ?? 0) + row.preventedMatches.length > 0

/**
 * The names as they are restored without being told: the newest order of each name, an open one above all. An order that is
 * finished and not kept as history, but belongs to a list that is, has no name any more.
 */
const plainNames = (kept: readonly LiveOrder[], others: readonly LiveOrder[]): Map<string, LiveOrder> => {
  const names = new Map<string, LiveOrder>()
  for (const order of kept) names.set(order.clientOrderId, order)
  for (const order of kept) if (isOpen(order)) names.set(order.clientOrderId, order)
  for (const order of others) if (isOpen(order)) names.set(order.clientOrderId, order)
  return names
}

const lateNames = (desk: Desk, others: readonly LiveOrder[]): (readonly [string, number])[] => {
  const plain = plainNames(desk.orders, others)
  const late: (readonly [string, number])[] = []
  for (const [name, order] of desk.byClientOrderId) if (plain.get(name) !== order) late.push([name, order.id])
  return late.sort(([a], [b]) => (a < b ? -1 : 1))
}

const restoreDesk = (state: SpotState, trader: Trader, row: DeskRow, members: Map<number, LiveOrder>): void => {
  const market = state.markets.get(row.symbol)
  if (market === undefined) throw new Error(`the snapshot has orders of ${row.symbol}, which is not listed`)
  const desk = state.desk(trader, market)
  const kept = row.orders.map((each) => restoreOrder(desk, each))
  const others = row.others.map((each) => restoreOrder(desk, each))
  for (const order of [...kept, ...others].sort((a, b) => a.id - b.id)) {
    members.set(order.id, order)
    if (isOpen(order)) reopen(state, order)
  }
  desk.orders = kept
  desk.byClientOrderId.clear()
  for (const [name, order] of plainNames(kept, others)) desk.byClientOrderId.set(name, order)
  for (const [name, id] of row.names) desk.byClientOrderId.set(name, members.get(id)!)
  desk.fills = row.fills.map((each) => restoreFill(desk, each))
  desk.allocations = (row.allocations ?? []).map((each) => asAllocation(restoreFill(desk, each)))
  desk.preventedMatches = row.preventedMatches.map((each) => restorePrevented(desk, each))
  desk.amendments = row.amendments.map((each) => restoreAmendment(desk, each))
}

const reopen = (state: SpotState, order: LiveOrder): void => {
  state.openOrders.add(order)
  order.desk.admit(order)
  if (isAlgo(order.type) && order.workingSinceUs === null && order.status === 'NEW') order.desk.market.triggers.add(order)
}

type OrderRow = readonly (string | number | null)[]

const rowOfOrder = (order: LiveOrder): OrderRow => [
  order.id, order.clientOrderId, order.side, order.type, order.timeInForce,
  text(order.price), text(order.quantity), text(order.quoteQuantity), text(order.stopPrice), order.trailingDeltaBips, text(order.icebergQuantity),
  order.selfTradePrevention, order.strategyId, order.strategyType,
  order.status, text(order.filledQuantity), text(order.filledQuote), text(order.preventedQuantity), order.preventedMatchId,
  order.createdAtUs, order.updatedAtUs, order.workingSinceUs, order.expiryReason,
  text(order.remaining), text(order.held), text(order.holdPrice), order.amendCount, order.trailingSinceUs, text(order.trailingExtreme), text(order.visible),
  ...(order.peg === null ? order.workingFloor === null ? [] : [null, null, 0, 0] : [order.peg.priceType, order.peg.offsetLevels, text(order.peg.bound), order.peg.isPriced ? 1 : 0]),
  ...(order.workingFloor === null ? [] : [order.workingFloor]),
]

/** Money, with the many zeroes short. */
const text = (value: bigint): string | 0 => (value === 0n ? 0 : value.toString())

// Each column is what rowOfOrder put there.
const restoreOrder = (desk: Desk, row: OrderRow): LiveOrder => {
  const money = (index: number): bigint => BigInt(row[index] as string | number)
  const [id, clientOrderId, side, type, timeInForce] = row
  const request = {
    side, type, timeInForce, clientOrderId,
    price: money(5), quantity: money(6), quoteQuantity: money(7), stopPrice: money(8), trailingDeltaBips: row[9], icebergQuantity: money(10),
    strategyId: row[12] ?? undefined, strategyType: row[13] ?? undefined,
  } as unknown as OrderRequest
  const order = new LiveOrder(id as number, desk, request, row[11] as LiveOrder['selfTradePrevention'], row[14] as LiveOrder['status'], row[19] as number)
  order.filledQuantity = money(15)
  order.filledQuote = money(16)
  order.preventedQuantity = money(17)
  order.preventedMatchId = row[18] as number | null
  order.updatedAtUs = row[20] as number
  order.workingSinceUs = row[21] as number | null
  order.expiryReason = row[22] as LiveOrder['expiryReason']
  order.remaining = money(23)
  order.held = money(24)
  order.holdPrice = money(25)
  order.amendCount = row[26] as number
  order.trailingSinceUs = row[27] as number | null
  order.trailingExtreme = money(28)
  order.visible = money(29)
  // Absent of plain orders, and in snapshots of a venue that had no others.
  if (typeof row[30] === 'string') order.peg = { priceType: row[30] as LivePeg['priceType'], offsetLevels: row[31] as number | null, bound: money(32), isPriced: row[33] === 1 }
  if (row[34] !== undefined) order.workingFloor = row[34] as LiveOrder['workingFloor']
  return order
}

type ListRow = readonly [id: number, symbol: string, clientListId: string, contingency: LiveList['contingency'], workingId: number | null, followerIds: readonly number[], isPairOpen: boolean, held: string, statusType: LiveList['statusType'], orderStatus: LiveList['orderStatus'], createdAtUs: number, updatedAtUs: number, paysFollowers?: true]

const rowOfList = (list: LiveList): ListRow => (list.paysFollowers ? [...plainRowOf(list), true] : plainRowOf(list))

type PlainListRow = ListRow extends readonly [...infer Plain, true?] ? Readonly<Plain> : never

const plainRowOf = (list: LiveList): PlainListRow => [
  list.id, list.desk.market.name, list.clientListId, list.contingency, list.working === null ? null : list.working.id, list.followers.map((order) => order.id),
  list.isPairOpen, list.held.toString(), list.statusType, list.orderStatus, list.createdAtUs, list.updatedAtUs,
]

const restoreList = (state: SpotState, trader: Trader, row: ListRow, members: ReadonlyMap<number, LiveOrder>): void => {
  const [id, symbol, clientListId, contingency, workingId, followerIds, isPairOpen, held, statusType, orderStatus, createdAtUs, updatedAtUs, paysFollowers = false] = row
  const desk = state.desk(trader, state.markets.get(symbol)!)
  const list = new LiveList(id, desk, clientListId, contingency, createdAtUs, paysFollowers)
  const member = (orderId: number): LiveOrder => {
    const order = members.get(orderId)
    if (order === undefined) throw new Error(`the snapshot's order list ${id} has order ${orderId}, which is missing`)
    order.list = list
    return order
  }
  list.working = workingId === null ? null : member(workingId)
  list.followers = followerIds.map(member)
  list.isPairOpen = isPairOpen
  list.held = BigInt(held)
  list.statusType = statusType
  list.orderStatus = orderStatus
  list.updatedAtUs = updatedAtUs
  trader.lists.push(list)
  if (orderStatus === 'EXECUTING') desk.admitList(list)
}

/** Of an allocation its own id stands in the place of the trade's. */
type FillRow = readonly [tradeId: number, orderId: number, listId: number | null, price: string, quantity: string, quote: string, commission: string, commissionAsset: string, timeUs: number, isBuyer: boolean, isMaker: boolean]

const rowOfFill = (fill: Fill): FillRow => [
  fill.allocationId ?? fill.tradeId, fill.orderId, fill.listId, fill.price.toString(), fill.quantity.toString(), fill.quote.toString(), fill.commission.toString(), fill.commissionAsset, fill.timeUs, fill.isBuyer, fill.isMaker,
]

const restoreFill = (desk: Desk, [tradeId, orderId, listId, price, quantity, quote, commission, commissionAsset, timeUs, isBuyer, isMaker]: FillRow): Fill => ({
  tradeId, allocationId: null, orderId, listId, accountId: desk.trader.accountId, symbol: desk.market.name,
  price: BigInt(price), quantity: BigInt(quantity), quote: BigInt(quote), commission: BigInt(commission), commissionAsset, timeUs, isBuyer, isMaker,
})

const asAllocation = (fill: Fill): Fill => ({ ...fill, tradeId: -1, allocationId: fill.tradeId })

type PreventedRow = readonly [preventedMatchId: number, takerOrderId: number, makerOrderId: number, takerAccountId: number, makerAccountId: number, tradeGroupId: number, mode: PreventedMatch['selfTradePrevention'], price: string, takerPreventedQuantity: string, makerPreventedQuantity: string, timeUs: number, symbols?: readonly [symbol: string, makerSymbol: string]]

const rowOfPrevented = (match: PreventedMatch): PreventedRow => [
  match.preventedMatchId, match.takerOrderId, match.makerOrderId, match.takerAccountId, match.makerAccountId, match.tradeGroupId, match.selfTradePrevention,
  match.price.toString(), match.takerPreventedQuantity.toString(), match.makerPreventedQuantity.toString(), match.timeUs,
  ...(match.symbol === match.makerSymbol ? [] as const : [[match.symbol, match.makerSymbol]] as const),
]

const restorePrevented = (desk: Desk, [preventedMatchId, takerOrderId, makerOrderId, taker, maker, tradeGroupId, selfTradePrevention, price, takerPrevented, makerPrevented, timeUs, [symbol, makerSymbol] = [desk.market.name, desk.market.name]]: PreventedRow): PreventedMatch => ({
  symbol, preventedMatchId, takerOrderId, makerOrderId, makerSymbol,
  takerAccountId: makeAccountId(taker), makerAccountId: makeAccountId(maker), tradeGroupId, selfTradePrevention,
  price: BigInt(price), takerPreventedQuantity: BigInt(takerPrevented), makerPreventedQuantity: BigInt(makerPrevented), timeUs,
})

type AmendmentRow = readonly [orderId: number, executionId: number, originalClientOrderId: string, newClientOrderId: string, originalQuantity: string, newQuantity: string, timeUs: number]

const rowOfAmendment = (amendment: Amendment): AmendmentRow => [
  amendment.orderId, amendment.executionId, amendment.originalClientOrderId, amendment.newClientOrderId, amendment.originalQuantity.toString(), amendment.newQuantity.toString(), amendment.timeUs,
]

const restoreAmendment = (desk: Desk, [orderId, executionId, originalClientOrderId, newClientOrderId, originalQuantity, newQuantity, timeUs]: AmendmentRow): Amendment => ({
  symbol: desk.market.name, orderId, executionId, originalClientOrderId, newClientOrderId, originalQuantity: BigInt(originalQuantity), newQuantity: BigInt(newQuantity), timeUs,
})
