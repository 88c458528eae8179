import type { Amount, Price, Quantity } from '../money.ts'

/** An asset of the venue. Every asset counts in 10⁻⁸; `decimals` is only how it is shown. */
export interface Asset {
  readonly name: string
  readonly fullName: string
  readonly networks: readonly AssetNetwork[]
}

/** One chain an asset can come in and go out by. */
export interface AssetNetwork {
  readonly network: string
  readonly name: string
  readonly isDefault: boolean
  /** Which address format the chain has: the currency name the address library knows it by. */
  readonly addressFormat: string
  readonly addressRegex: string
  readonly memoRegex: string
  readonly depositEnabled: boolean
  readonly withdrawEnabled: boolean
  readonly withdrawFee: Amount
  readonly withdrawMin: Amount
  readonly withdrawMax: Amount
  readonly withdrawMultiple: Amount
  readonly depositDust: Amount
  readonly confirmations: number
  readonly unlockConfirmations: number
  readonly estimatedArrivalMinutes: number
  readonly contractAddress: string
}

export const SIDES = ['BUY', 'SELL'] as const
export type Side = (typeof SIDES)[number]

export const ORDER_TYPES = ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'] as const
export type OrderType = (typeof ORDER_TYPES)[number]

export const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK'] as const
export type TimeInForce = (typeof TIMES_IN_FORCE)[number]

/** What the price of a pegged order follows: the best price of its own side of the book, or of the other one. */
export const PEG_PRICE_TYPES = ['PRIMARY_PEG', 'MARKET_PEG'] as const
export type PegPriceType = (typeof PEG_PRICE_TYPES)[number]

export const SELF_TRADE_PREVENTION_MODES = ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT', 'TRANSFER'] as const
export type SelfTradePreventionMode = (typeof SELF_TRADE_PREVENTION_MODES)[number]

export const SYMBOL_STATUSES = ['TRADING', 'END_OF_DAY', 'HALT', 'BREAK', 'CANCEL_ONLY'] as const
export type SymbolStatus = (typeof SYMBOL_STATUSES)[number]

/** A rule of a market; `filterType` and the meaning of each are those of Binance's filters page. */
export type SymbolFilter =
  | { readonly filterType: 'PRICE_FILTER'; readonly minPrice: Price; readonly maxPrice: Price; readonly tickSize: Price }
  | { readonly filterType: 'LOT_SIZE'; readonly minQty: Quantity; readonly maxQty: Quantity; readonly stepSize: Quantity }
  | { readonly filterType: 'MARKET_LOT_SIZE'; readonly minQty: Quantity; readonly maxQty: Quantity; readonly stepSize: Quantity }
  | { readonly filterType: 'ICEBERG_PARTS'; readonly limit: number }
  | { readonly filterType: 'TRAILING_DELTA'; readonly minTrailingAboveDelta: number; readonly maxTrailingAboveDelta: number; readonly minTrailingBelowDelta: number; readonly maxTrailingBelowDelta: number }
  /** Multipliers are decimals in 10⁻⁸, so 5n * UNIT is "5". */
  | { readonly filterType: 'PERCENT_PRICE_BY_SIDE'; readonly bidMultiplierUp: bigint; readonly bidMultiplierDown: bigint; readonly askMultiplierUp: bigint; readonly askMultiplierDown: bigint; readonly avgPriceMins: number }
  | { readonly filterType: 'PERCENT_PRICE'; readonly multiplierUp: bigint; readonly multiplierDown: bigint; readonly avgPriceMins: number }
  | { readonly filterType: 'NOTIONAL'; readonly minNotional: Amount; readonly applyMinToMarket: boolean; readonly maxNotional: Amount; readonly applyMaxToMarket: boolean; readonly avgPriceMins: number }
  | { readonly filterType: 'MIN_NOTIONAL'; readonly minNotional: Amount; readonly applyToMarket: boolean; readonly avgPriceMins: number }
  | { readonly filterType: 'MAX_NUM_ORDERS'; readonly maxNumOrders: number }
  | { readonly filterType: 'MAX_NUM_ALGO_ORDERS'; readonly maxNumAlgoOrders: number }
  | { readonly filterType: 'MAX_NUM_ICEBERG_ORDERS'; readonly maxNumIcebergOrders: number }
  | { readonly filterType: 'MAX_NUM_ORDER_LISTS'; readonly maxNumOrderLists: number }
  | { readonly filterType: 'MAX_NUM_ORDER_AMENDS'; readonly maxNumOrderAmends: number }
  | { readonly filterType: 'MAX_POSITION'; readonly maxPosition: Quantity }

/** What is held when an order is executed, not when it is placed. Multipliers as in filters. */
export interface ExecutionRule {
  readonly ruleType: 'PRICE_RANGE'
  readonly bidMultiplierUp: bigint
  readonly bidMultiplierDown: bigint
  readonly askMultiplierUp: bigint
  readonly askMultiplierDown: bigint
}

export type FilterName = SymbolFilter['filterType'] | 'EXCHANGE_MAX_NUM_ORDERS' | 'EXCHANGE_MAX_NUM_ALGO_ORDERS' | 'EXCHANGE_MAX_NUM_ICEBERG_ORDERS' | 'EXCHANGE_MAX_NUM_ORDER_LISTS' | 'MAX_ASSET'

/** A spot market. `name` is base and quote written together, as on the wire. */
export interface SymbolDefinition {
  readonly name: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly status: SymbolStatus
  readonly orderTypes: readonly OrderType[]
  readonly icebergAllowed: boolean
  readonly ocoAllowed: boolean
  readonly otoAllowed: boolean
  readonly quoteOrderQtyMarketAllowed: boolean
  readonly trailingStopAllowed: boolean
  readonly cancelReplaceAllowed: boolean
  readonly amendAllowed: boolean
  /** Absent where it is: markets that were listed before there were pegged orders take them too. */
  readonly pegAllowed?: boolean
  readonly marginTradingAllowed: boolean
  readonly defaultSelfTradePreventionMode: SelfTradePreventionMode
  readonly allowedSelfTradePreventionModes: readonly SelfTradePreventionMode[]
  readonly filters: readonly SymbolFilter[]
  /** Absent where there are none. */
  readonly executionRules?: readonly ExecutionRule[]
}
