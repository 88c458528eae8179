import type { OrderType } from '../../../exchange/symbol.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { guardedLegs } from '../../guarded-order.ts'
import { NO_PEG, PLAIN_NAMES } from '../../order-shape.ts'
import type { ParametersOf } from '../../parameters.ts'
import { clientOrderId, decimal, integer, mandatory, optional, orderType, responseType, selfTradePreventionMode, side, symbolName, timeInForce, withDefault } from '../../parameter-types.ts'
import { legParameters, legRequest, legsFault, type ListLeg, pairIcebergFault, readLeg } from './order-list-legs.ts'
import { paidQuantityFault, pairFault, payingFault } from './order-list-rules.ts'
import { placeOrderList } from './place-order-list.ts'

const ROW = { method: 'POST', security: 'TRADE', permission: 'spotAndMarginTrading', actsOnBoundWallet: true, weight: { of: 1, scope: 'address', isFreeOnSuccess: true } } as const

const LIST_PARAMETERS = {
  listClientOrderId: optional(clientOrderId),
  newOrderRespType: withDefault(responseType, 'RESULT'),
  selfTradePreventionMode: optional(selfTradePreventionMode),
}

// One cancels the other.

const OCO_PARAMETERS = {
  symbol: mandatory(symbolName), side: mandatory(side), quantity: mandatory(decimal), aboveType: mandatory(orderType), belowType: mandatory(orderType),
  ...legParameters('above'), ...legParameters('below'), ...LIST_PARAMETERS,
}

const ocoLegs = (parameters: ParametersOf<typeof OCO_PARAMETERS>) => {
  const { side: both, quantity, aboveType, belowType } = parameters
  return {
    above: readLeg('above', parameters, { type: aboveType, side: both, quantity }, 'quantity'),
    below: readLeg('below', parameters, { type: belowType, side: both, quantity }, 'quantity'),
  }
}

export const pairOf = (above: ListLeg, below: ListLeg): ParameterFault | undefined =>
  pairFault(above.side, above.order.type, below.order.type) ?? pairIcebergFault(above, below) ?? legsFault(above, below)

const oco = endpoint({
  ...ROW, path: '/api/v3/orderList/oco', socketMethods: ['orderList.place.oco'], parameters: OCO_PARAMETERS,
  orders: (parameters) => guardedLegs(parameters.symbol, ocoLegs(parameters)),
  check: (parameters) => {
    const { above, below } = ocoLegs(parameters)
    return pairOf(above, below)
  },
  summary: 'Place two orders of which the one that is executed ends the other.',
  answer: (call) => {
    const { above, below } = ocoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    return placeOrderList(call, { contingency: 'OCO', above: legRequest(above, mode, call.services), below: legRequest(below, mode, call.services) }, 2)
  },
})

// The older form: a limit order and a stop order by name, not by place.

export const OLD_OCO_PARAMETERS = {
  symbol: mandatory(symbolName), side: mandatory(side), quantity: mandatory(decimal), price: mandatory(decimal), stopPrice: mandatory(decimal),
  limitClientOrderId: optional(clientOrderId), limitIcebergQty: optional(decimal), limitStrategyId: optional(integer), limitStrategyType: optional(integer),
  trailingDelta: optional(integer),
  stopClientOrderId: optional(clientOrderId), stopLimitPrice: optional(decimal), stopIcebergQty: optional(decimal), stopLimitTimeInForce: optional(timeInForce),
  stopStrategyId: optional(integer), stopStrategyType: optional(integer),
  ...LIST_PARAMETERS,
}

export const oldOcoLegs = (parameters: ParametersOf<typeof OLD_OCO_PARAMETERS>): { readonly limit: ListLeg; readonly stop: ListLeg } => ({
  limit: {
    side: parameters.side, clientOrderId: parameters.limitClientOrderId, strategyId: parameters.limitStrategyId,
    names: { ...PLAIN_NAMES, icebergQuantity: 'limitIcebergQty', strategyType: 'limitStrategyType' },
    order: {
      type: 'LIMIT_MAKER', quantity: parameters.quantity, quoteQuantity: undefined, price: parameters.price, stopPrice: undefined, trailingDeltaBips: undefined,
      icebergQuantity: parameters.limitIcebergQty, timeInForce: undefined, strategyType: parameters.limitStrategyType, peg: NO_PEG,
    },
  },
  stop: {
    side: parameters.side, clientOrderId: parameters.stopClientOrderId, strategyId: parameters.stopStrategyId,
    names: { ...PLAIN_NAMES, price: 'stopLimitPrice', timeInForce: 'stopLimitTimeInForce', icebergQuantity: 'stopIcebergQty', strategyType: 'stopStrategyType' },
    order: {
      type: parameters.stopLimitPrice === undefined ? 'STOP_LOSS' : 'STOP_LOSS_LIMIT', quantity: parameters.quantity, quoteQuantity: undefined, price: parameters.stopLimitPrice,
      stopPrice: parameters.stopPrice, trailingDeltaBips: parameters.trailingDelta, icebergQuantity: parameters.stopIcebergQty,
      timeInForce: parameters.stopLimitTimeInForce, strategyType: parameters.stopStrategyType, peg: NO_PEG,
    },
  },
})

