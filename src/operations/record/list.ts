import type { AuditRow } from '../../audit/chain.ts'
import type { AuditValue } from '../../audit/entry.ts'
import type { AuditFilter, AuditReader } from '../../audit/reader.ts'
import { done, type Outcome } from '../outcome.ts'
import { type NameOf, withNames } from './names.ts'

/** Which changes are looked for; what is left out does not narrow. */
export interface AuditQuery {
  /** An act, or the beginning of several with a dot: `key.` */
  act?: string
  subject?: string
  actor?: string
  /** ISO 8601. */
  since?: string
  until?: string
  /** Only rows before this one: the next page. */
  before?: number
  limit?: number
}

/** One change, as people read it. */
export interface AuditEntrySummary {
  readonly sequence: number
  /** ISO 8601, UTC. */
  readonly at: string
  readonly actor: string
  readonly source: string
  readonly act: string
  readonly subject: string
  /** The names of the people whose ids stand in it, by those ids. */
  readonly names: Readonly<Record<string, string>>
  /** The factors that confirmed it; none where none were asked for. */
  readonly factors: readonly string[]
  readonly before: AuditValue
  readonly after: AuditValue
}

const MOST_LISTED = 500
const USUALLY_LISTED = 50

/** The factors stand in what is recorded after the change, with the step-up that they were given for. */
const factorsIn = (after: AuditValue): readonly string[] => {
  if (typeof after !== 'object' || after === null || !('confirmation' in after)) return []
  const { confirmation } = after
  if (typeof confirmation !== 'object' || confirmation === null || !('factors' in confirmation)) return []
  const { factors } = confirmation
  return Array.isArray(factors) ? factors.filter((factor) => typeof factor === 'string') : []
}

export const summaryOf = ({ sequence, entry }: AuditRow): Omit<AuditEntrySummary, 'names'> =>
  ({ sequence, at: new Date(entry.timeUs / 1_000).toISOString(), actor: entry.actor, source: entry.source, act: entry.act, subject: entry.subject, factors: factorsIn(entry.after), before: entry.before, after: entry.after })

const timeOf = (text: string | undefined): number | undefined => {
  const ms = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms * 1_000
}

export const filterOf = ({ act, subject, actor, since, until, before }: AuditQuery): AuditFilter => ({ act, subject, actor, sinceUs: timeOf(since), untilUs: timeOf(until), before })
/** How many rows are told at most. */
export const lengthOf = ({ limit }: AuditQuery): number => Math.min(Math.max(1, limit ?? USUALLY_LISTED), MOST_LISTED)

/** The newest changes that a query leaves, newest first. */
export const listAudit = async (query: AuditQuery, { audit, nameOf }: { readonly audit: Pick<AuditReader, 'find'>; readonly nameOf: NameOf }): Promise<Outcome<readonly AuditEntrySummary[]>> =>
  done(await withNames(audit.find(filterOf(query), lengthOf(query)).map(summaryOf), nameOf))
