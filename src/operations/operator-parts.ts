import type { NameOf } from './record/names.ts'
import type { Account } from '../accounts/account.ts'
import type { AuditEntry } from '../audit/entry.ts'
import type { AuditReader } from '../audit/reader.ts'
import type { RecordVerification } from '../audit/verify-record.ts'
import type { ApiKey } from '../authority/api-key.ts'
import type { Act, Authority } from '../authority/authority.ts'
import type { KeyStore } from '../authority/key-store.ts'
import type { Sealer } from '../authority/sealing.ts'
import type { Environment } from '../environment.ts'
import type { Venue } from '../exchange/venue.ts'
import type { RollingRail } from '../gate/guard-rails/spending.ts'
import type { AccountId, ApiKeyId } from '../ids.ts'
import type { Amount } from '../money.ts'
import type { Clock, TimeUs } from '../time.ts'
import type { CallLog } from '../watch/call-log.ts'
import type { AccountOperations } from './accounts/account-operations.ts'
import type { AccountParts } from './accounts/account-parts.ts'
import type { AlertRoom } from './alerts/alert-room.ts'
import type { MovableCalendar } from './clock-move.ts'
import type { DemoAuthenticator } from './demo-code.ts'
import type { ExternalRoom } from './external/external-room.ts'
import type { KeyFinder } from './key-finder.ts'
import type { KeyOperations } from './keys/key-operations.ts'
import type { AskingParts } from './local-asking.ts'
import type { LockdownOffice } from './lockdown/lockdown.ts'
import type { MailOffice } from './mail/mail-office.ts'
import type { MoneyOutRoom } from './money-out/open-money-out.ts'
import type { bindAddress, unbindAddress } from './moving-addresses/bind.ts'
import type { MovingParts } from './moving-addresses/moving-parts.ts'
import type { OutboxReader } from './outbox-list.ts'
import type { SandboxControl } from './sandbox-acts.ts'
import type { ScenarioControl } from './scenario-acts.ts'
import type { SealingKeys } from './sealing-keys.ts'

/** What the limits on hours of a key leave to it. */
export type LimitsLeft = (key: ApiKey) => Partial<Record<RollingRail, Amount>>

/** What the acts of an operator work on. */
export interface OperatorParts extends AskingParts {
  readonly keyActs: KeyOperations
  readonly money: MoneyOutRoom
  readonly lockdown: LockdownOffice
  /** Absent: nothing here counts what keys spend. */
  readonly limitsLeft?: LimitsLeft
  /** Since when the program of a key is said to be off; null where it may run. Absent: nobody says so here. */
  readonly programOffSinceUs?: (id: ApiKeyId) => TimeUs | null
  readonly accountParts: AccountParts
  readonly accountActs: AccountOperations
  readonly movingParts: MovingParts
  readonly movingActs: { readonly bind: ReturnType<typeof bindAddress>; readonly unbind: ReturnType<typeof unbindAddress> }
  readonly alerts: AlertRoom
  readonly external: ExternalRoom
  readonly authority: Authority
  readonly keys: KeyStore
  readonly keyFinder: KeyFinder
  readonly accounts: { all(): Iterable<Account>; byId(id: AccountId): Account | undefined }
  readonly callLog: CallLog
  /** Null while no server runs: then nobody knows what the venues hold. */
  readonly venueOf: (environment: Environment) => Pick<Venue, 'view'> | null
  readonly nameOf: NameOf
  readonly audit: Pick<AuditReader, 'find'> & { record(entry: AuditEntry): Promise<void>; verify(): Promise<RecordVerification>; export(file: string): Promise<{ readonly rows: number }> }
  /** Copies the store into a new file. Throws with words for people when it cannot. */
  backup(file: string): Promise<{ readonly file: string; readonly bytes: number }>
  readonly sealingKeys: SealingKeys
  /** Seals what is kept of people under another sealing key. */
  onSealer(sealer: Sealer): void
  readonly outbox: OutboxReader
  readonly mail: MailOffice
  readonly consoleUrl: () => string
  /** Null outside demo mode. */
  readonly demoAuthenticator: DemoAuthenticator | null
  /** The authority's calendar. */
  readonly clock: Clock
  readonly movable: MovableCalendar
  /** Tells people what their keys need; asked when the calendar has moved. */
  remind(): Promise<unknown>
  /** Null while no server runs. */
  readonly sandboxes: () => SandboxControl | null
  /** Null while no server runs. */
  readonly scenarios: () => ScenarioControl | null
  /** For the record, and for one-time codes. */
  readonly wallClock: Clock
}

const ACTOR = 'operator:local'

/** Who acts here, as the audit chain names it. */
export const actNow = ({ clock, wallClock }: Pick<OperatorParts, 'clock' | 'wallClock'>): Act & { readonly recordedAtUs: TimeUs } => ({ actor: ACTOR, source: 'local', nowUs: clock.nowUs(), recordedAtUs: wallClock.nowUs() })
