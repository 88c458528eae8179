import { brokenRules } from './broken-rules.ts'
import { findKey } from './find-key.ts'
import { summarize } from './key-summary.ts'
import type { KeySummary } from './operator.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/** Closes a key, opens it again, or ends it: in force from the next request on. */
export const closeKey = async (way: 'disable' | 'enable' | 'delete', reference: string, parts: OperatorParts): Promise<Outcome<KeySummary>> => {
  const found = await findKey(reference, parts)
  if (!found.ok) return found
  const changed = await parts.authority[way](found.value.id, actNow(parts))
  return changed.ok ? done(await summarize(changed.key, parts)) : brokenRules(changed)
}
