import type { MarginWalletName } from '../exchange/command.ts'
import type { ExchangeView } from '../exchange/exchange-view.ts'
import type { Venue } from '../exchange/venue.ts'
import type { AccountId } from '../ids.ts'

/** Where an order may rest: the product whose order it is. `conditional` are those of futures that wait for a price. */
export const ORDER_PLACES = ['spot', 'crossMargin', 'isolatedMargin', 'futures', 'conditional', 'convert'] as const
export type OrderPlace = (typeof ORDER_PLACES)[number]
export type OrderCounts = Readonly<Record<OrderPlace, number>>

/** The isolated margin wallets of an account that were ever used. */
export const isolatedWalletsOf = (view: ExchangeView, accountId: AccountId): readonly MarginWalletName[] => view.margin.isolated(accountId).map(({ wallet }) => wallet)

const openConversions = (view: ExchangeView, accountId: AccountId) => view.convert.conversions(accountId).filter(({ state }) => state === 'open')

/** How many orders of an account are open, in every product. */
export const countOpenOrders = (view: ExchangeView, accountId: AccountId): OrderCounts => ({
  spot: view.orders.openOrders(accountId).length,
  crossMargin: view.margin.orders('crossMargin').openOrders(accountId).length,
  isolatedMargin: isolatedWalletsOf(view, accountId).reduce((sum, wallet) => sum + view.margin.orders(wallet).openOrders(accountId).length, 0),
  futures: view.futures.openOrders(accountId).length,
  conditional: view.futures.openAlgos(accountId).length,
  convert: openConversions(view, accountId).length,
})

export const totalOf = (counts: OrderCounts): number => ORDER_PLACES.reduce((sum, place) => sum + counts[place], 0)

/**
 * Cancels every open order of an account in every product; durable when the promise resolves.
 * @returns how many were cancelled, and how many the venue would not cancel
 */
export const cancelOpenOrders = async (venue: Venue, accountId: AccountId, newClientOrderId: () => string): Promise<{ readonly cancelled: OrderCounts; readonly left: number }> => {
  const { view } = venue
  const before = countOpenOrders(view, accountId)
  const symbolsOf = (orders: readonly { readonly symbol: string }[]): ReadonlySet<string> => new Set(orders.map(({ symbol }) => symbol))
  // Conditional ones first: cancelling the others moves no price, but none of them shall become an order meanwhile.
  for (const symbol of symbolsOf(view.futures.openAlgos(accountId))) venue.execute({ kind: 'futures', act: { do: 'cancelAllAlgos', accountId, symbol } })
  for (const symbol of symbolsOf(view.futures.openOrders(accountId))) venue.execute({ kind: 'futures', act: { do: 'cancelAll', accountId, symbol } })
  for (const symbol of symbolsOf(view.orders.openOrders(accountId))) venue.execute({ kind: 'cancelOpenOrders', accountId, symbol, newClientOrderId: newClientOrderId() })
  for (const wallet of ['crossMargin', ...isolatedWalletsOf(view, accountId)] as const) {
    for (const symbol of symbolsOf(view.margin.orders(wallet).openOrders(accountId))) venue.execute({ kind: 'cancelOpenOrders', accountId, symbol, wallet, newClientOrderId: newClientOrderId() })
  }
  for (const { orderId } of openConversions(view, accountId)) venue.execute({ kind: 'cancelConversionOrder', accountId, orderId })
  await venue.settled()
  const after = countOpenOrders(view, accountId)
  return { cancelled: { spot: before.spot - after.spot, crossMargin: before.crossMargin - after.crossMargin, isolatedMargin: before.isolatedMargin - after.isolatedMargin, futures: before.futures - after.futures, conditional: before.conditional - after.conditional, convert: before.convert - after.convert }, left: totalOf(after) }
}
