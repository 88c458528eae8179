import { AllowListMatcher } from './allow-list.ts'
import type { ApiKey } from './api-key.ts'
import type { IpAddress } from './ip-address.ts'
import type { Sealer } from './sealing.ts'
import { type Verifier, verifierOf } from './verifier.ts'

/** One key, ready for deciding. Stands until the key changes; then another takes its place. */
export class DirectoryEntry {
  readonly key: ApiKey
  readonly #sealer: Pick<Sealer, 'open'>
  readonly #allowed: AllowListMatcher
  #verifier: Verifier | undefined
  #lastAdmitted: IpAddress | undefined

  constructor(key: ApiKey, sealer: Pick<Sealer, 'open'>) {
    this.key = key
    this.#sealer = sealer
    this.#allowed = new AllowListMatcher(key.allowList)
  }

  /** Whether calls from this address may use the key. */
  admits(address: IpAddress | undefined): boolean {
    // A bot calls from one place: the very object that was admitted last is admitted again.
    if (address !== undefined && address === this.#lastAdmitted) return true
    const isAdmitted = this.#allowed.admits(address)
    if (isAdmitted) this.#lastAdmitted = address
    return isAdmitted
  }

  /** What checks the key's signatures; prepared at the first use. @throws when the secret does not open. */
  get verifier(): Verifier {
    return (this.#verifier ??= verifierOf(this.key, this.#sealer))
  }
}
