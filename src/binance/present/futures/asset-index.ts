import { COLLATERAL } from '../../../exchange/futures/contract.ts'
import type { WalletView } from '../../../exchange/exchange-view.ts'
import { type Amount, formatDecimal, UNIT } from '../../../money.ts'

/** What one asset is worth as margin in multi-assets mode, in dollars. */
export interface AssetIndex {
  readonly symbol: string
  readonly index: string
  /** The part that is taken off when it backs positions, and put on when it is owed. */
  readonly buffer: string
  readonly bid: string
  readonly ask: string
}

const indexOf = (wallet: WalletView, asset: string, part: Amount): AssetIndex => {
  const index = wallet.valueIn(asset, UNIT, 'USDT') ?? 0n
  const buffer = UNIT - part
  return { symbol: `${asset}USD`, index: formatDecimal(index), buffer: formatDecimal(buffer), bid: formatDecimal((index * part) / UNIT), ask: formatDecimal((index * (UNIT + buffer)) / UNIT) }
}

/** Of each asset that counts as margin beside USDT. */
export const assetIndices = (wallet: WalletView): readonly AssetIndex[] => [...COLLATERAL].filter(([asset]) => asset !== 'USDT').map(([asset, part]) => indexOf(wallet, asset, part))
