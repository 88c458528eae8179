import type { OrderRequest } from '../../../exchange/command.ts'
import type { GuardedOrder } from '../../../gate/guard-rails/asked.ts'
import { guardedLeg } from '../../guarded-order.ts'
import { type ParametersOf } from '../../parameters.ts'
import { clientOrderId, decimal, integer, mandatory, optional, orderType, pegOffsetType, pegOffsetValue, pegPriceType, responseType, selfTradePreventionMode, side, symbolName, timeInForce } from '../../parameter-types.ts'
import { legFault, type OrderLeg, orderRequest, PLAIN_NAMES } from '../../order-shape.ts'
import type { ResponseType } from '../../present/order.ts'
import type { Services } from '../../endpoint.ts'

/** The parameters of one order: POST /order, /order/test and the new half of cancelReplace. */
export const ORDER_PARAMETERS = {
  symbol: mandatory(symbolName),
  side: mandatory(side),
  type: mandatory(orderType),
  timeInForce: optional(timeInForce),
  quantity: optional(decimal),
  quoteOrderQty: optional(decimal),
  price: optional(decimal),
  newClientOrderId: optional(clientOrderId),
  strategyId: optional(integer),
  strategyType: optional(integer),
  stopPrice: optional(decimal),
  trailingDelta: optional(integer),
  icebergQty: optional(decimal),
  pegPriceType: optional(pegPriceType),
  pegOffsetType: optional(pegOffsetType),
  pegOffsetValue: optional(pegOffsetValue),
  newOrderRespType: optional(responseType),
  selfTradePreventionMode: optional(selfTradePreventionMode),
}

export type OrderParameters = ParametersOf<typeof ORDER_PARAMETERS>

const legOf = (parameters: OrderParameters): OrderLeg => ({
  type: parameters.type, timeInForce: parameters.timeInForce, quantity: parameters.quantity, quoteQuantity: parameters.quoteOrderQty, price: parameters.price,
  stopPrice: parameters.stopPrice, trailingDeltaBips: parameters.trailingDelta, icebergQuantity: parameters.icebergQty, strategyType: parameters.strategyType,
  peg: { priceType: parameters.pegPriceType, offsetType: parameters.pegOffsetType, offsetLevels: parameters.pegOffsetValue },
})

/** The order as the limits of a key see it. */
export const guarded = (parameters: OrderParameters): readonly GuardedOrder[] => [guardedLeg(parameters.symbol, parameters.side, legOf(parameters))]

/** Whether the parameters make an order of their type. */
export const orderFault = (parameters: OrderParameters) => legFault(legOf(parameters), PLAIN_NAMES)

const ID_LENGTH = 22

/** A client order id for a caller who chose none: as long as Binance's own. */
export const newClientId = (services: Services): string => services.randomText(ID_LENGTH)

export const orderOf = (parameters: OrderParameters, services: Services): OrderRequest => orderRequest(legOf(parameters), {
  side: parameters.side, clientOrderId: parameters.newClientOrderId ?? newClientId(services), strategyId: parameters.strategyId, selfTradePrevention: parameters.selfTradePreventionMode,
})

/** LIMIT and MARKET are answered in full where nothing else was asked for, the other types with ACK. */
export const responseTypeOf = ({ newOrderRespType, type }: Pick<OrderParameters, 'newOrderRespType' | 'type'>): ResponseType =>
  newOrderRespType ?? (type === 'LIMIT' || type === 'MARKET' ? 'FULL' : 'ACK')
