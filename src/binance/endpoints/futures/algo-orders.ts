import { ALGO_TYPES, type AlgoOrder, type AlgoOrderRequest, type FuturesOrder } from '../../../exchange/futures/futures-order.ts'
import { ceilDivide } from '../../../exchange/futures/rounding.ts'
import type { GuardedOrder } from '../../../gate/guard-rails/asked.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import { type Amount, formatDecimal, UNIT } from '../../../money.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer, INVALID_SYMBOL } from '../../errors.ts'
import { boolean, decimal, integer, limitOf, mandatory, oneOf, optional, side, symbolName, time, withDefault } from '../../parameter-types.ts'
import type { ParametersOf } from '../../parameters.ts'
import { presentAlgo, presentAlgoState } from '../../present/futures/algo-order.ts'
import { act } from './acting.ts'
import { futuresOrderHeaders, futuresOrderRefusal } from './order-count.ts'
import { BAD_REDUCE_ONLY, futuresClientId, futuresStpMode, futuresTimeInForce, newFuturesId, positionSide, priceFault, priceMatch, workingType } from './order-parameters.ts'
import { bySymbol, READ } from './order-queries.ts'
import { followed, TRADE } from './orders.ts'
import { SPAN, spanOf, within } from './spans.ts'

const ALGO_PARAMETERS = {
  algoType: mandatory(oneOf(['CONDITIONAL'])), symbol: mandatory(symbolName), side: mandatory(side), type: mandatory(oneOf(ALGO_TYPES, { code: -1116, message: 'Invalid orderType.' })),
  positionSide: withDefault(positionSide, 'BOTH'), timeInForce: withDefault(futuresTimeInForce, 'GTC'), quantity: optional(decimal), price: optional(decimal), triggerPrice: optional(decimal), workingType: withDefault(workingType, 'CONTRACT_PRICE'),
  priceMatch: withDefault(priceMatch, 'NONE'), closePosition: withDefault(boolean, false), priceProtect: withDefault(boolean, false), reduceOnly: optional(boolean), activatePrice: optional(decimal), activationPrice: optional(decimal),
  callbackRate: optional(decimal), clientAlgoId: optional(futuresClientId), selfTradePreventionMode: withDefault(futuresStpMode, 'EXPIRE_MAKER'), goodTillDate: optional(time),
}
type AlgoParameters = ParametersOf<typeof ALGO_PARAMETERS>

const coded = (code: number, message: string): ParameterFault => ({ fault: 'coded', code, message })
const [LEAST_CALLBACK, GREATEST_CALLBACK]: readonly [Amount, Amount] = [UNIT / 10n, 10n * UNIT]

const algoFault = (p: AlgoParameters): ParameterFault | undefined => {
  const isTrailing = p.type === 'TRAILING_STOP_MARKET'
  if (isTrailing && p.callbackRate === undefined) return { fault: 'missing', name: 'callbackRate' }
  if (p.callbackRate !== undefined && (p.callbackRate < LEAST_CALLBACK || p.callbackRate > GREATEST_CALLBACK)) return coded(-2007, 'Invalid callBack rate')
  if (!isTrailing && p.triggerPrice === undefined) return { fault: 'missing', name: 'triggerPrice' }
  if (p.closePosition) {
    if (p.type !== 'STOP_MARKET' && p.type !== 'TAKE_PROFIT_MARKET') return coded(-4136, 'Target strategy invalid for orderType closePosition true')
    if (p.quantity !== undefined) return coded(-4137, 'Quantity must be zero with closePosition equals true')
    if (p.reduceOnly !== undefined) return { fault: 'notRequired', name: 'reduceOnly' }
  } else if (p.quantity === undefined) return { fault: 'missing', name: 'quantity' }
  return p.reduceOnly === true && p.positionSide !== 'BOTH' ? BAD_REDUCE_ONLY : priceFault(p, p.type === 'STOP' || p.type === 'TAKE_PROFIT')
}

