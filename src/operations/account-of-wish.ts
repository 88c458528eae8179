import type { Account } from '../accounts/account.ts'
import { accountId } from '../ids.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** The account that was named, or the only main account where none was. */
export const accountOfWish = (uid: number | undefined, { accounts }: Pick<OperatorParts, 'accounts'>): Outcome<Account> => {
  if (uid !== undefined) {
    const account = Number.isSafeInteger(uid) && uid >= 0 ? accounts.byId(accountId(uid)) : undefined
    return account ? done(account) : refused('unknownAccount', `There is no account ${uid}.`, 'The accounts: ./bitting accounts')
  }
  const mains = Array.from(accounts.all()).filter((account) => account.parentId === null)
  const [only] = mains
  if (only === undefined) return refused('noAccount', 'There is no account yet that a key could belong to.', 'A demo store with accounts, funds and keys: ./bitting start --demo, with an empty data folder')
  if (mains.length > 1) return refused('accountNeeded', `There are ${mains.length} main accounts.`, `Say whose key it is, for instance --account ${only.id}. The accounts: ./bitting accounts`)
  return done(only)
}
