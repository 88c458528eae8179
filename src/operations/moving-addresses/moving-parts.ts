import type { AccountDirectory } from '../../accounts/account-directory.ts'
import type { Authority } from '../../authority/authority.ts'
import type { MovingAddressStore } from '../../authority/moving-address.ts'
import type { PolicyDirectory } from '../../authority/policy-directory.ts'
import type { SecretSealer } from '../../people/sealed.ts'
import type { Clock } from '../../time.ts'

/** Looks a name up in the DNS. */
export interface NameLookup {
  /** Every IPv4 and IPv6 address of the name; rejects where it has none or cannot be asked. */
  addressesOf(name: string): Promise<readonly string[]>
}

export interface MovingParts {
  readonly store: MovingAddressStore
  readonly authority: Authority
  readonly accounts: AccountDirectory
  readonly policies: PolicyDirectory
  readonly lookup: NameLookup
  readonly sealer: () => SecretSealer
  readonly randomText: (length: number) => string
  /** The authority's calendar. */
  readonly clock: Clock
  readonly wallClock: Clock
}

/** A sealed token is bound to its entry: moved to another one it does not open. */
export const tokenSealId = (id: string): string => `heartbeat:${id}`