const requestOf = (p: AlgoParameters, clientAlgoId: string): AlgoOrderRequest => {
  const activation = p.activatePrice ?? p.activationPrice
  return {
    side: p.side, positionSide: p.positionSide, type: p.type, timeInForce: p.timeInForce, quantity: p.quantity ?? 0n, reduceOnly: p.reduceOnly ?? false, priceMatch: p.priceMatch, selfTradePrevention: p.selfTradePreventionMode,
    clientAlgoId, workingType: p.workingType, priceProtect: p.priceProtect, closePosition: p.closePosition,
    ...(p.price !== undefined && { price: p.price }), ...(p.triggerPrice !== undefined && { triggerPrice: p.triggerPrice }), ...(activation !== undefined && { activationPrice: activation }),
    ...(p.callbackRate !== undefined && { callbackPart: p.callbackRate / 100n }), ...(p.timeInForce === 'GTD' && p.goodTillDate !== undefined && { goodTillUs: p.goodTillDate }),
  }
}

/** As the limits of a key see it, by the book of now. What closes a whole position has no quantity to be held: nobody knows what it will be worth. */
const guardedAlgo = ({ symbol, side: way, type, quantity, price, triggerPrice, activatePrice, activationPrice, callbackRate, priceMatch: match }: AlgoParameters): GuardedOrder => ({
  market: 'futures', symbol, side: way, type, quantity, prices: [price, triggerPrice, activatePrice ?? activationPrice].flatMap((each) => each ?? []), follows: followed(way, match),
  trailingBips: callbackRate === undefined ? undefined : Number(ceilDivide(callbackRate * 100n, UNIT)), addsNone: false,
})

const place = endpoint({
  ...TRADE, method: 'POST', path: '/fapi/v1/algoOrder', socketMethods: ['algoOrder.place'], weight: 0, parameters: ALGO_PARAMETERS, check: algoFault, orders: (parameters) => [guardedAlgo(parameters)],
  summary: 'Place an order that waits for a price',
  answer: (call): Answer => {
    const { parameters, services, caller: { account } } = call
    const { futures } = services.venue.view
    if (!futures.contract(parameters.symbol)) return INVALID_SYMBOL
    const refusal = futuresOrderRefusal(services, account.id)
    if (refusal) return refusal
    const clientAlgoId = parameters.clientAlgoId ?? newFuturesId(services)
    const outcome = act(call, { do: 'placeAlgo', accountId: account.id, symbol: parameters.symbol, algo: requestOf(parameters, clientAlgoId) })
    if (!outcome.ok) return outcome
    const placed = outcome.events.flatMap((event) => (event.kind === 'futures' && event.event.what === 'algo' && event.event.algo.accountId === account.id && event.event.algo.clientAlgoId === clientAlgoId ? [event.event.algo] : []))[0]
    if (placed === undefined) throw new Error('the venue took an algo order and told nothing of it')
    return { ok: true, body: presentAlgo(placed), headers: futuresOrderHeaders(services, account.id) }
  },
})

const REFERENCE = { algoId: optional(integer), clientAlgoId: optional(futuresClientId) }
const referenceFault = ({ algoId, clientAlgoId }: ParametersOf<typeof REFERENCE>): ParameterFault | undefined => (algoId === undefined && clientAlgoId === undefined ? { fault: 'oneOfMissing', names: ['algoId', 'clientAlgoId'] } : undefined)
const referenceOf = ({ algoId, clientAlgoId }: ParametersOf<typeof REFERENCE>) => (algoId !== undefined ? { algoId } : clientAlgoId !== undefined ? { clientAlgoId } : {})

