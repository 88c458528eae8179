import type { Permission } from '../../permission.ts'
import type { Alert } from '../../watch/alerts/alert.ts'
import { ALERT_TITLES, alertSentence } from '../../watch/alerts/alert-words.ts'
import type { AlertParts } from './alert-parts.ts'

/** One alert as people read it. Times are ISO 8601, UTC. */
export interface AlertSummary {
  readonly id: string
  readonly account: number
  readonly keyId: string | null
  readonly keyLabel: string | null
  readonly kind: Alert['kind']
  readonly severity: Alert['severity']
  readonly title: string
  readonly text: string
  /** What shows it, by kind. */
  readonly evidence: Alert['evidence']
  readonly firstAt: string
  readonly lastAt: string
  readonly count: number
  readonly state: Alert['state']
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  /** Rights that the watch took from the key, until somebody gives them back. */
  readonly frozen: readonly Permission[]
}

const iso = (timeUs: number): string => new Date(timeUs / 1_000).toISOString()

export const alertSummary = async (alert: Alert, { authority }: Pick<AlertParts, 'authority'>): Promise<AlertSummary> => ({
  id: alert.id, account: alert.accountId, keyId: alert.keyId, keyLabel: alert.keyId === null ? null : (await authority.byId(alert.keyId))?.label ?? null, kind: alert.kind, severity: alert.severity,
  title: ALERT_TITLES[alert.kind], text: alertSentence(alert.evidence), evidence: alert.evidence, firstAt: iso(alert.firstUs), lastAt: iso(alert.lastUs), count: alert.count, state: alert.state,
  decidedBy: alert.decidedBy, decidedAt: alert.decidedAtUs === null ? null : iso(alert.decidedAtUs), frozen: alert.frozen ?? [],
})
