import type { AccountPolicyTable, AccountTable, AddressBookTable, ApprovalExecutionTable, ApprovalRuleTable, ApprovalTable, WithdrawalPolicyTable } from './tables/accounts.ts'
import type { ApiKeyTable, KeyUseTable, MovingAddressTable, ReminderLetterTable, SentinelTable, SpendingTable } from './tables/keys.ts'
import type { AlertSettingsTable, AlertTable, ExternalKeyTable, IncidentTable, KeyProfileTable, ProgramOffTable, WebhookDeliveryTable } from './tables/watch.ts'
import type { AuditCheckpointTable, AuditTable, CalendarTable, JournalTable, MigrationTable, SnapshotTable } from './tables/record.ts'

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
