import type { ExchangeEvent } from '../../exchange/event.ts'
import type { AccountId } from '../../ids.ts'
import type { AccountFeed, UserEvent } from './account-feed.ts'
import { ownerOf } from './account-feed.ts'

const CHANGED: UserEvent = () => ({ e: 'changed' })

/** Tells only that something of an account changed, in whichever wallet: for whoever then asks for what they show. No stream of the wire has it. */
export class ChangeFeed implements AccountFeed {
  readonly #accountId: AccountId

  constructor(accountId: AccountId) {
    this.#accountId = accountId
  }

  onCommand(events: readonly ExchangeEvent[]): readonly UserEvent[] {
    return events.some((event) => ownerOf(event) === this.#accountId) ? [CHANGED] : []
  }
}
