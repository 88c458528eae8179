import type { Account } from '../../accounts/account.ts'
import type { AccountId } from '../../ids.ts'
import type { Changes } from '../../operations/carry-out.ts'
import type { People } from '../../people/people.ts'
import type { Clock } from '../../time.ts'
import type { Operator } from '../../operations/operator.ts'
import type { AuditReader } from '../../audit/reader.ts'

/** What the console's API works with. */
export interface ConsoleParts {
  readonly people: People
  readonly changes: Changes
  readonly accounts: { all(): Iterable<Account>; byId(id: AccountId): Account | undefined }
  readonly audit: AuditReader
  /** What looks only, and the demo's own acts. */
  readonly operator: Pick<Operator, 'auditVerify' | 'outboxList' | 'demoCode' | 'clockShow' | 'clockMove' | 'presetsList'>
  readonly wallClock: Clock
  readonly isDemo: boolean
  readonly isSignUpOpen: boolean
  readonly urls: () => { readonly rest: string; readonly ws: string }
}
