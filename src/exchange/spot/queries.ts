import type { AccountId } from '../../ids.ts'
import type { HistoryRange, OrdersView } from '../exchange-view.ts'
import type { Amendment, Fill, Order, OrderList, PreventedMatch } from '../order.ts'
import type { TimeUs } from '../../time.ts'
import type { Desk } from './desk.ts'
import { copyOfList, type LiveList } from './live-list.ts'
import { copyOf, type LiveOrder } from './live-order.ts'
import type { SpotState } from './spot-state.ts'
import type { Trader } from './trader.ts'
import type { WalletName } from '../wallet-name.ts'

/** What accounts may ask about the orders of one of their wallets. Histories are sorted by id and by time, so ranges are found by binary search. */
export class Queries implements OrdersView {
  readonly #state: SpotState
  readonly #wallet: WalletName

  constructor(state: SpotState, wallet: WalletName = 'spot') {
    this.#state = state
    this.#wallet = wallet
  }

  order(accountId: AccountId, symbol: string, reference: { readonly orderId?: number; readonly clientOrderId?: string }): Order | { readonly reason: 'noSuchOrder' | 'clientOrderIdMismatch' } {
    const desk = this.#desk(accountId, symbol)
    const { orderId, clientOrderId } = reference
    const found = desk && (orderId !== undefined ? this.#inDesk(desk, orderId) : clientOrderId !== undefined ? desk.byClientOrderId.get(clientOrderId) : undefined)
    if (!found) return { reason: 'noSuchOrder' }
    if (clientOrderId !== undefined && found.clientOrderId !== clientOrderId) return { reason: 'clientOrderIdMismatch' }
    return copyOf(found)
  }

  byId(accountId: AccountId, orderId: number): Order | undefined {
    for (const desk of this.#desks(accountId)) {
      const found = this.#inDesk(desk, orderId)
      if (found) return copyOf(found)
    }
    return undefined
  }

  openOrders(accountId: AccountId, symbol?: string): readonly Order[] {
    const desks = symbol === undefined ? this.#desks(accountId) : [this.#desk(accountId, symbol)]
    const open = desks.flatMap((desk) => desk?.open() ?? [])
    return open.sort((a, b) => a.id - b.id).map(copyOf)
  }

  allOrders(accountId: AccountId, symbol: string, range: HistoryRange): readonly Order[] {
    const desk = this.#desk(accountId, symbol)
    return desk ? slice(desk.orders, range, (order) => order.id, (order) => order.createdAtUs).map(copyOf) : []
  }

  fills(accountId: AccountId, symbol: string, range: HistoryRange & { readonly orderId?: number }): readonly Fill[] {
    const desk = this.#desk(accountId, symbol)
    return desk ? this.#slice(desk, desk.fills, range, (fill) => fill.tradeId) : []
  }

  allocations(accountId: AccountId, symbol: string, range: HistoryRange & { readonly orderId?: number }): readonly Fill[] {
    const desk = this.#desk(accountId, symbol)
    return desk ? this.#slice(desk, desk.allocations, range, (fill) => fill.allocationId ?? -1) : []
  }

  /** Those of one order lie between its beginning and its end. */
  #slice(desk: Desk, fills: readonly Fill[], range: HistoryRange & { readonly orderId?: number }, idOf: (fill: Fill) => number): readonly Fill[] {
    const { orderId } = range
    if (orderId === undefined) return slice(fills, range, idOf, timeOf)
    const order = this.#inDesk(desk, orderId)
    if (!order) return []
    const during = slice(fills, { startUs: order.createdAtUs, endUs: order.updatedAtUs, limit: Number.MAX_SAFE_INTEGER }, idOf, timeOf)
    return slice(during.filter((fill) => fill.orderId === orderId), range, idOf, timeOf)
  }

  preventedMatches(accountId: AccountId, symbol: string, range: { readonly preventedMatchId?: number; readonly orderId?: number; readonly fromId?: number; readonly limit: number }): readonly PreventedMatch[] {
    const { preventedMatchId, orderId, fromId = 0, limit } = range
    const desk = this.#desk(accountId, symbol)
    const all = desk?.preventedMatches ?? []
    const order = desk && orderId !== undefined ? this.#inDesk(desk, orderId) : undefined
    const begin = Math.max(firstAtLeast(all, preventedMatchId ?? fromId, (match) => match.preventedMatchId), order ? firstAtLeast(all, order.createdAtUs, (match) => match.timeUs) : 0)
    return all
      .slice(begin)
      .filter((match) => (preventedMatchId === undefined || match.preventedMatchId === preventedMatchId) && (orderId === undefined || match.takerOrderId === orderId || match.makerOrderId === orderId))
      .slice(0, limit)
  }

