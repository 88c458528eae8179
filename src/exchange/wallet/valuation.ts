import { type Amount, notionalRoundedDown, type Price, ratioRoundedDown, UNIT } from '../../money.ts'

/** Assets through which one without a direct market is valued, in this order. */
const BRIDGES = ['USDT', 'BTC'] as const

const direct = (lastPrice: (symbol: string) => Price | null, asset: string, amount: Amount, quoteAsset: string): Amount | null => {
  if (asset === quoteAsset) return amount
  const price = lastPrice(asset + quoteAsset)
  if (price !== null && price > 0n) return notionalRoundedDown(price, amount)
  const inverse = lastPrice(quoteAsset + asset)
  return inverse !== null && inverse > 0n ? ratioRoundedDown(amount, UNIT, inverse) : null
}

/** What an amount is worth in another asset by the last prices, cut to 10⁻⁸; null when no market tells. */
export const valueIn = (lastPrice: (symbol: string) => Price | null, asset: string, amount: Amount, quoteAsset: string): Amount | null => {
  const value = direct(lastPrice, asset, amount, quoteAsset)
  if (value !== null) return value
  for (const bridge of BRIDGES) {
    const there = direct(lastPrice, asset, amount, bridge)
    const back = there === null ? null : direct(lastPrice, bridge, there, quoteAsset)
    if (back !== null) return back
  }
  return null
}
