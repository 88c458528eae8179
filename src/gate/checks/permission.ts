import { type Account, ceilingOf } from '../../accounts/account.ts'
import type { ApiKey } from '../../authority/api-key.ts'
import type { DirectoryEntry } from '../../authority/directory-entry.ts'
import type { AccountPolicy } from '../../authority/account-policy.ts'
import { hasLapsed, isTradedUnrestricted, LISTED_RIGHTS, productOf } from '../../authority/rules.ts'
import { hasPermission, type Permission } from '../../permission.ts'
import type { TimeUs } from '../../time.ts'
import type { EndpointShape } from '../endpoint-shape.ts'
import { type Passage, type Stop, stop } from '../passage.ts'
import type { Refusal } from '../refusal.ts'

/** What an account's policy changes at the door. */
export type PolicyOf = (account: Account) => Pick<AccountPolicy, 'unrestrictedTrading'>

/** Why a key does not open what needs this right; null when it does. The testnet asks for neither lists nor products. */
export const permissionRefusal = (key: ApiKey, account: Account, permission: Permission, policyOf: PolicyOf, nowUs: TimeUs): Refusal | null =>
  hasPermission(key.permissions, permission) ? heldRightRefusal(key, account, permission, policyOf, nowUs) : { reason: 'permissionMissing', permission }

/** Why a right that the key carries opens nothing now: rights in force are those of the key within its account's ceiling. */
const heldRightRefusal = (key: ApiKey, account: Account, permission: Permission, policyOf: PolicyOf, nowUs: TimeUs): Refusal | null => {
  if (!hasPermission(ceilingOf(account), permission)) return { reason: 'beyondCeiling', permission }
  if (key.environment === 'testnet') return null
  if (hasLapsed(key, permission, nowUs)) return { reason: 'permissionLapsed', permission }
  // The rules keep such a key from being made; should one stand in the store all the same, it opens nothing here.
  if (key.allowList.mode === 'unrestricted' && LISTED_RIGHTS.includes(permission)) return { reason: 'listRequired', permission }
  if (key.allowList.mode === 'unrestricted' && isTradedUnrestricted({ ...key, permission }) && policyOf(account).unrestrictedTrading === 'forbidden') return { reason: 'unrestrictedForbidden', permission }
  const product = productOf(permission)
  return product !== undefined && !account.products[product] ? { reason: 'productNotOpened', product } : null
}

/** What a special key opens: rows that act on the wallet it is bound to, where the account has margin. */
const boundRefusal = ({ key }: DirectoryEntry, account: Account, { actsOnBoundWallet }: EndpointShape): Refusal | null => {
  if (key.boundTo === null) return null
  if (actsOnBoundWallet !== true) return { reason: 'boundToWallet', wallet: key.boundTo }
  return key.environment === 'live' && !account.products.margin ? { reason: 'productNotOpened', product: 'margin' } : null
}

/** The wallet that the key is bound to, the right of the row, then those of the parameters, then the products of the row. */
export const rightsHeld = ({ route, entry, account, scan, calendarUs, parts: { policyOf } }: Passage): Stop | null => {
  if (!route || !entry || !account) return null
  const { permission, furtherPermissions, product } = route.endpoint
  const bound = boundRefusal(entry, account, route.endpoint)
  if (bound) return stop('permission', bound)
  if (permission !== 'none' && permission !== 'anyKey') {
    const refusal = (entry.key.permissions & route.permissionBit) === 0 ? { reason: 'permissionMissing', permission } as const : heldRightRefusal(entry.key, account, permission, policyOf, calendarUs)
    if (refusal) return stop('permission', refusal)
  }
  if (furtherPermissions && scan) {
    for (const further of furtherPermissions(scan)) {
      const refusal = permissionRefusal(entry.key, account, further, policyOf, calendarUs)
      if (refusal) return stop('permission', refusal)
    }
  }
  if (product !== undefined && entry.key.environment === 'live' && !account.products[product]) return stop('permission', { reason: 'productNotOpened', product })
  return null
}

/** Some rows are for main accounts alone, some for sub-accounts. */
export const callerOfRightRank = ({ route, account }: Passage): Stop | null => {
  const callers = route?.endpoint.callers
  if (callers === undefined || !account) return null
  if (callers === 'main') return account.parentId === null ? null : stop('permission', { reason: 'callerNotMain' })
  return account.parentId === null ? stop('permission', { reason: 'callerNotSub' }) : null
}
