import type { Account } from '../../../accounts/account.ts'
import type { Balance, ExchangeView } from '../../../exchange/exchange-view.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { assetName, endOfSpan, integer, integerWithin, limitOf, mandatory, optional, text, time, withDefault } from '../../parameter-types.ts'
import { coinNetwork } from '../wallet/coin-network.ts'
import { depositRows } from '../wallet/deposits.ts'
import { email, NO_RELATION, pageOf, subAccountAt } from './family.ts'

const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading', callers: 'main' } as const

const spotBalances = (view: ExchangeView, { id }: Account): readonly Balance[] => view.wallet.balances(id).filter(({ free, locked }) => free > 0n || locked > 0n)

/** The third version tells numbers, the fourth texts. */
const spotAssets = (version: 3 | 4) => endpoint({
  ...READ, path: `/sapi/v${version}/sub-account/assets`, weight: { of: 60, scope: 'account' },
  parameters: { email: mandatory(email) },
  summary: 'Spot balances of a sub-account that are not zero',
  answer: ({ caller: { account: main }, parameters, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    if (!account) return NO_RELATION
    const { view } = services.venue
    const told = (amount: Amount): string | number => (version === 3 ? Number(formatDecimal(amount)) : formatDecimal(amount))
    return {
      ok: true,
      body: {
        balances: spotBalances(view, account).map(({ asset, free, locked }) => {
          const withdrawing = view.wallet.withdrawing(account.id, asset)
          return { asset, free: told(free), locked: told(locked - withdrawing), freeze: told(0n), withdrawing: told(withdrawing) }
        }),
      },
    }
  },
})

const worthInBtc = (view: ExchangeView, account: Account): Amount =>
  spotBalances(view, account).reduce((sum, { asset, free, locked }) => sum + (view.wallet.valueIn(asset, free + locked, 'BTC') ?? 0n), 0n)

const spotSummary = endpoint({
  ...READ, path: '/sapi/v1/sub-account/spotSummary', weight: 1,
  parameters: { email: optional(email), page: withDefault(integerWithin(1, 1_000_000), 1), size: limitOf(10, 20) },
  summary: 'What each account’s spot wallet is worth, in BTC',
  answer: ({ caller: { account: main }, parameters: { page, size, ...parameters }, services: { accounts, venue: { view } } }): Answer => {
    const meant = accounts.subAccountsOf(main.id).filter((account) => parameters.email === undefined || account.email === parameters.email)
    return {
      ok: true,
      body: {
        totalCount: meant.length, masterAccountTotalAsset: formatDecimal(worthInBtc(view, main)),
        spotSubUserAssetBtcVoList: pageOf(meant, page, size).map((account) => ({ email: account.email, totalAsset: formatDecimal(worthInBtc(view, account)) })),
      },
    }
  },
})

const depositAddress = endpoint({
  ...READ, path: '/sapi/v1/capital/deposit/subAddress', weight: 1,
  parameters: { email: mandatory(email), coin: mandatory(assetName), network: optional(assetName) },
  summary: 'A sub-account’s deposit address for a coin on a network',
  answer: ({ caller: { account: main }, parameters: { coin, network, ...parameters }, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    if (!account) return NO_RELATION
    const { view } = services.venue
    const found = coinNetwork(view, coin, network)
    return found.ok ? { ok: true, body: { coin, ...view.wallet.depositAddress(account.id, coin, found.network.network), url: '' } } : found
  },
})

const depositHistory = endpoint({
  ...READ, path: '/sapi/v1/capital/deposit/subHisrec', weight: 1,
  parameters: {
    email: mandatory(email), coin: optional(assetName), status: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(1000, 1000), offset: withDefault(integer, 0), txId: optional(text(256)),
  },
  summary: 'A sub-account’s deposits of the last 90 days, newest first',
  answer: ({ caller: { account: main }, parameters, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    if (!account) return NO_RELATION
    const rows = depositRows(account.id, parameters, services.venue)
    if (!rows.ok) return rows
    return {
      ok: true,
      body: rows.rows.map(({ id, amount, coin, network, status, address, addressTag, txId, insertTime, transferType, confirmTimes, unlockConfirm, walletType }) =>
        ({ id, amount, coin, network, status, address, addressTag, txId, insertTime, transferType, confirmTimes, unlockConfirm, walletType })),
    }
  },
})

/** What sub-accounts have, and how money comes to them from outside. */
export const assets: readonly Endpoint[] = [spotAssets(3), spotAssets(4), spotSummary, depositAddress, depositHistory]
