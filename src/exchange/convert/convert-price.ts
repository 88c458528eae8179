import { type Amount, amount, ratioRoundedDown } from '../../money.ts'

/** What the venue keeps of each conversion, of a thousand: it trades elsewhere at a price that it does not know yet. */
const SPREAD_PER_MILLE = 1n
const MILLE = 1_000n
/** No conversion is worth less than this, nor more than that, in USDT. */
const LEAST_WORTH = amount('0.1')
const GREATEST_WORTH = amount('1000000')

export type ValueIn = (asset: string, amount: Amount, quoteAsset: string) => Amount | null

export interface ConvertLimits { readonly least: Amount; readonly greatest: Amount }

/** What is got for `fromAmount` now, cut to 10⁻⁸; null where no market tells. */
export const receivedFor = (valueIn: ValueIn, fromAsset: string, toAsset: string, fromAmount: Amount): Amount | null => {
  const worth = valueIn(fromAsset, fromAmount, toAsset)
  return worth === null ? null : ratioRoundedDown(worth, MILLE - SPREAD_PER_MILLE, MILLE)
}

/** What has to be given now to get `toAmount`, rounded up to 10⁻⁸; null where no market tells. */
export const givenFor = (valueIn: ValueIn, fromAsset: string, toAsset: string, toAmount: Amount): Amount | null => {
  const worth = valueIn(toAsset, toAmount, fromAsset)
  return worth === null ? null : (worth * MILLE + MILLE - SPREAD_PER_MILLE - 1n) / (MILLE - SPREAD_PER_MILLE)
}

/** How little and how much of an asset can be converted at once, by the last prices; null where no market tells what it is worth. */
export const limitsOf = (valueIn: ValueIn, asset: string): ConvertLimits | null => {
  const least = valueIn('USDT', LEAST_WORTH, asset)
  const greatest = valueIn('USDT', GREATEST_WORTH, asset)
  return least === null || greatest === null ? null : { least: least > 0n ? least : 1n, greatest }
}
