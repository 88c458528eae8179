import type { ExchangeFilters } from '../spot/exchange-filters.ts'

export type { ExchangeFilters }

/** Limits that count an account's open orders over all markets together (EXCHANGE_* of Binance's filters page). */
export const EXCHANGE_FILTERS: ExchangeFilters = {
  maxNumOrders: 1000,
  maxNumAlgoOrders: 200,
  maxNumIcebergOrders: 1000,
  maxNumOrderLists: 100,
}
