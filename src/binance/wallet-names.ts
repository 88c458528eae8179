import { isolatedWallet, symbolOfIsolated, type WalletName } from '../exchange/wallet-name.ts'

/** How universal transfers spell a wallet. Products that are not built have names too: a transfer into one is refused, not unknown. */
const SPELLINGS = ['MAIN', 'FUNDING', 'MARGIN', 'ISOLATEDMARGIN', 'UMFUTURE', 'CMFUTURE', 'OPTION', 'PORTFOLIO_MARGIN'] as const
export type WalletSpelling = (typeof SPELLINGS)[number]

const WALLETS: Readonly<Partial<Record<WalletSpelling, WalletName>>> = { MAIN: 'spot', FUNDING: 'funding', MARGIN: 'crossMargin', UMFUTURE: 'usdFutures' }

/** Every type of the documentation, whatever is built. */
export const TRANSFER_TYPES = [
  'MAIN_UMFUTURE', 'MAIN_CMFUTURE', 'MAIN_MARGIN', 'MAIN_FUNDING', 'MAIN_OPTION', 'MAIN_PORTFOLIO_MARGIN',
  'UMFUTURE_MAIN', 'UMFUTURE_MARGIN', 'UMFUTURE_FUNDING', 'UMFUTURE_OPTION',
  'CMFUTURE_MAIN', 'CMFUTURE_MARGIN', 'CMFUTURE_FUNDING',
  'MARGIN_MAIN', 'MARGIN_UMFUTURE', 'MARGIN_CMFUTURE', 'MARGIN_FUNDING', 'MARGIN_OPTION',
  'MARGIN_ISOLATEDMARGIN', 'ISOLATEDMARGIN_MARGIN', 'ISOLATEDMARGIN_ISOLATEDMARGIN',
  'FUNDING_MAIN', 'FUNDING_UMFUTURE', 'FUNDING_CMFUTURE', 'FUNDING_MARGIN', 'FUNDING_OPTION',
  'OPTION_MAIN', 'OPTION_UMFUTURE', 'OPTION_MARGIN', 'OPTION_FUNDING', 'PORTFOLIO_MARGIN_MAIN',
  // In no list of the documentation, and what ccxt sends.
  'MAIN_ISOLATED_MARGIN', 'ISOLATED_MARGIN_MAIN',
] as const
export type TransferType = (typeof TRANSFER_TYPES)[number]

export interface TransferEnds {
  readonly from: WalletSpelling
  readonly to: WalletSpelling
}

const ENDS: ReadonlyMap<string, TransferEnds> = new Map(SPELLINGS.flatMap((from) => SPELLINGS.map((to) => [`${from}_${to}`, { from, to }] as const)))

export const endsOf = (type: TransferType): TransferEnds => {
  const ends = ENDS.get(type.replace('ISOLATED_MARGIN', 'ISOLATEDMARGIN'))
  if (!ends) throw new Error(`${type} names no two wallets`)
  return ends
}

/** The wallet of a spelling; undefined where its product is not built, or an isolated wallet was not told its symbol. */
export const walletOf = (spelling: WalletSpelling, symbol: string | undefined): WalletName | undefined =>
  spelling === 'ISOLATEDMARGIN' ? (symbol === undefined ? undefined : isolatedWallet(symbol)) : WALLETS[spelling]

/** What `asset/wallet/balance` calls each wallet. */
export const WALLET_TITLES = {
  spot: 'Spot', funding: 'Funding', crossMargin: 'Cross Margin', isolatedMargin: 'Isolated Margin', usdFutures: 'USDⓈ-M Futures',
} as const

export type WalletKind = keyof typeof WALLET_TITLES

/** All isolated wallets are of one kind. */
export const kindOf = (wallet: WalletName): WalletKind => (symbolOfIsolated(wallet) === undefined ? wallet as Exclude<WalletName, `isolatedMargin:${string}`> : 'isolatedMargin')
