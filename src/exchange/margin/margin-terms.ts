import { amount, type Amount, UNIT } from '../../money.ts'

/** What margin costs and how far it goes: the tables of the sandbox. Ratios and rates are decimals in 10⁻⁸. */

/** At which levels of an account (what it has ÷ what it owes) something is allowed or happens. */
export interface MarginBars {
  /** Borrowing has to leave the level here or above: leverage ÷ (leverage − 1). */
  readonly normal: bigint
  /** Below, the owner is called. */
  readonly marginCall: bigint
  /** At or below, the venue sells. */
  readonly liquidation: bigint
}

/** By the greatest leverage that an account has chosen. Those of 3 are Binance's example values. */
export const CROSS_BARS: ReadonlyMap<number, MarginBars> = new Map([
  [3, { normal: amount('1.5'), marginCall: amount('1.3'), liquidation: amount('1.1') }],
  [5, { normal: amount('1.25'), marginCall: amount('1.2'), liquidation: amount('1.1') }],
  [10, { normal: amount('1.11111112'), marginCall: amount('1.09'), liquidation: amount('1.05') }],
  [20, { normal: amount('1.05263158'), marginCall: amount('1.04'), liquidation: amount('1.02') }],
])
export const DEFAULT_CROSS_LEVERAGE = 3

const ISOLATED_BARS: ReadonlyMap<number, MarginBars> = new Map([
  [10, { normal: amount('1.11111112'), marginCall: amount('1.09'), liquidation: amount('1.05') }],
  [5, { normal: amount('1.25'), marginCall: amount('1.18'), liquidation: amount('1.15') }],
])
/** Pairs of which the sandbox lends more. */
const WIDE_PAIRS: ReadonlySet<string> = new Set(['BTCUSDT', 'ETHUSDT', 'BTCUSDC'])

export const isolatedLeverage = (symbol: string): number => (WIDE_PAIRS.has(symbol) ? 10 : 5)

export const barsOf = (leverage: number, isIsolated: boolean): MarginBars => {
  const bars = (isIsolated ? ISOLATED_BARS : CROSS_BARS).get(leverage)
  if (bars === undefined) throw new Error(`no margin account has leverage ${leverage}`)
  return bars
}

/** Money may leave an account with debts only while its level stays here or above. */
export const TRANSFER_OUT_LEVEL = amount('2')
/** At or above, an account is said to have more than it needs. */
export const EXCESSIVE_LEVEL = amount('2')
/** The level of an account without debts, as it is told. */
export const NO_DEBT_LEVEL = amount('999')
/** Of what a liquidation repays: goes to the insurance fund. */
export const LIQUIDATION_FEE = amount('0.02')
/** What a liquidation cannot sell is this little, in dollars: then the debt that is left is the insurance fund's. */
export const UNSALEABLE_USD = amount('10')
/** A liability of up to this many dollars can be exchanged for dollars that the account has. */
export const SMALL_LIABILITY_USD = amount('10')
export const MOST_ISOLATED_ACCOUNTS = 20
/** What disabling an isolated account waits for after the last time. */
export const DISABLE_PAUSE_HOURS = 24

interface AssetTerms {
  readonly dailyRate: bigint
  readonly borrowLimit: Amount
  /** How much of its worth counts when money is borrowed. */
  readonly collateralRatio: bigint
}

const row = (dailyRate: string, borrowLimit: string, collateralRatio: string): AssetTerms => ({ dailyRate: amount(dailyRate), borrowLimit: amount(borrowLimit), collateralRatio: amount(collateralRatio) })

const ASSET_TERMS: ReadonlyMap<string, AssetTerms> = new Map([
  ['USDT', row('0.0002', '10000000', '1')], ['USDC', row('0.0002', '10000000', '1')],
  ['BTC', row('0.00005', '100', '1')], ['ETH', row('0.00006', '3000', '1')], ['BNB', row('0.0005', '5000', '1')],
  ['SOL', row('0.0003', '50000', '0.95')], ['XRP', row('0.0003', '2000000', '0.95')], ['ADA', row('0.0003', '5000000', '0.9')], ['DOGE', row('0.0003', '20000000', '0.9')], ['LTC', row('0.0003', '50000', '0.9')],
])
const OTHER_ASSETS = row('0.0005', '1000000', '0.8')

export const assetTerms = (asset: string): AssetTerms => ASSET_TERMS.get(asset) ?? OTHER_ASSETS

/** One hour's interest, rounded up: no loan is free. */
export const hourlyInterestRoundedUp = (asset: string, principal: Amount): Amount => {
  const denominator = UNIT * 24n
  return (principal * assetTerms(asset).dailyRate + denominator - 1n) / denominator
}
