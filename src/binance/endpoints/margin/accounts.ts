import type { MarginWalletName } from '../../../exchange/command.ts'
import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import type { MarginAccountState, MarginBalance } from '../../../exchange/margin/margin-records.ts'
import { assetTerms, barsOf, MOST_ISOLATED_ACCOUNTS } from '../../../exchange/margin/margin-terms.ts'
import { isolatedWallet, symbolOfIsolated } from '../../../exchange/wallet-name.ts'
import { type Amount, formatDecimal, notionalRoundedDown, UNIT } from '../../../money.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { endOfSpan, integerWithin, limitOf, mandatory, oneOf, optional, symbolName, text, time, withDefault } from '../../parameter-types.ts'
import { wireTime } from '../../wire-time.ts'
import { historyWindow, isWithin } from '../wallet/history-window.ts'
import { closedMargin, walletAt } from './margin-wallet.ts'

const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading' } as const

const owedOf = ({ principal, interest }: MarginBalance): Amount => principal + interest
const netOf = (balance: MarginBalance): Amount => balance.free + balance.locked - owedOf(balance)

const valueIn = (view: ExchangeView, asset: string, amount: Amount, unit: string): Amount =>
  amount < 0n ? -(view.wallet.valueIn(asset, -amount, unit) ?? 0n) : (view.wallet.valueIn(asset, amount, unit) ?? 0n)

const sum = (view: ExchangeView, balances: readonly MarginBalance[], amountOf: (balance: MarginBalance) => Amount, unit: string): Amount =>
  balances.reduce((total, balance) => total + valueIn(view, balance.asset, amountOf(balance), unit), 0n)

const assetBody = (balance: MarginBalance) => ({
  asset: balance.asset, borrowed: formatDecimal(balance.principal), free: formatDecimal(balance.free), interest: formatDecimal(balance.interest),
  locked: formatDecimal(balance.locked), netAsset: formatDecimal(netOf(balance)),
})

const crossAccount = endpoint({
  ...READ, path: '/sapi/v1/margin/account', weight: 10, parameters: {},
  summary: 'The cross margin account: what it holds and owes, and its level',
  answer: ({ caller: { account }, services: { venue: { view } } }): Answer => {
    const { balances, level, status } = view.margin.account(account.id, 'crossMargin')
    const total = (amountOf: (balance: MarginBalance) => Amount): string => formatDecimal(sum(view, balances, amountOf, 'BTC'))
    const collateral = balances.reduce((all, balance) => all + notionalRoundedDown(valueIn(view, balance.asset, balance.free + balance.locked, 'USDT'), assetTerms(balance.asset).collateralRatio), 0n)
    const debts = sum(view, balances, owedOf, 'USDT')
    const listed = new Map(balances.map((balance) => [balance.asset, balance]))
    return {
      ok: true,
      body: {
        created: true, borrowEnabled: true, marginLevel: formatDecimal(level), collateralMarginLevel: formatDecimal(debts === 0n ? level : (collateral * UNIT) / debts),
        totalAssetOfBtc: total((balance) => balance.free + balance.locked), totalLiabilityOfBtc: total(owedOf), totalNetAssetOfBtc: total(netOf),
        TotalCollateralValueInUSDT: formatDecimal(collateral), totalOpenOrderLossInUSDT: formatDecimal(0n),
        tradeEnabled: status !== 'forceLiquidation', transferInEnabled: true, transferOutEnabled: true, accountType: 'MARGIN_1',
        userAssets: view.assets().map(({ name }) => assetBody(listed.get(name) ?? { asset: name, free: 0n, locked: 0n, principal: 0n, interest: 0n })),
      },
    }
  },
})

const STATUS_NAMES = { excessive: 'EXCESSIVE', normal: 'NORMAL', marginCall: 'MARGIN_CALL', preLiquidation: 'PRE_LIQUIDATION', forceLiquidation: 'FORCE_LIQUIDATION' } as const

/** The price of the base asset at which the level would be the last bar's; 0 where no price brings it there. */
const liquidationPrice = ({ balances, leverage }: MarginAccountState, base: string, quote: string): Amount => {
  const { liquidation } = barsOf(leverage, true)
  const of = (asset: string): { held: Amount; owed: Amount } => {
    const balance = balances.find((each) => each.asset === asset)
    return balance ? { held: balance.free + balance.locked, owed: owedOf(balance) } : { held: 0n, owed: 0n }
  }
  const [b, q] = [of(base), of(quote)]
  // held(q) + p × held(b) = bar × (owed(q) + p × owed(b))
  const numerator = (liquidation * q.owed) / UNIT - q.held
  const denominator = b.held - (liquidation * b.owed) / UNIT
  if (denominator === 0n || (numerator < 0n) !== (denominator < 0n)) return 0n
  return (numerator * UNIT) / denominator
}

