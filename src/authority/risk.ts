import { hasPermission, PERMISSION_TABLE, type Permission, type PermissionBits, permissionBit, permissionsOf } from '../permission.ts'
import { DAY, type TimeUs } from '../time.ts'
import { parseEntry } from './allow-list.ts'
import type { AllowList, ApiKey } from './api-key.ts'
import type { LastUse } from './key-store.ts'

/**
 * How dangerous a key is as it stands: what it reaches × from where × how old × how idle × how broad × whether it ends.
 * Every point has its reason in words. Reading is low, never none; withdrawals are a tier of their own and never better than D.
 */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'E'
export const GRADE_WORDS: Readonly<Record<Grade, string>> = { A: 'low', B: 'moderate', C: 'considerable', D: 'high', E: 'very high' }

/** What makes a key dangerous: one name a reason. */
export const RISK_GROUNDS = ['withdraws', 'moves', 'trades', 'reads', 'marketData', 'anywhere', 'manyPlaces', 'wideBlock', 'old', 'idle', 'spotAndFutures', 'products', 'unused', 'endless', 'testnet'] as const

export interface RiskGround {
  readonly about: (typeof RISK_GROUNDS)[number]
  /** Days, places or products, where the reason counts them. */
  readonly count: number | null
  /** The rights that it is about; mostly none. */
  readonly permissions: readonly Permission[]
}

export type RiskTier = 'see' | 'trade' | 'move inside' | 'move out'

export const RISK_CHANGES = ['bind', 'narrow', 'revoke', 'split', 'end', 'rotate', 'disable'] as const

/** What somebody can do to lower a grade, with what it would be then. */
export interface RiskChange {
  readonly change: (typeof RISK_CHANGES)[number]
  /** The rights that `revoke` takes away; otherwise none. */
  readonly permissions: readonly Permission[]
  readonly text: string
  readonly gradeAfter: Grade
}

export interface Risk {
  readonly grade: Grade
  readonly tier: RiskTier
  /** The gravest first. */
  readonly reasons: readonly string[]
  /** The same reasons by their names, in the same order. */
  readonly grounds: readonly RiskGround[]
  /** The one change that lowers it most; null where nothing does but giving up what the key is for. */
  readonly best: RiskChange | null
}

export type GradedKey = Pick<ApiKey, 'permissions' | 'allowList' | 'environment' | 'createdAtUs' | 'expiresAtUs' | 'life'>
/** The newest use of a key and of each of its rights, on the authority's calendar; undefined = never used. */
export type GradedUse = Pick<LastUse, 'timeUs' | 'perPermission'> | undefined

interface Point extends RiskGround {
  readonly points: number
  readonly reason: string
}

const point = (points: number, about: RiskGround['about'], reason: string, { count = null, permissions = [] }: Partial<Omit<RiskGround, 'about'>> = {}): Point => ({ points, about, reason, count, permissions })

const OLD_AFTER_US = 180 * DAY
const VERY_OLD_AFTER_US = 365 * DAY
const IDLE_AFTER_US = 60 * DAY
/** A right that was not used for so long is probably not needed. */
const UNUSED_AFTER_US = 30 * DAY
/** More addresses than these are hard to know one by one. */
const MOST_KNOWN_ADDRESSES = { 4: 32 - 28, 6: 128 - 64 } as const
const MOST_ENTRIES = 3

const TIERS: readonly (readonly [RiskTier, number, RiskGround['about'], string])[] = [
  ['move out', 6, 'withdraws', 'It withdraws: whoever holds it can send funds away for good. That is a tier of its own.'],
  ['move inside', 5, 'moves', 'It moves funds between wallets or accounts, where another key may reach them.'],
  ['trade', 4, 'trades', 'It trades: without any withdrawal, bad trades against somebody\'s own account empty this one.'],
  ['see', 1, 'reads', 'It shows balances, orders and habits: enough to choose a victim, so low and never none.'],
]

const bitsOfTier = (tier: RiskTier): PermissionBits => PERMISSION_TABLE.filter((row) => row.tier === tier).reduce((bits, row) => bits | permissionBit(row.name), 0)

export const tierOf = (permissions: PermissionBits): RiskTier => TIERS.find(([tier]) => (permissions & bitsOfTier(tier)) !== 0)?.[0] ?? 'see'

const reach = ({ permissions }: GradedKey): Point[] => {
  const row = TIERS.find(([tier]) => (permissions & bitsOfTier(tier)) !== 0)
  return row ? [point(row[1], row[2], row[3])] : [point(1, 'marketData', 'It opens market data alone, and counts against your limits.')]
}

