import type { RandomBytes } from '../authority/key-text.ts'
import type { Language } from '../language.ts'
import type { TimeUs } from '../time.ts'
import type { BreachedPasswords } from './common-passwords.ts'
import type { LettersIn } from './letters.ts'
import type { PasskeyCeremonies } from './passkey.ts'
import type { Argon2Parameters, PasswordHasher } from './password-hash.ts'
import type { PeopleStore } from './people-store.ts'
import type { SecretSealer } from './sealed.ts'
import type { SessionLimits } from './session.ts'

/** Where and when somebody calls, and what their browser carries. */
export interface Visit {
  /** Wall time. */
  readonly nowUs: TimeUs
  readonly address: string
  /** The browser in words: `Firefox on Linux`. */
  readonly deviceLabel: string
  /** What a confirmed device carries; null where there is none. */
  readonly deviceToken: string | null
  /** The session that the browser still carries; it ends when another begins. */
  readonly sessionToken: string | null
  /** What the page is in, or the browser asks for; null = untold. */
  readonly language: Language | null
}

/** Who does something in other rooms on behalf of a person, as the audit chain names it. */
export interface Doer {
  readonly actor: string
  readonly source: string
  readonly nowUs: TimeUs
}

export interface AccountsPort {
  /** The main account above; null for a main account, undefined for none of that number. */
  parentOf(accountId: number): number | null | undefined
  /** A main account for a new owner. Asked again for the same address it gives the same account. */
  openFor(email: string, doer: Doer): Promise<number>
}

/** What other rooms hold of a person who leaves. Each may be asked again after a crash, and then does what is left to do. */
export interface LeavingPort {
  /** @param goTo the person who holds them from now on; null: they are disabled */
  closeKeysOf(personId: string, goTo: string | null, doer: Doer): Promise<{ readonly keys: number }>
  withdrawApprovalsOf(personId: string, doer: Doer): Promise<{ readonly approvals: number }>
}

export interface PeopleSettings {
  readonly sessionLimits: SessionLimits
  readonly passwordParameters: Argon2Parameters
  readonly isSignUpOpen: boolean
  /** Whether SMS have somewhere to go: a provider, or the outbox. */
  readonly isSmsOffered: boolean
  /** `http://localhost:8081` */
  readonly consoleUrl: () => string
}

export interface PeopleParts {
  readonly store: PeopleStore
  readonly sealer: SecretSealer
  readonly hasher: PasswordHasher
  readonly breached: BreachedPasswords
  readonly passkeys: PasskeyCeremonies
  readonly randomBytes: RandomBytes
  readonly accounts: AccountsPort
  readonly leaving: LeavingPort
  readonly settings: PeopleSettings
  readonly lettersIn: LettersIn
  /** Letters wait in the outbox. */
  readonly onLetters: () => void
}
