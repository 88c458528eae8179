import type { AccountId } from '../ids.ts'
import type { TimeUs } from '../time.ts'

/** Who owns what. A main account has no parent; a sub-account has its own ledger and keys. */
export interface Account {
  readonly id: AccountId
  readonly email: string
  readonly parentId: AccountId | null
  readonly label: string
  readonly createdAtUs: TimeUs
  /** Products opened: what a right may be used for, and must be before it opens anything. */
  readonly products: { readonly margin: boolean; readonly futures: boolean }
  readonly isApiAccessEnabled: boolean
}
