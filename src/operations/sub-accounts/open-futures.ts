import type { Account } from '../../accounts/account.ts'
import { recordedBy } from '../../people/office.ts'
import { type AccountParts, subAccountOf, UNCONFIRMED } from '../accounts/account-parts.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'

export interface SubAccountFuturesWish {
  readonly account: number
}

/**
 * Opens futures on a sub-account on the strength of its main account, whose owner passed the knowledge check: what a main account's key may
 * ask for through the API. Where the main account has not opened futures itself, nobody has passed anything.
 */
export const openFuturesForSubAccount = (parts: Pick<AccountParts, 'accounts' | 'policies'>): Operation<SubAccountFuturesWish, Account> => {
  const read = ({ account: uid }: SubAccountFuturesWish): Outcome<{ account: Account; version: string }> => {
    const account = subAccountOf(uid, parts)
    if (!account.ok) return account
    const main = parts.accounts.byId(account.value.parentId)
    if (account.value.products.futures) return refused('alreadyOpen', `futures is open on ${account.value.email} already.`, 'The right can be given to its keys.')
    if (!main?.products.futures) return refused('mainNotOpen', `The main account of ${account.value.email} has not opened futures itself.`, 'Open it there first: ./bitting products open')
    if (!parts.policies.of(main).products.includes('futures')) return refused('productNotAllowed', `The policy of ${main.email} does not allow futures.`, 'An owner can change that.')
    return done({ account: account.value, version: main.openings?.futures?.version ?? 'as the main account' })
  }
  return {
    name: 'subAccounts.openFutures',
    describe: async (wish) => {
      const found = read(wish)
      if (!found.ok) return found
      const { account, version } = found.value
      return done({ change: { act: 'product.open', accountId: account.id, subject: String(account.id), details: { product: 'futures', version }, sentence: `Open futures on the sub-account ${account.email}, as on its main account.`, told: { is: 'product.open', product: 'futures', email: account.email, version: null } }, holderId: null })
    },
    perform: async (wish, { actor, source, nowUs, recordedAtUs, confirmation }) => {
      const found = read(wish)
      if (!found.ok) return found
      const { version } = found.value
      const opened = await parts.accounts.change(found.value.account.id, (account) => (account.products.futures ? undefined : {
        account: { ...account, products: { ...account.products, futures: true }, openings: { ...account.openings, futures: { version, by: actor, atUs: nowUs } } }, confirmation,
        audit: recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'product.open', subject: String(account.id), before: { ...account.products }, after: { ...account.products, futures: true, version } }, confirmation),
      }))
      if (opened === 'unconfirmed') return UNCONFIRMED
      return opened === 'refused' ? refused('alreadyOpen', 'futures is open already.', 'The right can be given to its keys.') : done(opened)
    },
  }
}
