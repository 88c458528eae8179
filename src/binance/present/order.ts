import type { Fill, Order, OrderPeg, PreventedMatch } from '../../exchange/order.ts'
import { formatDecimal } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import { isStop } from '../order-shape.ts'
import { presentFill, presentMatchOfTaker } from './trade.ts'

export type ResponseType = 'ACK' | 'RESULT' | 'FULL'
export type WireObject = Record<string, unknown>

/** In the book, or to be matched: not waiting for a trigger or a working order. */
const workingTime = (order: Order, unit: TimeUnit): number => (order.workingSinceUs === null ? -1 : wireTime(order.workingSinceUs, unit))

/** Fields that an order answer carries only where the order has such a thing (rest-api.md, "Conditional fields in Order Responses"). */
const addConditionalFields = (body: WireObject, order: Order, unit: TimeUnit): void => {
  if (order.icebergQuantity > 0n) body.icebergQty = formatDecimal(order.icebergQuantity)
  if (isStop(order.type)) body.stopPrice = formatDecimal(order.stopPrice)
  addRareFields(body, order, unit)
}

const addRareFields = (body: WireObject, order: Order, unit: TimeUnit): void => {
  if (order.preventedMatchId !== null) {
    body.preventedMatchId = order.preventedMatchId
    body.preventedQuantity = formatDecimal(order.preventedQuantity)
  }
  if (order.strategyId !== null) body.strategyId = order.strategyId
  if (order.strategyType !== null) body.strategyType = order.strategyType
  if (order.trailingDeltaBips > 0) {
    body.trailingDelta = order.trailingDeltaBips
    body.trailingTime = order.trailingSinceUs === null ? -1 : wireTime(order.trailingSinceUs, unit)
  }
  if (order.workingFloor !== null) {
    body.usedSor = true
    body.workingFloor = order.workingFloor
  }
  if (order.peg !== null) addPeg(body, order.peg)
  if (order.expiryReason !== 'NONE') body.expiryReason = order.expiryReason
}

const addPeg = (body: WireObject, { priceType, offsetLevels, price }: OrderPeg): void => {
  body.pegPriceType = priceType
  if (offsetLevels !== null) {
    body.pegOffsetType = 'PRICE_LEVEL'
    body.pegOffsetValue = offsetLevels
  }
  if (price !== null) body.peggedPrice = formatDecimal(price)
}

/** The trades an order made and those that self-trade prevention kept it from, as its taker. */
export interface Matches {
  readonly fills: readonly Fill[]
  readonly preventedMatches: readonly PreventedMatch[]
}

/** Told by FULL alone. The group of accounts is named where there is one (-1 where there is none). */
const addMatches = (body: WireObject, { fills, preventedMatches }: Matches): void => {
  body.fills = fills.map(presentFill)
  const [first] = preventedMatches
  if (!first) return
  body.preventedMatches = preventedMatches.map(presentMatchOfTaker)
  if (first.tradeGroupId !== -1) body.tradeGroupId = first.tradeGroupId
}

/** The answer to a placed order, in the form that was asked for. */
export const presentPlacedOrder = (order: Order, transactTimeUs: TimeUs, type: ResponseType, matches: Matches, unit: TimeUnit): WireObject => {
  const body: WireObject = {
    symbol: order.symbol,
    orderId: order.id,
    orderListId: order.listId ?? -1,
    clientOrderId: order.clientOrderId,
    transactTime: wireTime(transactTimeUs, unit),
  }
  if (type === 'ACK') return body
  body.price = formatDecimal(order.price)
  body.origQty = formatDecimal(order.quantity)
  body.executedQty = formatDecimal(order.filledQuantity)
  body.origQuoteOrderQty = formatDecimal(order.quoteQuantity)
  body.cummulativeQuoteQty = formatDecimal(order.filledQuote)
  body.status = order.status
  body.timeInForce = order.timeInForce
  body.type = order.type
  body.side = order.side
  addConditionalFields(body, order, unit)
  body.workingTime = workingTime(order, unit)
  if (type === 'FULL') addMatches(body, matches)
  body.selfTradePreventionMode = order.selfTradePrevention
  return body
}

/** The answer to a cancelled order: its own client id and the cancel's. */
export const presentCancelledOrder = (order: Order, transactTimeUs: TimeUs, unit: TimeUnit): WireObject => {
  const body: WireObject = {
    symbol: order.symbol,
    origClientOrderId: order.originalClientOrderId,
    orderId: order.id,
    orderListId: order.listId ?? -1,
    clientOrderId: order.clientOrderId,
    transactTime: wireTime(transactTimeUs, unit),
    price: formatDecimal(order.price),
    origQty: formatDecimal(order.quantity),
    executedQty: formatDecimal(order.filledQuantity),
    origQuoteOrderQty: formatDecimal(order.quoteQuantity),
    cummulativeQuoteQty: formatDecimal(order.filledQuote),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
  }
  addConditionalFields(body, order, unit)
  body.selfTradePreventionMode = order.selfTradePrevention
  return body
}

/** An order as a query tells it. */
export const presentQueriedOrder = (order: Order, unit: TimeUnit): WireObject => {
  const body: WireObject = {
    symbol: order.symbol,
    orderId: order.id,
    orderListId: order.listId ?? -1,
    clientOrderId: order.clientOrderId,
    price: formatDecimal(order.price),
    origQty: formatDecimal(order.quantity),
    executedQty: formatDecimal(order.filledQuantity),
    cummulativeQuoteQty: formatDecimal(order.filledQuote),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
    stopPrice: formatDecimal(order.stopPrice),
    icebergQty: formatDecimal(order.icebergQuantity),
    time: wireTime(order.createdAtUs, unit),
    updateTime: wireTime(order.updatedAtUs, unit),
    isWorking: order.workingSinceUs !== null,
    workingTime: workingTime(order, unit),
    origQuoteOrderQty: formatDecimal(order.quoteQuantity),
    selfTradePreventionMode: order.selfTradePrevention,
  }
  addRareFields(body, order, unit)
  return body
}

/** The order inside the answer to an amend, which spells some fields otherwise and has no `workingTime` before there is one. */
export const presentAmendedOrder = (order: Order, unit: TimeUnit): WireObject => {
  const body: WireObject = {
    symbol: order.symbol,
    orderId: order.id,
    orderListId: order.listId ?? -1,
    origClientOrderId: order.originalClientOrderId,
    clientOrderId: order.clientOrderId,
    price: formatDecimal(order.price),
    qty: formatDecimal(order.quantity),
    executedQty: formatDecimal(order.filledQuantity),
    preventedQty: formatDecimal(order.preventedQuantity),
    quoteOrderQty: formatDecimal(order.quoteQuantity),
    cumulativeQuoteQty: formatDecimal(order.filledQuote),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
  }
  addConditionalFields(body, order, unit)
  if (order.workingSinceUs !== null) body.workingTime = wireTime(order.workingSinceUs, unit)
  body.selfTradePreventionMode = order.selfTradePrevention
  return body
}
