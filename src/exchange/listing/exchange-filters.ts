/** Limits that count an account's open orders over all markets together (EXCHANGE_* of Binance's filters page). */
export const EXCHANGE_FILTERS = {
  maxNumOrders: 1000,
  maxNumAlgoOrders: 200,
  maxNumIcebergOrders: 1000,
  maxNumOrderLists: 100,
} as const

export type ExchangeFilters = typeof EXCHANGE_FILTERS
