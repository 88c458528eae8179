import type { OrderRequest } from '../../../exchange/command.ts'
import { type Answer, type Call, type Endpoint, endpoint, type Services } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { badCombination, boolean, endOfSpan, integer, limitOf, mandatory, optional, oneOf, symbolName, time, withDefault } from '../../parameter-types.ts'
import type { ParametersOf } from '../../parameters.ts'
import { presentAllocation } from '../../present/trade.ts'
import { historyRange, spanRefusal } from './history-range.ts'
import { judgedAnswer, placedAnswer } from './order-answers.ts'
import { guarded, ORDER_PARAMETERS, orderFault, orderOf, type OrderParameters, responseTypeOf } from './order-parameters.ts'
import { testWeight } from './place-order.ts'

/** Orders that are routed to the books of all interchangeable quote assets, and what came to their owner of it. */

const { stopPrice, trailingDelta, quoteOrderQty, pegPriceType, pegOffsetType, pegOffsetValue, ...COMMON } = ORDER_PARAMETERS

const PARAMETERS = { ...COMMON, type: mandatory(oneOf(['LIMIT', 'MARKET'], { code: -1116, message: 'Invalid orderType.' })) }

type Parameters = ParametersOf<typeof PARAMETERS>

/** As an order that stands alone, without what a routed one cannot have. */
const asOrder = (parameters: Parameters): OrderParameters =>
  ({ ...parameters, stopPrice: undefined, trailingDelta: undefined, quoteOrderQty: undefined, pegPriceType: undefined, pegOffsetType: undefined, pegOffsetValue: undefined })

const fault = (parameters: Parameters) => parameters.quantity === undefined ? { fault: 'missing', name: 'quantity' } as const : orderFault(asOrder(parameters))

const routed = (parameters: Parameters, services: Services): OrderRequest => ({ ...orderOf(asOrder(parameters), services), isRouted: true })

const ROW = { security: 'TRADE', permission: 'spotAndMarginTrading', check: fault, orders: (parameters: Parameters) => guarded(asOrder(parameters)) } as const

const placed = (call: Call<Parameters>): Answer => placedAnswer(call, routed(call.parameters, call.services), responseTypeOf(call.parameters))

const PLACING = { ...ROW, weight: { of: 1, scope: 'address', isFreeOnSuccess: true }, parameters: PARAMETERS } as const

const place = endpoint({
  ...PLACING, method: 'POST', path: '/api/v3/sor/order',
  summary: 'Place an order that takes from the books of every interchangeable quote asset.',
  answer: placed,
})

const placeByMessage = endpoint({
  ...PLACING, method: 'WS', path: '/ws-api/v3/sor.order.place',
  summary: 'The same as a message, whose result is a list of the one order.',
  answer: (call) => {
    const answer = placed(call)
    return answer.ok ? { ...answer, body: [answer.body] } : answer
  },
})

const test = endpoint({
  ...ROW, method: 'POST', path: '/api/v3/sor/order/test', socketMethods: ['sor.order.test'], weight: testWeight,
  parameters: { ...PARAMETERS, computeCommissionRates: withDefault(boolean, false) }, judgesOnly: true,
  summary: 'Judge the form of an order that would be routed, and place nothing.',
  answer: (call) => judgedAnswer(call, routed(call.parameters, call.services), call.parameters.computeCommissionRates),
})

const allocations = endpoint({
  method: 'GET', path: '/api/v3/myAllocations', socketMethods: ['myAllocations'], security: 'USER_DATA', permission: 'reading', weight: 20,
  parameters: {
    symbol: mandatory(symbolName), startTime: optional(time), endTime: optional(endOfSpan), fromAllocationId: optional(integer), limit: limitOf(500, 1000), orderId: optional(integer),
  },
  check: ({ orderId, startTime, endTime, fromAllocationId }) => ((orderId ?? fromAllocationId) !== undefined && (startTime ?? endTime) !== undefined ? badCombination : undefined),
  summary: 'What routed orders of the account were allocated.',
  answer: ({ parameters, timeUnit, nowUs, caller, services: { venue: { view } } }) => {
    const { symbol, orderId, fromAllocationId } = parameters
    if (!view.symbol(symbol)) return INVALID_SYMBOL
    const refusal = spanRefusal(parameters, nowUs())
    if (refusal) return refusal
    const range = { ...historyRange(parameters, fromAllocationId), ...(orderId !== undefined && { orderId }) }
    return { ok: true, body: view.orders.allocations(caller.account.id, symbol, range).map((fill) => presentAllocation(fill, timeUnit)) }
  },
})

export const sorEndpoints: readonly Endpoint[] = [place, placeByMessage, test, allocations]