  amendments(accountId: AccountId, symbol: string, orderId: number, range: { readonly fromId?: number; readonly limit: number }): readonly Amendment[] {
    const desk = this.#desk(accountId, symbol)
    const order = desk && this.#inDesk(desk, orderId)
    if (!desk || !order || order.amendCount === 0) return []
    const begin = Math.max(firstAtLeast(desk.amendments, order.createdAtUs, (amendment) => amendment.timeUs), firstAtLeast(desk.amendments, range.fromId ?? 0, (amendment) => amendment.executionId))
    const end = firstAtLeast(desk.amendments, order.updatedAtUs + 1, (amendment) => amendment.timeUs)
    return desk.amendments.slice(begin, end).filter((amendment) => amendment.orderId === orderId).slice(0, range.limit)
  }

  orderList(accountId: AccountId, reference: { readonly listId?: number; readonly clientListId?: string }): OrderList | undefined {
    const { listId, clientListId } = reference
    const lists = this.#lists(accountId)
    const found = listId === undefined
      ? lists.findLast((list) => clientListId === undefined || list.clientListId === clientListId)
      : lists[firstAtLeast(lists, listId, (list) => list.id)]
    const isMeant = found && (listId === undefined || found.id === listId) && (clientListId === undefined || found.clientListId === clientListId)
    return isMeant ? copyOfList(found) : undefined
  }

  openOrderLists(accountId: AccountId): readonly OrderList[] {
    return [...(this.#trader(accountId)?.openLists.values() ?? [])].sort((a, b) => a.id - b.id).map(copyOfList)
  }

  allOrderLists(accountId: AccountId, range: HistoryRange): readonly OrderList[] {
    return slice(this.#lists(accountId), range, (list) => list.id, (list) => list.createdAtUs).map(copyOfList)
  }

  orderCount(accountId: AccountId, windowUs: number, nowUs: TimeUs): number {
    return this.#trader(accountId)?.orderCount.in(windowUs, nowUs) ?? 0
  }

  #trader(accountId: AccountId): Trader | undefined {
    return this.#wallet === 'spot' ? this.#state.traders.get(accountId) : this.#state.marginTraders.get(accountId)?.get(this.#wallet)
  }

  #desk(accountId: AccountId, symbol: string): Desk | undefined {
    return this.#trader(accountId)?.desks.get(symbol)
  }

  #desks(accountId: AccountId): readonly Desk[] {
    return [...(this.#trader(accountId)?.desks.values() ?? [])]
  }

  #lists(accountId: AccountId): readonly LiveList[] {
    return this.#trader(accountId)?.lists ?? []
  }

  #inDesk(desk: Desk, orderId: number): LiveOrder | undefined {
    const open = this.#state.openOrders.get(orderId)
    if (open) return open.desk === desk ? open : undefined
    const order = desk.orders[firstAtLeast(desk.orders, orderId, (each) => each.id)]
    return order?.id === orderId ? order : undefined
  }
}

const timeOf = (fill: Fill): TimeUs => fill.timeUs

/** Index of the first element whose key is at least `bound`, in an array sorted by that key. */
const firstAtLeast = <Item>(items: readonly Item[], bound: number, keyOf: (item: Item) => number): number => {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyOf(items[middle]!) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Without fromId or startUs the newest `limit`; with either the oldest from there. */
const slice = <Item>(items: readonly Item[], range: HistoryRange, idOf: (item: Item) => number, timeUsOf: (item: Item) => TimeUs): Item[] => {
  const { fromId, startUs, endUs, limit } = range
  const begin = Math.max(
    fromId === undefined ? 0 : firstAtLeast(items, fromId, idOf),
    startUs === undefined ? 0 : firstAtLeast(items, startUs, timeUsOf),
  )
  const end = endUs === undefined ? items.length : firstAtLeast(items, endUs + 1, timeUsOf)
  const isFromOldest = fromId !== undefined || startUs !== undefined
  return isFromOldest ? items.slice(begin, Math.min(end, begin + limit)) : items.slice(Math.max(begin, end - limit), end)
}
