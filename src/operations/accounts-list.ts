import type { AccountSummary } from './operator.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/** Accounts, each main account before its sub-accounts, with the number of living keys. */
export const listAccounts = async ({ accounts, keyFinder }: OperatorParts): Promise<Outcome<readonly AccountSummary[]>> => {
  const keys = keyFinder.countByAccount()
  return done(Array.from(accounts.all())
    .sort((one, other) => (one.parentId ?? one.id) - (other.parentId ?? other.id) || Number(one.parentId !== null) - Number(other.parentId !== null) || one.id - other.id)
    .map((account) => ({ id: account.id, email: account.email, parent: account.parentId, label: account.label, keys: keys.get(account.id) ?? 0 })))
}
