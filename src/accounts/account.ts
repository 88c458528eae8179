import type { AccountId } from '../ids.ts'
import { ALL_PERMISSIONS, type Permission, type PermissionBits, permissionBits } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { Product, ProductOpening } from './product.ts'

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
  /** The rights that its main account leaves to a sub-account's keys; absent = all that a sub-account can have. */
  readonly ceiling?: PermissionBits | undefined
  /** How each product came to be opened; absent for accounts that were made with it. */
  readonly openings?: Readonly<Partial<Record<Product, ProductOpening>>> | undefined
}

/** Rights that belong to main accounts alone, on every environment. */
export const MAIN_ACCOUNT_RIGHTS: readonly Permission[] = ['internalTransfer', 'withdrawals']
const SUB_ACCOUNT_BITS: PermissionBits = ALL_PERMISSIONS & ~permissionBits(MAIN_ACCOUNT_RIGHTS)

/** What the keys of an account may open at most, whatever they carry: rights in force are those of the key within these. */
export const ceilingOf = ({ parentId, ceiling }: Pick<Account, 'parentId' | 'ceiling'>): PermissionBits =>
  parentId === null ? ALL_PERMISSIONS : (ceiling ?? ALL_PERMISSIONS) & SUB_ACCOUNT_BITS
