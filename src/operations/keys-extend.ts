import { brokenRules } from './broken-rules.ts'
import { findKey } from './find-key.ts'
import { summarize } from './key-summary.ts'
import type { EditedKey } from './operator.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/** Gives a key its period once more, from now; it counts as still needed. */
export const extendKey = async (reference: string, days: number | null, parts: OperatorParts): Promise<Outcome<EditedKey>> => {
  const found = await findKey(reference, parts)
  if (!found.ok) return found
  const before = await summarize(found.value, parts)
  const changed = await parts.authority.extend(found.value.id, days, actNow(parts))
  return changed.ok ? done({ before, after: await summarize(changed.key, parts), remarks: changed.remarks }) : brokenRules(changed)
}
