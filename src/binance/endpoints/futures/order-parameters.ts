import { FUTURES_ORDER_TYPES, FUTURES_STP_MODES, FUTURES_TIMES_IN_FORCE, type FuturesOrderRequest, POSITION_SIDES, PRICE_MATCHES, WORKING_TYPES } from '../../../exchange/futures/futures-order.ts'
import type { OrderReference } from '../../../exchange/command.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import type { Services } from '../../endpoint.ts'
import { boolean, decimal, integer, mandatory, matching, oneOf, optional, side, symbolName, time, withDefault } from '../../parameter-types.ts'
import type { ParametersOf } from '../../parameters.ts'

const coded = (code: number, message: string): ParameterFault => ({ fault: 'coded', code, message })

export const futuresClientId = matching(/^[.A-Z:/a-z0-9_-]{1,36}$/, 'STRING')
export const positionSide = oneOf(POSITION_SIDES, { code: -4060, message: 'Invalid position side.' })
export const futuresTimeInForce = oneOf(FUTURES_TIMES_IN_FORCE, { code: -1115, message: 'Invalid timeInForce.' })
export const priceMatch = oneOf(PRICE_MATCHES, { code: -5037, message: 'Invalid price match' })
export const futuresStpMode = oneOf(FUTURES_STP_MODES, { code: -5039, message: 'Invalid self trade prevention mode' })
export const workingType = oneOf(WORKING_TYPES, { code: -4031, message: 'Invalid parameter working type.' })
const futuresOrderType = oneOf(FUTURES_ORDER_TYPES, { code: -1116, message: 'Invalid orderType.' })
const answerType = oneOf(['ACK', 'RESULT'], { code: -1136, message: 'Invalid newOrderRespType.' })

/** The parameters of one order: POST order, order/test, and each item of batchOrders. */
export const FUTURES_ORDER_PARAMETERS = {
  symbol: mandatory(symbolName),
  side: mandatory(side),
  type: mandatory(futuresOrderType),
  positionSide: withDefault(positionSide, 'BOTH'),
  timeInForce: optional(futuresTimeInForce),
  reduceOnly: optional(boolean),
  quantity: optional(decimal),
  price: optional(decimal),
  newClientOrderId: optional(futuresClientId),
  newOrderRespType: withDefault(answerType, 'ACK'),
  priceMatch: withDefault(priceMatch, 'NONE'),
  selfTradePreventionMode: withDefault(futuresStpMode, 'EXPIRE_MAKER'),
  goodTillDate: optional(time),
}
export type FuturesOrderParameters = ParametersOf<typeof FUTURES_ORDER_PARAMETERS>

export const NOT_HERE = coded(-4120, 'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.')
export const BAD_REDUCE_ONLY = coded(-4062, 'Invalid or improper reduceOnly value.')

/** Price and price match, and what GTD needs: the same for orders and for what becomes one. */
export const priceFault = (p: Pick<FuturesOrderParameters, 'price' | 'priceMatch' | 'timeInForce' | 'goodTillDate'>, isLimit: boolean): ParameterFault | undefined => {
  if (!isLimit) return p.priceMatch !== 'NONE' ? coded(-5038, 'Price match only supports order type: LIMIT, STOP AND TAKE_PROFIT') : p.price !== undefined ? { fault: 'notRequired', name: 'price' } : undefined
  if (p.priceMatch !== 'NONE' && p.price !== undefined) return { fault: 'notRequired', name: 'price' }
  if (p.priceMatch === 'NONE' && p.price === undefined) return { fault: 'missing', name: 'price' }
  return p.timeInForce === 'GTD' && p.goodTillDate === undefined ? { fault: 'missing', name: 'goodTillDate' } : undefined
}

export const futuresOrderFault = (p: FuturesOrderParameters): ParameterFault | undefined => {
  if (p.type !== 'LIMIT' && p.type !== 'MARKET') return NOT_HERE
  if (p.quantity === undefined) return { fault: 'missing', name: 'quantity' }
  if (p.type === 'LIMIT' && p.timeInForce === undefined) return { fault: 'missing', name: 'timeInForce' }
  if (p.type === 'MARKET' && p.timeInForce !== undefined) return { fault: 'notRequired', name: 'timeInForce' }
  // In hedge mode the side of the position says what reduces it.
  return p.reduceOnly === true && p.positionSide !== 'BOTH' ? BAD_REDUCE_ONLY : priceFault(p, p.type === 'LIMIT')
}

const ID_LENGTH = 22
export const newFuturesId = (services: Services): string => services.randomText(ID_LENGTH)

/** Of parameters in which `futuresOrderFault` found nothing. */
export const futuresOrderOf = (p: FuturesOrderParameters, services: Services): FuturesOrderRequest => ({
  side: p.side, positionSide: p.positionSide, type: p.type === 'LIMIT' ? 'LIMIT' : 'MARKET', timeInForce: p.timeInForce ?? 'GTC', quantity: p.quantity ?? 0n, reduceOnly: p.reduceOnly ?? false,
  clientOrderId: p.newClientOrderId ?? newFuturesId(services), priceMatch: p.priceMatch, selfTradePrevention: p.selfTradePreventionMode,
  ...(p.price !== undefined && { price: p.price }), ...(p.timeInForce === 'GTD' && p.goodTillDate !== undefined && { goodTillUs: p.goodTillDate }),
})

/** How a caller names an order. */
export const FUTURES_REFERENCE = { symbol: mandatory(symbolName), orderId: optional(integer), origClientOrderId: optional(futuresClientId) }
interface Reference { readonly orderId: number | undefined; readonly origClientOrderId: string | undefined }

export const futuresReferenceFault = ({ orderId, origClientOrderId }: Reference): ParameterFault | undefined =>
  orderId === undefined && origClientOrderId === undefined ? { fault: 'oneOfMissing', names: ['origClientOrderId', 'orderId'] } : undefined

/** The number counts where both were sent. */
export const futuresReferenceOf = ({ orderId, origClientOrderId }: Reference): OrderReference =>
  orderId !== undefined ? { orderId } : origClientOrderId !== undefined ? { clientOrderId: origClientOrderId } : {}
