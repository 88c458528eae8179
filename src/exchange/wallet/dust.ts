import { type Amount, amount, ratioRoundedDown } from '../../money.ts'

/** What dust is converted to. */
export const DUST_TARGET = 'BNB'
/** A balance is dust up to this worth, in BTC. */
const DUST_LIMIT_BTC = amount('0.001')
const FEE_PERCENT = 2n

export interface DustQuote {
  /** What the account gets. */
  readonly bnb: Amount
  readonly feeBnb: Amount
}

type ValueIn = (asset: string, amount: Amount, quoteAsset: string) => Amount | null

/** What a balance would become; null where it is no dust, cannot be valued or is worth nothing. */
export const quoteDust = (valueIn: ValueIn, asset: string, free: Amount): DustQuote | null => {
  if (asset === DUST_TARGET || free <= 0n) return null
  const worthBtc = valueIn(asset, free, 'BTC')
  const worth = valueIn(asset, free, DUST_TARGET)
  if (worthBtc === null || worthBtc > DUST_LIMIT_BTC || worth === null) return null
  const feeBnb = ratioRoundedDown(worth, FEE_PERCENT, 100n)
  return worth > feeBnb ? { bnb: worth - feeBnb, feeBnb } : null
}
