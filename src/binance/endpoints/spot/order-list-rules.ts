import type { OrderType, Side } from '../../../exchange/symbol.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'

const coded = (code: number, message: string): ParameterFault => ({ fault: 'coded', code, message })

const isStopLoss = (type: OrderType): boolean => type === 'STOP_LOSS' || type === 'STOP_LOSS_LIMIT'
const isTakeProfit = (type: OrderType): boolean => type === 'TAKE_PROFIT' || type === 'TAKE_PROFIT_LIMIT'

/** Which pairs of types make an OCO: the one that waits for a worse price on one side, the one for a better price on the other. */
export const pairFault = (side: Side, above: OrderType, below: OrderType): ParameterFault | undefined => {
  for (const type of [above, below]) if (type !== 'LIMIT_MAKER' && !isStopLoss(type) && !isTakeProfit(type)) return coded(-1158, 'Order type not supported in OCO.')
  if (above === 'LIMIT_MAKER' && below === 'LIMIT_MAKER') return coded(-1168, 'At least one OCO order must be contingent.')
  return side === 'BUY' ? buyPairFault(above, below) : sellPairFault(above, below)
}

const buyPairFault = (above: OrderType, below: OrderType): ParameterFault | undefined => {
  if (above === 'LIMIT_MAKER') return coded(-1165, 'A limit order in a buy OCO must be below.')
  if (isTakeProfit(above)) return coded(-1198, 'A take profit order in a buy OCO must be below.')
  return isStopLoss(below) ? coded(-1196, 'A stop loss order in a buy OCO must be above.') : undefined
}

const sellPairFault = (above: OrderType, below: OrderType): ParameterFault | undefined => {
  if (below === 'LIMIT_MAKER') return coded(-1166, 'A limit order in a sell OCO must be above.')
  if (isTakeProfit(below)) return coded(-1199, 'A take profit order in a sell OCO must be above.')
  return isStopLoss(above) ? coded(-1197, 'A stop loss order in a sell OCO must be below.') : undefined
}

/** What is pending sells what will have been bought: nothing says how much. */
export const paidQuantityFault = (pendingQuantity: unknown): ParameterFault | undefined =>
  pendingQuantity === undefined ? undefined : coded(-1225, "Pending orders should not include the 'pendingQuantity' tag.")

/** An OPO buys, and sells what it bought. */
export const payingFault = (working: Side, pending: Side): ParameterFault | undefined => {
  if (working !== 'BUY') return coded(-1222, 'Working order in an OPO list must be a bid.')
  return pending === 'SELL' ? undefined : coded(-1223, 'Pending orders in an OPO list must be asks.')
}
