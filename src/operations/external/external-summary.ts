import { type Grade, GRADE_WORDS } from '../../authority/risk.ts'
import type { Permission } from '../../permission.ts'
import { type TimeUs, toMs } from '../../time.ts'
import { type Concern, concernsOf, rotationDueUs } from '../../watch/external/concerns.ts'
import type { Examination } from '../../watch/external/examination.ts'
import type { ExternalKey } from '../../watch/external/external-key.ts'
import { type ExternalParts, periodDaysOf } from './external-parts.ts'

/** An external key as people read it: no secret in it. Times are ISO 8601, UTC. */
export interface ExternalKeySummary {
  readonly id: string
  readonly account: number
  readonly label: string
  readonly url: string
  readonly apiKey: string
  /** Whether it can be examined. */
  readonly hasSecret: boolean
  readonly preset: string
  /** The person who entered it, by id. */
  readonly holder: string | null
  readonly enteredAt: string
  /** As the exchange tells it. */
  readonly createdAt: string | null
  readonly rotationDueAt: string
  readonly lastExaminedAt: string | null
  /** Null where it is never examined. */
  readonly nextExaminationAt: string | null
  /** Why it could not be examined, the last time it was tried; what follows is of the time before. */
  readonly fault: string | null
  readonly grade: Grade | null
  readonly gradeWord: string | null
  readonly permissions: readonly Permission[] | null
  /** Whether the exchange takes it from its own addresses alone; which, it does not tell. */
  readonly isBound: boolean | null
  /** How far its exchange's clock is ahead of this machine's, in milliseconds. */
  readonly clockAheadMs: number | null
  /** From where its exchange sees the calls come. */
  readonly addressSeen: string | null
  readonly findings: Examination['findings']
  /** What people are told of it now. */
  readonly concerns: readonly Omit<Concern, 'id'>[]
}

const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()
const isoOrNull = (timeUs: TimeUs | null): string | null => (timeUs === null ? null : iso(timeUs))

export const externalKeySummary = (key: ExternalKey, parts: ExternalParts): ExternalKeySummary => {
  const periodDays = periodDaysOf(key, parts)
  const { risk = null, rights = null, clockAheadMs = null, address = null, findings = [] } = key.examination ?? {}
  return {
    id: key.id, account: key.accountId, label: key.label, url: key.url, apiKey: key.apiKey, hasSecret: key.secret !== null, preset: key.preset, holder: key.holderId, enteredAt: iso(key.enteredAtUs), createdAt: isoOrNull(key.createdAtUs),
    rotationDueAt: iso(rotationDueUs(key, periodDays)), lastExaminedAt: isoOrNull(key.lastExaminedAtUs), nextExaminationAt: key.secret === null ? null : iso(key.nextExaminationAtUs), fault: key.fault,
    grade: risk?.grade ?? null, gradeWord: risk ? GRADE_WORDS[risk.grade] : null, permissions: rights?.permissions ?? null, isBound: rights?.isBound ?? null, clockAheadMs, addressSeen: address, findings,
    concerns: concernsOf(key, periodDays, parts.clock.nowUs(), parts.wallClock.nowUs()).map(({ text, remedy, about }) => ({ text, remedy, about })),
  }
}
