import type { AccountDirectory } from '../../accounts/account-directory.ts'
import { presetsUnder } from '../../authority/account-policy.ts'
import type { PolicyDirectory } from '../../authority/policy-directory.ts'
import { presetNamed } from '../../authority/presets.ts'
import type { PeopleStore } from '../../people/people-store.ts'
import type { SecretSealer } from '../../people/sealed.ts'
import type { Clock } from '../../time.ts'
import type { ExternalKey, ExternalKeyStore, KeyDoctor } from '../../watch/external/external-key.ts'

/** What the acts on external keys work with. */
export interface ExternalParts {
  readonly store: ExternalKeyStore
  readonly doctor: KeyDoctor
  readonly accounts: AccountDirectory
  readonly policies: PolicyDirectory
  readonly people: Pick<PeopleStore, 'byId' | 'find'>
  readonly sealer: () => SecretSealer
  readonly randomText: (length: number) => string
  /** The authority's calendar. */
  readonly clock: Clock
  readonly wallClock: Clock
  /** Whether exchanges inside the network, and over plain HTTP, may be called. */
  readonly allowsInside: boolean
  /** Letters wait in the outbox. */
  readonly onLetters: () => void
}

/** A sealed secret is bound to its key: moved to another row it does not open. */
export const externalSealId = (id: string): string => `external:${id}`

/** How long a secret lasts, by the user type as the account's policy has it. */
export const periodDaysOf = ({ accountId, preset }: ExternalKey, { accounts, policies }: Pick<ExternalParts, 'accounts' | 'policies'>): number => {
  const account = accounts.byId(accountId)
  const row = account && presetsUnder(policies.of(account)).find(({ name }) => name === preset)
  // A policy may have taken a user type away since.
  return (row ?? presetNamed(preset))?.periodDays ?? LONGEST_PERIOD_DAYS
}

const LONGEST_PERIOD_DAYS = 365
