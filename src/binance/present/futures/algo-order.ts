import type { AlgoOrder, FuturesOrder } from '../../../exchange/futures/futures-order.ts'
import { formatDecimal, UNIT } from '../../../money.ts'
import { toMs } from '../../../time.ts'

const common = (algo: AlgoOrder) => ({
  algoId: algo.id, clientAlgoId: algo.clientAlgoId, algoType: 'CONDITIONAL', orderType: algo.type, symbol: algo.symbol, side: algo.side, positionSide: algo.positionSide, timeInForce: algo.timeInForce,
  quantity: formatDecimal(algo.quantity), algoStatus: algo.status, triggerPrice: formatDecimal(algo.triggerPrice), price: formatDecimal(algo.price), icebergQuantity: null,
  selfTradePreventionMode: algo.selfTradePrevention, workingType: algo.workingType, priceMatch: algo.priceMatch, closePosition: algo.closePosition, priceProtect: algo.priceProtect, reduceOnly: algo.reduceOnly,
  createTime: toMs(algo.createdAtUs), updateTime: toMs(algo.updatedAtUs), triggerTime: toMs(algo.triggeredAtUs), goodTillDate: toMs(algo.goodTillUs),
  ...(algo.type === 'TRAILING_STOP_MARKET' && { activatePrice: formatDecimal(algo.activationPrice), callbackRate: formatDecimal(algo.callbackPart * 100n) }),
})

/** What placing it answers. */
export const presentAlgo = common

/** What queries answer: also the order it became. */
export const presentAlgoState = (algo: AlgoOrder, order: FuturesOrder | undefined) => ({
  ...common(algo), actualOrderId: algo.orderId === null ? '' : String(algo.orderId), tpOrderType: '',
  actualPrice: formatDecimal(order === undefined || order.filledQuantity === 0n ? 0n : (order.filledQuote * UNIT) / order.filledQuantity),
})
