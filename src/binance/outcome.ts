import type { ExchangeEvent } from '../exchange/event.ts'
import type { Fill, Order, OrderList, PreventedMatch } from '../exchange/order.ts'
import type { AccountId } from '../ids.ts'

type OrderEvent = Extract<ExchangeEvent, { kind: 'order' }>

/** What a command made of one order: how it stands now, what it traded on the way, and what it was kept from trading as a taker. */
export interface PlacedOrder {
  readonly order: Order
  readonly fills: readonly Fill[]
  readonly preventedMatches: readonly PreventedMatch[]
}

/** Both orders of a prevented match tell of it where both lose quantity: each match once. */
const preventedFor = (events: readonly ExchangeEvent[], takerOrderId: number): readonly PreventedMatch[] => {
  const found: PreventedMatch[] = []
  for (const event of events) {
    if (event.kind !== 'order' || event.preventedMatch?.takerOrderId !== takerOrderId) continue
    if (found.at(-1)?.preventedMatchId !== event.preventedMatch.preventedMatchId) found.push(event.preventedMatch)
  }
  return found
}

/** The order that a command placed, read from what the command did. */
export const placedOrder = (events: readonly ExchangeEvent[], accountId: AccountId, clientOrderId: string): PlacedOrder => {
  let order: Order | undefined
  const fills: Fill[] = []
  for (const event of events) {
    if (event.kind !== 'order') continue
    if (order === undefined ? event.execution === 'NEW' && event.order.accountId === accountId && event.order.clientOrderId === clientOrderId : event.order.id === order.id) {
      order = event.order
      if (event.fill) fills.push(event.fill)
    }
  }
  if (!order) throw new Error(`the venue accepted order ${clientOrderId} and told nothing of it`)
  return { order, fills, preventedMatches: preventedFor(events, order.id) }
}

/** The orders of an account that a command cancelled, each once, in the order of their cancelling. */
export const cancelledOrders = (events: readonly ExchangeEvent[], accountId: AccountId): readonly Order[] => {
  const cancelled: Order[] = []
  for (const event of events) if (event.kind === 'order' && event.execution === 'CANCELED' && event.order.accountId === accountId) cancelled.push(event.order)
  return cancelled
}

/** First and last state of an order among the events; undefined where they do not speak of it. */
export const orderStates = (events: readonly ExchangeEvent[], orderId: number): { readonly first: Order; readonly last: Order; readonly fills: readonly Fill[]; readonly preventedMatches: readonly PreventedMatch[] } | undefined => {
  const own = events.filter((event): event is OrderEvent => event.kind === 'order' && event.order.id === orderId)
  const [first] = own
  const last = own.at(-1)
  return first && last && { first: first.order, last: last.order, fills: own.flatMap((event) => (event.fill ? [event.fill] : [])), preventedMatches: preventedFor(events, orderId) }
}

/** What the events tell of lists of an account: the first or the last word on each. */
export const orderLists = (events: readonly ExchangeEvent[], accountId: AccountId, which: 'first' | 'last'): ReadonlyMap<number, OrderList> => {
  const lists = new Map<number, OrderList>()
  for (const event of events) {
    if (event.kind !== 'orderList' || event.list.accountId !== accountId) continue
    if (which === 'last' || !lists.has(event.list.id)) lists.set(event.list.id, event.list)
  }
  return lists
}
