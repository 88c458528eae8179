import type { AccountDirectory } from '../../accounts/account-directory.ts'
import type { Account } from '../../accounts/account.ts'
import type { PolicyDirectory } from '../../authority/policy-directory.ts'
import { accountId } from '../../ids.ts'
import { done, type Outcome, refused } from '../outcome.ts'

/** Every venue, as far as an account needs it. */
export interface Ledgers {
  /** Gives the account its place in each venue, durable when the promise resolves. It gets no funds. Asked again, it does nothing. */
  open(account: Account): Promise<void>
}

/** Lets a sub-account have people of its own. */
export interface SubAccountInvitations {
  /** Invites an address to manage the keys of a sub-account, in the name of a person who may. */
  invite(wish: { readonly email: string; readonly accountId: number; readonly invitedBy: string }, doer: { readonly actor: string; readonly source: string; readonly nowUs: number }): Promise<void>
}

/** What the acts on accounts work on. */
export interface AccountParts {
  readonly accounts: AccountDirectory
  readonly policies: PolicyDirectory
  readonly ledgers: Ledgers
  readonly invitations: SubAccountInvitations
}

export const UNCONFIRMED = refused('stepUpUsed', 'This confirmation was used already, or it has expired.', 'Confirm the change anew.')

const unknown = (uid: number) => refused('unknownAccount', `There is no account ${uid}.`, 'The accounts: ./bitting accounts')

export const accountOf = (uid: number, { accounts }: Pick<AccountParts, 'accounts'>): Outcome<Account> => {
  const account = Number.isSafeInteger(uid) && uid >= 0 ? accounts.byId(accountId(uid)) : undefined
  return account ? done(account) : unknown(uid)
}

export const mainAccountOf = (uid: number, parts: Pick<AccountParts, 'accounts'>): Outcome<Account> => {
  const account = accountOf(uid, parts)
  if (!account.ok || account.value.parentId === null) return account
  return refused('mainAccountNeeded', `Account ${uid} is a sub-account of ${account.value.parentId}.`, `Its main account does this: name ${account.value.parentId}.`)
}

/** A sub-account, with the main account that stands above it. */
export const subAccountOf = (uid: number, parts: Pick<AccountParts, 'accounts'>): Outcome<Account & { readonly parentId: NonNullable<Account['parentId']> }> => {
  const account = accountOf(uid, parts)
  if (!account.ok) return account
  const { parentId } = account.value
  return parentId === null ? refused('subAccountNeeded', `Account ${uid} is a main account.`, 'Name one of its sub-accounts: ./bitting accounts') : done({ ...account.value, parentId })
}
