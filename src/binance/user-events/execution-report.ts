import type { ExchangeEvent } from '../../exchange/event.ts'
import type { Order } from '../../exchange/order.ts'
import { formatDecimal, UNIT } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { ALLOCATED } from '../present/trade.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'

type OrderEvent = Extract<ExchangeEvent, { kind: 'order' }>
type Fields = Record<string, unknown>

const ZERO = formatDecimal(0n)

const isOnBook = ({ workingSinceUs, status }: Order): boolean => workingSinceUs !== null && (status === 'NEW' || status === 'PARTIALLY_FILLED')

/** Fields that are there only where the order has such a thing (user-data-stream.md, "Conditional Fields in Execution Report"). */
const addConditionalFields = (body: Fields, { order, execution, fill, preventedMatch }: OrderEvent, unit: TimeUnit): void => {
  if (order.trailingDeltaBips > 0) body.d = order.trailingDeltaBips
  if (order.trailingSinceUs !== null) body.D = wireTime(order.trailingSinceUs, unit)
  if (order.strategyId !== null) body.j = order.strategyId
  if (order.strategyType !== null) body.J = order.strategyType
  if (order.workingSinceUs !== null) body.W = wireTime(order.workingSinceUs, unit)
  if (order.expiryReason !== 'NONE') body.eR = order.expiryReason
  if (order.workingFloor !== null) {
    body.uS = true
    body.k = order.workingFloor
  }
  if (fill !== null && fill.allocationId !== null) {
    body.b = ALLOCATED
    body.a = fill.allocationId
  }
  if (order.peg !== null) {
    body.gP = order.peg.priceType
    if (order.peg.offsetLevels !== null) {
      body.gOT = 'PRICE_LEVEL'
      body.gOV = order.peg.offsetLevels
    }
    if (order.peg.price !== null) body.gp = formatDecimal(order.peg.price)
  }
  if (order.preventedMatchId === null) return
  body.v = order.preventedMatchId
  body.A = formatDecimal(order.preventedQuantity)
  if (!preventedMatch) return
  const isTaker = preventedMatch.takerOrderId === order.id
  const quantity = isTaker ? preventedMatch.takerPreventedQuantity : preventedMatch.makerPreventedQuantity
  body.B = formatDecimal(quantity)
  if (preventedMatch.tradeGroupId !== -1) body.u = preventedMatch.tradeGroupId
  body.U = isTaker ? preventedMatch.makerOrderId : preventedMatch.takerOrderId
  body.Cs = preventedMatch.makerSymbol
  if (execution !== 'TRADE_PREVENTION') return
  body.pl = formatDecimal(quantity)
  body.pL = formatDecimal(preventedMatch.price)
  body.pY = formatDecimal((preventedMatch.price * quantity) / UNIT)
}

/** What happened to an order, as its owner's stream tells it. */
export const executionReport = (event: OrderEvent, timeUs: TimeUs, unit: TimeUnit): Fields => {
  const { order, fill, execution, executionId } = event
  const body: Fields = {
    e: 'executionReport',
    E: wireTime(timeUs, unit),
    s: order.symbol,
    c: order.clientOrderId,
    S: order.side,
    o: order.type,
    f: order.timeInForce,
    q: formatDecimal(order.quantity),
    p: formatDecimal(order.price),
    P: formatDecimal(order.stopPrice),
    F: formatDecimal(order.icebergQuantity),
    g: order.listId ?? -1,
    C: order.originalClientOrderId,
    x: execution,
    X: order.status,
    r: 'NONE',
    i: order.id,
    l: fill ? formatDecimal(fill.quantity) : ZERO,
    z: formatDecimal(order.filledQuantity),
    L: fill ? formatDecimal(fill.price) : ZERO,
    n: fill ? formatDecimal(fill.commission) : '0',
    N: fill ? fill.commissionAsset : null,
    T: wireTime(timeUs, unit),
    t: fill ? fill.tradeId : -1,
    I: executionId,
    w: isOnBook(order),
    m: fill?.isMaker ?? false,
    M: false,
    O: wireTime(order.createdAtUs, unit),
    Z: formatDecimal(order.filledQuote),
    Y: fill ? formatDecimal(fill.quote) : ZERO,
    Q: formatDecimal(order.quoteQuantity),
    V: order.selfTradePrevention,
  }
  addConditionalFields(body, event, unit)
  return body
}