const oldOco = endpoint({
  ...ROW, path: '/api/v3/order/oco', socketMethods: ['orderList.place'], parameters: OLD_OCO_PARAMETERS,
  orders: (parameters) => guardedLegs(parameters.symbol, oldOcoLegs(parameters)),
  check: (parameters) => {
    const { limit, stop } = oldOcoLegs(parameters)
    return legsFault(limit, stop)
  },
  summary: 'Place a limit order and a stop order of which the one that is executed ends the other (older form).',
  answer: (call) => {
    const { limit, stop } = oldOcoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    const [above, below] = call.parameters.side === 'SELL' ? [limit, stop] : [stop, limit]
    return placeOrderList(call, { contingency: 'OCO', above: legRequest(above, mode, call.services), below: legRequest(below, mode, call.services) }, 2)
  },
})

// One triggers the other: what is pending is placed when the working order is filled.

const { workingStopPrice, workingTrailingDelta, ...WORKING_LEG } = legParameters('working')

const WORKING_PARAMETERS = {
  workingType: mandatory(orderType), workingSide: mandatory(side), ...WORKING_LEG, workingQuantity: mandatory(decimal),
}

const workingLeg = (parameters: ParametersOf<typeof WORKING_PARAMETERS>): ListLeg =>
  readLeg('working', parameters, { type: parameters.workingType, side: parameters.workingSide, quantity: parameters.workingQuantity }, 'workingQuantity')

export const workingFault = (type: OrderType): ParameterFault | undefined =>
  type === 'LIMIT' || type === 'LIMIT_MAKER' ? undefined : { fault: 'coded', code: -1014, message: 'Unsupported order combination.' }

export const OTO_PARAMETERS = {
  symbol: mandatory(symbolName), ...WORKING_PARAMETERS,
  pendingType: mandatory(orderType), pendingSide: mandatory(side), pendingQuantity: mandatory(decimal), ...legParameters('pending'), ...LIST_PARAMETERS,
}

export const otoLegs = (parameters: ParametersOf<typeof OTO_PARAMETERS>) => ({
  working: workingLeg(parameters),
  pending: readLeg('pending', parameters, { type: parameters.pendingType, side: parameters.pendingSide, quantity: parameters.pendingQuantity }, 'pendingQuantity'),
})

const oto = endpoint({
  ...ROW, path: '/api/v3/orderList/oto', socketMethods: ['orderList.place.oto'], parameters: OTO_PARAMETERS,
  orders: (parameters) => guardedLegs(parameters.symbol, otoLegs(parameters)),
  check: (parameters) => {
    const { working, pending } = otoLegs(parameters)
    return workingFault(working.order.type) ?? legsFault(working, pending)
  },
  summary: 'Place an order, and another when it is filled.',
  answer: (call) => {
    const { working, pending } = otoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    return placeOrderList(call, { contingency: 'OTO', working: legRequest(working, mode, call.services), pending: legRequest(pending, mode, call.services) }, 2)
  },
})

export const OTOCO_PARAMETERS = {
  symbol: mandatory(symbolName), ...WORKING_PARAMETERS,
  pendingSide: mandatory(side), pendingQuantity: mandatory(decimal), pendingAboveType: mandatory(orderType), pendingBelowType: mandatory(orderType),
  ...legParameters('pendingAbove'), ...legParameters('pendingBelow'), ...LIST_PARAMETERS,
}

export const otocoLegs = (parameters: ParametersOf<typeof OTOCO_PARAMETERS>) => {
  const { pendingSide, pendingQuantity: quantity, pendingAboveType, pendingBelowType } = parameters
  return {
    working: workingLeg(parameters),
    above: readLeg('pendingAbove', parameters, { type: pendingAboveType, side: pendingSide, quantity }, 'pendingQuantity'),
    below: readLeg('pendingBelow', parameters, { type: pendingBelowType, side: pendingSide, quantity }, 'pendingQuantity'),
  }
}

