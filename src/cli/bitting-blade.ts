import type { KeySummary } from '../operations/operator.ts'
import { PERMISSION_TABLE } from '../permission.ts'
import { DAY, MS } from '../time.ts'
import type { Paint } from './paint.ts'

const UNUSED_AFTER_MS = (30 * DAY) / MS

/** What each sign of a blade means; printed under a list of keys. */
export const BLADE_LEGEND = '○ bound to addresses  ⊂ from anywhere  █ on  ▂ off  ▯ on, unused for 30 days  ▄ lapses'

/**
 * A key drawn as its bitting: the bow (closed where the key is bound to addresses, open where it is not),
 * then one position for each right in the order of the table.
 */
export const bittingBlade = (key: Pick<KeySummary, 'permissions' | 'allowList' | 'lastUse' | 'createdAt' | 'tradingLapsesAt'>, nowMs: number, paint: Paint): string => {
  const unusedSince = nowMs - UNUSED_AFTER_MS
  const isOld = Date.parse(key.createdAt) < unusedSince
  const teeth = PERMISSION_TABLE.map(({ name, tier }) => {
    if (!key.permissions.includes(name)) return '▂'
    const used = key.lastUse?.perPermission[name]
    const isUnused = isOld && (used === undefined || Date.parse(used) < unusedSince)
    const doesLapse = key.tradingLapsesAt !== null && (tier === 'trade' || name === 'fixRead')
    const tooth = isUnused ? '▯' : doesLapse ? '▄' : '█'
    return name === 'withdrawals' ? paint('red', tooth) : tooth
  })
  return (key.allowList.mode === 'trusted' ? '○' : '⊂') + teeth.join('')
}
