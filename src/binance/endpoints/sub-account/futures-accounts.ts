import type { Account } from '../../../accounts/account.ts'
import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import { entryPriceOf } from '../../../exchange/futures/futures-state.ts'
import type { AccountMargin } from '../../../exchange/futures/margin.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { isInUse, maxNotional, positionsOf } from '../../present/futures/account.ts'
import { integerWithin, limitOf, mandatory, oneOf, withDefault } from '../../parameter-types.ts'
import { email, NO_COIN_FUTURES, NO_RELATION, pageOf, subAccountAt } from './family.ts'

const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading', callers: 'main' } as const
const MARGIN_ASSET = 'USDT'

const NOTHING: AccountMargin = { crossWallet: 0n, crossProfit: 0n, totalProfit: 0n, positionInitial: 0n, openOrderInitial: 0n, crossMaintenance: 0n, totalMaintenance: 0n, crossMargin: 0n, available: 0n }

/** An account that never had a position has what is in its wallet. */
const marginOf = (view: ExchangeView, { id }: Account): AccountMargin => {
  const margin = view.futures.margin(id)
  return margin ?? { ...NOTHING, available: view.wallet.balance(id, MARGIN_ASSET, 'usdFutures').free }
}

const walletOf = (view: ExchangeView, { id }: Account, asset = MARGIN_ASSET): Amount => {
  const { free, locked } = view.wallet.balance(id, asset, 'usdFutures')
  return free + locked - (asset === MARGIN_ASSET ? view.futures.owed(id) : 0n)
}

interface Totals {
  readonly initial: Amount
  readonly maintenance: Amount
  readonly openOrderInitial: Amount
  readonly positionInitial: Amount
  readonly profit: Amount
  readonly wallet: Amount
}

const totalsOf = (view: ExchangeView, account: Account): Totals => {
  const { positionInitial, openOrderInitial, totalMaintenance, totalProfit } = marginOf(view, account)
  return { initial: positionInitial + openOrderInitial, maintenance: totalMaintenance, openOrderInitial, positionInitial, profit: totalProfit, wallet: walletOf(view, account) }
}

const totalsBody = ({ initial, maintenance, openOrderInitial, positionInitial, profit, wallet }: Totals) => ({
  totalInitialMargin: formatDecimal(initial), totalMaintenanceMargin: formatDecimal(maintenance), totalMarginBalance: formatDecimal(wallet + profit),
  totalOpenOrderInitialMargin: formatDecimal(openOrderInitial), totalPositionInitialMargin: formatDecimal(positionInitial), totalUnrealizedProfit: formatDecimal(profit), totalWalletBalance: formatDecimal(wallet),
})

/** Margin and profit are in USDT; other assets only lie there. */
const assetBody = (view: ExchangeView, account: Account, asset: string) => {
  const isMargin = asset === MARGIN_ASSET
  const totals: Totals = isMargin ? totalsOf(view, account) : { initial: 0n, maintenance: 0n, openOrderInitial: 0n, positionInitial: 0n, profit: 0n, wallet: walletOf(view, account, asset) }
  return {
    asset, initialMargin: formatDecimal(totals.initial), maintenanceMargin: formatDecimal(totals.maintenance), marginBalance: formatDecimal(totals.wallet + totals.profit),
    maxWithdrawAmount: formatDecimal(isMargin ? withdrawable(view, account) : totals.wallet), openOrderInitialMargin: formatDecimal(totals.openOrderInitial), positionInitialMargin: formatDecimal(totals.positionInitial),
    unrealizedProfit: formatDecimal(totals.profit), walletBalance: formatDecimal(totals.wallet),
  }
}

const withdrawable = (view: ExchangeView, account: Account): Amount => {
  const { available } = marginOf(view, account)
  const { free } = view.wallet.balance(account.id, MARGIN_ASSET, 'usdFutures')
  return available < free ? (available > 0n ? available : 0n) : free
}

const accountBody = (view: ExchangeView, account: Account) => ({
  email: account.email,
  assets: view.wallet.balances(account.id, 'usdFutures').map(({ asset }) => assetBody(view, account, asset)),
  canDeposit: true, canTrade: true, canWithdraw: true, feeTier: 0, maxWithdrawAmount: formatDecimal(withdrawable(view, account)), ...totalsBody(totalsOf(view, account)), updateTime: toMs(view.wallet.updatedAtUs(account.id, 'usdFutures')),
})

