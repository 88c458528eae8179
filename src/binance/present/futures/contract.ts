import { type Contract, MAX_ALGO_ORDERS, MAX_OPEN_ORDERS } from '../../../exchange/futures/contract.ts'
import { FUTURES_ORDER_TYPES, FUTURES_TIMES_IN_FORCE } from '../../../exchange/futures/futures-order.ts'
import { type Amount, formatDecimal, UNIT } from '../../../money.ts'
import { toMs } from '../../../time.ts'

/** Perpetual contracts are delivered never: Binance writes the end of the century. */
const NEVER_MS = 4_133_404_800_000

const percent = (part: Amount): string => formatDecimal(part * 100n, 4)

const filtersOf = (contract: Contract): readonly object[] => [
  { filterType: 'PRICE_FILTER', minPrice: formatDecimal(contract.minPrice), maxPrice: formatDecimal(contract.maxPrice), tickSize: formatDecimal(contract.tickSize) },
  { filterType: 'LOT_SIZE', minQty: formatDecimal(contract.minQuantity), maxQty: formatDecimal(contract.maxQuantity), stepSize: formatDecimal(contract.stepSize) },
  { filterType: 'MARKET_LOT_SIZE', minQty: formatDecimal(contract.minQuantity), maxQty: formatDecimal(contract.maxMarketQuantity), stepSize: formatDecimal(contract.stepSize) },
  { filterType: 'MAX_NUM_ORDERS', limit: MAX_OPEN_ORDERS },
  { filterType: 'MAX_NUM_ALGO_ORDERS', limit: MAX_ALGO_ORDERS },
  { filterType: 'MIN_NOTIONAL', notional: formatDecimal(contract.minNotional) },
  { filterType: 'PERCENT_PRICE', multiplierUp: formatDecimal(contract.multiplierUp, 4), multiplierDown: formatDecimal(contract.multiplierDown, 4), multiplierDecimal: '4' },
]

export const presentContract = (contract: Contract, status: string) => ({
  symbol: contract.name, pair: contract.name, contractType: 'PERPETUAL', deliveryDate: NEVER_MS, onboardDate: toMs(contract.onboardedAtUs), status,
  // Binance says itself that these two are to be ignored; the brackets are what counts.
  maintMarginPercent: percent(contract.brackets[0]?.maintenanceRate ?? 0n), requiredMarginPercent: percent(UNIT / 20n),
  baseAsset: contract.baseAsset, quoteAsset: contract.quoteAsset, marginAsset: contract.quoteAsset, pricePrecision: contract.pricePrecision, quantityPrecision: contract.quantityPrecision, baseAssetPrecision: 8, quotePrecision: 8,
  underlyingType: 'COIN', underlyingSubType: ['Layer-1'], settlePlan: 0, triggerProtect: formatDecimal(contract.marketBound, 4), filters: filtersOf(contract), orderTypes: FUTURES_ORDER_TYPES, timeInForce: FUTURES_TIMES_IN_FORCE,
  liquidationFee: formatDecimal(contract.liquidationFee, 6), marketTakeBound: formatDecimal(contract.marketBound, 2),
})
