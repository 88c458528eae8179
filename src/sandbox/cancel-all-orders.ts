import type { Venue } from '../exchange/venue.ts'
import type { AccountId } from '../ids.ts'

/** Cancels every open spot order of an account, symbol by symbol; durable when the promise resolves. @returns how many were open */
export const cancelAllOrders = async (venue: Venue | null, accountId: AccountId, newClientOrderId: () => string): Promise<number> => {
  const open = venue?.view.orders.openOrders(accountId) ?? []
  for (const symbol of new Set(open.map((order) => order.symbol))) venue?.execute({ kind: 'cancelOpenOrders', accountId, symbol, newClientOrderId: newClientOrderId() })
  await venue?.settled()
  return open.length
}
