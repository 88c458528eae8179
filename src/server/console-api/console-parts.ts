import type { Account } from '../../accounts/account.ts'
import type { Environment } from '../../environment.ts'
import type { Venue } from '../../exchange/venue.ts'
import type { AccountId } from '../../ids.ts'
import type { Changes } from '../../operations/carry-out.ts'
import type { People } from '../../people/people.ts'
import type { AccountOperations } from '../../operations/accounts/account-operations.ts'
import type { AccountParts } from '../../operations/accounts/account-parts.ts'
import type { AlertRoom } from '../../operations/alerts/alert-room.ts'
import type { ExternalRoom } from '../../operations/external/external-room.ts'
import type { KeyOperations } from '../../operations/keys/key-operations.ts'
import type { KeyParts } from '../../operations/keys/key-parts.ts'
import type { KeyQueries } from '../../operations/keys/queries.ts'
import type { LockdownOffice, LockdownWish } from '../../operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../operations/lockdown/report.ts'
import type { MailOffice } from '../../operations/mail/mail-office.ts'
import type { MoneyOutRoom } from '../../operations/money-out/open-money-out.ts'
import type { BindWish, BoundAddress, UnbindWish } from '../../operations/moving-addresses/bind.ts'
import type { MovingParts } from '../../operations/moving-addresses/moving-parts.ts'
import type { AccountRecord } from '../../operations/record/list-of-accounts.ts'
import type { NameOf } from '../../operations/record/names.ts'
import type { Operation } from '../../operations/operation.ts'
import type { EndpointShape } from '../../gate/endpoint-shape.ts'
import type { CallLog } from '../../watch/call-log.ts'
import type { Clock } from '../../time.ts'
import type { Operator } from '../../operations/operator.ts'
import type { AuditReader } from '../../audit/reader.ts'
import type { recordExport } from '../record-export.ts'
import type { SandboxRoom } from './sandbox.ts'

/** What the console's API works with. */
export interface ConsoleParts {
  readonly people: People
  readonly changes: Changes
  readonly accounts: { all(): Iterable<Account>; byId(id: AccountId): Account | undefined }
  readonly audit: AuditReader
  readonly nameOf: NameOf
  readonly accountRecord: Pick<AccountRecord, 'list'>
  /** Whose letters are about these accounts alone. */
  readonly recipientsOf: (accounts: ReadonlySet<number>) => Promise<ReadonlySet<string>>
  readonly exportRecord: ReturnType<typeof recordExport>
  readonly keyActs: KeyOperations
  readonly keyQueries: KeyQueries
  readonly keyParts: KeyParts
  readonly movingActs: { readonly bind: Operation<BindWish, BoundAddress>; readonly unbind: Operation<UnbindWish, { readonly id: string }> }
  readonly movingParts: MovingParts
  readonly alerts: AlertRoom
  readonly external: ExternalRoom
  readonly callLog: Pick<CallLog, 'calls' | 'rates' | 'uses' | 'programs' | 'gaps' | 'hear'>
  readonly venueOf: (environment: Environment) => Pick<Venue, 'view'> | null
  readonly accountActs: AccountOperations
  readonly accountParts: AccountParts
  readonly money: Pick<MoneyOutRoom, 'office' | 'operations' | 'parts' | 'approvalParts'>
  readonly sandbox: SandboxRoom
  readonly lockdown: Pick<LockdownOffice, 'preview' | 'incident' | 'incidents'>
  readonly lockdownAct: Operation<LockdownWish, IncidentReport>
  readonly endpoints: readonly (Pick<EndpointShape, 'method' | 'path' | 'family' | 'security' | 'permission' | 'isSigned'> & { readonly name: string; readonly summary: string })[]
  /** What looks only, and the demo's own acts. */
  readonly operator: Pick<Operator, 'auditVerify' | 'outboxList' | 'demoCode' | 'clockShow' | 'clockMove' | 'presetsList'>
  readonly mail: Pick<MailOffice, 'show' | 'test' | 'isSent'>
  /** As links in letters have it. */
  readonly consoleUrl: () => string
  readonly wallClock: Clock
  readonly isDemo: boolean
  /** As the demo file has it; null outside a demo, or where the file is gone. */
  readonly demoPassword: () => string | null
  readonly isSignUpOpen: boolean
  readonly urls: () => { readonly rest: string; readonly ws: string }
}
