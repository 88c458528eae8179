/**
 * The eleven rights a key may carry, in the one order used everywhere (the bitting of a key).
 * One row is all that is known of a right; nothing else lists them.
 */
export interface PermissionRow {
  readonly name: string
  /** The switch's label as Binance writes it. */
  readonly label: string
  /** The field of `GET /sapi/v1/account/apiRestrictions` that tells it. */
  readonly wireField: string
  /** What kind of harm it opens; the tiers of the creation path. */
  readonly tier: 'see' | 'trade' | 'move inside' | 'move out'
  /** FIX logon exists for Ed25519 keys only. */
  readonly ed25519Only: boolean
}

export const PERMISSION_TABLE = [
  { name: 'reading', label: 'Enable Reading', wireField: 'enableReading', tier: 'see', ed25519Only: false },
  { name: 'spotAndMarginTrading', label: 'Enable Spot & Margin Trading', wireField: 'enableSpotAndMarginTrading', tier: 'trade', ed25519Only: false },
  { name: 'margin', label: 'Enable Margin Loan, Repay & Transfer', wireField: 'enableMargin', tier: 'trade', ed25519Only: false },
  { name: 'futures', label: 'Enable Futures', wireField: 'enableFutures', tier: 'trade', ed25519Only: false },
  { name: 'vanillaOptions', label: 'Enable European Options', wireField: 'enableVanillaOptions', tier: 'trade', ed25519Only: false },
  { name: 'portfolioMargin', label: 'Enable Portfolio Margin', wireField: 'enablePortfolioMarginTrading', tier: 'trade', ed25519Only: false },
  { name: 'universalTransfer', label: 'Permits Universal Transfer', wireField: 'permitsUniversalTransfer', tier: 'move inside', ed25519Only: false },
  { name: 'internalTransfer', label: 'Enable Internal Transfer', wireField: 'enableInternalTransfer', tier: 'move inside', ed25519Only: false },
  { name: 'withdrawals', label: 'Enable Withdrawals', wireField: 'enableWithdrawals', tier: 'move out', ed25519Only: false },
  { name: 'fixTrade', label: 'Enable FIX API Trading', wireField: 'enableFixApiTrade', tier: 'trade', ed25519Only: true },
  { name: 'fixRead', label: 'Enable FIX API Reading', wireField: 'enableFixReadOnly', tier: 'see', ed25519Only: true },
] as const satisfies readonly PermissionRow[]

export type Permission = (typeof PERMISSION_TABLE)[number]['name']

export const PERMISSIONS: readonly Permission[] = PERMISSION_TABLE.map((row) => row.name)

/** A set of rights as bits: bit n is the n-th row of the table. */
export type PermissionBits = number

const BIT_OF = new Map<Permission, number>(PERMISSIONS.map((name, index) => [name, 1 << index]))

export const NO_PERMISSIONS: PermissionBits = 0
export const ALL_PERMISSIONS: PermissionBits = (1 << PERMISSIONS.length) - 1

export const permissionBit = (permission: Permission): PermissionBits => BIT_OF.get(permission) ?? 0

export const permissionBits = (permissions: Iterable<Permission>): PermissionBits => {
  let bits = NO_PERMISSIONS
  for (const permission of permissions) bits |= permissionBit(permission)
  return bits
}

export const hasPermission = (bits: PermissionBits, permission: Permission): boolean => (bits & permissionBit(permission)) !== 0

/** The rights in `bits`, in table order. */
export const permissionsOf = (bits: PermissionBits): Permission[] => PERMISSIONS.filter((name) => hasPermission(bits, name))

/** A right by its name, or undefined when there is none of that name. */
export const parsePermission = (text: string): Permission | undefined => PERMISSIONS.find((name) => name === text)
