import { countIn } from './open-call-retention.ts'
import type { AlertRetention } from './watch/alerts/alert.ts'

const DEFAULT_ALERT_RETENTION: AlertRetention = { maxAgeDays: 365, maxRows: 100_000 }

/** How long alerts are kept, as the environment decides: days since one was last seen, and how many. Throws with words for people. */
export const alertRetentionOf = (environment: Readonly<Record<string, string | undefined>>): AlertRetention => ({
  maxAgeDays: countIn(environment, 'BITTING_ALERT_DAYS', DEFAULT_ALERT_RETENTION.maxAgeDays), maxRows: countIn(environment, 'BITTING_ALERT_ROWS', DEFAULT_ALERT_RETENTION.maxRows),
})
