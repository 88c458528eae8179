import type { ApiKey } from '../../authority/api-key.ts'
import type { KeyReviewed } from '../../authority/key-life.ts'
import { type ReviewState, reviewDueAtUs, reviewState } from '../../authority/key-review.ts'
import type { PolicyDirectory } from '../../authority/policy-directory.ts'
import { type TimeUs, toMs } from '../../time.ts'
import type { CallRollUps } from '../../watch/call-roll-ups.ts'
import { summarize } from '../key-summary.ts'
import type { KeySummary } from '../operator.ts'
import type { OperatorParts } from '../operator-parts.ts'
import { adviceOn, type KeyAdvice } from './advice.ts'

/** A key, its use, and when somebody is to decide whether it stays as it is. Times are ISO 8601, UTC. */
export interface ReviewSummary {
  readonly key: KeySummary
  readonly state: ReviewState
  readonly dueAt: string
  readonly everyDays: number
  readonly last: { readonly at: string; readonly by: string; readonly decision: KeyReviewed['decision']; readonly note: string | null } | null
  /** What it could do without, by its use since a review before; null where none is due, or for whoever may not see its calls. */
  readonly advice: KeyAdvice | null
}

export interface ReviewParts extends Pick<OperatorParts, 'keys' | 'accounts' | 'clock' | 'wallClock' | 'limitsLeft' | 'programOffSinceUs'> {
  readonly policies: Pick<PolicyDirectory, 'of'>
  readonly callLog: Pick<CallRollUps, 'uses' | 'programs'>
}

/** How often a key is reviewed, by its account's policy. */
export const rhythmOf = (key: Pick<ApiKey, 'accountId'>, { accounts, policies }: Pick<ReviewParts, 'accounts' | 'policies'>): number | null => {
  const account = accounts.byId(key.accountId)
  return account ? policies.of(account).reviewEveryDays : null
}

/** Advice reads the call log: of so many keys at once, the most pressing; the rest have theirs at `keys advice`. */
const MOST_ADVISED = 100

const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()

const lastOf = ({ life: { reviewed } }: ApiKey): ReviewSummary['last'] => reviewed && { at: iso(reviewed.atUs), by: reviewed.by, decision: reviewed.decision, note: reviewed.note }

/** The reviews of these keys, the longest due first; keys without a rhythm have none. @param mayAdvise whether the reader may see a key's calls */
export const reviewsOf = async (keys: readonly ApiKey[], parts: ReviewParts, mayAdvise: (key: ApiKey) => boolean = () => true): Promise<readonly ReviewSummary[]> => {
  const nowUs = parts.clock.nowUs()
  const reviewed = keys.flatMap((key) => {
    const everyDays = rhythmOf(key, parts)
    const dueAtUs = reviewDueAtUs(key, everyDays, nowUs)
    return everyDays === null || dueAtUs === null ? [] : [{ key, everyDays, dueAtUs, state: reviewState(dueAtUs, nowUs) }]
  }).sort((one, other) => one.dueAtUs - other.dueAtUs)
  const reviews: ReviewSummary[] = []
  // One after the other: each asks the call log, which serves others meanwhile.
  for (const [index, { key, everyDays, dueAtUs, state }] of reviewed.entries()) {
    const isAdvised = state !== 'later' && index < MOST_ADVISED && mayAdvise(key)
    reviews.push({ key: await summarize(key, parts), state, dueAt: iso(dueAtUs), everyDays, last: lastOf(key), advice: isAdvised ? await adviceOn(key, everyDays, parts.callLog, parts.wallClock.nowUs(), nowUs) : null })
  }
  return reviews
}