const otoco = endpoint({
  ...ROW, path: '/api/v3/orderList/otoco', socketMethods: ['orderList.place.otoco'], parameters: OTOCO_PARAMETERS,
  orders: (parameters) => guardedLegs(parameters.symbol, otocoLegs(parameters)),
  check: (parameters) => {
    const { working, above, below } = otocoLegs(parameters)
    return workingFault(working.order.type) ?? legsFault(working) ?? pairOf(above, below)
  },
  summary: 'Place an order, and a pair of which one ends the other when it is filled.',
  answer: (call) => {
    const { working, above, below } = otocoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    return placeOrderList(call, {
      contingency: 'OTOCO', working: legRequest(working, mode, call.services), pendingAbove: legRequest(above, mode, call.services), pendingBelow: legRequest(below, mode, call.services),
    }, 3)
  },
})

// One pays the other: what the working order buys is what the pending one sells, so that nothing says how much.

/** Read only to be told that it does not belong there. */
const PAID_PARAMETERS = { pendingQuantity: optional(decimal) }

const OPO_PARAMETERS = {
  symbol: mandatory(symbolName), ...WORKING_PARAMETERS, pendingType: mandatory(orderType), pendingSide: mandatory(side), ...legParameters('pending'), ...PAID_PARAMETERS, ...LIST_PARAMETERS,
}

const opoLegs = (parameters: ParametersOf<typeof OPO_PARAMETERS>) => ({
  working: workingLeg(parameters),
  pending: readLeg('pending', parameters, { type: parameters.pendingType, side: parameters.pendingSide, quantity: undefined }, 'pendingQuantity'),
})

const opo = endpoint({
  ...ROW, path: '/api/v3/orderList/opo', socketMethods: ['orderList.place.opo'], parameters: OPO_PARAMETERS,
  check: (parameters) => {
    const { working, pending } = opoLegs(parameters)
    return paidQuantityFault(parameters.pendingQuantity) ?? workingFault(working.order.type) ?? payingFault(working.side, pending.side) ?? legsFault(working, asIfPaid(pending, working))
  },
  orders: (parameters) => {
    const { working, pending } = opoLegs(parameters)
    return guardedLegs(parameters.symbol, { working, pending: asIfPaid(pending, working) })
  },
  summary: 'Place an order that buys, and another that sells what was bought.',
  answer: (call) => {
    const { working, pending } = opoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    return placeOrderList(call, { contingency: 'OPO', working: legRequest(working, mode, call.services), pending: legRequest(pending, mode, call.services) }, 2)
  },
})

/** The leg with the most that it can come to sell, for rules that ask for a quantity. */
const asIfPaid = (leg: ListLeg, working: ListLeg): ListLeg => ({ ...leg, order: { ...leg.order, quantity: working.order.quantity } })

const OPOCO_PARAMETERS = {
  symbol: mandatory(symbolName), ...WORKING_PARAMETERS, pendingSide: mandatory(side), pendingAboveType: mandatory(orderType), pendingBelowType: mandatory(orderType),
  ...legParameters('pendingAbove'), ...legParameters('pendingBelow'), ...PAID_PARAMETERS, ...LIST_PARAMETERS,
}

const opocoLegs = (parameters: ParametersOf<typeof OPOCO_PARAMETERS>) => {
  const { pendingSide, pendingAboveType, pendingBelowType } = parameters
  return {
    working: workingLeg(parameters),
    above: readLeg('pendingAbove', parameters, { type: pendingAboveType, side: pendingSide, quantity: undefined }, 'pendingQuantity'),
    below: readLeg('pendingBelow', parameters, { type: pendingBelowType, side: pendingSide, quantity: undefined }, 'pendingQuantity'),
  }
}

const opoco = endpoint({
  ...ROW, path: '/api/v3/orderList/opoco', socketMethods: ['orderList.place.opoco'], parameters: OPOCO_PARAMETERS,
  check: (parameters) => {
    const { working, above, below } = opocoLegs(parameters)
    return paidQuantityFault(parameters.pendingQuantity) ?? workingFault(working.order.type) ?? payingFault(working.side, above.side) ?? legsFault(working) ?? pairOf(asIfPaid(above, working), asIfPaid(below, working))
  },
  orders: (parameters) => {
    const { working, above, below } = opocoLegs(parameters)
    return guardedLegs(parameters.symbol, { working, above: asIfPaid(above, working), below: asIfPaid(below, working) })
  },
  summary: 'Place an order that buys, and a pair that sells what was bought, of which one ends the other.',
  answer: (call) => {
    const { working, above, below } = opocoLegs(call.parameters)
    const mode = call.parameters.selfTradePreventionMode
    return placeOrderList(call, {
      contingency: 'OPOCO', working: legRequest(working, mode, call.services), pendingAbove: legRequest(above, mode, call.services), pendingBelow: legRequest(below, mode, call.services),
    }, 3)
  },
})

export const orderListEndpoints: readonly Endpoint[] = [oldOco, oco, oto, otoco, opo, opoco]
