import { amount, type Amount, type Price, type Quantity, UNIT } from '../../money.ts'
import type { SymbolDefinition } from '../symbol.ts'

/** The asset in which every contract's profit and loss is counted and paid. */
export const MARGIN_ASSET = 'USDT'

/** How much of a position may be held with how much leverage, and what it must be backed with at least. */
export interface Bracket {
  readonly bracket: number
  readonly initialLeverage: number
  readonly notionalFloor: Amount
  readonly notionalCap: Amount
  /** In 10⁻⁸. */
  readonly maintenanceRate: bigint
  /** Taken off, so that the requirement has no step where a bracket begins. */
  readonly deduction: Amount
}

/** A perpetual contract and its rules. One contract is one unit of the base asset. */
export interface Contract {
  readonly name: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly pricePrecision: number
  readonly quantityPrecision: number
  readonly tickSize: Price
  readonly minPrice: Price
  readonly maxPrice: Price
  readonly stepSize: Quantity
  readonly minQuantity: Quantity
  readonly maxQuantity: Quantity
  readonly maxMarketQuantity: Quantity
  readonly minNotional: Amount
  /** How far from the mark price a limit may be, in 10⁻⁸ of it. */
  readonly multiplierUp: bigint
  readonly multiplierDown: bigint
  /** How far from the mark price a market order goes, and how far last and mark price may differ under price protection. */
  readonly marketBound: bigint
  /** What a liquidated position pays to the insurance fund, of its notional. */
  readonly liquidationFee: bigint
  readonly brackets: readonly Bracket[]
  readonly onboardedAtUs: number
}

export const MAX_OPEN_ORDERS = 200
export const MAX_ALGO_ORDERS = 100
export const DEFAULT_LEVERAGE = 20

type BracketRow = readonly [cap: string, leverage: number, maintenanceRate: string]

const LARGE: readonly BracketRow[] = [
  ['300000', 125, '0.004'], ['800000', 100, '0.005'], ['3000000', 75, '0.0065'], ['12000000', 50, '0.01'], ['70000000', 25, '0.02'], ['100000000', 20, '0.025'],
  ['230000000', 10, '0.05'], ['480000000', 5, '0.1'], ['600000000', 4, '0.125'], ['800000000', 3, '0.15'], ['1200000000', 2, '0.25'], ['1800000000', 1, '0.5'],
]
const MIDDLE: readonly BracketRow[] = [
  ['50000', 75, '0.005'], ['200000', 50, '0.01'], ['1000000', 25, '0.02'], ['4000000', 20, '0.025'], ['20000000', 10, '0.05'], ['50000000', 5, '0.1'],
  ['80000000', 4, '0.125'], ['150000000', 2, '0.25'], ['300000000', 1, '0.5'],
]

const bracketsOf = (rows: readonly BracketRow[]): readonly Bracket[] => {
  let notionalFloor = 0n
  let rateBefore = 0n
  let deduction = 0n
  return rows.map(([cap, initialLeverage, rate], index) => {
    const maintenanceRate = amount(rate)
    if (index > 0) deduction += (notionalFloor * (maintenanceRate - rateBefore)) / UNIT
    const row: Bracket = { bracket: index + 1, initialLeverage, notionalFloor, notionalCap: amount(cap), maintenanceRate, deduction }
    notionalFloor = row.notionalCap
    rateBefore = maintenanceRate
    return row
  })
}

interface ContractRow {
  readonly base: string
  readonly pricePrecision: number
  readonly quantityPrecision: number
  readonly tickSize: string
  readonly minPrice: string
  readonly maxPrice: string
  readonly stepSize: string
  readonly maxQuantity: string
  readonly maxMarketQuantity: string
  readonly minNotional: string
  readonly liquidationFee: string
  readonly brackets: readonly BracketRow[]
  readonly onboarded: string
}

