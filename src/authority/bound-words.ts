import type { BoundWallet } from './api-key.ts'

/** The wallet of a special key, in words: `the cross margin wallet`. */
export const boundWords = (wallet: BoundWallet): string =>
  wallet === 'crossMargin' ? 'the cross margin wallet' : `the isolated margin wallet of ${wallet.slice('isolatedMargin:'.length)}`
