import { MAKER_RATE, TAKER_RATE } from '../../../exchange/futures/contract.ts'
import type { FuturesView } from '../../../exchange/futures/futures-view.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { integerWithin, limitOf, mandatory, oneOf, optional, symbolName, withDefault } from '../../parameter-types.ts'
import { isInUse, maxNotional, positionsOf, presentAssets, presentBalances, presentPositionV2, presentPositionV3, presentRiskV2, presentRiskV3, presentTotals } from '../../present/futures/account.ts'
import { presentForcedOrder, presentFuturesOrder } from '../../present/futures/order.ts'
import { bySymbol, READ } from './order-queries.ts'
import { SPAN, spanOf, within } from './spans.ts'

type Reading = Pick<Call<unknown>, 'caller' | 'services'>

const seen = ({ caller: { account }, services: { venue } }: Reading) => {
  const { futures, wallet } = venue.view
  return {
    futures, accountId: account.id, updatedAtUs: wallet.updatedAtUs(account.id, 'usdFutures'), mostToWithdraw: (asset: string): Amount => futures.mostToWithdraw(account.id, asset),
    worthOf: (asset: string, amount: Amount): Amount => (amount > 0n ? wallet.valueIn(asset, amount, 'USDT') ?? 0n : 0n),
  }
}

const STANDING = { feeTier: 0, canTrade: true, canDeposit: true, canWithdraw: true, tradeGroupId: -1 } as const

const accountV2 = endpoint({
  ...READ, path: '/fapi/v2/account', socketMethods: ['account.status'], weight: 5, parameters: {},
  summary: 'The futures account: what it holds, what backs what, and every contract',
  answer: (call) => {
    const { futures, accountId, updatedAtUs, mostToWithdraw, worthOf } = seen(call)
    const { isMultiAssets, isFeeBurn } = futures.settings(accountId)
    return {
      ok: true,
      body: {
        ...STANDING, feeBurn: isFeeBurn, updateTime: toMs(updatedAtUs), multiAssetsMargin: isMultiAssets, ...presentTotals(futures, accountId, worthOf, mostToWithdraw),
        assets: presentAssets(futures, accountId, mostToWithdraw, updatedAtUs).map((asset) => ({ ...asset, marginAvailable: true })),
        positions: positionsOf(futures, accountId).map((position) => presentPositionV2(futures, position)),
      },
    }
  },
})

const accountV3 = endpoint({
  ...READ, path: '/fapi/v3/account', socketMethods: ['v2/account.status'], weight: 5, parameters: {},
  summary: 'The futures account: what it holds, what backs what, and the contracts it is in',
  answer: (call) => {
    const { futures, accountId, updatedAtUs, mostToWithdraw, worthOf } = seen(call)
    return {
      ok: true,
      body: {
        ...presentTotals(futures, accountId, worthOf, mostToWithdraw), assets: presentAssets(futures, accountId, mostToWithdraw, updatedAtUs),
        positions: positionsOf(futures, accountId).filter(isInUse).map(presentPositionV3),
      },
    }
  },
})

/** A name for the account that tells nothing of it: letters by its number. */
const aliasOf = (accountId: number): string => [...String(accountId)].map((digit) => 'SgAuXqTifR'[Number(digit)]).join('')

const balance = (version: string, socketMethod: string) => endpoint({
  ...READ, path: `/fapi/${version}/balance`, socketMethods: [socketMethod], weight: 5, parameters: {},
  summary: 'What the futures wallet holds',
  answer: (call) => {
    const { futures, accountId, updatedAtUs, mostToWithdraw } = seen(call)
    return { ok: true, body: presentBalances(futures, accountId, aliasOf(accountId), mostToWithdraw, updatedAtUs) }
  },
})

const positions = (version: string, socketMethod: string, present: (futures: FuturesView, call: Reading, symbol: string | undefined) => readonly object[]) => endpoint({
  ...READ, path: `/fapi/${version}/positionRisk`, socketMethods: [socketMethod], weight: 5, parameters: { symbol: optional(symbolName) },
  summary: 'Positions with their prices and margins',
  answer: (call): Answer => {
    const { symbol } = call.parameters
    const { futures } = call.services.venue.view
    return symbol !== undefined && !futures.contract(symbol) ? INVALID_SYMBOL : { ok: true, body: present(futures, call, symbol) }
  },
})

