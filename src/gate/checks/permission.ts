import type { Account } from '../../accounts/account.ts'
import type { ApiKey } from '../../authority/api-key.ts'
import { hasLapsed, LISTED_RIGHTS, productOf } from '../../authority/rules.ts'
import { hasPermission, type Permission } from '../../permission.ts'
import type { TimeUs } from '../../time.ts'
import { type Passage, type Stop, stop } from '../passage.ts'
import type { Refusal } from '../refusal.ts'

/** Why a key does not open what needs this right; null when it does. The testnet asks for neither lists nor products. */
export const permissionRefusal = (key: ApiKey, account: Account, permission: Permission, nowUs: TimeUs): Refusal | null =>
  hasPermission(key.permissions, permission) ? heldRightRefusal(key, account, permission, nowUs) : { reason: 'permissionMissing', permission }

/** Why a right that the key carries opens nothing now. */
const heldRightRefusal = (key: ApiKey, account: Account, permission: Permission, nowUs: TimeUs): Refusal | null => {
  if (key.environment === 'testnet') return null
  if (hasLapsed(key, permission, nowUs)) return { reason: 'permissionLapsed', permission }
  // The rules keep such a key from being made; should one stand in the store all the same, it opens nothing here.
  if (key.allowList.mode === 'unrestricted' && LISTED_RIGHTS.includes(permission)) return { reason: 'listRequired', permission }
  const product = productOf(permission)
  return product !== undefined && !account.products[product] ? { reason: 'productNotOpened', product } : null
}

/** The right of the row, then those of the parameters, then the products of the row. */
export const rightsHeld = ({ route, entry, account, scan, calendarUs }: Passage): Stop | null => {
  if (!route || !entry || !account) return null
  const { permission, furtherPermissions, product } = route.endpoint
  if (permission !== 'none' && permission !== 'anyKey') {
    const refusal = (entry.key.permissions & route.permissionBit) === 0 ? { reason: 'permissionMissing', permission } as const : heldRightRefusal(entry.key, account, permission, calendarUs)
    if (refusal) return stop('permission', refusal)
  }
  if (furtherPermissions && scan) {
    for (const further of furtherPermissions(scan)) {
      const refusal = permissionRefusal(entry.key, account, further, calendarUs)
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
