import type { ApiKey } from '../authority/api-key.ts'
import { closureOf } from '../authority/key-life.ts'
import type { LastUse } from '../authority/key-store.ts'
import { GRADE_WORDS, type Grade, type RiskChange, type RiskGround, riskOf, type RiskTier } from '../authority/risk.ts'
import type { Permission } from '../permission.ts'
import type { TimeUs } from '../time.ts'

/** The risk of a key in words, with the one step that lowers it most. */
export interface RiskSummary {
  readonly grade: Grade
  readonly word: string
  readonly tier: RiskTier
  readonly reasons: readonly string[]
  /** The same, for whoever words them otherwise. */
  readonly grounds: readonly RiskGround[]
  readonly best: { readonly change: RiskChange['change']; readonly permissions: readonly Permission[]; readonly text: string; readonly gradeAfter: Grade; readonly remedy: string } | null
}

/** What to type for a change; addresses are filled in where one is known. */
export const riskRemedy = (key: ApiKey, { change, permissions }: RiskChange, use: LastUse | undefined): string => {
  switch (change) {
    case 'bind':
    case 'narrow': return `./bitting keys edit ${key.id} --allow ${use?.address ?? 'ADDRESS'}`
    case 'revoke': return `./bitting keys edit ${key.id} --revoke ${permissions.join(',')}`
    case 'split': return `./bitting keys split ${key.id}`
    case 'end': return `./bitting keys edit ${key.id} --expires-in-days 90`
    case 'rotate': return `./bitting keys rotate ${key.id}`
    case 'disable': return `./bitting keys disable ${key.id}`
  }
}

/** Null for a key that is closed for good. */
export const riskSummaryOf = (key: ApiKey, use: LastUse | undefined, nowUs: TimeUs): RiskSummary | null => {
  const closure = closureOf(key, nowUs)
  if (closure === 'keyDeleted' || closure === 'keyRetired') return null
  const { grade, tier, reasons, grounds, best } = riskOf(key, use, nowUs)
  return { grade, word: GRADE_WORDS[grade], tier, reasons, grounds, best: best && { change: best.change, permissions: best.permissions, text: best.text, gradeAfter: best.gradeAfter, remedy: riskRemedy(key, best, use) } }
}
