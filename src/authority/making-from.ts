import { permissionBits } from '../permission.ts'
import { DAY, type TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { freshCredential, isSamePublicKey } from './fresh-credential.ts'
import { beginHandover, handoverViolations, lineageOf, MAX_OVERLAP_US, successorLabel, successorShape } from './handover.ts'
import { closureOf } from './key-life.ts'
import { makeKeyText } from './key-text.ts'
import type { NewCredential } from './key-wishes.ts'
import type { Making, NotChanged } from './making.ts'
import { canBeSplit } from './risk.ts'
import { labelViolations, placeViolations, rightsViolations, type Violation } from './rules.ts'

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

/** A key, and the one made from it. */
export type MadeFrom = { readonly ok: true; readonly former: ApiKey; readonly key: ApiKey; /** HMAC only, and only this once. */ readonly secret: string | null } | NotChanged

/** Makes one key from another, where no rule speaks against it; nothing is kept yet. @param successor the one that was made before, if any */
export const keyFrom = (key: ApiKey, successor: ApiKey | undefined, making: MakingFrom, credential: NewCredential, { account, held, policy, id, sealer, randomBytes, nowUs }: Making): MadeFrom => {
  const made = freshCredential(credential, id, sealer, randomBytes)
  const violations = making.violations(key, successor, nowUs)
  if (!made.ok) return { ok: false, violations: [...violations, { rule: 'publicKey', text: made.text }] }
  if (violations.length > 0) return { ok: false, violations }
  const fresh: ApiKey = { ...key, id, text: makeKeyText(randomBytes), credential: made.credential, isEnabled: true, deletedAtUs: null, createdAtUs: nowUs, changedAtUs: nowUs }
  const label = (usual: string | null): string => credential.label?.trim() ?? usual ?? successorLabel(key.label, key.life.generation + 1, (text) => labelViolations(text, held).length > 0)
  const pair = making.make(key, fresh, label, nowUs)
  const broken = [
    ...labelViolations(pair.made.label, held), ...rightsViolations({ ...pair.made, kind: credential.kind }, account, policy),
    ...(isSamePublicKey(key.credential, made.credential) ? [{ rule: 'publicKey', text: 'This is the public key that the key has already: make a new pair.' } as const] : []),
    ...(making.takesPlace ? placeViolations(account, held, policy) : []),
  ]
  return broken.length > 0 ? { ok: false, violations: broken } : { ok: true, former: pair.former, key: pair.made, secret: made.secret }
}
