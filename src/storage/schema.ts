import type { Account } from '../accounts/account.ts'
import type { Approval, ApprovalState } from '../approvals/approval.ts'
import type { AccountPolicy } from '../authority/account-policy.ts'
import type { MovingAddress } from '../authority/moving-address.ts'
import type { Environment } from '../environment.ts'
import type { Incident, IncidentPlan } from '../operations/lockdown/incident.ts'
import type { IncidentReport } from '../operations/lockdown/report.ts'
import type { ChangeDescription } from '../people/step-up.ts'
import type { Permission } from '../permission.ts'
import type { AlertSettings } from '../watch/alerts/alert-settings.ts'
import type { Alert, WebhookDelivery } from '../watch/alerts/alert.ts'
import type { Evidence, Severity } from '../watch/anomalies/anomaly.ts'
import type { KeyProfile } from '../watch/anomalies/key-profile.ts'
import type { Examination } from '../watch/external/examination.ts'
import type { KeptRules } from './approval-store.ts'
import type { Json } from './json-column.ts'

/**
 * The tables, as Kysely sees them. Portable: whole numbers (64 bit), text and bytes are the only column types;
 * a truth value is 0 or 1, a time is whole microseconds, money is a decimal string. Texts whose values are known have their type: only this store writes them.
 */
export interface MainSchema {
  migrations: MigrationTable
  accounts: AccountTable
  api_keys: ApiKeyTable
  key_uses: KeyUseTable
  sentinels: SentinelTable
  calendar: CalendarTable
  address_book: AddressBookTable
  withdrawal_policies: WithdrawalPolicyTable
  approval_rules: ApprovalRuleTable
  approvals: ApprovalTable
  approval_executions: ApprovalExecutionTable
  incidents: IncidentTable
  journal_live: JournalTable
  journal_testnet: JournalTable
  snapshots: SnapshotTable
  audit: AuditTable
  account_policies: AccountPolicyTable
  moving_addresses: MovingAddressTable
  audit_checkpoints: AuditCheckpointTable
  reminder_letters: ReminderLetterTable
  spending: SpendingTable
  alerts: AlertTable
  alert_settings: AlertSettingsTable
  webhook_deliveries: WebhookDeliveryTable
  key_profiles: KeyProfileTable
  programs_off: ProgramOffTable
  external_keys: ExternalKeyTable
}

export interface MigrationTable {
  number: number
  name: string
  applied_at_us: number
}

export interface AccountTable {
  id: number
  email: string
  parent_id: number | null
  label: string
  created_at_us: number
  margin_opened: number
  futures_opened: number
  api_access_enabled: number
  /** Bits of the rights that are left to a sub-account; null = no ceiling of its own. */
  ceiling: number | null
  /** How products came to be opened; null where nobody opened any. */
  openings: Json<NonNullable<Account['openings']>> | null
}

export interface ApiKeyTable {
  id: string
  text: string
  account_id: number
  environment: string
  label: string
  kind: string
  /** The sealed secret (HMAC) or the public key (SPKI, DER). */
  credential: Uint8Array
  /** Null where there is no secret. */
  sealing_key_version: number | null
  permissions: number
  /** Null = unrestricted; otherwise the entries, parted by single spaces ('' = trusted, none). */
  trusted_addresses: string | null
  /** JSON; null = none. */
  guard_rails: string | null
  enabled: number
  deleted_at_us: number | null
  created_at_us: number
  changed_at_us: number
  expires_at_us: number | null
  trading_lapses_at_us: number | null
  replay_guard: number
  /** JSON of what is not plain; null = a plain life. */
  life: string | null
  /** The person who made it or was handed it; null = nobody. */
  holder_id: string | null
  /** The margin wallet that a special key is bound to; null = an ordinary key. */
  bound_to: string | null
}

export interface KeyUseTable {
  key_id: string
  /** '' where the endpoint needs no right. */
  permission: string
  time_us: number
  address: string
  endpoint: string
}

export interface SentinelTable {
  /** Always 1: there is one sentinel. */
  id: number
  version: number
  sealed: Uint8Array
}

export interface CalendarTable {
  /** Always 1: there is one calendar. */
  id: number
  offset_us: number
}

export interface AddressBookTable {
  id: string
  account_id: number
  /** '' = every one; so with the network. */
  coin: string
  network: string
  address: string
  tag: string
  name: string
  added_at_us: number
  in_force_at_us: number
}

export interface WithdrawalPolicyTable {
  account_id: number
  version: number
  only_address_book: number
  /** Null = the program's default. */
  waiting_us: number | null
  locked_until_us: number | null
}

export interface ApprovalRuleTable {
  account_id: number
  version: number
  rules: Json<KeptRules>
}

export interface ApprovalTable {
  id: string
  version: number
  account_id: number
  operation: string
  wish: Json<unknown>
  change: Json<ChangeDescription>
  digest: string
  maker: string
  maker_person_id: string | null
  needed: number
  state: ApprovalState
  votes: Json<Approval['votes']>
  made_at_us: number
  expires_at_us: number
  recorded_at_us: number
  closed_at_us: number | null
  closed_by: string | null
  remark: string | null
  remark_code: string | null
}

export interface ApprovalExecutionTable {
  approval_id: string
  executed_at_us: number
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

/** A row a minute in which something was spent. */
export interface SpendingTable {
  lineage: string
  rail: string
  minute: number
  /** In 10⁻⁸ of the reference asset. */
  worth: string
}

/** One table an environment, so that the sequence is the primary key and a record costs one tree, not two. */
export interface JournalTable {
  sequence: number
  record_version: number
  engine_version: number
  time_us: number
  command: string
  events_digest: number
}

export interface SnapshotTable {
  environment: string
  sequence: number
  engine_version: number
  time_us: number
  state_hash: string
  state: string
}

export interface AuditTable {
  sequence: number
  time_us: number
  actor: string
  source: string
  act: string
  subject: string
  /** JSON. */
  before: string
  /** JSON. */
  after: string
  hash: string
}

export interface AccountPolicyTable {
  account_id: number
  version: number
  /** What differs from the default. */
  change: Json<Partial<AccountPolicy>>
}

export interface MovingAddressTable {
  id: string
  key_id: string
  source: MovingAddress['source']
  name: string | null
  /** The entries of the key's list that stand there because of it now. */
  entries: Json<readonly string[]>
  /** The blocks it may move in. */
  within: Json<readonly string[]>
  allows_private: number
  /** The sealed token of a heartbeat; null for a name. */
  sealing_key_version: number | null
  sealed_bytes: Uint8Array | null
  /** When it moved in the last 24 hours. */
  moves: Json<readonly number[]>
  /** The time that the newest heartbeat carried. */
  last_heard_us: number
  /** What went wrong the last time; null = nothing. */
  fault: string | null
  created_at_us: number
  version: number
}

export interface AuditCheckpointTable {
  /** The chain's sequence that it attests. */
  sequence: number
  /** Canonical JSON: what was signed. */
  body: string
  /** Base64. */
  signature: string
}

export interface ReminderLetterTable {
  /** `key:about:stage:date`: what was told, once. */
  id: string
  sent_at_us: number
}

export type JournalTableName = 'journal_live' | 'journal_testnet'

export const JOURNAL_TABLE: Readonly<Record<Environment, JournalTableName>> = { live: 'journal_live', testnet: 'journal_testnet' }

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