const cancel = endpoint({
  ...TRADE, method: 'DELETE', path: '/fapi/v1/algoOrder', socketMethods: ['algoOrder.cancel'], weight: 1, parameters: REFERENCE, check: referenceFault,
  summary: 'Cancel an order that waits for a price',
  answer: (call): Answer => {
    const { caller: { account }, services: { venue }, parameters } = call
    const found = venue.view.futures.algo(account.id, referenceOf(parameters))
    const outcome = act(call, { do: 'cancelAlgo', accountId: account.id, algo: referenceOf(parameters) }, 'cancel')
    return outcome.ok ? { ok: true, body: { algoId: found?.id, clientAlgoId: found?.clientAlgoId, code: '200', msg: 'success' } } : outcome
  },
})

const cancelAll = endpoint({
  ...TRADE, method: 'DELETE', path: '/fapi/v1/algoOpenOrders', weight: 1, parameters: { symbol: mandatory(symbolName) },
  summary: 'Cancel all orders of a contract that wait for a price',
  answer: (call): Answer => {
    const outcome = act(call, { do: 'cancelAllAlgos', accountId: call.caller.account.id, symbol: call.parameters.symbol }, 'cancel')
    return outcome.ok ? { ok: true, body: { code: 200, msg: 'The operation of cancel all open order is done.' } } : outcome
  },
})

const NONE = errorAnswer(-2013, 'Order does not exist.')

/** The order that it became, where it did. */
const became = (futures: { order(accountId: AlgoOrder['accountId'], symbol: string, reference: { orderId: number }): FuturesOrder | undefined }, algo: AlgoOrder): FuturesOrder | undefined =>
  (algo.orderId === null ? undefined : futures.order(algo.accountId, algo.symbol, { orderId: algo.orderId }))

const one = endpoint({
  ...READ, path: '/fapi/v1/algoOrder', weight: 1, parameters: REFERENCE, check: referenceFault,
  summary: 'An order that waits, or waited, for a price',
  answer: ({ parameters, caller: { account }, services: { venue: { view: { futures } } } }): Answer => {
    const found = futures.algo(account.id, referenceOf(parameters))
    if (found === undefined) return NONE
    const order = became(futures, found)
    return { ok: true, body: { ...presentAlgoState(found, order), actualType: order?.type ?? '', actualQty: formatDecimal(order?.filledQuantity ?? 0n) } }
  },
})

const open = endpoint({
  ...READ, path: '/fapi/v1/openAlgoOrders', weight: bySymbol(1, 40), parameters: { algoType: optional(oneOf(['CONDITIONAL'])), symbol: optional(symbolName), algoId: optional(integer) },
  summary: 'All orders that wait for a price',
  answer: ({ parameters: { symbol, algoId }, caller: { account }, services: { venue: { view: { futures } } } }): Answer => (symbol !== undefined && !futures.contract(symbol)
    ? INVALID_SYMBOL
    : { ok: true, body: futures.openAlgos(account.id).filter((algo) => (symbol === undefined || algo.symbol === symbol) && (algoId === undefined || algo.id === algoId)).map((algo) => presentAlgoState(algo, undefined)) }),
})

const all = endpoint({
  ...READ, path: '/fapi/v1/allAlgoOrders', weight: 5, parameters: { symbol: mandatory(symbolName), algoId: optional(integer), ...SPAN, limit: limitOf(500, 1000) },
  summary: 'Orders that wait, or waited, for a price, within seven days or from one on',
  answer: ({ parameters: { symbol, algoId, limit, ...asked }, caller: { account }, services: { venue } }): Answer => {
    const { futures } = venue.view
    if (!futures.contract(symbol)) return INVALID_SYMBOL
    const known = futures.allAlgos(account.id, symbol)
    const tell = (algo: AlgoOrder) => presentAlgoState(algo, became(futures, algo))
    if (algoId !== undefined) return { ok: true, body: known.filter(({ id }) => id >= algoId).slice(0, limit).map(tell) }
    const span = spanOf(asked, venue.nowUs(), 7)
    return span.ok ? { ok: true, body: within(known, span, ({ createdAtUs }) => createdAtUs, limit).map(tell) } : span
  },
})

export const algoOrderEndpoints: readonly Endpoint[] = [place, cancel, cancelAll, one, open, all]
