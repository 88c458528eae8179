import type { CommandOf } from '../command.ts'
import type { CancelReplaceOutcome } from '../event.ts'
import type { Rejection } from '../rejection.ts'
import { cancelOrder, findCancellable, isRejection } from './cancelling.ts'
import type { Desk } from './desk.ts'
import { isListOpen } from './live-list.ts'
import type { LiveOrder } from './live-order.ts'
import { judgeFilters, judgeOrder, judgeShape, placeOrder, Scene } from './placing.ts'
import type { SpotState } from './spot-state.ts'

/** What became of it: `rejection` where neither half was done; `partial` wherever one of them was not. */
export interface Replaced {
  readonly rejection: Rejection | null
  readonly partial: CancelReplaceOutcome | null
}

/**
 * Cancels one order and places another. The new order's filters are judged first, before anything is cancelled, as on Binance.
 * @param isTrial judges only; what the cancel would give back counts for the new order.
 */
export const cancelReplace = (state: SpotState, desk: Desk, command: CommandOf<'cancelReplace'>, isTrial: boolean): Replaced => {
  if (!desk.market.definition.cancelReplaceAllowed) return { rejection: { reason: 'cancelReplaceNotSupported' }, partial: null }
  if (!command.cancelOnly) {
    const early = judgeShape(state, desk, command.order) ?? judgeFilters(desk, command.order, new Scene(state, desk))
    if (early !== null) return { rejection: early, partial: null }
  }
  const target = findCancellable(state, desk, command.cancel, command.restriction)
  if (isRejection(target)) return withoutCancel(state, desk, command, target, isTrial)
  const freed = freedBy(target, command)
  if (!isTrial) cancelOrder(state, target, command.cancelNewClientOrderId)
  if (command.cancelOnly) return { rejection: null, partial: { cancel: 'SUCCESS', cancelRejection: null, place: 'NOT_ATTEMPTED', placeRejection: null } }
  const refused = isTrial ? judgeTrial(state, desk, command, target, freed) : judgeOrder(state, desk, command.order)
  if (refused !== null) return { rejection: null, partial: { cancel: 'SUCCESS', cancelRejection: null, place: 'FAILURE', placeRejection: refused } }
  if (!isTrial) placeOrder(state, desk, command.order)
  return { rejection: null, partial: null }
}

const withoutCancel = (state: SpotState, desk: Desk, command: CommandOf<'cancelReplace'>, cancelRejection: Rejection, isTrial: boolean): Replaced => {
  if (command.mode === 'STOP_ON_FAILURE' || command.cancelOnly) {
    return { rejection: cancelRejection, partial: { cancel: 'FAILURE', cancelRejection, place: 'NOT_ATTEMPTED', placeRejection: null } }
  }
  const placeRejection = judgeOrder(state, desk, command.order)
  if (placeRejection !== null) return { rejection: cancelRejection, partial: { cancel: 'FAILURE', cancelRejection, place: 'FAILURE', placeRejection } }
  if (!isTrial) placeOrder(state, desk, command.order)
  return { rejection: null, partial: { cancel: 'FAILURE', cancelRejection, place: 'SUCCESS', placeRejection: null } }
}

/** A trial leaves the old order where it is, so its name would still be taken. */
const judgeTrial = (state: SpotState, desk: Desk, command: CommandOf<'cancelReplace'>, target: LiveOrder, freed: bigint): Rejection | null => {
  const refused = judgeOrder(state, desk, command.order, freed)
  if (refused === null || refused.reason !== 'duplicateOrder' || command.order.clientOrderId !== target.clientOrderId) return refused
  return null
}

/** What the cancel gives back in the asset that the new order holds. */
const freedBy = (target: LiveOrder, command: CommandOf<'cancelReplace'>): bigint => {
  if (target.side !== command.order.side) return 0n
  const { list } = target
  return list !== null && isListOpen(list) && list.isPairOpen ? list.held : target.held
}
