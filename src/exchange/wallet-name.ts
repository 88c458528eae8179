import type { AccountId } from '../ids.ts'

/** The wallets of an account, each with balances of its own in the ledger. Isolated margin has one for each symbol. */
export type WalletName = 'spot' | 'funding' | 'crossMargin' | 'usdFutures' | IsolatedWalletName
export type IsolatedWalletName = `isolatedMargin:${string}`

export const isolatedWallet = (symbol: string): IsolatedWalletName => `isolatedMargin:${symbol}`

/** The symbol of an isolated wallet; undefined for every other wallet. */
export const symbolOfIsolated = (wallet: WalletName): string | undefined => (wallet.startsWith('isolatedMargin:') ? wallet.slice('isolatedMargin:'.length) : undefined)

/** One wallet of one account. */
export interface OwnedWallet {
  readonly accountId: AccountId
  readonly wallet: WalletName
}
