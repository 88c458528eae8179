import { amount, type Price, UNIT } from '../../money.ts'
import { ORDER_TYPES, SELF_TRADE_PREVENTION_MODES, type SymbolDefinition, type SymbolFilter } from '../symbol.ts'

/** One market. Decimals are of the quote asset for prices and notionals, of the base asset for quantities. */
interface MarketRow {
  readonly base: string
  readonly quote: string
  /** Where the demo market begins. */
  readonly referencePrice: string
  readonly tickSize: string
  readonly maxPrice: string
  readonly stepSize: string
  readonly maxQty: string
  readonly marketMaxQty: string
  readonly minNotional: string
  readonly maxNotional: string
}

// Ticks, steps and minima are those of Binance's live markets; reference prices are of early 2026.
const MARKET_ROWS: readonly MarketRow[] = [
  { base: 'BTC', quote: 'USDT', referencePrice: '90000', tickSize: '0.01', maxPrice: '1000000', stepSize: '0.00001', maxQty: '9000', marketMaxQty: '120', minNotional: '5', maxNotional: '9000000' },
  { base: 'ETH', quote: 'USDT', referencePrice: '3000', tickSize: '0.01', maxPrice: '1000000', stepSize: '0.0001', maxQty: '9000', marketMaxQty: '2400', minNotional: '5', maxNotional: '9000000' },
  { base: 'BNB', quote: 'USDT', referencePrice: '880', tickSize: '0.01', maxPrice: '100000', stepSize: '0.001', maxQty: '900000', marketMaxQty: '2000', minNotional: '5', maxNotional: '9000000' },
  { base: 'SOL', quote: 'USDT', referencePrice: '136', tickSize: '0.01', maxPrice: '10000', stepSize: '0.001', maxQty: '900000', marketMaxQty: '20000', minNotional: '5', maxNotional: '9000000' },
  { base: 'XRP', quote: 'USDT', referencePrice: '2.04', tickSize: '0.0001', maxPrice: '10000', stepSize: '0.1', maxQty: '9222449', marketMaxQty: '1200000', minNotional: '5', maxNotional: '9000000' },
  { base: 'ADA', quote: 'USDT', referencePrice: '0.42', tickSize: '0.0001', maxPrice: '1000', stepSize: '0.1', maxQty: '900000', marketMaxQty: '800000', minNotional: '5', maxNotional: '9000000' },
  { base: 'DOGE', quote: 'USDT', referencePrice: '0.145', tickSize: '0.00001', maxPrice: '1000', stepSize: '1', maxQty: '9000000', marketMaxQty: '5000000', minNotional: '1', maxNotional: '9000000' },
  { base: 'LTC', quote: 'USDT', referencePrice: '84', tickSize: '0.01', maxPrice: '100000', stepSize: '0.001', maxQty: '90000', marketMaxQty: '4000', minNotional: '5', maxNotional: '9000000' },
  { base: 'ETH', quote: 'BTC', referencePrice: '0.03333', tickSize: '0.00001', maxPrice: '922327', stepSize: '0.0001', maxQty: '100000', marketMaxQty: '900', minNotional: '0.0001', maxNotional: '9000000' },
  { base: 'BNB', quote: 'BTC', referencePrice: '0.009778', tickSize: '0.000001', maxPrice: '100000', stepSize: '0.001', maxQty: '100000', marketMaxQty: '800', minNotional: '0.0001', maxNotional: '9000000' },
  { base: 'SOL', quote: 'BTC', referencePrice: '0.0015111', tickSize: '0.0000001', maxPrice: '1000', stepSize: '0.001', maxQty: '90000', marketMaxQty: '3000', minNotional: '0.0001', maxNotional: '9000000' },
  { base: 'BTC', quote: 'USDC', referencePrice: '90000', tickSize: '0.01', maxPrice: '1000000', stepSize: '0.00001', maxQty: '9000', marketMaxQty: '60', minNotional: '5', maxNotional: '9000000' },
  { base: 'USDC', quote: 'USDT', referencePrice: '1', tickSize: '0.00001', maxPrice: '1000', stepSize: '1', maxQty: '100000000', marketMaxQty: '10000000', minNotional: '5', maxNotional: '90000000' },
]

const filtersOf = (row: MarketRow): readonly SymbolFilter[] => [
  { filterType: 'PRICE_FILTER', minPrice: amount(row.tickSize), maxPrice: amount(row.maxPrice), tickSize: amount(row.tickSize) },
  { filterType: 'LOT_SIZE', minQty: amount(row.stepSize), maxQty: amount(row.maxQty), stepSize: amount(row.stepSize) },
  { filterType: 'ICEBERG_PARTS', limit: 100 },
  { filterType: 'MARKET_LOT_SIZE', minQty: 0n, maxQty: amount(row.marketMaxQty), stepSize: 0n },
  { filterType: 'TRAILING_DELTA', minTrailingAboveDelta: 10, maxTrailingAboveDelta: 2000, minTrailingBelowDelta: 10, maxTrailingBelowDelta: 2000 },
  { filterType: 'PERCENT_PRICE_BY_SIDE', bidMultiplierUp: 5n * UNIT, bidMultiplierDown: UNIT / 5n, askMultiplierUp: 5n * UNIT, askMultiplierDown: UNIT / 5n, avgPriceMins: 5 },
  { filterType: 'NOTIONAL', minNotional: amount(row.minNotional), applyMinToMarket: true, maxNotional: amount(row.maxNotional), applyMaxToMarket: false, avgPriceMins: 5 },
  { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
  { filterType: 'MAX_NUM_ICEBERG_ORDERS', maxNumIcebergOrders: 100 },
  { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: 20 },
  { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: 5 },
  { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: 10 },
]

const definitionOf = (row: MarketRow): SymbolDefinition => ({
  name: row.base + row.quote,
  baseAsset: row.base,
  quoteAsset: row.quote,
  status: 'TRADING',
  orderTypes: ORDER_TYPES,
  icebergAllowed: true,
  ocoAllowed: true,
  otoAllowed: true,
  quoteOrderQtyMarketAllowed: true,
  trailingStopAllowed: true,
  cancelReplaceAllowed: true,
  amendAllowed: true,
  marginTradingAllowed: true,
  // Live markets allow fewer modes; a sandbox is for trying every one.
  defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
  allowedSelfTradePreventionModes: SELF_TRADE_PREVENTION_MODES,
  filters: filtersOf(row),
  // As far as a limit price may be from the average, so that it binds what has no limit price.
  executionRules: [{ ruleType: 'PRICE_RANGE', bidMultiplierUp: 5n * UNIT, bidMultiplierDown: UNIT / 5n, askMultiplierUp: 5n * UNIT, askMultiplierDown: UNIT / 5n }],
})

/** Every spot market of the sandbox. */
export const SYMBOLS: readonly SymbolDefinition[] = MARKET_ROWS.map(definitionOf)

const REFERENCE_PRICES: ReadonlyMap<string, Price> = new Map(MARKET_ROWS.map((row) => [row.base + row.quote, amount(row.referencePrice)]))

/** The price a market of the table begins at; undefined for one that is not in it. */
export const referencePrice = (symbol: string): Price | undefined => REFERENCE_PRICES.get(symbol)
