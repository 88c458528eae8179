import type { AttentionItem, RiskSummary } from '../../../src/operations/operator.ts'
import type { ExplainedWords } from './explained.ts'

type Ground = RiskSummary['grounds'][number]
type Best = NonNullable<RiskSummary['best']>

/** What a language says in place of the server's own sentences, by the codes that come with them. What has no row is told as the server tells it. */
export interface ServerWords {
  /** Why a call of the wire was refused. */
  readonly explained: ExplainedWords
  /** Why a change was refused, by its code. */
  readonly refusals: Readonly<Record<string, { readonly message?: string; readonly remedy?: string } | undefined>>
  /** Null: the server speaks this language itself. */
  readonly risk: {
    readonly grounds: Readonly<Record<Ground['about'], (count: number, rights: string) => string>>
    readonly changes: Readonly<Record<Best['change'], (rights: string) => string>>
  } | null
  /** `when`: the date that belongs to it, in the reader's words. */
  readonly attention: Readonly<Record<Exclude<AttentionItem['about'], 'risk'>, (when: string) => string>> | null
}
