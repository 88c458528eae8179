import type { Balance, ExchangeView } from '../../../exchange/exchange-view.ts'
import type { AccountId } from '../../../ids.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { rejectionAnswer } from '../../errors.ts'
import { assetName, boolean, optional, withDefault } from '../../parameter-types.ts'

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

/** A POST that reads. Only transfers between wallets fill the funding wallet, so until there are any it holds nothing. */
export const fundingAssets = endpoint({
  method: 'POST', path: '/sapi/v1/asset/get-funding-asset', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: { asset: optional(assetName), needBtcValuation: withDefault(boolean, false) },
  summary: 'Funding wallet balances that are not zero',
  answer: () => ({ ok: true, body: [] }),
})

/** Wallets beside spot hold nothing before the products behind them exist; they are listed as Binance lists them. */
const EMPTY_WALLETS = [
  ['Funding', () => true],
  ['Cross Margin', (products: { readonly margin: boolean }) => products.margin],
  ['Isolated Margin', () => false],
  ['USDⓈ-M Futures', (products: { readonly futures: boolean }) => products.futures],
  ['COIN-M Futures', () => false],
  ['Earn', () => false],
  ['Options', () => false],
  ['Trading Bots', () => false],
] as const

export const walletBalances = endpoint({
  method: 'GET', path: '/sapi/v1/asset/wallet/balance', security: 'USER_DATA', permission: 'reading', weight: 60,
  parameters: { quoteAsset: withDefault(assetName, 'BTC') },
  summary: 'What each wallet is worth in one asset',
  answer: ({ caller: { account }, parameters: { quoteAsset }, services: { venue: { view } } }): Answer => {
    if (!view.asset(quoteAsset)) return rejectionAnswer({ reason: 'unknownAsset' }, { act: 'wallet' })
    let spot = 0n
    for (const { asset, free, locked } of view.wallet.balances(account.id)) spot += valueIn(view, asset, free + locked, quoteAsset)
    return {
      ok: true,
      body: [
        { activate: true, balance: formatDecimal(spot), walletName: 'Spot' },
        ...EMPTY_WALLETS.map(([walletName, isOpened]) => ({ activate: isOpened(account.products), balance: NOTHING, walletName })),
      ],
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
