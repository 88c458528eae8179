import type { Incident, IncidentPlan } from '../../operations/lockdown/incident.ts'
import type { IncidentReport } from '../../operations/lockdown/report.ts'
import type { Permission } from '../../permission.ts'
import type { AlertSettings } from '../../watch/alerts/alert-settings.ts'
import type { Alert, WebhookDelivery } from '../../watch/alerts/alert.ts'
import type { Evidence, Severity } from '../../watch/anomalies/anomaly.ts'
import type { KeyProfile } from '../../watch/anomalies/key-profile.ts'
import type { Examination } from '../../watch/external/examination.ts'
import type { Json } from '../json-column.ts'

/** What is seen afterwards, and what was done about it. */

export interface AlertTable {
  id: string
  version: number
  /** What makes it the same as another one. */
  identity: string
  account_id: number
  key_id: string | null
  kind: Alert['kind']
  subject: string
  severity: Severity
  evidence: Json<Evidence>
  first_us: number
  last_us: number
  count: number
  state: Alert['state']
  decided_by: string | null
  decided_at_us: number | null
  /** Rights that were taken; null = none. */
  frozen: Json<readonly Permission[]> | null
  told_at_us: number | null
}

export interface AlertSettingsTable {
  account_id: number
  version: number
  settings: Json<AlertSettings>
  sealing_key_version: number | null
  sealed_bytes: Uint8Array | null
}

export interface WebhookDeliveryTable {
  id: string
  version: number
  account_id: number
  body: string
  state: WebhookDelivery['state']
  attempts: number
  next_try_at_us: number
  created_at_us: number
  fault: string | null
}

export interface KeyProfileTable {
  key_id: string
  profile: Json<KeyProfile>
  learned_at_us: number
}

export interface ProgramOffTable {
  key_id: string
  since_us: number
}

export interface ExternalKeyTable {
  id: string
  version: number
  account_id: number
  label: string
  url: string
  api_key: string
  /** Null where no secret was given. */
  sealing_key_version: number | null
  sealed_bytes: Uint8Array | null
  preset: string
  holder_id: string | null
  entered_at_us: number
  created_at_us: number | null
  /** Null = it was never reached. */
  examination: Json<Examination> | null
  last_examined_at_us: number | null
  next_examination_at_us: number
  fault: string | null
  fault_since_us: number | null
  told: Json<readonly string[]>
}

export interface IncidentTable {
  id: string
  version: number
  account_id: number
  /** `closing` until everything is closed, then `closed`. */
  state: Incident['state']
  began_at_us: number
  /** What is to be closed. */
  plan: Json<IncidentPlan>
  /** Null until it is written. */
  report: Json<IncidentReport> | null
}
