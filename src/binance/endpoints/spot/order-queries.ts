import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { formatDecimal } from '../../../money.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer } from '../../errors.ts'
import { badCombination, endOfSpan, integer, limitOf, mandatory, optional, symbolName, time } from '../../parameter-types.ts'
import { presentQueriedOrder } from '../../present/order.ts'
import { presentPreventedMatch } from '../../present/trade.ts'
import { wireTime } from '../../wire-time.ts'
import { tradedOrders } from '../../traded-wallet.ts'
import { historyRange, spanRefusal } from './history-range.ts'
import { REFERENCE_PARAMETERS, referenceFault, referenceOf } from './order-reference.ts'

const query = endpoint({
  method: 'GET', path: '/api/v3/order', socketMethods: ['order.status'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 4,
  parameters: { symbol: mandatory(symbolName), ...REFERENCE_PARAMETERS }, check: referenceFault,
  summary: 'One order, whatever became of it.',
  answer: ({ parameters, timeUnit, caller, caller: { account }, services: { venue: { view } } }) => {
    if (!view.symbol(parameters.symbol)) return INVALID_SYMBOL
    const order = tradedOrders(view, caller).order(account.id, parameters.symbol, referenceOf(parameters.orderId, parameters.origClientOrderId))
    return 'reason' in order ? rejectionAnswer(order, { act: 'query' }) : { ok: true, body: presentQueriedOrder(order, timeUnit) }
  },
})

const OPEN_WEIGHT = 6
const OPEN_WEIGHT_OF_ALL = 80

const open = endpoint({
  method: 'GET', path: '/api/v3/openOrders', socketMethods: ['openOrders.status'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: (raw: RawParameters) => (raw.has('symbol') ? OPEN_WEIGHT : OPEN_WEIGHT_OF_ALL),
  parameters: { symbol: optional(symbolName) },
  summary: "The account's open orders, on one market or on all.",
  answer: ({ parameters: { symbol }, timeUnit, caller, caller: { account }, services: { venue: { view } } }) => {
    if (symbol !== undefined && !view.symbol(symbol)) return INVALID_SYMBOL
    return { ok: true, body: tradedOrders(view, caller).openOrders(account.id, symbol).map((order) => presentQueriedOrder(order, timeUnit)) }
  },
})

const all = endpoint({
  method: 'GET', path: '/api/v3/allOrders', socketMethods: ['allOrders'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 20,
  parameters: { symbol: mandatory(symbolName), orderId: optional(integer), startTime: optional(time), endTime: optional(endOfSpan), limit: limitOf(500, 1000) },
  summary: "The account's orders on a market: open, filled and ended.",
  answer: ({ parameters, timeUnit, nowUs, caller, caller: { account }, services: { venue: { view } } }) => {
    if (!view.symbol(parameters.symbol)) return INVALID_SYMBOL
    return spanRefusal(parameters, nowUs()) ?? { ok: true, body: tradedOrders(view, caller).allOrders(account.id, parameters.symbol, historyRange(parameters, parameters.orderId)).map((order) => presentQueriedOrder(order, timeUnit)) }
  },
})

const amendments = endpoint({
  method: 'GET', path: '/api/v3/order/amendments', socketMethods: ['order.amendments'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: 4,
  parameters: { symbol: mandatory(symbolName), orderId: mandatory(integer), fromExecutionId: optional(integer), limit: limitOf(500, 1000) },
  summary: 'How an order was reduced.',
  answer: ({ parameters: { symbol, orderId, fromExecutionId, limit }, timeUnit, caller, caller: { account }, services: { venue: { view } } }) => {
    if (!view.symbol(symbol)) return INVALID_SYMBOL
    const made = tradedOrders(view, caller).amendments(account.id, symbol, orderId, { limit, ...(fromExecutionId !== undefined && { fromId: fromExecutionId }) })
    return {
      ok: true,
      body: made.map((amendment) => ({
        symbol: amendment.symbol, orderId: amendment.orderId, executionId: amendment.executionId, origClientOrderId: amendment.originalClientOrderId,
        newClientOrderId: amendment.newClientOrderId, origQty: formatDecimal(amendment.originalQuantity), newQty: formatDecimal(amendment.newQuantity), time: wireTime(amendment.timeUs, timeUnit),
      })),
    }
  },
})

const preventedMatches = endpoint({
  method: 'GET', path: '/api/v3/myPreventedMatches', socketMethods: ['myPreventedMatches'], security: 'USER_DATA', permission: 'reading', actsOnBoundWallet: true, weight: (raw: RawParameters) => (raw.has('orderId') ? 20 : 2),
  parameters: {
    symbol: mandatory(symbolName), preventedMatchId: optional(integer), orderId: optional(integer), fromPreventedMatchId: optional(integer), limit: limitOf(500, 1000),
  },
  check: ({ preventedMatchId, orderId, fromPreventedMatchId }) => {
    if (preventedMatchId === undefined && orderId === undefined) return { fault: 'oneOfMissing', names: ['preventedMatchId', 'orderId'] }
    return preventedMatchId !== undefined && (orderId ?? fromPreventedMatchId) !== undefined ? badCombination : undefined
  },
  summary: 'Matches that self-trade prevention kept from happening.',
  answer: ({ parameters: { symbol, preventedMatchId, orderId, fromPreventedMatchId, limit }, timeUnit, caller, caller: { account }, services: { venue: { view } } }) => {
    if (!view.symbol(symbol)) return INVALID_SYMBOL
    const range = {
      limit, ...(preventedMatchId !== undefined && { preventedMatchId }), ...(orderId !== undefined && { orderId }), ...(fromPreventedMatchId !== undefined && { fromId: fromPreventedMatchId }),
    }
    return { ok: true, body: tradedOrders(view, caller).preventedMatches(account.id, symbol, range).map((match) => presentPreventedMatch(match, timeUnit)) }
  },
})

export const orderQueryEndpoints: readonly Endpoint[] = [query, open, all, amendments, preventedMatches]