const isWide = (text: string): boolean => {
  const parsed = parseEntry(text)
  if (!parsed.ok) return true
  const { address, prefixLength } = parsed.entry
  return (address.version === 4 ? 32 : 128) - prefixLength > MOST_KNOWN_ADDRESSES[address.version]
}

const isWideList = (allowList: AllowList): boolean => allowList.mode === 'trusted' && (allowList.entries.length > MOST_ENTRIES || allowList.entries.some(isWide))

const binding = ({ allowList, permissions }: GradedKey): Point[] => {
  if (allowList.mode === 'unrestricted') return [point(tierOf(permissions) === 'see' ? 2 : 3, 'anywhere', 'It may be used from anywhere: a copy of it works on every machine.')]
  if (allowList.entries.length > MOST_ENTRIES) return [point(1, 'manyPlaces', `It may be used from ${allowList.entries.length} listed places.`, { count: allowList.entries.length })]
  return isWideList(allowList) ? [point(1, 'wideBlock', 'Its list holds a wide block: many machines are in it.')] : []
}

const days = (us: number): number => Math.floor(us / DAY)

const age = ({ createdAtUs }: GradedKey, nowUs: TimeUs): Point[] => {
  const ageUs = nowUs - createdAtUs
  return ageUs < OLD_AFTER_US ? [] : [point(ageUs < VERY_OLD_AFTER_US ? 1 : 2, 'old', `Its secret is ${days(ageUs)} days old.`, { count: days(ageUs) })]
}

/** Since when nobody used it. */
export const idleSinceUs = ({ createdAtUs }: Pick<ApiKey, 'createdAtUs'>, use: { readonly timeUs: TimeUs } | undefined): TimeUs => Math.max(createdAtUs, use?.timeUs ?? createdAtUs)

const idleness = (key: GradedKey, use: GradedUse, nowUs: TimeUs): Point[] => {
  const idleUs = nowUs - idleSinceUs(key, use)
  return idleUs < IDLE_AFTER_US ? [] : [point(1, 'idle', `Nobody used it for ${days(idleUs)} days, and nobody would miss it.`, { count: days(idleUs) })]
}

/** Rights that were not used for so long, on a key that is old enough to know. */
export const unusedRights = (key: Pick<ApiKey, 'permissions' | 'createdAtUs'>, use: GradedUse, nowUs: TimeUs): Permission[] =>
  nowUs - key.createdAtUs < UNUSED_AFTER_US ? [] : permissionsOf(key.permissions).filter((permission) => nowUs - (use?.perPermission[permission] ?? key.createdAtUs) >= UNUSED_AFTER_US)

const TRADED_PRODUCTS: readonly (readonly Permission[])[] = [['spotAndMarginTrading', 'margin', 'fixTrade'], ['futures'], ['vanillaOptions'], ['portfolioMargin']]

/** Whether one key trades spot and futures: two keys would each open less. */
export const canBeSplit = ({ permissions }: Pick<ApiKey, 'permissions'>): boolean => hasPermission(permissions, 'spotAndMarginTrading') && hasPermission(permissions, 'futures')

const breadth = (key: GradedKey, use: GradedUse, nowUs: TimeUs): Point[] => {
  const products = TRADED_PRODUCTS.filter((rights) => rights.some((right) => hasPermission(key.permissions, right))).length
  const unused = unusedRights(key, use, nowUs)
  return [
    ...(products > 1 ? [canBeSplit(key) ? point(1, 'spotAndFutures', 'It trades spot and futures: one leak opens both.') : point(1, 'products', `It trades ${products} products: one leak opens them all.`, { count: products })] : []),
    ...(unused.length > 0 && unused.length < permissionsOf(key.permissions).length ? [point(1, 'unused', `It carries rights that were not used for 30 days: ${unused.map(labelOf).join(', ')}.`, { permissions: unused })] : []),
  ]
}

const labelOf = (permission: Permission): string => PERMISSION_TABLE.find((row) => row.name === permission)?.label ?? permission

const ending = ({ expiresAtUs, life }: GradedKey): Point[] =>
  expiresAtUs !== null || (life.rotationDueAtUs !== null && life.afterPeriod !== 'warn') ? [] : [point(1, 'endless', 'It has no end: a copy that leaked works for ever.')]

