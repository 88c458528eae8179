import type { Account } from '../../accounts/account.ts'
import type { AccountPolicy } from '../../authority/account-policy.ts'
import type { AllowList, ApiKey, KeyKind } from '../../authority/api-key.ts'
import type { Permission } from '../../permission.ts'
import type { Maker } from '../maker.ts'
import type { Outcome } from '../outcome.ts'

/** What a key made for a sub-account is to be. */
export interface SubAccountKeyWish {
  readonly label: string
  readonly kind: KeyKind
  /** SPKI PEM; asymmetric kinds only. */
  readonly publicKey: string | undefined
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
}

/** What is to change of a sub-account's key; relative to the key as it is when the change is made. */
export interface SubAccountKeyChange {
  readonly grant?: readonly Permission[]
  readonly revoke?: readonly Permission[]
  readonly allowList?: AllowList
  readonly addAddresses?: readonly string[]
  readonly removeAddresses?: readonly string[]
}

/**
 * What a main account's key can have done to its sub-accounts. The account's policy (`keysManageKeys`) stands in for the factors that people
 * give; what is made or widened stays within the rights, the list and the limits of the key that asks.
 */
export interface SubAccountActs {
  policyOf(account: Account): Pick<AccountPolicy, 'keysManageKeys'>
  /** @param name letters and digits, out of which its address is made */
  create(name: string, maker: Maker): Promise<Outcome<Account>>
  openFutures(account: Account, maker: Maker): Promise<Outcome<Account>>
  /** Keys of a sub-account in the environment of the key that asks, oldest first. */
  keysOf(account: Account, maker: Maker): Promise<readonly ApiKey[]>
  /** By its text; undefined where it is not a living key of that sub-account in that environment. */
  key(account: Account, text: string, maker: Maker): ApiKey | undefined
  createKey(account: Account, wish: SubAccountKeyWish, maker: Maker): Promise<Outcome<{ readonly key: ApiKey; readonly secret: string | null }>>
  editKey(key: ApiKey, change: SubAccountKeyChange, maker: Maker): Promise<Outcome<ApiKey>>
  deleteKey(key: ApiKey, maker: Maker): Promise<Outcome<null>>
}
