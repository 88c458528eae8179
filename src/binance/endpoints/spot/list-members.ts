import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import type { Order, OrderList } from '../../../exchange/order.ts'
import type { AccountId } from '../../../ids.ts'

/** The orders of a list as they stand, in the list's own order and under their own names. */
export const membersOf = (view: Pick<ExchangeView, 'orders'>, accountId: AccountId, list: OrderList): Order[] =>
  list.orderIds.flatMap((id) => view.orders.byId(accountId, id) ?? [])