const pointsOf = (key: GradedKey, use: GradedUse, nowUs: TimeUs): Point[] =>
  [...reach(key), ...binding(key), ...age(key, nowUs), ...idleness(key, use, nowUs), ...breadth(key, use, nowUs), ...ending(key)]

const sum = (points: readonly Point[]): number => points.reduce((total, point) => total + point.points, 0)

/** The least points of B, C, D and E. */
const GRADE_FROM: readonly (readonly [Grade, number])[] = [['E', 8], ['D', 6], ['C', 4], ['B', 2], ['A', 0]]
const gradeFor = (points: number): Grade => GRADE_FROM.find(([, least]) => points >= least)?.[0] ?? 'A'

interface Candidate {
  readonly change: RiskChange['change']
  readonly permissions: readonly Permission[]
  readonly text: string
  /** The key as it would be then; undefined where nothing would be left to lose. */
  readonly after: GradedKey | undefined
  readonly useAfter: GradedUse
}

/** Every change that may help, the gentlest first: of two that help alike the first is told. */
const candidates = (key: GradedKey, use: GradedUse, nowUs: TimeUs): Candidate[] => {
  const list: Candidate[] = []
  const put = (change: Candidate['change'], text: string, after: GradedKey | undefined, permissions: readonly Permission[] = [], useAfter: GradedUse = use): void => void list.push({ change, text, after, permissions, useAfter })
  const without = (permissions: readonly Permission[]): GradedKey => ({ ...key, permissions: permissions.reduce((bits, permission) => bits & ~permissionBit(permission), key.permissions) })
  const oneAddress: AllowList = { mode: 'trusted', entries: ['192.0.2.1'] }
  const unused = unusedRights(key, use, nowUs)
  if (key.allowList.mode === 'unrestricted') put('bind', 'Bind it to the addresses it is used from.', { ...key, allowList: oneAddress })
  if (unused.length > 0 && unused.length < permissionsOf(key.permissions).length) put('revoke', `Take away what is not used: ${unused.map(labelOf).join(', ')}.`, without(unused), unused)
  if (ending(key).length > 0) put('end', 'Give it an end.', { ...key, expiresAtUs: nowUs + 90 * DAY })
  if (canBeSplit(key)) put('split', 'Make two of it: one key for spot, one for futures.', without(['futures']))
  if (age(key, nowUs).length > 0) put('rotate', 'Rotate it: a new secret, the same rights.', { ...key, createdAtUs: nowUs }, [], undefined)
  if (isWideList(key.allowList)) put('narrow', 'Narrow its list to the addresses it is used from.', { ...key, allowList: oneAddress })
  if (hasPermission(key.permissions, 'withdrawals') && nowUs - (use?.perPermission.withdrawals ?? 0) >= UNUSED_AFTER_US) put('revoke', 'Take the withdrawal right away, unless a program must send funds out by itself.', without(['withdrawals']), ['withdrawals'])
  if (idleness(key, use, nowUs).length > 0) put('disable', 'Disable or delete it: nobody uses it.', undefined)
  return list
}

const bestChange = (key: GradedKey, use: GradedUse, nowUs: TimeUs, before: number): RiskChange | null => {
  let best: { readonly candidate: Candidate; readonly after: number } | undefined
  for (const candidate of candidates(key, use, nowUs)) {
    const after = candidate.after === undefined ? 0 : sum(pointsOf(candidate.after, candidate.useAfter, nowUs))
    if (after < (best?.after ?? before)) best = { candidate, after }
  }
  return best ? { change: best.candidate.change, permissions: best.candidate.permissions, text: best.candidate.text, gradeAfter: gradeFor(best.after) } : null
}

/** The grade of a key, why, and what would lower it most. */
export const riskOf = (key: GradedKey, use: GradedUse, nowUs: TimeUs): Risk => {
  if (key.environment === 'testnet') return { grade: 'A', tier: tierOf(key.permissions), reasons: ['It works on the testnet alone, where nothing has a value; what it shows are habits.'], grounds: [{ about: 'testnet', count: null, permissions: [] }], best: null }
  const points = pointsOf(key, use, nowUs)
  const total = sum(points)
  const gravestFirst = [...points].sort((one, other) => other.points - one.points)
  return { grade: gradeFor(total), tier: tierOf(key.permissions), reasons: gravestFirst.map(({ reason }) => reason), grounds: gravestFirst.map(({ about, count, permissions }) => ({ about, count, permissions })), best: bestChange(key, use, nowUs, total) }
}
