import { amount } from '../../money.ts'
import type { Command } from '../command.ts'
import { ASSETS } from './assets.ts'
import { SYMBOLS } from './symbols.ts'

/** What the insurance fund begins with: enough for the accounts of a sandbox that owe more than they have. */
const INSURANCE: readonly (readonly [asset: string, funds: string])[] = [['USDT', '10000000'], ['USDC', '1000000'], ['BTC', '100'], ['ETH', '2000'], ['BNB', '5000']]

/** What an empty venue is told first: every asset, then every market, then the insurance fund. */
export const genesis = (): Command[] => [
  ...ASSETS.map((asset): Command => ({ kind: 'defineAsset', asset })),
  ...SYMBOLS.map((symbol): Command => ({ kind: 'listSymbol', symbol })),
  ...INSURANCE.map(([asset, funds]): Command => ({ kind: 'fundInsurance', asset, amount: amount(funds) })),
]
