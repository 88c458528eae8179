import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation } from '../confirmation.ts'
import type { TimeUs } from '../time.ts'
import type { Link } from './link.ts'
import type { OutboxMessage } from './message.ts'
import type { OneTimeCode } from './one-time-code.ts'
import type { Passkey, PasskeyChallenge } from './passkey.ts'
import type { Device, Membership, Person } from './person.ts'
import type { RecoveryCode } from './recovery-codes.ts'
import type { BearerToken, Session } from './session.ts'
import type { SignInAttempt } from './sign-in-attempt.ts'
import type { StepUp, StepUpUse } from './step-up.ts'
import type { StepUpPolicy } from './step-up-policy.ts'
import type { ThrottleRecord } from './throttle.ts'
import type { Totp } from './totp.ts'

/** Everything that is kept of people, by kind. */
export interface PeopleRecords {
  person: Person
  membership: Membership
  device: Device
  totp: Totp
  recoveryCode: RecoveryCode
  passkey: Passkey
  passkeyChallenge: PasskeyChallenge
  code: OneTimeCode
  signIn: SignInAttempt
  session: Session
  bearerToken: BearerToken
  stepUp: StepUp
  stepUpUse: StepUpUse
  stepUpPolicy: StepUpPolicy
  link: Link
  message: OutboxMessage
  throttle: ThrottleRecord
}
export type PeopleKind = keyof PeopleRecords

/**
 * `insert`: refused where there is one of that id, or of what else is unique. `update`: refused unless the stored version is the one before the record's.
 * `put`: whatever was there. `remove`: refused where there is none.
 */
export type PeopleChange = {
  [Kind in PeopleKind]: { readonly do: 'insert' | 'update' | 'put'; readonly kind: Kind; readonly record: PeopleRecords[Kind] } | { readonly do: 'remove'; readonly kind: Kind; readonly id: string }
}[PeopleKind]

export type Saved = 'saved' | 'conflict'

/** What the people need of a store. */
export interface PeopleStore {
  byId<Kind extends PeopleKind>(kind: Kind, id: string): Promise<PeopleRecords[Kind] | undefined>
  /** Those whose columns equal `where`, ordered by id. */
  find<Kind extends PeopleKind>(kind: Kind, where: Partial<PeopleRecords[Kind]>): Promise<readonly PeopleRecords[Kind][]>
  /**
   * All of it or nothing, durable, with the audit entry, and with the confirmation used up, before the promise resolves.
   * `conflict`: somebody else changed one of the records, or used the confirmation, in between; nothing was changed.
   */
  save(changes: readonly PeopleChange[], audit: AuditEntry | null, confirmation?: Confirmation | null): Promise<Saved>
  /** Lets go of what was to be kept until now at most. */
  forget(nowUs: TimeUs): Promise<void>
}
