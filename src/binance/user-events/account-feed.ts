import type { ExchangeEvent } from '../../exchange/event.ts'
import type { FuturesEvent } from '../../exchange/futures/futures-event.ts'
import type { AccountId } from '../../ids.ts'
import type { TimeUs } from '../../time.ts'
import type { TimeUnit } from '../wire-time.ts'

/** One event of an account, worded when it is known in which unit somebody wants its times. */
export type UserEvent = (unit: TimeUnit) => object

/**
 * Words what commands did to one account. It is told of every command from its making on, in order, and may remember what it needs to
 * tell changes from states.
 */
export interface AccountFeed {
  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly UserEvent[]
}

/** The account that an event belongs to; undefined for what belongs to a market. */
export const ownerOf = (event: ExchangeEvent): AccountId | undefined => {
  switch (event.kind) {
    case 'order': return event.order.accountId
    case 'orderList': return event.list.accountId
    case 'balance':
    case 'liability':
    case 'marginLevel': return event.accountId
    case 'deposit': return event.deposit.accountId
    case 'withdrawal': return event.withdrawal.accountId
    case 'futures': return ownerInFutures(event.event)
    default: return undefined
  }
}

const ownerInFutures = (event: FuturesEvent): AccountId | undefined => {
  switch (event.what) {
    case 'order': return event.order.accountId
    case 'algo': return event.algo.accountId
    case 'account':
    case 'leverage':
    case 'multiAssets':
    case 'marginCall': return event.accountId
    default: return undefined
  }
}
