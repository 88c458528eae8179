import { permissionBits } from '../permission.ts'
import { DAY, type TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { beginHandover, handoverViolations, lineageOf, MAX_OVERLAP_US, successorShape } from './handover.ts'
import { closureOf } from './key-life.ts'
import { canBeSplit } from './risk.ts'
import type { Violation } from './rules.ts'

/** How one key comes from another: whether it may, and what becomes of the two. */
export interface MakingFrom {
  readonly name: 'key.rotate' | 'key.split'
  /** Whether the new key takes a place of its own among those that the account may have. */
  readonly takesPlace: boolean
  violations(key: ApiKey, successor: ApiKey | undefined, nowUs: TimeUs): readonly Violation[]
  /** @param fresh the new key: of the former one's shape, with an id, a text and a credential of its own */
  make(key: ApiKey, fresh: ApiKey, label: (usual: string | null) => string, nowUs: TimeUs): { readonly former: ApiKey; readonly made: ApiKey }
}

/**
 * A successor with everything but the secret. It sleeps, and its first admitted call retires the key; or, with an overlap, both open until
 * a hard end.
 */
export const rotation = (overlapUs: number | null): MakingFrom => ({
  name: 'key.rotate', takesPlace: false,
  violations: (key, successor, nowUs) => [
    ...handoverViolations(key, successor, nowUs),
    ...(overlapUs === null || (overlapUs > 0 && overlapUs <= MAX_OVERLAP_US) ? [] : [{ rule: 'handover', text: `An overlap lasts up to ${MAX_OVERLAP_US / DAY} days.` } as const]),
  ],
  make: (key, fresh, label, nowUs) => {
    const { old, successor } = beginHandover(key, { ...fresh, ...successorShape(key, nowUs), label: label(null) }, overlapUs, nowUs)
    return { former: old, made: successor }
  },
})

/** Two keys of one that trades spot and futures: this one keeps spot and all else, a new one has futures alone. */
export const SPLIT: MakingFrom = {
  name: 'key.split', takesPlace: true,
  violations: (key, _successor, nowUs) => (canBeSplit(key) && closureOf(key, nowUs) !== 'keyRetired' ? [] : [{ rule: 'split', text: `Key ${key.id} does not trade both spot and futures: there is nothing to part.` }]),
  make: (key, fresh, label, nowUs) => {
    const shape = { ...successorShape(key, nowUs), permissions: permissionBits(['reading', 'futures']) & key.permissions, expiresAtUs: key.expiresAtUs }
    return {
      former: { ...key, permissions: key.permissions & ~permissionBits(['futures']), changedAtUs: nowUs },
      made: { ...fresh, ...shape, label: label(`${key.label} futures`), life: { ...key.life, generation: 1, predecessorId: null, firstId: lineageOf(key), successorId: null, isAsleep: false, retiresAtUs: null, reviewed: null, secretWaits: null } },
    }
  },
}