const isolatedBody = (view: ExchangeView, state: MarginAccountState): object | undefined => {
  const symbol = symbolOfIsolated(state.wallet)
  const definition = symbol === undefined ? undefined : view.symbol(symbol)
  if (definition === undefined) return undefined
  const side = (asset: string) => {
    const balance = state.balances.find((each) => each.asset === asset) ?? { asset, free: 0n, locked: 0n, principal: 0n, interest: 0n }
    return {
      ...assetBody(balance), borrowEnabled: true, netAssetOfBtc: formatDecimal(valueIn(view, asset, netOf(balance), 'BTC')), repayEnabled: true, totalAsset: formatDecimal(balance.free + balance.locked),
    }
  }
  const liquidate = liquidationPrice(state, definition.baseAsset, definition.quoteAsset)
  const price = view.market.lastPrice(definition.name) ?? 0n
  return {
    baseAsset: side(definition.baseAsset), quoteAsset: side(definition.quoteAsset), symbol: definition.name, isolatedCreated: true, enabled: state.isEnabled,
    marginLevel: formatDecimal(state.level), marginLevelStatus: STATUS_NAMES[state.status], marginRatio: formatDecimal(BigInt(state.leverage) * UNIT), indexPrice: formatDecimal(price),
    liquidatePrice: formatDecimal(liquidate), liquidateRate: formatDecimal(price === 0n ? 0n : (liquidate * UNIT) / price), tradeEnabled: state.isEnabled && state.status !== 'forceLiquidation',
  }
}

const MOST_SYMBOLS = 5

const isolatedAccount = endpoint({
  ...READ, path: '/sapi/v1/margin/isolated/account', weight: 10, parameters: { symbols: optional(text(100)) },
  summary: 'Isolated margin accounts: all that were ever used, or up to five by their symbols',
  answer: ({ caller: { account }, parameters: { symbols }, services: { venue: { view } } }): Answer => {
    const named = symbols?.split(',')
    if (named !== undefined && named.length > MOST_SYMBOLS) return errorAnswer(-3026, 'Your input param is invalid.')
    const states = named === undefined ? view.margin.isolated(account.id) : named.map((symbol) => view.margin.account(account.id, isolatedWallet(symbol)))
    const assets = states.flatMap((state) => isolatedBody(view, state) ?? [])
    if (named !== undefined) return { ok: true, body: { assets } }
    const all = states.flatMap(({ balances }) => balances)
    const total = (amountOf: (balance: MarginBalance) => Amount): string => formatDecimal(sum(view, all, amountOf, 'BTC'))
    return { ok: true, body: { assets, totalAssetOfBtc: total((balance) => balance.free + balance.locked), totalLiabilityOfBtc: total(owedOf), totalNetAssetOfBtc: total(netOf) } }
  },
})

const switchIsolated = (isEnabled: boolean) => endpoint({
  method: isEnabled ? 'POST' : 'DELETE', path: '/sapi/v1/margin/isolated/account', security: 'TRADE', permission: 'spotAndMarginTrading', weight: { of: 300, scope: 'account' },
  parameters: { symbol: mandatory(symbolName) },
  orders: 'none',
  summary: isEnabled ? 'Take an isolated margin account into use again' : 'Put an empty isolated margin account out of use, once in 24 hours',
  answer: ({ caller, parameters: { symbol }, services: { venue }, isInTime }): Answer => {
    const closed = closedMargin(caller)
    if (closed) return closed
    if (!isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'setIsolatedEnabled', accountId: caller.account.id, symbol, isEnabled })
    return outcome.ok ? { ok: true, body: { success: true, symbol } } : rejectionAnswer(outcome.rejection, { act: 'wallet' })
  },
})

const isolatedLimit = endpoint({
  ...READ, path: '/sapi/v1/margin/isolated/accountLimit', weight: 1, parameters: {},
  summary: 'How many isolated margin accounts are in use, and how many may be',
  answer: ({ caller: { account }, services: { venue: { view } } }) => ({ ok: true, body: { enabledAccount: view.margin.isolated(account.id).filter(({ isEnabled }) => isEnabled).length, maxAccount: MOST_ISOLATED_ACCOUNTS } }),
})

const tradeCoeff = endpoint({
  ...READ, path: '/sapi/v1/margin/tradeCoeff', weight: 10, parameters: {},
  summary: 'The bars of the cross margin account',
  answer: ({ caller: { account }, services: { venue: { view } } }) => {
    const { normal, marginCall, liquidation } = barsOf(view.margin.account(account.id, 'crossMargin').leverage, false)
    return { ok: true, body: { normalBar: formatDecimal(normal), marginCallBar: formatDecimal(marginCall), forceLiquidationBar: formatDecimal(liquidation) } }
  },
})

