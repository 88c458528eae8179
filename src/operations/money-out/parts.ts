import type { Account } from '../../accounts/account.ts'
import type { Approvals, By } from '../../approvals/approvals.ts'
import type { AuditEntry } from '../../audit/entry.ts'
import type { Confirmation, Kept } from '../../confirmation.ts'
import type { Venue } from '../../exchange/venue.ts'
import type { AccountId } from '../../ids.ts'
import type { Clock } from '../../time.ts'
import type { WithdrawalRules } from '../../withdrawals/withdrawal-rules.ts'
import type { Doing } from '../operation.ts'
import { type Outcome, refused } from '../outcome.ts'
import type { MoneyOut } from './money-out.ts'

/** What the acts about money that leaves work on. */
export interface MoneyOutOperationParts {
  readonly moneyOut: MoneyOut
  readonly rules: WithdrawalRules
  readonly approvals: Approvals
  readonly accounts: { all(): Iterable<Account>; byId(id: AccountId): Account | undefined }
  /** The live venue; null while no server runs. */
  readonly liveVenue: () => Venue | null
  readonly audit: { recordConfirmed(entry: AuditEntry, confirmation: Confirmation | null): Promise<Kept> }
  readonly randomText: (length: number) => string
  /** The authority's calendar. */
  readonly clock: Clock
  readonly wallClock: Clock
}

/** A doing, as the rooms below record it. */
export const byOf = ({ actor, source, nowUs, recordedAtUs, personId, confirmation }: Doing): By => ({ actor, source, nowUs, recordedAtUs, personId, confirmation })

/** What was confirmed was done already, or the confirmation is over. */
export const unconfirmed: Extract<Outcome<never>, { ok: false }> = refused('stepUpUsed', 'This confirmation was used already, or is over.', 'Confirm the change anew.')

export const noServer: Extract<Outcome<never>, { ok: false }> = refused('serverNeeded', 'Money moves only while the server runs.', 'Start it: ./bitting start')
