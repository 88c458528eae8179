import type { ExchangeView } from '../exchange/exchange-view.ts'

/**
 * The market that the parameters of an admitted call name, if there is one of that name: what a log may keep of them. A text that somebody
 * put in its place is not kept, and neither is anything where a call names several markets.
 */
export const namedMarket = (parameters: unknown, view: Pick<ExchangeView, 'symbol'> & { readonly futures: Pick<ExchangeView['futures'], 'contract'> } | undefined): string | null => {
  const symbol = symbolOf(parameters)
  return symbol !== null && view && (view.symbol(symbol) ?? view.futures.contract(symbol)) ? symbol : null
}

const symbolOf = (parameters: unknown): string | null => {
  if (typeof parameters !== 'object' || parameters === null) return null
  if ('symbol' in parameters) return typeof parameters.symbol === 'string' ? parameters.symbol : null
  if (!('batchOrders' in parameters) || !Array.isArray(parameters.batchOrders)) return null
  const [first = null, ...others] = new Set(parameters.batchOrders.map(symbolOf))
  return others.length === 0 ? first : null
}
