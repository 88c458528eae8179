import type { Order, OrderList } from '../../exchange/order.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import type { WireObject } from './order.ts'

const presentMember = (order: Order) => ({ symbol: order.symbol, orderId: order.id, clientOrderId: order.clientOrderId })

/** A list of orders with its members in the list's own order. */
export const presentOrderList = (list: OrderList, orders: readonly Order[], unit: TimeUnit): WireObject => ({
  orderListId: list.id,
  contingencyType: list.contingency,
  listStatusType: list.statusType,
  listOrderStatus: list.orderStatus,
  listClientOrderId: list.clientListId,
  transactionTime: wireTime(list.updatedAtUs, unit),
  symbol: list.symbol,
  orders: orders.map(presentMember),
})

/** What an amend answers of the list its order belongs to. */
export const presentListStatus = (list: OrderList, orders: readonly Order[]): WireObject => ({
  orderListId: list.id,
  contingencyType: list.contingency,
  listOrderStatus: list.orderStatus,
  listClientOrderId: list.clientListId,
  symbol: list.symbol,
  orders: orders.map(presentMember),
})
