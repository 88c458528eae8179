import { type Account, ceilingOf } from '../../accounts/account.ts'
import { FUTURES_QUESTIONS, FUTURES_QUIZ_VERSION, type QuizQuestion } from '../../accounts/futures-quiz.ts'
import { MARGIN_AGREEMENT } from '../../accounts/margin-agreement.ts'
import { type Product, PRODUCTS } from '../../accounts/product.ts'
import type { AccountPolicy } from '../../authority/account-policy.ts'
import { type Permission, permissionsOf } from '../../permission.ts'
import { toMs } from '../../time.ts'
import { done, type Outcome } from '../outcome.ts'
import { accountOf, type AccountParts } from './account-parts.ts'

export interface ProductSummary {
  readonly product: Product
  readonly isOpen: boolean
  /** How it came to be opened; null where it is not, or where the account was made with it. `at` is ISO 8601, UTC. */
  readonly opening: { readonly version: string; readonly by: string; readonly at: string } | null
  /** Whether the account's policy allows it to be opened. */
  readonly isAllowed: boolean
}

/** An account as people see it. */
export interface AccountDetails {
  readonly id: number
  readonly email: string
  readonly parent: number | null
  readonly label: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly isApiAccessEnabled: boolean
  /** What its keys may open at most. */
  readonly ceiling: readonly Permission[]
  readonly products: readonly ProductSummary[]
  readonly policy: AccountPolicy
  readonly policyVersion: number
  readonly subAccounts: readonly number[]
}

const productOf = (product: Product, account: Account, policy: AccountPolicy): ProductSummary => {
  const opening = account.openings?.[product]
  return { product, isOpen: account.products[product], opening: opening ? { version: opening.version, by: opening.by, at: new Date(toMs(opening.atUs)).toISOString() } : null, isAllowed: policy.products.includes(product) }
}

export const detailsOf = (account: Account, { accounts, policies }: Pick<AccountParts, 'accounts' | 'policies'>): AccountDetails => {
  const policy = policies.of(account)
  return {
    id: account.id, email: account.email, parent: account.parentId, label: account.label, createdAt: new Date(toMs(account.createdAtUs)).toISOString(), isApiAccessEnabled: account.isApiAccessEnabled,
    ceiling: permissionsOf(ceilingOf(account)), products: PRODUCTS.map((product) => productOf(product, account, policy)), policy, policyVersion: policies.versionOf(account), subAccounts: accounts.subAccountsOf(account.id).map(({ id }) => id),
  }
}

export const showAccount = async (uid: number, parts: Pick<AccountParts, 'accounts' | 'policies'>): Promise<Outcome<AccountDetails>> => {
  const account = accountOf(uid, parts)
  return account.ok ? done(detailsOf(account.value, parts)) : account
}

/** What is read and answered before a product is opened. */
export interface ProductTerms {
  readonly margin: { readonly version: string; readonly title: string; readonly clauses: readonly string[] }
  readonly futures: { readonly version: string; readonly questions: readonly QuizQuestion[] }
}

export const showProductTerms = async (): Promise<Outcome<ProductTerms>> => done({ margin: MARGIN_AGREEMENT, futures: { version: FUTURES_QUIZ_VERSION, questions: FUTURES_QUESTIONS } })
