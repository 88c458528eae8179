import { UNIT } from '../money.ts'
import type { Side } from '../exchange/symbol.ts'
import type { About, GuardedOrder, Holding } from '../gate/guard-rails/asked.ts'
import type { Price } from '../money.ts'
import type { LegPeg, OrderLeg } from './order-shape.ts'

const isThere = (price: Price | undefined): price is Price => price !== undefined

/** A stop will follow the book of a later moment; it is judged by the book of now. */
const followed = (side: Side, { priceType, offsetLevels = 0 }: LegPeg): GuardedOrder['follows'] =>
  priceType && { side: (side === 'BUY') === (priceType === 'PRIMARY_PEG') ? 'bids' : 'asks', levelsBehindBest: offsetLevels }

/** One order, or one leg of a list, as the limits of a key see it. */
export const guardedLeg = (symbol: string, side: Side, { type, quantity, quoteQuantity, price, stopPrice, trailingDeltaBips, peg }: OrderLeg): GuardedOrder => ({
  market: 'spot', symbol, side, type, quantity, quoteQuantity, prices: [price, stopPrice].filter(isThere), trailingBips: trailingDeltaBips, follows: followed(side, peg), addsNone: type === 'MARKET',
})

/** Legs of which the one that is executed ends the other. */
const PAIR: ReadonlySet<string> = new Set(['above', 'below', 'limit', 'stop'])

/** The legs of a list, by what they are in it. Whatever waits for another is open until then, be it at the market's price. */
export const guardedLegs = (symbol: string, legs: Readonly<Partial<Record<'working' | 'pending' | 'above' | 'below' | 'limit' | 'stop', { readonly side: Side; readonly order: OrderLeg }>>>): readonly GuardedOrder[] =>
  Object.entries(legs).map(([name, { side, order }]) => ({ ...guardedLeg(symbol, side, order), ...(name !== 'working' && { addsNone: false }), ...(PAIR.has(name) && { isOfPair: true }) }))

/** A conversion trades in the market between its two assets, whichever way round they were named; where there is none, in one that no list holds. */
export const guardedConversion = ({ facts }: About, from: Holding, to: Holding, type: 'MARKET' | 'LIMIT'): GuardedOrder => {
  const market = facts.marketOf(from.asset, to.asset)
  const isSale = market === undefined || market.baseAsset === from.asset
  const [base, quote] = isSale ? [from.amount, to.amount] : [to.amount, from.amount]
  return { market: 'spot', symbol: market?.symbol ?? `${from.asset}${to.asset}`, side: isSale ? 'SELL' : 'BUY', type, prices: base === 0n || quote === 0n ? [] : [(quote * UNIT) / base], gives: from, gets: to.amount === 0n ? undefined : to, addsNone: type === 'MARKET' }
}
