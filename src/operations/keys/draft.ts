import { sentenceOf } from '../../authority/sentence.ts'
import { accountOfWish } from '../account-of-wish.ts'
import { brokenRules } from '../broken-rules.ts'
import { riskSummaryOf } from '../key-risk.ts'
import type { KeyWish, RiskSummary } from '../operator.ts'
import { done, type Outcome } from '../outcome.ts'
import { newKeyOf } from './create.ts'
import { type KeyParts, rehearsal } from './key-parts.ts'

/** What a key would be, before it exists. */
export interface KeyDraft {
  /** Null where it could not be made. */
  readonly sentence: string | null
  readonly risk: RiskSummary | null
  readonly faults: readonly { readonly field: string; readonly text: string }[]
  readonly remarks: readonly string[]
}

/** Asks the rules what would come of a wish. Nothing is made, drawn or stored. */
export const draftKey = async (wish: KeyWish, parts: KeyParts): Promise<Outcome<KeyDraft>> => {
  const account = accountOfWish(wish.account, parts)
  if (!account.ok) return account
  const act = rehearsal(parts)
  const made = await parts.authority.create(newKeyOf(wish, account.value.id, act.nowUs, null), act)
  if (made.ok) return done({ sentence: sentenceOf(made.key, act.nowUs), risk: riskSummaryOf(made.key, undefined, act.nowUs), faults: [], remarks: made.remarks })
  const { refused } = brokenRules(made)
  return done({ sentence: null, risk: null, faults: refused.fields ?? [{ field: '', text: refused.message }], remarks: [] })
}
