import type { Price, Quantity } from '../../money.ts'
import type { Depth, Level } from '../exchange-view.ts'

/** What a book needs of an order that stands in it; the links are the book's own. */
export interface Booked<Order> {
  readonly id: number
  readonly isBuy: boolean
  readonly price: Price
  /** What the book shows of it. */
  readonly visible: Quantity
  level: PriceLevel<Order> | null
  previousInLevel: Order | null
  nextInLevel: Order | null
}

/** One price of one side: the orders that stand there, first come first. */
export class PriceLevel<Order> {
  readonly price: Price
  first: Order | null = null
  last: Order | null = null
  /** Sum of what the orders show. */
  visible: Quantity = 0n

  constructor(price: Price) {
    this.price = price
  }
}

/** Levels in a row that are kept together. */
const CHUNK_SIZE = 128

/** Levels in a row, best last, with their prices as plain numbers beside them: a search reads those alone, which lie side by side in memory. */
interface Chunk<Order> {
  readonly levels: PriceLevel<Order>[]
  readonly keys: number[]
}

/**
 * One side of a book. Levels are sorted so that the best price comes last, and cut into chunks: nearly all comings and goings
 * are near the best price, at the end of the last chunk; any level is found by two binary searches, and one that comes or goes
 * in the depth of a book of tens of thousands of prices moves no more than a chunk. A key is exact below 2⁵³; where two keys
 * are equal the prices themselves decide.
 */
export class BookSide<Order extends Booked<Order>> {
  readonly isBid: boolean
  /** No chunk is empty. */
  readonly #chunks: Chunk<Order>[] = []
  /** The key of the best level of each chunk. */
  readonly #bestKeys: number[] = []

  constructor(isBid: boolean) {
    this.isBid = isBid
  }

  best(): PriceLevel<Order> | undefined {
    const chunk = this.#chunks[this.#chunks.length - 1]
    return chunk === undefined ? undefined : chunk.levels[chunk.levels.length - 1]
  }

  /** Levels, best first, until `visit` says false. */
  visitLevels(visit: (level: PriceLevel<Order>) => boolean): void {
    for (let at = this.#chunks.length - 1; at >= 0; at--) {
      const { levels } = this.#chunks[at]!
      for (let index = levels.length - 1; index >= 0; index--) if (!visit(levels[index]!)) return
    }
  }

  /** Puts what the order shows (`visible`) behind all others at its price. */
  append(order: Order): PriceLevel<Order> {
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
  remove(order: Order): PriceLevel<Order> {
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

  #levelAt(price: Price): PriceLevel<Order> {
    const chunks = this.#chunks
    const key = Number(price)
    if (chunks.length === 0) {
      const only = new PriceLevel<Order>(price)
      chunks.push({ levels: [only], keys: [key] })
      this.#bestKeys.push(key)
      return only
    }
    const at = Math.min(this.#chunkOf(price, key), chunks.length - 1)
    const chunk = chunks[at]!
    const { levels, keys } = chunk
    const index = this.#indexIn(chunk, price, key)
    const found = levels[index]
    if (found !== undefined && found.price === price) return found
    const level = new PriceLevel<Order>(price)
    if (index === levels.length) {
      levels.push(level)
      keys.push(key)
      this.#bestKeys[at] = key
    } else {
      levels.splice(index, 0, level)
      keys.splice(index, 0, key)
    }
    if (levels.length > CHUNK_SIZE) this.#split(at)
    return level
  }

  /** The better half of a chunk becomes one of its own. */
  #split(at: number): void {
    const { levels, keys } = this.#chunks[at]!
    const better: Chunk<Order> = { levels: levels.splice(CHUNK_SIZE / 2), keys: keys.splice(CHUNK_SIZE / 2) }
    this.#chunks.splice(at + 1, 0, better)
    this.#bestKeys.splice(at, 1, keys[keys.length - 1]!, better.keys[better.keys.length - 1]!)
  }

  #drop(level: PriceLevel<Order>): void {
    const chunks = this.#chunks
    const key = Number(level.price)
    const at = this.#chunkOf(level.price, key)
    const chunk = chunks[at]!
    const { levels, keys } = chunk
    if (levels[levels.length - 1] === level) {
      levels.pop()
      keys.pop()
      if (levels.length > 0) this.#bestKeys[at] = keys[keys.length - 1]!
    } else {
      const index = this.#indexIn(chunk, level.price, key)
      levels.splice(index, 1)
      keys.splice(index, 1)
    }
    if (levels.length > 0) return
    chunks.splice(at, 1)
    this.#bestKeys.splice(at, 1)
  }

  /** The first chunk whose best price is at least as good; the number of chunks where there is none. */
  #chunkOf(price: Price, key: number): number {
    const keys = this.#bestKeys
    let low = 0
    let high = keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = keys[middle]!
      if (key === other ? this.#isBetter(price, this.#chunks[middle]!.levels.at(-1)!.price) : this.isBid ? key > other : key < other) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Where the price is in the chunk, or where it would be inserted. */
  #indexIn({ levels, keys }: Chunk<Order>, price: Price, key: number): number {
    let low = 0
    let high = keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = keys[middle]!
      if (key === other ? this.#isBetter(price, levels[middle]!.price) : this.isBid ? key > other : key < other) low = middle + 1
      else high = middle
    }
    return low
  }

  #isBetter(price: Price, other: Price): boolean {
    return this.isBid ? price > other : price < other
  }
}

/** The resting orders of one symbol, by price and then by time. */
export class OrderBook<Order extends Booked<Order>> {
  readonly bids = new BookSide<Order>(true)
  readonly asks = new BookSide<Order>(false)
  /** Rises by one with each change of a level, without gaps. */
  lastUpdateId = 0

  sideOf(order: Order): BookSide<Order> {
    return order.isBuy ? this.bids : this.asks
  }

  /** The best `limit` levels of each side. */
  depth(limit: number): Depth {
    return { lastUpdateId: this.lastUpdateId, bids: bestLevels(this.bids, limit), asks: bestLevels(this.asks, limit) }
  }
}

const bestLevels = <Order extends Booked<Order>>(side: BookSide<Order>, limit: number): Level[] => {
  const shown: Level[] = []
  if (limit > 0) side.visitLevels(({ price, visible }) => shown.push({ price, quantity: visible }) < limit)
  return shown
}
