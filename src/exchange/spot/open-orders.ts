import type { LiveOrder } from './live-order.ts'

const PAGE_BITS = 10
const PAGE_SIZE = 1 << PAGE_BITS

/**
 * Open orders by id. Ids are given one after the other, so that pages of an array find an order without hashing; a page whose
 * orders are all finished is let go.
 */
export class OpenOrders {
  readonly #pages = new Map<number, Page>()
  #newest: Page | null = null

  get(id: number): LiveOrder | undefined {
    return this.#page(id)?.orders[id & (PAGE_SIZE - 1)] ?? undefined
  }

  add(order: LiveOrder): void {
    const number = Math.floor(order.id / PAGE_SIZE)
    let page = this.#page(order.id)
    if (page === undefined) {
      page = new Page(number)
      this.#pages.set(number, page)
      if (this.#newest === null || number > this.#newest.number) this.#newest = page
    }
    page.orders[order.id & (PAGE_SIZE - 1)] = order
    page.count++
  }

  delete(order: LiveOrder): void {
    const page = this.#page(order.id)
    if (page === undefined) return
    page.orders[order.id & (PAGE_SIZE - 1)] = null
    page.count--
    if (page.count === 0 && page !== this.#newest) this.#pages.delete(page.number)
  }

  #page(id: number): Page | undefined {
    const number = Math.floor(id / PAGE_SIZE)
    return this.#newest !== null && this.#newest.number === number ? this.#newest : this.#pages.get(number)
  }
}

class Page {
  readonly number: number
  readonly orders: (LiveOrder | null)[] = new Array<LiveOrder | null>(PAGE_SIZE).fill(null)
  count = 0

  constructor(number: number) {
    this.number = number
  }
}
