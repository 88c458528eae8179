import type { AccountId } from '../../ids.ts'
import { WindowCounter } from './window-counter.ts'

/** What accounts have used of the rows that are counted by account: one counter for each account and row. */
export class AccountLimits {
  readonly #rows = new Map<object, Map<AccountId, WindowCounter>>()

  of(row: object, account: AccountId): WindowCounter {
    let accounts = this.#rows.get(row)
    if (!accounts) this.#rows.set(row, accounts = new Map())
    let counter = accounts.get(account)
    if (!counter) accounts.set(account, counter = new WindowCounter())
    return counter
  }
}
