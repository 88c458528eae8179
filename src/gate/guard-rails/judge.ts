import { dailyWords, isWithinHours } from '../../authority/daily-hours.ts'
import { type GuardRails, isRailName, RAIL_NAMES, type RailName, REFERENCE_ASSET, type RollingLimit } from '../../authority/guard-rails.ts'
import type { AccountId } from '../../ids.ts'
import { type Amount, amount, formatDecimal, notionalRoundedUp, plainAmount, type Price } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { GuardedOrder, GuardedWithdrawal, Holding, RailFacts } from './asked.ts'
import type { Reserved, RollingRail } from './spending.ts'

/** Which limit says no, to what, and how much it leaves. */
export interface RailBreach {
  readonly limit: string
  readonly text: string
  readonly asked: string
  readonly allowed: string
}

const BIPS = 10_000n

const breach = (limit: RailName, allowed: string, asked: string): RailBreach =>
  ({ limit, allowed, asked, text: `This key's limit ${limit} does not allow it: allowed is ${allowed}, asked was ${asked}.` })

const listBreach = (limit: RailName, allowed: readonly string[] | undefined, asked: string): RailBreach | undefined =>
  allowed === undefined || allowed.includes(asked) ? undefined : breach(limit, allowed.join(', '), asked)

const greater = (one: bigint, other: bigint): bigint => (one > other ? one : other)
const UNTOLD = 'something whose quantity, price or worth nobody tells now'

/** It names no price, now or later. */
const isAtMarket = ({ prices, trailingBips, follows }: GuardedOrder): boolean => prices.length === 0 && trailingBips === undefined && !follows

/** An order with all that those before it in the same call take from its side of the book: it finds what they leave. */
interface Queued {
  readonly order: GuardedOrder
  readonly taking: GuardedOrder
}

const queued = (orders: readonly GuardedOrder[]): readonly Queued[] => orders.map((order, at) => {
  const ahead = orders.slice(0, at).filter(({ market, symbol, side, gives }) => !gives && market === order.market && symbol === order.symbol && side === order.side)
  const sum = (of: 'quantity' | 'quoteQuantity'): bigint => ahead.reduce((all, one) => all + (one[of] ?? 0n), order[of] ?? 0n)
  return { order, taking: ahead.length === 0 ? order : { ...order, quantity: sum('quantity'), quoteQuantity: sum('quoteQuantity') } }
})

/** What is given or what is got for it, whichever the market holds for more: at a price far away the two differ. */
const worthOfConversion = (gives: Holding, gets: Holding | undefined, facts: RailFacts): Amount | null => {
  const [given, got] = [facts.worth(gives.asset, gives.amount), gets ? facts.worth(gets.asset, gets.amount) : 0n]
  return given === null || got === null ? null : greater(given, got)
}

/** The most that an order may be worth: a seller's low limit does not make it small, for it is executed at the market's price. */
const worthOfOrder = ({ order, taking }: Queued, facts: RailFacts): Amount | null => {
  if (order.gives) return worthOfConversion(order.gives, order.gets, facts)
  const quoteAsset = facts.quoteAssetOf(order)
  const market = facts.price(order)
  if (quoteAsset === undefined || market === null) return null
  const reach = facts.reach(taking)
  // At the market's price, and the book does not hold enough: nobody knows how far it goes.
  if (reach === null && isAtMarket(order) && order.quoteQuantity === undefined) return null
  let price = greater(market, reach ?? market)
  for (const named of order.prices) price = greater(price, named)
  if (order.follows) {
    const followed = facts.followed(order)
    if (followed === null) return null
    price = greater(price, followed)
  }
  const quote = greater(order.quoteQuantity ?? 0n, notionalRoundedUp(price, order.quantity ?? 0n))
  return quote === 0n ? null : facts.worth(quoteAsset, quote)
}

/** What each order counts against a limit on hours, of a pair the greater of the two; null where the market does not tell. */
export const worthOfEach = (orders: readonly GuardedOrder[], facts: RailFacts): readonly Amount[] | null => {
  const worths: Amount[] = []
  for (const one of queued(orders)) {
    const worth = worthOfOrder(one, facts)
    if (worth === null) return null
    worths.push(worth)
  }
  const greatestOfPair = worths.reduce((most, worth, at) => (orders[at]?.isOfPair ? greater(most, worth) : most), 0n)
  const firstOfPair = orders.findIndex(({ isOfPair }) => isOfPair)
  return worths.map((worth, at) => (!orders[at]?.isOfPair ? worth : at === firstOfPair ? greatestOfPair : 0n))
}

const bandBreach = (percent: number, { order, taking }: Queued, facts: RailFacts): RailBreach | undefined => {
  const limit = 'priceBandPercent'
  const market = facts.price(order)
  const allowed = `within ${percent} % of the market's price`
  if (market === null) return breach(limit, allowed, UNTOLD)
  // Cut towards the stricter side; the small addition undoes what 0.29 * 100 loses.
  const bips = BigInt(Math.floor(percent * 100 + 1e-6))
  const isOutside = (price: Price): boolean => greater(price - market, market - price) * BIPS > market * bips
  const reach = reachOf(taking, market, facts)
  if (reach === null) return breach(limit, allowed, 'an order against which nothing stands')
  const far = [...order.prices, reach].find(isOutside)
  if (far !== undefined) return breach(limit, `${allowed} (${formatDecimal(market)})`, formatDecimal(far))
  return order.trailingBips !== undefined && BigInt(order.trailingBips) > bips ? breach(limit, allowed, `trailing by ${order.trailingBips / 100} %`) : undefined
}