const ROWS: readonly ContractRow[] = [
  { base: 'BTC', pricePrecision: 2, quantityPrecision: 3, tickSize: '0.1', minPrice: '556.8', maxPrice: '4529764', stepSize: '0.001', maxQuantity: '1000', maxMarketQuantity: '120', minNotional: '100', liquidationFee: '0.0125', brackets: LARGE, onboarded: '2019-09-08' },
  { base: 'ETH', pricePrecision: 2, quantityPrecision: 3, tickSize: '0.01', minPrice: '39.86', maxPrice: '306177', stepSize: '0.001', maxQuantity: '10000', maxMarketQuantity: '2000', minNotional: '20', liquidationFee: '0.0125', brackets: LARGE, onboarded: '2019-11-27' },
  { base: 'BNB', pricePrecision: 3, quantityPrecision: 2, tickSize: '0.01', minPrice: '6.6', maxPrice: '100000', stepSize: '0.01', maxQuantity: '100000', maxMarketQuantity: '2000', minNotional: '5', liquidationFee: '0.015', brackets: MIDDLE, onboarded: '2020-02-10' },
  { base: 'SOL', pricePrecision: 4, quantityPrecision: 2, tickSize: '0.01', minPrice: '0.42', maxPrice: '6857', stepSize: '0.01', maxQuantity: '1000000', maxMarketQuantity: '5000', minNotional: '5', liquidationFee: '0.015', brackets: MIDDLE, onboarded: '2020-09-14' },
  { base: 'XRP', pricePrecision: 4, quantityPrecision: 1, tickSize: '0.0001', minPrice: '0.0143', maxPrice: '100000', stepSize: '0.1', maxQuantity: '10000000', maxMarketQuantity: '2000000', minNotional: '5', liquidationFee: '0.015', brackets: MIDDLE, onboarded: '2020-01-06' },
  { base: 'DOGE', pricePrecision: 6, quantityPrecision: 0, tickSize: '0.00001', minPrice: '0.00244', maxPrice: '30', stepSize: '1', maxQuantity: '50000000', maxMarketQuantity: '30000000', minNotional: '5', liquidationFee: '0.015', brackets: MIDDLE, onboarded: '2020-07-10' },
]

/** Every contract of the venue. They are a part of how it is built, so no command lists them. */
export const CONTRACTS: readonly Contract[] = ROWS.map((row) => ({
  name: row.base + MARGIN_ASSET, baseAsset: row.base, quoteAsset: MARGIN_ASSET, pricePrecision: row.pricePrecision, quantityPrecision: row.quantityPrecision,
  tickSize: amount(row.tickSize), minPrice: amount(row.minPrice), maxPrice: amount(row.maxPrice),
  stepSize: amount(row.stepSize), minQuantity: amount(row.stepSize), maxQuantity: amount(row.maxQuantity), maxMarketQuantity: amount(row.maxMarketQuantity),
  minNotional: amount(row.minNotional), multiplierUp: amount('1.05'), multiplierDown: amount('0.95'), marketBound: amount('0.05'), liquidationFee: amount(row.liquidationFee),
  brackets: bracketsOf(row.brackets), onboardedAtUs: Date.parse(row.onboarded) * 1000,
}))

export const CONTRACT_OF: ReadonlyMap<string, Contract> = new Map(CONTRACTS.map((contract) => [contract.name, contract]))

/** The contract in the words of the market statistics, which draw history for it. */
export const asSymbol = ({ name, baseAsset, quoteAsset, tickSize, minPrice, maxPrice, stepSize, minQuantity, maxQuantity, maxMarketQuantity }: Contract): SymbolDefinition => ({
  name, baseAsset, quoteAsset, status: 'TRADING', orderTypes: ['LIMIT', 'MARKET'], icebergAllowed: false, ocoAllowed: false, otoAllowed: false, quoteOrderQtyMarketAllowed: false,
  trailingStopAllowed: false, cancelReplaceAllowed: false, amendAllowed: false, marginTradingAllowed: false, defaultSelfTradePreventionMode: 'EXPIRE_MAKER', allowedSelfTradePreventionModes: ['EXPIRE_MAKER'],
  filters: [
    { filterType: 'PRICE_FILTER', minPrice, maxPrice, tickSize }, { filterType: 'LOT_SIZE', minQty: minQuantity, maxQty: maxQuantity, stepSize },
    { filterType: 'MARKET_LOT_SIZE', minQty: minQuantity, maxQty: maxMarketQuantity, stepSize },
  ],
})

/** What counts as margin beside USDT in multi-assets mode, and how much of its worth. In 10⁻⁸. */
export const COLLATERAL: ReadonlyMap<string, bigint> = new Map([[MARGIN_ASSET, UNIT], ['USDC', amount('0.9999')], ['BTC', amount('0.95')], ['ETH', amount('0.95')], ['BNB', amount('0.9')]])

export const MAKER_RATE = amount('0.0002')
export const TAKER_RATE = amount('0.0005')
/** Part of the commission that is paid where BNB pays it. */
export const BNB_PART = amount('0.9')
