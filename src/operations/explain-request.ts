import { explain } from '../gate/explain.ts'
import { requestId } from '../ids.ts'
import { findKey } from './find-key.ts'
import type { Explanation } from './operator.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** Why one request was refused, by the id that its answer carried. */
export const explainRequest = async (id: string, { callLog }: OperatorParts): Promise<Outcome<Explanation>> => {
  const trace = await callLog.trace(requestId(id))
  return trace ? done(explain(trace)) : refused('traceUnknown', `No refused request has the id ${id}.`,
    'The id stands in the header x-mbx-uuid of the answer; traces are kept for refused calls, not for what could not be read, what a scenario struck or what failed inside (./bitting log names those). The newest of a key: ./bitting explain --last KEY')
}

/** Why the newest refused request of a key was refused. */
export const explainLastRefusal = async (reference: string, parts: OperatorParts): Promise<Outcome<Explanation>> => {
  const found = await findKey(reference, parts)
  if (!found.ok) return found
  const [trace] = await parts.callLog.refusals(found.value.id, 1)
  return trace ? done(explain(trace)) : refused('noRefusal', `The key ${found.value.label} (${found.value.id}) has no refused request on record.`,
    'A call whose key was not recognised belongs to no key: explain it by its id (x-mbx-uuid): ./bitting explain REQUEST_ID')
}
