import type { Operation } from '../operation.ts'
import type { AccountParts } from './account-parts.ts'
import { closeSubAccount, reopenSubAccount } from './api-access.ts'
import { createSubAccount } from './create-sub-account.ts'
import { editPolicy } from './edit-policy.ts'
import { editSubAccount } from './edit-sub-account.ts'
import { openProduct } from './open-product.ts'

/** Every change of accounts, products and policies, bound to what it works on. */
export const accountOperations = (parts: AccountParts) => ({
  createSubAccount: createSubAccount(parts), editSubAccount: editSubAccount(parts), closeSubAccount: closeSubAccount(parts), reopenSubAccount: reopenSubAccount(parts), openProduct: openProduct(parts), editPolicy: editPolicy(parts),
})

export type AccountOperations = ReturnType<typeof accountOperations>

/** What each of them takes. */
export type AccountWishes = { readonly [Act in keyof AccountOperations]: AccountOperations[Act] extends Operation<infer Wish, unknown> ? Wish : never }
