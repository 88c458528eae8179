import type { Environment } from '../environment.ts'
import type { AccountId, ApiKeyId, ApiKeyText } from '../ids.ts'
import type { PermissionBits } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { GuardRails } from './guard-rails.ts'
import type { KeyLife } from './key-life.ts'

export type { GuardRails } from './guard-rails.ts'

/** An HMAC secret as it is kept: AES-256-GCM under a versioned sealing key, with the key's id as associated data. */
export interface SealedSecret {
  readonly sealingKeyVersion: number
  /** nonce (12) ‖ ciphertext ‖ tag (16) */
  readonly bytes: Uint8Array
}

/** How a key signs. Only an HMAC key has a secret here; the others have their public half alone. */
export type Credential =
  | { readonly kind: 'hmac'; readonly secret: SealedSecret }
  | { readonly kind: 'ed25519'; /** SPKI, DER. */ readonly publicKey: Uint8Array }
  | { readonly kind: 'rsa'; /** SPKI, DER; 2048 to 4096 bits. */ readonly publicKey: Uint8Array }

export type KeyKind = Credential['kind']

/** From where a key may be used: anywhere by choice, or from these entries only (none = from nowhere). */
export type AllowList =
  | { readonly mode: 'unrestricted' }
  | { readonly mode: 'trusted'; /** Canonical text: `203.0.113.45`, `198.51.100.0/28`, `2001:db8::/32`. */ readonly entries: readonly string[] }

/**
 * The margin wallet that a special key is bound to: the cross account, or the isolated account of one pair. Named as the venue names its wallets, so
 * that nothing has to be translated on the way there.
 */
export type BoundWallet = 'crossMargin' | `isolatedMargin:${string}`

/** One API key, whole, as it is stored and shown. */
export interface ApiKey {
  readonly id: ApiKeyId
  readonly text: ApiKeyText
  readonly accountId: AccountId
  readonly environment: Environment
  readonly label: string
  readonly credential: Credential
  readonly permissions: PermissionBits
  readonly allowList: AllowList
  readonly guardRails: GuardRails
  readonly isEnabled: boolean
  /** Deleted keys stay in the record, and are never admitted again. */
  readonly deletedAtUs: TimeUs | null
  readonly createdAtUs: TimeUs
  readonly changedAtUs: TimeUs
  readonly expiresAtUs: TimeUs | null
  /** When the trading rights of an unrestricted live key lapse; null where no clock runs. */
  readonly tradingLapsesAtUs: TimeUs | null
  readonly replayGuard: boolean
  readonly life: KeyLife
  /** The person who made it or was handed it; null = nobody in particular. */
  readonly holderId: string | null
  /** The one wallet that it acts on; null = an ordinary key. A row that does not act on such a wallet refuses a bound key. */
  readonly boundTo: BoundWallet | null
}
