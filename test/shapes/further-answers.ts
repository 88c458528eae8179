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
  filters?: object[]
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