/** Where the order would be executed if none of its own prices says so. */
const reachOf = (order: GuardedOrder, market: Price, facts: RailFacts): Price | null => {
  if (order.follows) return facts.followed(order)
  return isAtMarket(order) ? facts.reach(order) : market
}

const notionalBreach = (most: string, order: Queued, facts: RailFacts): RailBreach | undefined => {
  const worth = worthOfOrder(order, facts)
  const allowed = `${most} ${REFERENCE_ASSET} an order`
  if (worth === null) return breach('notionalPerOrder', allowed, UNTOLD)
  return worth > amount(most) ? breach('notionalPerOrder', allowed, `${formatDecimal(worth)} ${REFERENCE_ASSET}`) : undefined
}

const openOrdersBreach = (most: number, accountId: AccountId, orders: readonly GuardedOrder[], facts: RailFacts): RailBreach | undefined => {
  for (const order of orders) {
    if (order.addsNone) continue
    const added = orders.filter((other) => !other.addsNone && other.symbol === order.symbol && other.market === order.market).length
    const open = facts.openOrders(accountId, order)
    if (open + added > most) return breach('openOrders', `${most} in a symbol`, `${added} more in ${order.symbol}, where ${open} are open`)
  }
  return undefined
}

const hoursBreach = ({ hours }: GuardRails, nowUs: TimeUs): RailBreach | undefined =>
  hours && !isWithinHours(hours, nowUs) ? breach('hours', dailyWords(hours), 'a call outside them') : undefined

/** A limit that this version does not know was set for a reason: what it would have judged is refused. */
const strangeBreach = (rails: GuardRails): RailBreach | undefined => {
  for (const name in rails) if (!isRailName(name)) return { limit: name, allowed: 'nothing: this version cannot hold it', asked: 'a call that it may have been set against', text: `This key has a limit ${name} that cannot be held; its owner can remove it.` }
  return undefined
}

/** The first limit of a key that the orders of one call, taken together, would break. */
export const ordersBreach = (rails: GuardRails, orders: readonly GuardedOrder[], { accountId, facts, nowUs }: { readonly accountId: AccountId; readonly facts: RailFacts; readonly nowUs: TimeUs }): RailBreach | undefined => {
  const before = strangeBreach(rails) ?? hoursBreach(rails, nowUs)
  if (before) return before
  for (const one of queued(orders)) {
    const { order } = one
    const found = listBreach('symbols', rails.symbols, order.symbol) ?? listBreach('sides', rails.sides, order.side) ?? listBreach('orderTypes', rails.orderTypes, order.type) ??
      (rails.priceBandPercent === undefined ? undefined : bandBreach(rails.priceBandPercent, one, facts)) ??
      (rails.notionalPerOrder === undefined ? undefined : notionalBreach(rails.notionalPerOrder, one, facts))
    if (found) return found
  }
  return rails.openOrders === undefined ? undefined : openOrdersBreach(rails.openOrders, accountId, orders, facts)
}

export const withdrawalBreach = (rails: GuardRails, { asset, amount: wished, address }: GuardedWithdrawal, facts: RailFacts, nowUs: TimeUs): RailBreach | undefined => {
  const found = strangeBreach(rails) ?? hoursBreach(rails, nowUs) ?? listBreach('withdrawalAddresses', rails.withdrawalAddresses, address)
  if (found || rails.withdrawalAmount === undefined) return found
  const worth = facts.worth(asset, wished)
  const allowed = `${rails.withdrawalAmount} ${REFERENCE_ASSET} at a time`
  if (worth === null) return breach('withdrawalAmount', allowed, UNTOLD)
  return worth > amount(rails.withdrawalAmount) ? breach('withdrawalAmount', allowed, `${formatDecimal(worth)} ${REFERENCE_ASSET}`) : undefined
}

/** Of a call that would leave the limit, or (`null`) whose worth nobody knows. */
export const rollingBreach = (rail: RollingRail, { amount: most, hours }: RollingLimit, parts: readonly Amount[] | null, reserved: Extract<Reserved, { ok: false }> | null): RailBreach => {
  const whole = `${most} ${REFERENCE_ASSET} in ${hours === 1 ? 'an hour' : `${hours} hours`}`
  if (parts === null || reserved === null) return breach(rail, whole, UNTOLD)
  const fits = reserved.fitsAtUs === null ? '' : `; it fits from ${new Date(reserved.fitsAtUs / 1_000).toISOString().replace('.000Z', 'Z')} on`
  return breach(rail, `${plainAmount(reserved.left)} ${REFERENCE_ASSET} now, of ${whole}`, `${plainAmount(parts.reduce((sum, worth) => sum + worth, 0n))} ${REFERENCE_ASSET}${fits}`)
}

/** Limits that look at orders: a call that cannot be judged by them is refused where one of them stands. */
export const hasOrderRails = (rails: GuardRails): boolean => {
  for (const name in rails) if (!name.startsWith('withdrawal')) return true
  return false
}

/** A call whose orders only the venue will know: no key with limits on orders may let it choose. */
export const untoldBreach = (rails: GuardRails): RailBreach => {
  const limit = RAIL_NAMES.find((name) => rails[name] !== undefined && !name.startsWith('withdrawal')) ?? 'symbols'
  return breach(limit, 'what the call itself names', 'orders that only the venue would know')
}
