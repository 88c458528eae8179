import type { ExchangeEvent } from '../../../exchange/event.ts'
import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import type { AccountId } from '../../../ids.ts'
import type { TimeUs } from '../../../time.ts'
import { cancelledOrders, orderLists } from '../../outcome.ts'
import { presentCancelledOrder, type WireObject } from '../../present/order.ts'
import { presentOrderList } from '../../present/order-list.ts'
import type { TimeUnit } from '../../wire-time.ts'
import { membersOf } from './list-members.ts'

/**
 * What was cancelled: single orders each as themselves, and the members of a list together as one list with its reports,
 * for the list ends with any of its orders.
 */
export const presentCancelled = (view: Pick<ExchangeView, 'orders'>, events: readonly ExchangeEvent[], accountId: AccountId, timeUs: TimeUs, unit: TimeUnit): WireObject[] => {
  const lists = orderLists(events, accountId, 'last')
  const cancelled = cancelledOrders(events, accountId)
  const bodies: WireObject[] = []
  const told = new Set<number>()
  for (const order of cancelled) {
    const list = order.listId === null ? undefined : lists.get(order.listId)
    if (!list) {
      bodies.push(presentCancelledOrder(order, timeUs, unit))
    } else if (!told.has(list.id)) {
      told.add(list.id)
      const reports = cancelled.filter((one) => one.listId === list.id)
      bodies.push({ ...presentOrderList(list, membersOf(view, accountId, list), unit), orderReports: reports.map((one) => presentCancelledOrder(one, timeUs, unit)) })
    }
  }
  return bodies
}
