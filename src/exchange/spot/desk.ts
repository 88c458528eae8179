import type { Holding } from '../ledger.ts'
import type { Amendment, Fill, PreventedMatch } from '../order.ts'
import type { LiveList } from './live-list.ts'
import { keepNewestOrders } from './kept-history.ts'
import { isAlgo, isOpen, type LiveOrder } from './live-order.ts'
import type { Market } from './market.ts'
import type { Trader } from './trader.ts'

/** One account in one market: its open orders, its history there, and its two balances. */
export class Desk {
  readonly trader: Trader
  readonly market: Market
  readonly base: Holding
  readonly quote: Holding

  /** Open orders, oldest first, as a linked list. */
  firstOpen: LiveOrder | null = null
  lastOpen: LiveOrder | null = null
  openCount = 0
  openAlgoCount = 0
  openIcebergCount = 0
  openListCount = 0

  /** The newest order of each client order id; only open ones where no history is kept. */
  readonly byClientOrderId = new Map<string, LiveOrder>()
  // Where history is kept: the newest rows, as many as kept-history.ts says.
  /** In order of id. */
  orders: LiveOrder[] = []
  fills: Fill[] = []
  allocations: Fill[] = []
  preventedMatches: PreventedMatch[] = []
  amendments: Amendment[] = []

  constructor(trader: Trader, market: Market, base: Holding, quote: Holding) {
    this.trader = trader
    this.market = market
    this.base = base
    this.quote = quote
  }

  hasOpenOrderNamed(clientOrderId: string): boolean {
    const order = this.byClientOrderId.get(clientOrderId)
    return order !== undefined && isOpen(order)
  }

  /** Takes in a new open order. */
  admit(order: LiveOrder): void {
    order.previousOpen = this.lastOpen
    if (this.lastOpen === null) this.firstOpen = order
    else this.lastOpen.nextOpen = order
    this.lastOpen = order
    this.#count(order, 1)
    this.byClientOrderId.set(order.clientOrderId, order)
    if (!this.trader.terms.keepsHistory) return
    this.orders.push(order)
    keepNewestOrders(this)
  }

  /** Lets go of an order that is finished. */
  dismiss(order: LiveOrder): void {
    const { previousOpen, nextOpen } = order
    if (previousOpen === null) this.firstOpen = nextOpen
    else previousOpen.nextOpen = nextOpen
    if (nextOpen === null) this.lastOpen = previousOpen
    else nextOpen.previousOpen = previousOpen
    order.previousOpen = null
    order.nextOpen = null
    this.#count(order, -1)
    // No two open orders have one name, so that where nothing finished is kept the name is this order's.
    if (!this.trader.terms.keepsHistory) this.byClientOrderId.delete(order.clientOrderId)
  }

  /** An order list begins. */
  admitList(list: LiveList): void {
    this.openListCount++
    this.trader.openListCount++
    this.trader.openLists.set(list.clientListId, list)
  }

  /** An order list is done. */
  dismissList(list: LiveList): void {
    const { trader } = this
    this.openListCount--
    trader.openListCount--
    trader.openLists.delete(list.clientListId)
    if (!trader.terms.keepsHistory) trader.lists = trader.lists.filter((other) => other !== list)
  }

  #count(order: LiveOrder, change: 1 | -1): void {
    const { trader } = this
    this.openCount += change
    trader.openCount += change
    if (isAlgo(order.type)) {
      this.openAlgoCount += change
      trader.openAlgoCount += change
    }
    if (order.icebergQuantity > 0n) {
      this.openIcebergCount += change
      trader.openIcebergCount += change
    }
  }

  /** Open orders, oldest first. */
  open(): LiveOrder[] {
    const orders: LiveOrder[] = []
    for (let order = this.firstOpen; order !== null; order = order.nextOpen) orders.push(order)
    return orders
  }
}
