import type { Act } from '../people/acts.ts'
import { accountOfWish } from './account-of-wish.ts'
import type { About } from './operation.ts'
import type { OperatorParts } from './operator-parts.ts'

/**
 * What a wish about an account is about: who has no role there hears only that there is no such thing, and who has one that does not allow the act
 * hears that, before a word is told of what is there.
 */
export const aboutAccount = (uid: number | undefined, needs: Act, parts: Pick<OperatorParts, 'accounts'>): About | undefined => {
  const account = accountOfWish(uid, parts)
  return account.ok ? { see: 'account.see', accountId: account.value.id, holderId: null, needs } : undefined
}

/** The same of a sub-account, over which its main account's people decide. */
export const aboutSubAccount = (uid: number, needs: Act, parts: Pick<OperatorParts, 'accounts'>): About | undefined => {
  const account = accountOfWish(uid, parts)
  return account.ok && account.value.parentId !== null ? { see: 'account.see', accountId: account.value.parentId, holderId: null, needs } : undefined
}
