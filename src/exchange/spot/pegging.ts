import type { Price } from '../../money.ts'
import type { OrderRequest, Peg } from '../command.ts'
import type { Desk } from './desk.ts'
import { isAlgo, type LiveOrder } from './live-order.ts'
import type { BookSide } from './order-book.ts'

/**
 * Pegged orders: limit orders whose price is that of a level of the book, taken in the moment in which they enter it and kept from
 * then on. A stop enters when it is triggered, a pending order of a list when the working one is filled (pegged_orders.md).
 */

/** The price that a pegged order would get from the book as it stands, but none worse than `bound`; null where the book has no such level. */
const priceFor = ({ market: { book } }: Desk, isBuy: boolean, { priceType, offsetLevels }: Peg, bound: Price | undefined): Price | null => {
  const followsBids = isBuy === (priceType === 'PRIMARY_PEG')
  const price = priceOfLevel(followsBids ? book.bids : book.asks, offsetLevels ?? 0)
  if (price === null || bound === undefined) return price
  if (isBuy) return price < bound ? price : bound
  return price > bound ? price : bound
}

const priceOfLevel = (side: BookSide<LiveOrder>, levelsBehindBest: number): Price | null => {
  let found: Price | null = null
  let behind = 0
  side.visitLevels(({ price }) => {
    if (behind === levelsBehindBest) found = price
    return behind++ < levelsBehindBest
  })
  return found
}

export const withoutPeg = ({ peg, ...request }: OrderRequest): OrderRequest => request

/**
 * What a pegged order comes to when it is placed now: an order at the price that the book gives it. One that waits for its trigger has
 * no such price yet.
 * @returns null where the book has no level to follow.
 */
export const atItsPrice = (desk: Desk, request: OrderRequest): OrderRequest | null => {
  const { peg } = request
  if (peg === undefined) return request
  if (isAlgo(request.type)) return withoutPeg(request)
  const price = priceFor(desk, request.side === 'BUY', peg, request.price)
  return price === null ? null : { ...withoutPeg(request), price }
}

/** Gives a pegged order its price, and holds nothing yet. @returns false where the book has no level to follow. */
export const pegOrder = (order: LiveOrder): boolean => {
  const { peg } = order
  if (peg === null) return true
  const { priceType, offsetLevels, bound } = peg
  const price = priceFor(order.desk, order.isBuy, { priceType, ...(offsetLevels !== null && { offsetLevels }) }, bound === 0n ? undefined : bound)
  if (price === null) return false
  order.price = price
  order.holdPrice = price
  peg.isPriced = true
  return true
}
