import { UNIT, type Amount } from '../../money.ts'
import type { Market } from './market.ts'
import type { SpotState } from './spot-state.ts'
import type { Trader } from './trader.ts'

/** The asset in which commissions may be paid at a discount. */
export const DISCOUNT_ASSET = 'BNB'
/** 25 % off: the share that is still paid, in 10⁻⁸. */
const DISCOUNTED_SHARE = 75_000_000n

export const rateOf = (trader: Trader, isMaker: boolean): bigint => (isMaker ? trader.terms.makerRate : trader.terms.takerRate)

/** Commission in the asset that was received, cut to 10⁻⁸. */
export const commissionOn = (received: Amount, rate: bigint): Amount => (rate === 0n ? 0n : (received * rate) / UNIT)

/**
 * Commission in BNB for an account that has the discount switched on: the fill's value by last prices, × rate × 75 %, cut.
 * Null where the discount is off, BNB has no price, or the account has too little free BNB: then it is charged on what was received.
 */
export const discountedCommission = (state: SpotState, trader: Trader, market: Market, quantity: Amount, quote: Amount, rate: bigint): Amount | null => {
  if (!trader.hasFeeDiscount) return null
  const value = valueInDiscountAsset(state, market, quantity, quote)
  if (value === null) return null
  const commission = (value * rate * DISCOUNTED_SHARE) / (UNIT * UNIT)
  return state.ledger.free(trader.accountId, DISCOUNT_ASSET, trader.wallet) >= commission ? commission : null
}

const valueInDiscountAsset = (state: SpotState, market: Market, quantity: Amount, quote: Amount): Amount | null => {
  const { baseAsset, quoteAsset } = market.definition
  if (baseAsset === DISCOUNT_ASSET) return quantity
  return convert(state, quote, quoteAsset) ?? convertThrough(state, quote, quoteAsset, 'USDT')
}

/** An amount in BNB by the last price of a direct market. */
const convert = (state: SpotState, amount: Amount, asset: string): Amount | null => {
  if (asset === DISCOUNT_ASSET) return amount
  const sold = state.markets.get(DISCOUNT_ASSET + asset)?.lastPrice
  if (sold) return (amount * UNIT) / sold
  const bought = state.markets.get(asset + DISCOUNT_ASSET)?.lastPrice
  return bought ? (amount * bought) / UNIT : null
}

const convertThrough = (state: SpotState, amount: Amount, asset: string, middle: string): Amount | null => {
  const price = state.markets.get(asset + middle)?.lastPrice
  if (price) return convert(state, (amount * price) / UNIT, middle)
  const inverse = state.markets.get(middle + asset)?.lastPrice
  return inverse ? convert(state, (amount * UNIT) / inverse, middle) : null
}
