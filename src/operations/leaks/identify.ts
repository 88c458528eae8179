import { summarize } from '../key-summary.ts'
import type { KeySummary } from '../operator.ts'
import type { OperatorParts } from '../operator-parts.ts'
import { done, type Outcome } from '../outcome.ts'
import { type LeakedThing, whoseLeaks } from './whose.ts'

/** Whose each leak is; null for one that is of no living key here. */
export const identifyLeaks = async (leaks: readonly LeakedThing[], parts: OperatorParts): Promise<Outcome<readonly (KeySummary | null)[]>> => {
  const found: (KeySummary | null)[] = []
  for (const [key] of await whoseLeaks(leaks, parts)) found.push(key ? await summarize(key, parts) : null)
  return done(found)
}
