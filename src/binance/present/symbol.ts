import type { ExchangeFilters } from '../../exchange/spot/exchange-filters.ts'
import type { SymbolDefinition, SymbolFilter } from '../../exchange/symbol.ts'
import { formatDecimal, plainAmount, SCALE_DECIMALS } from '../../money.ts'

/** A filter as exchangeInfo tells it: money in decimal strings, counts as numbers. */
export const presentFilter = (filter: SymbolFilter): Readonly<Record<string, string | number | boolean>> => {
  const { filterType } = filter
  switch (filterType) {
    case 'PRICE_FILTER': return { filterType, minPrice: formatDecimal(filter.minPrice), maxPrice: formatDecimal(filter.maxPrice), tickSize: formatDecimal(filter.tickSize) }
    case 'LOT_SIZE':
    case 'MARKET_LOT_SIZE': return { filterType, minQty: formatDecimal(filter.minQty), maxQty: formatDecimal(filter.maxQty), stepSize: formatDecimal(filter.stepSize) }
    case 'PERCENT_PRICE_BY_SIDE': return {
      filterType, bidMultiplierUp: plainAmount(filter.bidMultiplierUp), bidMultiplierDown: plainAmount(filter.bidMultiplierDown),
      askMultiplierUp: plainAmount(filter.askMultiplierUp), askMultiplierDown: plainAmount(filter.askMultiplierDown), avgPriceMins: filter.avgPriceMins,
    }
    case 'PERCENT_PRICE': return { filterType, multiplierUp: plainAmount(filter.multiplierUp), multiplierDown: plainAmount(filter.multiplierDown), avgPriceMins: filter.avgPriceMins }
    case 'NOTIONAL': return {
      filterType, minNotional: formatDecimal(filter.minNotional), applyMinToMarket: filter.applyMinToMarket,
      maxNotional: formatDecimal(filter.maxNotional), applyMaxToMarket: filter.applyMaxToMarket, avgPriceMins: filter.avgPriceMins,
    }
    case 'MIN_NOTIONAL': return { filterType, minNotional: formatDecimal(filter.minNotional), applyToMarket: filter.applyToMarket, avgPriceMins: filter.avgPriceMins }
    case 'MAX_POSITION': return { filterType, maxPosition: formatDecimal(filter.maxPosition) }
    default: return filter
  }
}

/** The limits over all markets together, in the wire's form. */
export const presentExchangeFilters = (filters: ExchangeFilters) => [
  { filterType: 'EXCHANGE_MAX_NUM_ORDERS', maxNumOrders: filters.maxNumOrders },
  { filterType: 'EXCHANGE_MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: filters.maxNumAlgoOrders },
  { filterType: 'EXCHANGE_MAX_NUM_ICEBERG_ORDERS', maxNumIcebergOrders: filters.maxNumIcebergOrders },
  { filterType: 'EXCHANGE_MAX_NUM_ORDER_LISTS', maxNumOrderLists: filters.maxNumOrderLists },
]

/** Which account permissions open a market: an OR of names. */
export const symbolPermissions = (symbol: SymbolDefinition): readonly string[] => (symbol.marginTradingAllowed ? ['SPOT', 'MARGIN'] : ['SPOT'])

/** One market as exchangeInfo tells it. */
export const presentSymbol = (symbol: SymbolDefinition, showPermissionSets: boolean) => ({
  symbol: symbol.name,
  status: symbol.status,
  baseAsset: symbol.baseAsset,
  baseAssetPrecision: SCALE_DECIMALS,
  quoteAsset: symbol.quoteAsset,
  quotePrecision: SCALE_DECIMALS,
  quoteAssetPrecision: SCALE_DECIMALS,
  baseCommissionPrecision: SCALE_DECIMALS,
  quoteCommissionPrecision: SCALE_DECIMALS,
  orderTypes: symbol.orderTypes,
  icebergAllowed: symbol.icebergAllowed,
  ocoAllowed: symbol.ocoAllowed,
  otoAllowed: symbol.otoAllowed,
  opoAllowed: symbol.otoAllowed,
  quoteOrderQtyMarketAllowed: symbol.quoteOrderQtyMarketAllowed,
  allowTrailingStop: symbol.trailingStopAllowed,
  cancelReplaceAllowed: symbol.cancelReplaceAllowed,
  amendAllowed: symbol.amendAllowed,
  pegInstructionsAllowed: symbol.pegAllowed ?? true,
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: symbol.marginTradingAllowed,
  filters: symbol.filters.map(presentFilter),
  permissions: [],
  permissionSets: showPermissionSets ? [symbolPermissions(symbol)] : [],
  defaultSelfTradePreventionMode: symbol.defaultSelfTradePreventionMode,
  allowedSelfTradePreventionModes: symbol.allowedSelfTradePreventionModes,
})
