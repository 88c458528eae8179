import type { Command } from '../command.ts'
import { ASSETS } from './assets.ts'
import { SYMBOLS } from './symbols.ts'

/** What an empty venue is told first: every asset, then every market. */
export const genesis = (): Command[] => [
  ...ASSETS.map((asset): Command => ({ kind: 'defineAsset', asset })),
  ...SYMBOLS.map((symbol): Command => ({ kind: 'listSymbol', symbol })),
]
