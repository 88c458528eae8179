import type { Permission, PermissionRow } from '../../../src/permission.ts'

/** What the console must know of a right without asking: its place on the blade, the switch's name and what kind of harm it opens. A test holds it to the server's table. */
export const RIGHTS: readonly (Pick<PermissionRow, 'tier' | 'label' | 'ed25519Only'> & { readonly name: Permission })[] = [
  { name: 'reading', label: 'Enable Reading', tier: 'see', ed25519Only: false },
  { name: 'spotAndMarginTrading', label: 'Enable Spot & Margin Trading', tier: 'trade', ed25519Only: false },
  { name: 'margin', label: 'Enable Margin Loan, Repay & Transfer', tier: 'trade', ed25519Only: false },
  { name: 'futures', label: 'Enable Futures', tier: 'trade', ed25519Only: false },
  { name: 'vanillaOptions', label: 'Enable European Options', tier: 'trade', ed25519Only: false },
  { name: 'portfolioMargin', label: 'Enable Portfolio Margin', tier: 'trade', ed25519Only: false },
  { name: 'universalTransfer', label: 'Permits Universal Transfer', tier: 'move inside', ed25519Only: false },
  { name: 'internalTransfer', label: 'Enable Internal Transfer', tier: 'move inside', ed25519Only: false },
  { name: 'withdrawals', label: 'Enable Withdrawals', tier: 'move out', ed25519Only: false },
  { name: 'fixTrade', label: 'Enable FIX API Trading', tier: 'trade', ed25519Only: true },
  { name: 'fixRead', label: 'Enable FIX API Reading', tier: 'see', ed25519Only: true },
]

export const PERMISSIONS: readonly Permission[] = RIGHTS.map(({ name }) => name)
export const TIERS = ['see', 'trade', 'move inside', 'move out'] as const
export type Tier = (typeof TIERS)[number]

export const rightNamed = (name: Permission) => {
  const row = RIGHTS.find((right) => right.name === name)
  if (!row) throw new Error(`no right is named ${name}`)
  return row
}
export const tierOf = (name: Permission): Tier => rightNamed(name).tier

const UNUSED_AFTER_MS = 30 * 86_400_000

/** Teeth that were not used for 30 days, on a key that is old enough to know; and those whose clock runs. */
export const stateOfTeeth = (key: { readonly permissions: readonly Permission[]; readonly createdAt: string; readonly tradingLapsesAt: string | null; readonly lastUse: { readonly perPermission: Partial<Record<Permission, string>> } | null }, nowMs: number): { unused: Permission[]; lapsing: Permission[] } => {
  const since = nowMs - UNUSED_AFTER_MS
  const unused = Date.parse(key.createdAt) >= since ? [] : key.permissions.filter((name) => {
    const at = key.lastUse?.perPermission[name]
    return at === undefined || Date.parse(at) < since
  })
  const lapsing = key.tradingLapsesAt === null ? [] : key.permissions.filter((name) => tierOf(name) === 'trade' || name === 'fixRead')
  return { unused, lapsing }
}
