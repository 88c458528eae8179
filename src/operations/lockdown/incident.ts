import type { AuditEntry } from '../../audit/entry.ts'
import type { Confirmation, Kept } from '../../confirmation.ts'
import type { TimeUs } from '../../time.ts'
import type { CancelledOrders, IncidentReport } from './report.ts'

/** What a lockdown closes, decided when it began: a start after a crash goes on with exactly this. */
export interface IncidentPlan {
  readonly keyIds: readonly string[]
  readonly way: 'disable' | 'delete'
  readonly cancelOrders: boolean
  readonly endSessions: boolean
  readonly renewFactors: boolean
  /** From here on the report looks at what happened; wall time. */
  readonly sinceUs: TimeUs
  /** Withdrawals are locked until here, on the calendar. */
  readonly lockedUntilUs: TimeUs
  /** What was there to close when it began: after a crash nobody can count it any more. */
  readonly found: { readonly openKeyIds: readonly string[]; readonly orders: CancelledOrders; readonly sessions: number; readonly tokens: number; readonly people: number }
  readonly actor: string
  readonly source: string
}

/** A key leaked: what was to be closed, and what was found. */
export interface Incident {
  /** `i_…` */
  readonly id: string
  readonly version: number
  readonly accountId: number
  readonly state: 'closing' | 'closed'
  /** Wall time. */
  readonly beganAtUs: TimeUs
  readonly plan: IncidentPlan
  readonly report: IncidentReport | null
}

/** Where incidents are kept. Every change is durable, with its audit entry and the confirmation used up in the same transaction. */
export interface IncidentStore {
  byId(id: string): Incident | undefined
  /** Newest first. */
  ofAccount(accountId: number, limit: number): readonly Incident[]
  /** Those that a crash interrupted. */
  closing(): readonly Incident[]
  insert(incident: Incident, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
  update(incident: Incident, audit: AuditEntry): Promise<void>
}
