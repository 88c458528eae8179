import type { Price, Quantity } from '../../money.ts'
import type { ExecutionType } from '../event.ts'
import type { Fill, PreventedMatch } from '../order.ts'
import { copyOfList, type LiveList } from './live-list.ts'
import { copyNamed, copyOf, type LiveOrder } from './live-order.ts'
import type { Market } from './market.ts'
import type { SpotState } from './spot-state.ts'

export const announceOrder = (state: SpotState, order: LiveOrder, execution: ExecutionType, fill: Fill | null = null, preventedMatch: PreventedMatch | null = null): void => {
  state.events.order(execution, state.nextExecutionId++, copyOf(order), fill, preventedMatch)
  if (order.desk.trader.isMargin) state.touchedMargin.push(order)
}

/** Tells a cancel or an amendment, which names the order anew in its report. */
export const announceRenamed = (state: SpotState, order: LiveOrder, execution: 'CANCELED' | 'REPLACED', newClientOrderId: string, originalClientOrderId: string): number => {
  const executionId = state.nextExecutionId++
  state.events.order(execution, executionId, copyNamed(order, newClientOrderId, originalClientOrderId), null, null)
  if (order.desk.trader.isMargin) state.touchedMargin.push(order)
  return executionId
}

export const announceDepth = (state: SpotState, market: Market, isBid: boolean, price: Price, quantity: Quantity): void => {
  state.events.depth(market.name, isBid ? 'BUY' : 'SELL', price, quantity, ++market.book.lastUpdateId)
}

export const announceList = (state: SpotState, list: LiveList): void => {
  state.events.rare({ kind: 'orderList', list: copyOfList(list) })
}
