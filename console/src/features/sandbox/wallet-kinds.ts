import { useAnswer } from './acting.tsx'

export const WALLETS = ['spot', 'funding', 'crossMargin', 'isolatedMargin', 'usdFutures'] as const
export type WalletKind = (typeof WALLETS)[number]

/** What universal transfers call each wallet, and what the list of wallet balances calls it. */
export const SPELLINGS: Readonly<Record<WalletKind, { readonly transfer: string; readonly title: string }>> = {
  spot: { transfer: 'MAIN', title: 'Spot' }, funding: { transfer: 'FUNDING', title: 'Funding' }, crossMargin: { transfer: 'MARGIN', title: 'Cross Margin' },
  isolatedMargin: { transfer: 'ISOLATEDMARGIN', title: 'Isolated Margin' }, usdFutures: { transfer: 'UMFUTURE', title: 'USDⓈ-M Futures' },
}

/** Where money may go from a wallet in one step: isolated wallets are reached through the cross margin wallet. */
export const waysFrom = (from: WalletKind): readonly WalletKind[] =>
  from === 'isolatedMargin' ? ['crossMargin', 'isolatedMargin'] : WALLETS.filter((to) => to !== from && (to !== 'isolatedMargin' || from === 'crossMargin'))

/** One asset of a wallet; `symbol` names the isolated one. */
export interface HeldAsset { readonly symbol?: string; readonly asset: string; readonly free: string; readonly locked: string; readonly owed?: string }

const PATHS: Readonly<Record<WalletKind, string>> = { spot: '/api/v3/account', funding: '/sapi/v1/asset/get-funding-asset', crossMargin: '/sapi/v1/margin/account', isolatedMargin: '/sapi/v1/margin/isolated/account', usdFutures: '/fapi/v3/account' }

interface MarginSide { readonly asset: string; readonly free: string; readonly locked: string; readonly borrowed: string }
interface Bodies {
  readonly spot: { readonly balances: readonly HeldAsset[] }
  readonly funding: readonly HeldAsset[]
  readonly crossMargin: { readonly userAssets: readonly MarginSide[] }
  readonly isolatedMargin: { readonly assets: readonly { readonly symbol: string; readonly baseAsset: MarginSide; readonly quoteAsset: MarginSide }[] }
  readonly usdFutures: { readonly assets: readonly { readonly asset: string; readonly walletBalance: string; readonly maxWithdrawAmount: string }[] }
}

const marginSide = ({ asset, free, locked, borrowed }: MarginSide, symbol?: string): HeldAsset => ({ ...(symbol !== undefined && { symbol }), asset, free, locked, owed: borrowed })

const READ: { readonly [Kind in WalletKind]: (body: Bodies[Kind]) => readonly HeldAsset[] } = {
  spot: ({ balances }) => balances, funding: (rows) => rows, crossMargin: ({ userAssets }) => userAssets.map((one) => marginSide(one)),
  isolatedMargin: ({ assets }) => assets.flatMap(({ symbol, baseAsset, quoteAsset }) => [marginSide(baseAsset, symbol), marginSide(quoteAsset, symbol)]),
  usdFutures: ({ assets }) => assets.map(({ asset, walletBalance, maxWithdrawAmount }) => ({ asset, free: maxWithdrawAmount, locked: String(Math.max(0, Number(walletBalance) - Number(maxWithdrawAmount))) })),
}

/** Each path is answered with its own body. */
export const heldIn = (wallet: WalletKind, body: unknown): readonly HeldAsset[] => (READ[wallet] as (body: unknown) => readonly HeldAsset[])(body).filter(({ free, locked, owed = '0' }) => [free, locked, owed].some((amount) => Number(amount) !== 0))

export const useWallet = (wallet: WalletKind) => useAnswer(PATHS[wallet], { ...(wallet === 'spot' && { parameters: { omitZeroBalances: 'true' } }), ...(wallet === 'funding' && { method: 'POST' as const }) })