const maxLeverage = endpoint({
  method: 'POST', path: '/sapi/v1/margin/max-leverage', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: { of: 3000, scope: 'account' },
  parameters: { maxLeverage: mandatory(integerWithin(1, 20)) },
  orders: 'none',
  summary: 'Choose the greatest leverage of the cross margin account',
  answer: ({ caller, parameters, services: { venue }, isInTime }): Answer => {
    const closed = closedMargin(caller)
    if (closed) return closed
    if (!isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'setMaxLeverage', accountId: caller.account.id, leverage: parameters.maxLeverage })
    return outcome.ok ? { ok: true, body: { success: true } } : rejectionAnswer(outcome.rejection, { act: 'wallet' })
  },
})

const manualLiquidation = endpoint({
  method: 'POST', path: '/sapi/v1/margin/manual-liquidation', security: 'TRADE', permission: 'spotAndMarginTrading', furtherPermissions: () => ['margin'], weight: { of: 3000, scope: 'account' },
  parameters: { type: mandatory(oneOf(['MARGIN', 'ISOLATED'])), symbol: optional(symbolName) },
  check: ({ type, symbol }) => (type === 'ISOLATED' && symbol === undefined ? { fault: 'missing', name: 'symbol' } : undefined),
  orders: 'untold',
  summary: 'Let the venue sell what a margin account has until it owes nothing',
  answer: ({ caller: { account }, parameters: { type, symbol }, services: { venue }, isInTime }): Answer => {
    if (!isInTime()) return TOO_LATE
    const wallet: MarginWalletName = walletAt({ isIsolated: type === 'ISOLATED', symbol })
    const owed = venue.view.margin.account(account.id, wallet).balances.filter((balance) => owedOf(balance) > 0n)
    const outcome = venue.execute({ kind: 'liquidateMargin', accountId: account.id, wallet })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'wallet' })
    return { ok: true, body: owed.map((balance) => ({ asset: balance.asset, interest: formatDecimal(balance.interest), principal: formatDecimal(balance.principal), liabilityAsset: balance.asset, liabilityQty: formatDecimal(owedOf(balance)) })) }
  },
})

const liquidations = endpoint({
  ...READ, path: '/sapi/v1/margin/forceLiquidationRec', weight: 1,
  parameters: { isolatedSymbol: optional(symbolName), startTime: optional(time), endTime: optional(endOfSpan), current: withDefault(integerWithin(1, 1_000_000), 1), size: limitOf(10, 100) },
  summary: 'Orders by which the venue sold for a margin account, newest first',
  answer: ({ parameters, caller: { account }, services: { venue }, timeUnit }): Answer => {
    const span = historyWindow(parameters, venue.nowUs(), 90)
    if (!span.ok) return span
    const records = venue.view.margin.liquidationRecords(account.id).filter((record) => isWithin(span, record.timeUs) && symbolOfIsolated(record.wallet) === parameters.isolatedSymbol).toReversed()
    const begin = (parameters.current - 1) * parameters.size
    return {
      ok: true,
      body: {
        rows: records.slice(begin, begin + parameters.size).map((record) => ({
          avgPrice: formatDecimal(record.averagePrice), executedQty: formatDecimal(record.filledQuantity), orderId: record.orderId, price: formatDecimal(record.averagePrice), qty: formatDecimal(record.quantity),
          side: record.side, symbol: record.symbol, timeInForce: 'GTC', isIsolated: symbolOfIsolated(record.wallet) !== undefined, updatedTime: wireTime(record.timeUs, timeUnit),
        })),
        total: records.length,
      },
    }
  },
})

const SMALL = '/sapi/v1/margin/exchange-small-liability'

const exchangeSmall = endpoint({
  method: 'POST', path: SMALL, security: 'MARGIN', permission: 'margin', weight: { of: 3000, scope: 'account' },
  parameters: { assetNames: mandatory(text(400)) },
  orders: 'untold',
  summary: 'Repay small liabilities of the cross margin account with its dollars',
  answer: ({ caller: { account }, parameters: { assetNames }, services: { venue }, isInTime }): Answer => {
    if (!isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'exchangeSmallLiability', accountId: account.id, assets: assetNames.split(',') })
    return outcome.ok ? { ok: true, body: {} } : rejectionAnswer(outcome.rejection, { act: 'wallet' })
  },
})

const smallCoins = endpoint({
  ...READ, path: SMALL, weight: 100, parameters: {},
  summary: 'Liabilities of the cross margin account that are small enough to be exchanged',
  answer: ({ caller: { account }, services: { venue: { view } } }) => ({
    ok: true,
    body: view.margin.account(account.id, 'crossMargin').balances.filter(({ asset }) => view.margin.smallLiability(account.id, asset) !== null).map((balance) => ({
      asset: balance.asset, interest: formatDecimal(balance.interest), principal: formatDecimal(balance.principal), liabilityAsset: 'USDT', liabilityQty: formatDecimal(view.margin.smallLiability(account.id, balance.asset) ?? 0n),
    })),
  }),
})