const accountConfig = endpoint({
  ...READ, path: '/fapi/v1/accountConfig', weight: 5, parameters: {},
  summary: 'How the account uses futures',
  answer: (call) => {
    const { futures, accountId, updatedAtUs } = seen(call)
    const { isHedge, isMultiAssets } = futures.settings(accountId)
    return { ok: true, body: { ...STANDING, dualSidePosition: isHedge, updateTime: toMs(updatedAtUs), multiAssetsMargin: isMultiAssets } }
  },
})

const symbolConfig = endpoint({
  ...READ, path: '/fapi/v1/symbolConfig', weight: 5, parameters: { symbol: optional(symbolName) },
  summary: 'Margin type and leverage of each contract',
  answer: ({ parameters: { symbol }, caller: { account }, services: { venue: { view: { futures } } } }): Answer => {
    if (symbol !== undefined && !futures.contract(symbol)) return INVALID_SYMBOL
    return {
      ok: true,
      body: futures.contracts.filter(({ name }) => symbol === undefined || name === symbol).map(({ name }) => {
        const { leverage, marginType } = futures.symbolSettings(account.id, name)
        return { symbol: name, marginType, isAutoAddMargin: false, leverage, maxNotionalValue: maxNotional(futures, { symbol: name, leverage }) }
      }),
    }
  },
})

const leverageBracket = endpoint({
  ...READ, path: '/fapi/v1/leverageBracket', weight: 1, parameters: { symbol: optional(symbolName) },
  summary: 'How much of a contract may be held with how much leverage',
  answer: ({ parameters: { symbol }, services: { venue: { view: { futures } } } }): Answer => {
    if (symbol !== undefined && !futures.contract(symbol)) return INVALID_SYMBOL
    const bodies = futures.contracts.filter(({ name }) => symbol === undefined || name === symbol).map(({ name, brackets }) => ({
      symbol: name, notionalCoef: 1,
      brackets: brackets.map(({ bracket, initialLeverage, notionalCap, notionalFloor, maintenanceRate, deduction }) => ({
        bracket, initialLeverage, notionalCap: Number(formatDecimal(notionalCap)), notionalFloor: Number(formatDecimal(notionalFloor)), maintMarginRatio: Number(formatDecimal(maintenanceRate)), cum: Number(formatDecimal(deduction)),
      })),
    }))
    return { ok: true, body: symbol === undefined ? bodies : bodies[0] }
  },
})

const commissionRate = endpoint({
  ...READ, path: '/fapi/v1/commissionRate', weight: 20, parameters: { symbol: mandatory(symbolName) },
  summary: 'What a trade of a contract costs the account',
  answer: ({ parameters: { symbol }, services: { venue: { view: { futures } } } }): Answer => (futures.contract(symbol)
    ? { ok: true, body: { symbol, makerCommissionRate: formatDecimal(MAKER_RATE), takerCommissionRate: formatDecimal(TAKER_RATE), rpiCommissionRate: formatDecimal(MAKER_RATE) } }
    : INVALID_SYMBOL),
})

const adlQuantile = endpoint({
  ...READ, path: '/fapi/v1/adlQuantile', weight: 5, parameters: { symbol: optional(symbolName) },
  summary: 'In which fifth of the queue a position stands when the venue has to close some: 4 is closed first',
  answer: ({ parameters: { symbol }, caller: { account }, services: { venue: { view: { futures } } } }): Answer => {
    if (symbol !== undefined && !futures.contract(symbol)) return INVALID_SYMBOL
    const held = positionsOf(futures, account.id, symbol).filter(({ quantity }) => quantity !== 0n)
    const { isHedge } = futures.settings(account.id)
    return {
      ok: true,
      body: futures.contracts.map(({ name }) => ({ name, own: held.filter((position) => position.symbol === name) })).filter(({ own }) => own.length > 0).map(({ name, own }) => {
        const of = (side: string): number => own.filter(({ positionSide }) => positionSide === side).map((position) => futures.adlQuantile(account.id, position))[0] ?? 0
        return { symbol: name, adlQuantile: isHedge ? { LONG: of('LONG'), SHORT: of('SHORT'), HEDGE: 0 } : { LONG: of('BOTH'), SHORT: of('BOTH'), BOTH: of('BOTH') } }
      }),
    }
  },
})

