import type { ExchangeEvent, Outcome } from '../../../exchange/event.ts'
import type { FuturesAct } from '../../../exchange/futures/futures-command.ts'
import type { FuturesOrder } from '../../../exchange/futures/futures-order.ts'
import type { AccountId } from '../../../ids.ts'
import type { Answer, Call } from '../../endpoint.ts'
import { type RejectionContext, rejectionAnswer, TOO_LATE, type ErrorAnswer } from '../../errors.ts'

/** Carries out an act in time, or tells why not. */
export const act = ({ services: { venue }, isInTime }: Pick<Call<unknown>, 'services' | 'isInTime'>, asked: FuturesAct, context: RejectionContext['act'] = 'place'): Extract<Outcome, { ok: true }> | ErrorAnswer => {
  if (!isInTime()) return TOO_LATE
  const outcome = venue.execute({ kind: 'futures', act: asked })
  return outcome.ok ? outcome : rejectionAnswer(outcome.rejection, { act: context })
}

/** What acts on settings answer. */
export const SUCCESS: Answer = { ok: true, body: { code: 200, msg: 'success' } }

type OrderEvent = Extract<Extract<ExchangeEvent, { kind: 'futures' }>['event'], { what: 'order' }>

const orderEvents = (events: readonly ExchangeEvent[], accountId: AccountId): readonly OrderEvent[] =>
  events.flatMap((event) => (event.kind === 'futures' && event.event.what === 'order' && event.event.order.accountId === accountId ? [event.event] : []))

/** The order that a command placed or changed: as it was taken, and as it stands after it was matched. */
export const actedOrder = (events: readonly ExchangeEvent[], accountId: AccountId, isIt: (order: FuturesOrder) => boolean): { readonly first: FuturesOrder; readonly last: FuturesOrder } => {
  const own = orderEvents(events, accountId)
  const first = own.find(({ order }) => isIt(order))?.order
  if (first === undefined) throw new Error('the venue took an order and told nothing of it')
  return { first, last: own.findLast(({ order }) => order.id === first.id)?.order ?? first }
}
