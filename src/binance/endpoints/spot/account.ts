import { EXCHANGE_FILTERS } from '../../../exchange/listing/exchange-filters.ts'
import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer } from '../../errors.ts'
import { orderCounts } from '../../order-count.ts'
import { badCombination, boolean, endOfSpan, integer, limitOf, mandatory, optional, symbolName, time, withDefault } from '../../parameter-types.ts'
import { presentAccount, presentCommission } from '../../present/account.ts'
import { presentOrderLimits, presentRateLimits } from '../../present/rate-limit.ts'
import { presentExchangeFilters, presentFilter } from '../../present/symbol.ts'
import { presentAccountTrade } from '../../present/trade.ts'
import { tradedOrders, tradedWallet } from '../../traded-wallet.ts'
import { historyRange, spanRefusal } from './history-range.ts'

const NO_ACCOUNT = rejectionAnswer({ reason: 'unknownAccount' }, { act: 'place' })

const account = endpoint({
  method: 'GET', path: '/api/v3/account', socketMethods: ['account.status'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 20,
  parameters: { omitZeroBalances: withDefault(boolean, false) },
  summary: "The account's balances and rates.",
  answer: ({ parameters: { omitZeroBalances }, timeUnit, caller, services: { venue: { view } } }) => {
    const { id } = caller.account
    const terms = view.wallet.terms(id)
    if (!terms) return NO_ACCOUNT
    const wallet = tradedWallet(caller)
    const held = view.wallet.balances(id, wallet)
    const balances = omitZeroBalances ? held.filter(({ free, locked }) => free > 0n || locked > 0n) : view.assets().map(({ name }) => view.wallet.balance(id, name, wallet))
    return { ok: true, body: presentAccount(id, terms, wallet, balances, view.wallet.updatedAtUs(id, wallet), timeUnit) }
  },
})

const commission = endpoint({
  method: 'GET', path: '/api/v3/account/commission', socketMethods: ['account.commission'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 20,
  parameters: { symbol: mandatory(symbolName) },
  summary: 'What the account pays on a market.',
  answer: ({ parameters: { symbol }, caller, services: { venue: { view } } }) => {
    const terms = view.wallet.terms(caller.account.id)
    if (!view.symbol(symbol)) return INVALID_SYMBOL
    return terms ? { ok: true, body: presentCommission(symbol, terms, view.wallet.hasFeeDiscount(caller.account.id)) } : NO_ACCOUNT
  },
})

const trades = endpoint({
  method: 'GET', path: '/api/v3/myTrades', socketMethods: ['myTrades'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: (raw: RawParameters) => (raw.has('orderId') ? 5 : 20),
  parameters: {
    symbol: mandatory(symbolName), orderId: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), fromId: optional(integer), limit: limitOf(500, 1000),
  },
  check: ({ orderId, startTime, endTime, fromId }) => ((orderId ?? fromId) !== undefined && (startTime ?? endTime) !== undefined ? badCombination : undefined),
  summary: "The account's trades on a market.",
  answer: ({ parameters, timeUnit, nowUs, caller, services: { venue: { view } } }) => {
    const { symbol, orderId, fromId } = parameters
    if (!view.symbol(symbol)) return INVALID_SYMBOL
    const refusal = spanRefusal(parameters, nowUs())
    if (refusal) return refusal
    const range = { ...historyRange(parameters, fromId), ...(orderId !== undefined && { orderId }) }
    return { ok: true, body: tradedOrders(view, caller).fills(caller.account.id, symbol, range).map((fill) => presentAccountTrade(fill, timeUnit)) }
  },
})

const orderUsage = endpoint({
  method: 'GET', path: '/api/v3/rateLimit/order', socketMethods: ['account.rateLimits.orders'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 40,
  parameters: {},
  summary: "The account's unfilled order count in each window.",
  answer: ({ caller, services }) => {
    const counts = orderCounts(services, caller.account.id, services.venue.nowUs(), tradedOrders(services.venue.view, caller))
    return { ok: true, body: presentOrderLimits(services.limits).map((limit, index) => ({ ...limit, count: counts[index] })) }
  },
})

const filters = endpoint({
  method: 'GET', path: '/api/v3/myFilters', socketMethods: ['myFilters'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 40,
  parameters: { symbol: mandatory(symbolName) },
  summary: 'The filters that bind the account on a market.',
  answer: ({ parameters: { symbol }, services: { venue: { view }, limits } }) => {
    const definition = view.symbol(symbol)
    if (!definition) return INVALID_SYMBOL
    return {
      ok: true,
      body: { exchangeFilters: presentExchangeFilters(EXCHANGE_FILTERS), symbolFilters: definition.filters.map(presentFilter), assetFilters: [], rateLimits: presentRateLimits(limits) },
    }
  },
})

export const accountEndpoints: readonly Endpoint[] = [account, commission, trades, orderUsage, filters]
