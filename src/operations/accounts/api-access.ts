import { recordedBy } from '../../people/office.ts'
import type { Operation } from '../operation.ts'
import { done, refused } from '../outcome.ts'
import { type AccountDetails, detailsOf } from './account-page.ts'
import { type AccountParts, subAccountOf, UNCONFIRMED } from './account-parts.ts'
import { aboutSubAccount } from '../about-account.ts'

export interface ApiAccessWish { account: number }

/**
 * The one switch of a sub-account: closed, none of its keys opens anything from the next request on, and none of them is touched; open orders stay.
 * Opened again, each is as it was.
 */
const setApiAccess = (parts: AccountParts, isEnabled: boolean): Operation<ApiAccessWish, AccountDetails> => ({
  name: isEnabled ? 'subAccounts.open' : 'subAccounts.close',
  about: async (wish) => aboutSubAccount(wish.account, isEnabled ? 'subAccount.edit' : 'subAccount.close', parts),
  describe: async ({ account: uid }) => {
    const account = subAccountOf(uid, parts)
    if (!account.ok) return account
    const { id, email, parentId, isApiAccessEnabled } = account.value
    return done({
      change: {
        act: isEnabled ? 'subAccount.edit' : 'subAccount.close', accountId: parentId, subject: String(id), details: { isApiAccessEnabled: isEnabled, was: isApiAccessEnabled },
        sentence: isEnabled ? `Open the sub-account ${email} to API calls again.` : `Close the sub-account ${email} to API calls at once; its keys and open orders stay as they are.`,
        told: { is: 'subAccount.access', email, isOpen: isEnabled },
      },
      holderId: null,
    })
  },
  perform: async ({ account: uid }, { actor, source, recordedAtUs, confirmation }) => {
    const found = subAccountOf(uid, parts)
    if (!found.ok) return found
    const changed = await parts.accounts.change(found.value.id, (account) => ({
      account: { ...account, isApiAccessEnabled: isEnabled }, confirmation,
      audit: recordedBy({ actor, source, nowUs: recordedAtUs }, { act: isEnabled ? 'subAccount.open' : 'subAccount.close', subject: String(account.id), before: { isApiAccessEnabled: account.isApiAccessEnabled }, after: { isApiAccessEnabled: isEnabled } }, confirmation),
    }))
    if (changed === 'unconfirmed') return UNCONFIRMED
    return changed === 'refused' ? refused('unknownAccount', `There is no account ${uid}.`, 'The accounts: ./bitting accounts') : done(detailsOf(changed, parts))
  },
})

export const closeSubAccount = (parts: AccountParts): Operation<ApiAccessWish, AccountDetails> => setApiAccess(parts, false)
export const reopenSubAccount = (parts: AccountParts): Operation<ApiAccessWish, AccountDetails> => setApiAccess(parts, true)
