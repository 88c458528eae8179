import type { Price } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { triggersAbove, type LiveOrder } from './live-order.ts'

const BIPS = 10_000n

/**
 * Orders of one symbol that wait for the price of a trade. Each array is sorted so that the next to fire is the last
 * element; at one stop price the older order fires first.
 */
export class Triggers {
  /** Fire when a trade's price is at or above their stop price. */
  readonly #above: LiveOrder[] = []
  /** Fire when it is at or below. */
  readonly #below: LiveOrder[] = []
  /** Follow the price at a distance; by id. */
  readonly #trailing: LiveOrder[] = []

  get isEmpty(): boolean {
    return this.#above.length === 0 && this.#below.length === 0 && this.#trailing.length === 0
  }

  add(order: LiveOrder): void {
    const queue = this.#queueOf(order)
    let index = queue.length
    while (index > 0 && this.#firesAfter(order, queue[index - 1]!)) index--
    queue.splice(index, 0, order)
  }

  /** @returns whether it was waiting here. */
  remove(order: LiveOrder): boolean {
    const queue = this.#queueOf(order)
    const index = queue.indexOf(order)
    if (index < 0) return false
    queue.splice(index, 1)
    return true
  }

  /** Shows a trade's price to every waiting order; those that fire leave and are appended to `fired`. */
  observe(price: Price, nowUs: TimeUs, fired: LiveOrder[]): void {
    while (this.#above.length > 0 && this.#above.at(-1)!.stopPrice <= price) fired.push(this.#above.pop()!)
    while (this.#below.length > 0 && this.#below.at(-1)!.stopPrice >= price) fired.push(this.#below.pop()!)
    for (let index = 0; index < this.#trailing.length; ) {
      const order = this.#trailing[index]!
      if (follow(order, price, nowUs)) fired.push(...this.#trailing.splice(index, 1))
      else index++
    }
  }

  #queueOf(order: LiveOrder): LiveOrder[] {
    if (order.trailingDeltaBips > 0) return this.#trailing
    return triggersAbove(order.type, order.side) ? this.#above : this.#below
  }

  #firesAfter(order: LiveOrder, other: LiveOrder): boolean {
    if (order.trailingDeltaBips > 0) return order.id < other.id
    if (order.stopPrice === other.stopPrice) return order.id > other.id
    return triggersAbove(order.type, order.side) ? order.stopPrice > other.stopPrice : order.stopPrice < other.stopPrice
  }
}

/** Begins to track at a price: it is the first extreme. */
export const beginTracking = (order: LiveOrder, price: Price, nowUs: TimeUs): void => {
  order.trailingSinceUs = nowUs
  order.trailingExtreme = price
}

/** Moves a trailing order on by one trade price. @returns whether it fires. A SELL fires on a fall from the maximum, a BUY on a rise from the minimum. */
const follow = (order: LiveOrder, price: Price, nowUs: TimeUs): boolean => {
  if (order.trailingSinceUs === null) {
    if (order.stopPrice === 0n || isStopReached(order, price)) beginTracking(order, price, nowUs)
    return false
  }
  const delta = BigInt(order.trailingDeltaBips)
  if (order.isBuy) {
    if (price < order.trailingExtreme) order.trailingExtreme = price
    return price * BIPS >= order.trailingExtreme * (BIPS + delta)
  }
  if (price > order.trailingExtreme) order.trailingExtreme = price
  return price * BIPS <= order.trailingExtreme * (BIPS - delta)
}

const isStopReached = (order: LiveOrder, price: Price): boolean =>
  triggersAbove(order.type, order.side) ? price >= order.stopPrice : price <= order.stopPrice
