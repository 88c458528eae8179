import type { AttentionItem, RiskSummary } from '../../../src/operations/operator.ts'
import type { DeviationsTold } from './deviations-chinese.ts'
import type { Words } from './english.ts'
import type { StepSeen } from '../../../src/gate/explain.ts'
import type { ExplainedWords, Told } from './explained.ts'
import type { FindingWords } from './findings.ts'
import type { KeyTold, ToldWords } from './told.ts'

type Ground = RiskSummary['grounds'][number]
type Best = NonNullable<RiskSummary['best']>

/** Texts that are accepted or answered before a product is opened, each of one version. */
export interface TermsWords {
  readonly margin: { readonly version: string; readonly clauses: readonly string[] }
  readonly futures: { readonly version: string; readonly questions: Readonly<Record<string, { readonly question: string; readonly answers: readonly string[] } | undefined>> }
}

/** What a language says in place of the server's own sentences, by the codes that come with them. What has no row is told as the server tells it. */
export interface ServerWords {
  /** Why a call of the wire was refused. */
  readonly explained: ExplainedWords
  /** Of a call that was let through, by HTTP's status, the wire's code and the venue's own text; and what a passed check saw. Null: the server speaks this language itself. */
  readonly admitted: ((status: number, code: number | null, message: string | undefined) => Told) | null
  readonly seen: ((seen: StepSeen) => string) | null
  /** Why a change was refused, by its code. */
  readonly refusals: Readonly<Record<string, { readonly message?: string; readonly remedy?: string } | undefined>>
  /** What a change is, by its code. Null: the server speaks this language itself, here and below. */
  readonly told: ToldWords | null
  readonly keySentence: ((key: KeyTold, w: Words) => string) | null
  readonly terms: TermsWords | null
  /** What a field takes, told where the server says in its own language what is wrong with it: by its name in settings, policies and rules, else that it is wrong. Null: the server speaks this language itself. */
  readonly fields: { readonly takes: Readonly<Record<string, string | undefined>>; readonly isWrong: string } | null
  /** What an endpoint of the wire does, by its method and path. Null: the server speaks this language itself. */
  readonly endpoints: Readonly<Record<string, string | undefined>> | null
  /** What a lockdown found that does not look like before. */
  readonly deviations: ((report: DeviationsTold) => readonly string[]) | null
  /** Of keys at other exchanges. */
  readonly found: FindingWords | null
  readonly risk: {
    readonly grounds: Readonly<Record<Ground['about'], (count: number, rights: string) => string>>
    readonly changes: Readonly<Record<Best['change'], (rights: string) => string>>
  } | null
  /** `when`: the date that belongs to it, in the reader's words. */
  readonly attention: Readonly<Record<Exclude<AttentionItem['about'], 'risk'>, (when: string) => string>> | null
}