const tradingStatus = endpoint({
  ...READ, path: '/fapi/v1/apiTradingStatus', weight: bySymbol(1, 10), parameters: { symbol: optional(symbolName) },
  summary: 'Indicators by which an account is restricted: the venue restricts none by them',
  answer: (call) => ({ ok: true, body: { indicators: {}, updateTime: toMs(call.nowUs()) } }),
})

const forceOrders = endpoint({
  ...READ, path: '/fapi/v1/forceOrders', weight: bySymbol(20, 50), parameters: { symbol: optional(symbolName), autoCloseType: optional(oneOf(['LIQUIDATION', 'ADL'])), ...SPAN, limit: limitOf(50, 100) },
  summary: 'Orders by which the venue closed positions of the account, within seven days, newest first',
  answer: ({ parameters: { symbol, autoCloseType, limit, ...asked }, caller: { account }, services: { venue } }): Answer => {
    const span = spanOf(asked, venue.nowUs(), 7)
    if (!span.ok) return span
    const forced = venue.view.futures.forcedOrders(account.id).filter((order) => (symbol === undefined || order.symbol === symbol) && (autoCloseType === undefined || order.autoClose === autoCloseType))
    return { ok: true, body: within(forced, span, ({ createdAtUs }) => createdAtUs, limit).toReversed().map((order) => presentForcedOrder(presentFuturesOrder(order))) }
  },
})

const INCOME_TYPES = [
  'TRANSFER', 'WELCOME_BONUS', 'REALIZED_PNL', 'FUNDING_FEE', 'COMMISSION', 'INSURANCE_CLEAR', 'REFERRAL_KICKBACK', 'COMMISSION_REBATE', 'API_REBATE', 'CONTEST_REWARD', 'CROSS_COLLATERAL_TRANSFER',
  'OPTIONS_PREMIUM_FEE', 'OPTIONS_SETTLE_PROFIT', 'INTERNAL_TRANSFER', 'AUTO_EXCHANGE', 'DELIVERED_SETTELMENT', 'COIN_SWAP_DEPOSIT', 'COIN_SWAP_WITHDRAW', 'POSITION_LIMIT_INCREASE_FEE',
] as const

const income = endpoint({
  ...READ, path: '/fapi/v1/income', weight: 30,
  parameters: { symbol: optional(symbolName), incomeType: optional(oneOf(INCOME_TYPES)), ...SPAN, page: withDefault(integerWithin(1, 1_000_000), 1), limit: limitOf(100, 1000) },
  summary: 'What came into the futures wallet and went out of it, within seven days or from a time on',
  answer: ({ parameters: { symbol, incomeType, page, limit, ...asked }, caller: { account }, services: { venue } }): Answer => {
    const span = spanOf(asked, venue.nowUs(), asked.startTime !== undefined && asked.endTime !== undefined ? 90 : 7)
    if (!span.ok) return span
    const all = venue.view.futures.incomes(account.id).filter((each) => (symbol === undefined || each.symbol === symbol) && (incomeType === undefined || each.type === incomeType))
    const found = within(all, span, ({ timeUs }) => timeUs, Infinity)
    const rows = span.isFromStart || page > 1 ? found.slice((page - 1) * limit, page * limit) : found.slice(-limit)
    return {
      ok: true,
      body: rows.map((each) => ({
        symbol: each.symbol, incomeType: each.type, income: formatDecimal(each.amount), asset: each.asset, info: each.type, time: toMs(each.timeUs), tranId: each.id, tradeId: each.tradeId === null ? '' : String(each.tradeId),
      })),
    }
  },
})

export const futuresAccountEndpoints: readonly Endpoint[] = [
  accountV2, accountV3, balance('v2', 'account.balance'), balance('v3', 'v2/account.balance'),
  positions('v2', 'account.position', (futures, { caller }, symbol) => positionsOf(futures, caller.account.id, symbol).map((position) => presentRiskV2(futures, position))),
  positions('v3', 'v2/account.position', (futures, { caller }, symbol) => positionsOf(futures, caller.account.id, symbol).filter(isInUse).map((position) => presentRiskV3(futures, position))),
  accountConfig, symbolConfig, leverageBracket, commissionRate, adlQuantile, tradingStatus, forceOrders, income,
]
