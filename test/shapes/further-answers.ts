/**
 * Answers of families whose connectors are not installed here. The fields are those of the public sources of the same
 * connectors: github.com/binance/binance-connector-js, clients/margin-trading, clients/derivatives-trading-usds-futures
 * and clients/derivatives-trading-coin-futures.
 */
export interface MarginPair {
  base?: string
  id?: number | bigint
  isBuyAllowed?: boolean
  isMarginTrade?: boolean
  isSellAllowed?: boolean
  quote?: string
  symbol?: string
  delistTime?: number | bigint
}

export interface IsolatedMarginPair {
  base?: string
  isBuyAllowed?: boolean
  isMarginTrade?: boolean
  isSellAllowed?: boolean
  quote?: string
  symbol?: string
}

export interface FuturesRateLimit {
  interval?: string
  intervalNum?: number | bigint
  limit?: number | bigint
  rateLimitType?: string
}

export interface FuturesExchangeInfo {
  exchangeFilters?: string[]
  rateLimits?: FuturesRateLimit[]
  serverTime?: number | bigint
  assets?: FuturesAsset[]
  symbols?: FuturesSymbol[]
  timezone?: string
}

export interface FuturesAsset {
  asset?: string
  marginAvailable?: boolean
  autoAssetExchange?: string
}

export type FuturesFilter =
  | { filterType: 'PRICE_FILTER'; minPrice: string; maxPrice: string; tickSize: string }
  | { filterType: 'LOT_SIZE' | 'MARKET_LOT_SIZE'; minQty: string; maxQty: string; stepSize: string }
  | { filterType: 'MAX_NUM_ORDERS' | 'MAX_NUM_ALGO_ORDERS'; limit: number | bigint }
  | { filterType: 'MIN_NOTIONAL'; notional: string }
  | { filterType: 'PERCENT_PRICE'; multiplierUp: string; multiplierDown: string; multiplierDecimal: string }

export interface FuturesSymbol {
  symbol?: string
  pair?: string
  contractType?: string
  deliveryDate?: number | bigint
  onboardDate?: number | bigint
  status?: string
  maintMarginPercent?: string
  requiredMarginPercent?: string
  baseAsset?: string
  quoteAsset?: string
  marginAsset?: string
  pricePrecision?: number | bigint
  quantityPrecision?: number | bigint
  baseAssetPrecision?: number | bigint
  quotePrecision?: number | bigint
  underlyingType?: string
  underlyingSubType?: string[]
  settlePlan?: number | bigint
  triggerProtect?: string
  filters?: FuturesFilter[]
  orderTypes?: string[]
  timeInForce?: string[]
  liquidationFee?: string
  marketTakeBound?: string
}

export interface DeliveryExchangeInfo {
  exchangeFilters?: string[]
  rateLimits?: FuturesRateLimit[]
  serverTime?: number | bigint
  symbols?: DeliverySymbol[]
  timezone?: string
}

export interface DeliverySymbol extends Omit<FuturesSymbol, 'status' | 'settlePlan'> {
  contractStatus?: string
  contractSize?: number | bigint
  equalQtyPrecision?: number | bigint
}

// Convert: github.com/binance/binance-connector-js, clients/convert

export interface ConvertPair {
  fromAsset?: string
  toAsset?: string
  fromAssetMinAmount?: string
  fromAssetMaxAmount?: string
  toAssetMinAmount?: string
  toAssetMaxAmount?: string
}

export interface ConvertAsset {
  asset?: string
  fraction?: number | bigint
}

export interface ConvertQuoted {
  quoteId?: string
  ratio?: string
  inverseRatio?: string
  validTimestamp?: number | bigint
  toAmount?: string
  fromAmount?: string
}

export interface ConvertAccepted {
  orderId?: string
  createTime?: number | bigint
  orderStatus?: string
}

export interface ConvertOrder {
  orderId?: number | bigint
  orderStatus?: string
  fromAsset?: string
  fromAmount?: string
  toAsset?: string
  toAmount?: string
  ratio?: string
  inverseRatio?: string
  createTime?: number | bigint
}

export interface ConvertHistory {
  list?: (ConvertOrder & { quoteId?: string })[]
  startTime?: number | bigint
  endTime?: number | bigint
  limit?: number | bigint
  moreData?: boolean
}

export interface ConvertLimitAnswer {
  orderId?: number | bigint
  status?: string
}

export interface ConvertOpenOrders {
  list?: (ConvertOrder & { quoteId?: string; expiredTimestamp?: number | bigint })[]
}
