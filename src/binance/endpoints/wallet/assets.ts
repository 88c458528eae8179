import type { Account } from '../../../accounts/account.ts'
import type { Balance, ExchangeView } from '../../../exchange/exchange-view.ts'
import type { AccountId } from '../../../ids.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { rejectionAnswer } from '../../errors.ts'
import { assetName, boolean, optional, withDefault } from '../../parameter-types.ts'
import { kindOf, WALLET_TITLES, type WalletKind } from '../../wallet-names.ts'

const NOTHING = formatDecimal(0n)

const valueIn = (view: ExchangeView, asset: string, amount: Amount, quoteAsset: string): Amount =>
  view.wallet.valueIn(asset, amount, quoteAsset) ?? 0n

const spotAssetBody = (view: ExchangeView, accountId: AccountId, { asset, free, locked }: Balance, isValued: boolean): object => {
  const withdrawing = view.wallet.withdrawing(accountId, asset)
  return {
    asset,
    free: formatDecimal(free),
    locked: formatDecimal(locked - withdrawing),
    freeze: NOTHING,
    withdrawing: formatDecimal(withdrawing),
    ipoable: NOTHING,
    btcValuation: formatDecimal(isValued ? valueIn(view, asset, free + locked, 'BTC') : 0n),
  }
}

/** A POST that reads. */
export const userAssets = endpoint({
  method: 'POST', path: '/sapi/v3/asset/getUserAsset', security: 'USER_DATA', permission: 'reading', weight: 5,
  parameters: { asset: optional(assetName), needBtcValuation: withDefault(boolean, false) },
  summary: 'Spot balances that are not zero',
  answer: ({ caller, parameters: { asset, needBtcValuation }, services: { venue: { view } } }) => {
    const accountId = caller.account.id
    const held = view.wallet.balances(accountId).filter((balance) => (asset === undefined || balance.asset === asset) && (balance.free > 0n || balance.locked > 0n))
    return { ok: true, body: held.map((balance) => spotAssetBody(view, accountId, balance, needBtcValuation)) }
  },
})

/** A POST that reads. */
export const fundingAssets = endpoint({
  method: 'POST', path: '/sapi/v1/asset/get-funding-asset', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: { asset: optional(assetName), needBtcValuation: withDefault(boolean, false) },
  summary: 'Funding wallet balances that are not zero',
  answer: ({ caller, parameters: { asset, needBtcValuation }, services: { venue: { view } } }) => {
    const accountId = caller.account.id
    const held = view.wallet.balances(accountId, 'funding').filter((balance) => (asset === undefined || balance.asset === asset) && (balance.free > 0n || balance.locked > 0n))
    return {
      ok: true,
      body: held.map((balance) => {
        const withdrawing = view.wallet.withdrawing(accountId, balance.asset, 'funding')
        return {
          asset: balance.asset, free: formatDecimal(balance.free), locked: formatDecimal(balance.locked - withdrawing), freeze: NOTHING, withdrawing: formatDecimal(withdrawing),
          btcValuation: formatDecimal(needBtcValuation ? valueIn(view, balance.asset, balance.free + balance.locked, 'BTC') : 0n),
        }
      }),
    }
  },
})

type Products = Account['products']

/** Every wallet that Binance lists; those of products that are not built hold nothing. */
const LISTED_WALLETS: readonly (readonly [title: string, kind: WalletKind | null, isOpened: (products: Products) => boolean])[] = [
  [WALLET_TITLES.spot, 'spot', () => true],
  [WALLET_TITLES.funding, 'funding', () => true],
  [WALLET_TITLES.crossMargin, 'crossMargin', (products) => products.margin],
  [WALLET_TITLES.isolatedMargin, 'isolatedMargin', (products) => products.margin],
  [WALLET_TITLES.usdFutures, 'usdFutures', (products) => products.futures],
  ['COIN-M Futures', null, () => false],
  ['Earn', null, () => false],
  ['Options', null, () => false],
  ['Trading Bots', null, () => false],
]

/** What all wallets of a kind are worth; debts are the margin rows' to tell. */
const worthOf = (view: ExchangeView, accountId: AccountId, kind: WalletKind | null, quoteAsset: string): Amount => {
  let worth = 0n
  for (const wallet of view.wallet.wallets(accountId)) {
    if (kindOf(wallet) !== kind) continue
    for (const { asset, free, locked } of view.wallet.balances(accountId, wallet)) worth += valueIn(view, asset, free + locked, quoteAsset)
  }
  return worth
}

export const walletBalances = endpoint({
  method: 'GET', path: '/sapi/v1/asset/wallet/balance', security: 'USER_DATA', permission: 'reading', weight: 60,
  parameters: { quoteAsset: withDefault(assetName, 'BTC') },
  summary: 'What each wallet is worth in one asset',
  answer: ({ caller: { account }, parameters: { quoteAsset }, services: { venue: { view } } }): Answer => {
    if (!view.asset(quoteAsset)) return rejectionAnswer({ reason: 'unknownAsset' }, { act: 'wallet' })
    return {
      ok: true,
      body: LISTED_WALLETS.map(([walletName, kind, isOpened]) => ({ activate: isOpened(account.products), balance: formatDecimal(worthOf(view, account.id, kind, quoteAsset)), walletName })),
    }
  },
})

/** Nothing in the sandbox pays dividends, so none was ever paid. */
export const assetDividends = endpoint({
  method: 'GET', path: '/sapi/v1/asset/assetDividend', security: 'USER_DATA', permission: 'reading', weight: 10,
  parameters: { asset: optional(assetName) },
  summary: 'Dividends the account received',
  answer: () => ({ ok: true, body: { rows: [], total: 0 } }),
})
