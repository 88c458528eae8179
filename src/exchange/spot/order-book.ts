import type { Price, Quantity } from '../../money.ts'
import type { Depth, Level } from '../exchange-view.ts'
import type { LiveOrder } from './live-order.ts'

/** One price of one side: the orders that stand there, first come first. */
export class PriceLevel {
  readonly price: Price
  first: LiveOrder | null = null
  last: LiveOrder | null = null
  /** Sum of what the orders show. */
  visible: Quantity = 0n

  constructor(price: Price) {
    this.price = price
  }
}

/**
 * One side of a book. Levels are an array sorted so that the best price is the last element: nearly all comings and goings
 * are near the best price, so they move few elements; any level is found by binary search.
 */
export class BookSide {
  readonly isBid: boolean
  readonly levels: PriceLevel[] = []

  constructor(isBid: boolean) {
    this.isBid = isBid
  }

  best(): PriceLevel | undefined {
    return this.levels[this.levels.length - 1]
  }

  /** Puts what the order shows (`visible`) behind all others at its price. */
  append(order: LiveOrder): PriceLevel {
    const level = this.#levelAt(order.price)
    order.level = level
    order.previousInLevel = level.last
    order.nextInLevel = null
    if (level.last === null) level.first = order
    else level.last.nextInLevel = order
    level.last = order
    level.visible += order.visible
    return level
  }

  /** Takes the order off the book, and its level when it was the last there. */
  remove(order: LiveOrder): PriceLevel {
    const level = order.level
    if (level === null) throw new Error(`order ${order.id} is not in the book`)
    const { previousInLevel, nextInLevel } = order
    if (previousInLevel === null) level.first = nextInLevel
    else previousInLevel.nextInLevel = nextInLevel
    if (nextInLevel === null) level.last = previousInLevel
    else nextInLevel.previousInLevel = previousInLevel
    level.visible -= order.visible
    order.level = null
    order.previousInLevel = null
    order.nextInLevel = null
    if (level.first === null) this.#drop(level)
    return level
  }

  #levelAt(price: Price): PriceLevel {
    const { levels } = this
    const index = this.#indexOf(price)
    const found = levels[index]
    if (found !== undefined && found.price === price) return found
    const level = new PriceLevel(price)
    if (index === levels.length) levels.push(level)
    else levels.splice(index, 0, level)
    return level
  }

  #drop(level: PriceLevel): void {
    const { levels } = this
    if (levels[levels.length - 1] === level) levels.pop()
    else levels.splice(this.#indexOf(level.price), 1)
  }

  /** Where the price is, or where it would be inserted. */
  #indexOf(price: Price): number {
    const { levels, isBid } = this
    let low = 0
    let high = levels.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = levels[middle]!.price
      if (isBid ? at < price : at > price) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The resting orders of one symbol, by price and then by time. */
export class OrderBook {
  readonly bids = new BookSide(true)
  readonly asks = new BookSide(false)
  /** Rises by one with each change of a level, without gaps. */
  lastUpdateId = 0

  sideOf(order: LiveOrder): BookSide {
    return order.isBuy ? this.bids : this.asks
  }

  /** The best `limit` levels of each side. */
  depth(limit: number): Depth {
    return { lastUpdateId: this.lastUpdateId, bids: bestLevels(this.bids, limit), asks: bestLevels(this.asks, limit) }
  }
}

const bestLevels = ({ levels }: BookSide, limit: number): Level[] => {
  const shown: Level[] = []
  for (let index = levels.length - 1; index >= 0 && shown.length < limit; index--) {
    const level = levels[index]!
    shown.push({ price: level.price, quantity: level.visible })
  }
  return shown
}
