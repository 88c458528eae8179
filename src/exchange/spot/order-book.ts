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

/** Levels in a row that are kept in one array. */
const CHUNK_SIZE = 128

/**
 * One side of a book. Levels are sorted so that the best price comes last, and cut into chunks: nearly all comings and goings
 * are near the best price, at the end of the last chunk; any level is found by two binary searches, and one that comes or goes
 * in the depth of a book of tens of thousands of prices moves no more than a chunk.
 */
export class BookSide {
  readonly isBid: boolean
  /** No chunk is empty. */
  readonly #chunks: PriceLevel[][] = []

  constructor(isBid: boolean) {
    this.isBid = isBid
  }

  best(): PriceLevel | undefined {
    const chunk = this.#chunks[this.#chunks.length - 1]
    return chunk === undefined ? undefined : chunk[chunk.length - 1]
  }

  /** Levels, best first, until `visit` says false. */
  visitLevels(visit: (level: PriceLevel) => boolean): void {
    for (let at = this.#chunks.length - 1; at >= 0; at--) {
      const chunk = this.#chunks[at]!
      for (let index = chunk.length - 1; index >= 0; index--) if (!visit(chunk[index]!)) return
    }
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
    const chunks = this.#chunks
    if (chunks.length === 0) {
      const only = new PriceLevel(price)
      chunks.push([only])
      return only
    }
    const at = Math.min(this.#chunkOf(price), chunks.length - 1)
    const chunk = chunks[at]!
    const index = this.#indexIn(chunk, price)
    const found = chunk[index]
    if (found !== undefined && found.price === price) return found
    const level = new PriceLevel(price)
    if (index === chunk.length) chunk.push(level)
    else chunk.splice(index, 0, level)
    if (chunk.length > CHUNK_SIZE) chunks.splice(at + 1, 0, chunk.splice(CHUNK_SIZE / 2))
    return level
  }

  #drop(level: PriceLevel): void {
    const chunks = this.#chunks
    const at = this.#chunkOf(level.price)
    const chunk = chunks[at]!
    if (chunk[chunk.length - 1] === level) chunk.pop()
    else chunk.splice(this.#indexIn(chunk, level.price), 1)
    if (chunk.length > 0) return
    if (at === chunks.length - 1) chunks.pop()
    else chunks.splice(at, 1)
  }

  /** The first chunk whose best price is at least as good; the number of chunks where there is none. */
  #chunkOf(price: Price): number {
    const chunks = this.#chunks
    let low = 0
    let high = chunks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const chunk = chunks[middle]!
      if (this.#isBetter(price, chunk[chunk.length - 1]!.price)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Where the price is in the chunk, or where it would be inserted. */
  #indexIn(chunk: readonly PriceLevel[], price: Price): number {
    let low = 0
    let high = chunk.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#isBetter(price, chunk[middle]!.price)) low = middle + 1
      else high = middle
    }
    return low
  }

  #isBetter(price: Price, other: Price): boolean {
    return this.isBid ? price > other : price < other
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

const bestLevels = (side: BookSide, limit: number): Level[] => {
  const shown: Level[] = []
  if (limit > 0) side.visitLevels(({ price, visible }) => shown.push({ price, quantity: visible }) < limit)
  return shown
}