const smallHistory = endpoint({
  ...READ, path: '/sapi/v1/margin/exchange-small-liability-history', weight: 100,
  parameters: { current: withDefault(integerWithin(1, 1_000_000), 1), size: limitOf(10, 100), startTime: optional(time), endTime: optional(endOfSpan) },
  summary: 'Small liabilities that were exchanged, newest first',
  answer: ({ parameters, caller: { account }, services: { venue }, timeUnit }): Answer => {
    const span = historyWindow(parameters, venue.nowUs(), 90)
    if (!span.ok) return span
    const records = venue.view.margin.liabilityExchanges(account.id).filter((record) => isWithin(span, record.timeUs)).toReversed()
    const begin = (parameters.current - 1) * parameters.size
    return {
      ok: true,
      body: {
        total: records.length,
        rows: records.slice(begin, begin + parameters.size).map((record) => ({
          asset: record.asset, amount: formatDecimal(record.amount), targetAsset: record.paidAsset, targetAmount: formatDecimal(record.paid), bizType: 'EXCHANGE_SMALL_LIABILITY', timestamp: wireTime(record.timeUs, timeUnit),
        })),
      },
    }
  },
})

const FLOW_TYPES = ['TRANSFER', 'BORROW', 'REPAY'] as const
type FlowType = (typeof FLOW_TYPES)[number]
interface Flow { readonly id: number; readonly timeUs: number; readonly asset: string; readonly type: FlowType; readonly amount: Amount }

const flowsOf = (view: ExchangeView, accountId: Parameters<ExchangeView['margin']['account']>[0], wallet: MarginWalletName): readonly Flow[] => [
  ...view.transfers.of(accountId).flatMap(({ id, timeUs, asset, amount, from, to }): Flow[] => [
    ...(to.accountId === accountId && to.wallet === wallet ? [{ id, timeUs, asset, type: 'TRANSFER' as const, amount }] : []),
    ...(from.accountId === accountId && from.wallet === wallet ? [{ id, timeUs, asset, type: 'TRANSFER' as const, amount: -amount }] : []),
  ]),
  ...view.margin.loanRecords(accountId).filter((record) => record.wallet === wallet)
    .map(({ id, timeUs, asset, kind, amount }): Flow => ({ id, timeUs, asset, type: kind === 'borrow' ? 'BORROW' : 'REPAY', amount: kind === 'borrow' ? amount : -amount })),
].sort((a, b) => a.id - b.id)

const FLOW_DAYS = 7

const capitalFlow = endpoint({
  ...READ, path: '/sapi/v1/margin/capital-flow', weight: 100,
  parameters: { asset: optional(text(20)), symbol: optional(symbolName), type: optional(oneOf(FLOW_TYPES)), startTime: optional(time), endTime: optional(endOfSpan), fromId: optional(integerWithin(0, Number.MAX_SAFE_INTEGER)), limit: limitOf(500, 1000) },
  summary: 'Transfers, loans and repayments of a margin account; with a symbol of an isolated one',
  answer: ({ parameters, caller: { account }, services: { venue }, timeUnit }): Answer => {
    const span = historyWindow(parameters, venue.nowUs(), FLOW_DAYS)
    if (!span.ok) return span
    const wallet = walletAt({ isIsolated: parameters.symbol !== undefined, symbol: parameters.symbol })
    const flows = flowsOf(venue.view, account.id, wallet).filter((flow) => isWithin(span, flow.timeUs) && (parameters.asset === undefined || flow.asset === parameters.asset)
      && (parameters.type === undefined || flow.type === parameters.type) && (parameters.fromId === undefined || flow.id >= parameters.fromId))
    const told = parameters.fromId === undefined ? flows.slice(-parameters.limit) : flows.slice(0, parameters.limit)
    return {
      ok: true,
      body: told.map((flow) => ({ id: flow.id, tranId: flow.id, timestamp: wireTime(flow.timeUs, timeUnit), asset: flow.asset, ...(parameters.symbol !== undefined && { symbol: parameters.symbol }), type: flow.type, amount: formatDecimal(flow.amount) })),
    }
  },
})

export const marginAccountEndpoints: readonly Endpoint[] = [
  crossAccount, isolatedAccount, switchIsolated(true), switchIsolated(false), isolatedLimit, tradeCoeff, maxLeverage, manualLiquidation, liquidations, exchangeSmall, smallCoins, smallHistory, capitalFlow,
]
