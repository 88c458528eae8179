import type { Account } from '../../accounts/account.ts'
import type { AccountId } from '../../ids.ts'
import type { Act } from '../../people/acts.ts'

/** Acts that concern the whole house, whoever has accounts in it: its letters, its sandbox, its calendar. */
const OF_THE_HOUSE: ReadonlySet<Act> = new Set(['outbox.see', 'sandbox.manage'])

/**
 * The account whose leaders keep the house: its first main account, which is the demo's or that of the first owner. Whoever signs up later gets an
 * account of their own and nothing of the house, and takes nothing from those who keep it.
 */
export const keptBy = (accounts: Iterable<Account>): AccountId | undefined =>
  [...accounts].filter(({ parentId }) => parentId === null).map(({ id }) => id).sort((one, other) => one - other)[0]

/** Whether somebody may do an act on every main account: what shows the data of all of them is for them alone. */
export const mayEverywhere = (act: Act, accounts: Iterable<Account>, may: (act: Act, account: AccountId) => boolean): boolean => {
  const mains = [...accounts].filter(({ parentId }) => parentId === null)
  return mains.length > 0 && mains.every(({ id }) => may(act, id))
}

/** Whether an act can be done on an account at all: those of the house are done on the account that keeps it alone. */
export const isDoneOn = (act: Act, account: AccountId, keeping: AccountId | undefined): boolean => !OF_THE_HOUSE.has(act) || account === keeping