const futuresAccount = endpoint({
  ...READ, path: '/sapi/v1/sub-account/futures/account', weight: 10, parameters: { email: mandatory(email) },
  summary: 'A sub-account’s futures account',
  answer: ({ caller: { account: main }, parameters, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    return account ? { ok: true, body: { ...accountBody(services.venue.view, account), asset: MARGIN_ASSET } } : NO_RELATION
  },
})

const futuresAccount2 = endpoint({
  ...READ, path: '/sapi/v2/sub-account/futures/account', weight: 1, parameters: { email: mandatory(email), futuresType: mandatory(oneOf(['1', '2'])) },
  summary: 'A sub-account’s futures account of one kind: 1 is margined in USDT',
  answer: ({ caller: { account: main }, parameters, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    if (!account) return NO_RELATION
    return parameters.futuresType === '2' ? NO_COIN_FUTURES : { ok: true, body: { futureAccountResp: accountBody(services.venue.view, account) } }
  },
})

const ZERO: Totals = { initial: 0n, maintenance: 0n, openOrderInitial: 0n, positionInitial: 0n, profit: 0n, wallet: 0n }

const plus = (one: Totals, other: Totals): Totals => ({
  initial: one.initial + other.initial, maintenance: one.maintenance + other.maintenance, openOrderInitial: one.openOrderInitial + other.openOrderInitial,
  positionInitial: one.positionInitial + other.positionInitial, profit: one.profit + other.profit, wallet: one.wallet + other.wallet,
})

const summaryBody = (view: ExchangeView, accounts: readonly Account[], shown = accounts) => ({
  ...totalsBody(accounts.map((account) => totalsOf(view, account)).reduce(plus, ZERO)), asset: 'USD',
  subAccountList: shown.map((account) => ({ email: account.email, ...totalsBody(totalsOf(view, account)), asset: 'USD' })),
})

const futuresSummary = endpoint({
  ...READ, path: '/sapi/v1/sub-account/futures/accountSummary', weight: 1, parameters: {},
  summary: 'The futures accounts of all sub-accounts, and what they come to',
  answer: ({ caller: { account: main }, services: { accounts, venue: { view } } }) => ({ ok: true, body: summaryBody(view, accounts.subAccountsOf(main.id)) }),
})

const futuresSummary2 = endpoint({
  ...READ, path: '/sapi/v2/sub-account/futures/accountSummary', weight: 10,
  parameters: { futuresType: mandatory(oneOf(['1', '2'])), page: withDefault(integerWithin(1, 1_000_000), 1), limit: limitOf(10, 20) },
  summary: 'The same of one kind, by pages',
  answer: ({ caller: { account: main }, parameters: { futuresType, page, limit }, services: { accounts, venue: { view } } }): Answer => {
    const all = accounts.subAccountsOf(main.id)
    return futuresType === '2' ? NO_COIN_FUTURES : { ok: true, body: { futureAccountSummaryResp: summaryBody(view, all, pageOf(all, page, limit)) } }
  },
})

const riskBody = (view: ExchangeView, account: Account) => positionsOf(view.futures, account.id).filter(isInUse).map((position) => ({
  entryPrice: formatDecimal(entryPriceOf(position)), leverage: String(position.leverage), maxNotional: maxNotional(view.futures, position),
  liquidationPrice: formatDecimal(view.futures.liquidationPrice(account.id, position)), markPrice: formatDecimal(position.markPrice),
  positionAmount: formatDecimal(position.quantity), symbol: position.symbol, unrealizedProfit: formatDecimal(position.unrealized),
}))

const positionRisk = endpoint({
  ...READ, path: '/sapi/v1/sub-account/futures/positionRisk', weight: 10, parameters: { email: mandatory(email) },
  summary: 'The positions of a sub-account, and what they risk',
  answer: ({ caller: { account: main }, parameters, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    return account ? { ok: true, body: riskBody(services.venue.view, account) } : NO_RELATION
  },
})

const positionRisk2 = endpoint({
  ...READ, path: '/sapi/v2/sub-account/futures/positionRisk', weight: 1, parameters: { email: mandatory(email), futuresType: mandatory(oneOf(['1', '2'])) },
  summary: 'The same of one kind: 1 is margined in USDT',
  answer: ({ caller: { account: main }, parameters, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    if (!account) return NO_RELATION
    return parameters.futuresType === '2' ? NO_COIN_FUTURES : { ok: true, body: { futurePositionRiskVos: riskBody(services.venue.view, account) } }
  },
})

/** Futures accounts of sub-accounts, as their main account reads them. */
export const futuresAccounts: readonly Endpoint[] = [futuresAccount, futuresAccount2, futuresSummary, futuresSummary2, positionRisk, positionRisk2]
