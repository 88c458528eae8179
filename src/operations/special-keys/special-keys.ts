import type { AllowList, ApiKey, BoundWallet, KeyKind } from '../../authority/api-key.ts'
import type { Permission } from '../../permission.ts'
import type { Maker } from '../maker.ts'
import type { Outcome } from '../outcome.ts'

/** What a special key is to be. */
export interface SpecialKeyWish {
  readonly boundTo: BoundWallet
  readonly label: string
  readonly kind: KeyKind
  /** SPKI PEM; asymmetric kinds only. */
  readonly publicKey: string | undefined
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
}

/**
 * Special keys of an account: each is bound to one of its margin wallets, which it reads and trades with as others do with spot. Another key of the
 * account makes them, within its own rights, list and limits, where the policy lets keys manage keys.
 */
export interface SpecialKeys {
  /** Those bound to that wallet, in the environment of the key that asks, oldest first. */
  of(wallet: BoundWallet, maker: Maker): Promise<readonly ApiKey[]>
  /** By its text; undefined where it is no living key of the asker's account and environment that is bound to that wallet. */
  byText(text: string, wallet: BoundWallet, maker: Maker): ApiKey | undefined
  /** The secret of an HMAC key is told here, and never again. */
  create(wish: SpecialKeyWish, maker: Maker): Promise<Outcome<{ readonly key: ApiKey; readonly secret: string | null }>>
  setAllowList(key: ApiKey, allowList: AllowList, maker: Maker): Promise<Outcome<ApiKey>>
  delete(key: ApiKey, maker: Maker): Promise<Outcome<null>>
}
