/** Limits that count an account's open orders over all markets together. */
export interface ExchangeFilters {
  readonly maxNumOrders: number
  readonly maxNumAlgoOrders: number
  readonly maxNumIcebergOrders: number
  readonly maxNumOrderLists: number
}

export const NO_EXCHANGE_FILTERS: ExchangeFilters = { maxNumOrders: Infinity, maxNumAlgoOrders: Infinity, maxNumIcebergOrders: Infinity, maxNumOrderLists: Infinity }
