import type { Refusal, RefusalReason } from '../../../src/gate/refusal.ts'

/** What the console words of a refused call itself: whatever a row leaves out is told as the server tells it. */
export interface Told {
  readonly what?: string
  readonly remedy?: string
}

export interface CallFacts {
  /** From where the call came. */
  readonly address: string
  /** `GET /api/v3/account` */
  readonly request: string
}

/** One row a reason, with what belongs to that reason. */
export type ExplainedWords = { readonly [Reason in RefusalReason]?: (refusal: Refusal & { readonly reason: Reason }, facts: CallFacts) => Told }

/** A language that tells every reason itself. */
export type WholeWords = Required<ExplainedWords>

/** What a reader's language says of a refusal. */
export const toldOf = (words: ExplainedWords, refusal: Refusal | null, facts: CallFacts): Told => {
  // A row is made for its own reason's refusals: what the compiler cannot follow through the index.
  const row = refusal === null ? undefined : (words[refusal.reason] as ((refusal: Refusal, facts: CallFacts) => Told) | undefined)
  return row === undefined || refusal === null ? {} : row(refusal, facts)
}

/** A span of time as its number and its unit, as far as a person cares. */
export const spanOf = (ms: number): readonly [count: number, unit: 'second' | 'minute' | 'hour' | 'day'] => {
  const seconds = Math.abs(ms) / 1_000
  if (seconds < 120) return [seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds), 'second']
  if (seconds < 7_200) return [Math.round(seconds / 60), 'minute']
  return seconds < 172_800 ? [Math.round(seconds / 3_600), 'hour'] : [Math.round(seconds / 86_400), 'day']
}
