import { isListWithin } from '../../authority/allow-list.ts'
import type { AllowList, ApiKey, BoundWallet } from '../../authority/api-key.ts'
import type { Authority } from '../../authority/authority.ts'
import { isLooser } from '../../authority/guard-rails.ts'
import type { KeyStore } from '../../authority/key-store.ts'
import { permissionBits } from '../../permission.ts'
import type { Clock } from '../../time.ts'
import type { KeyOperations } from '../keys/key-operations.ts'
import { BEYOND_MAKER, carryOutFor, handedDown, isReadable, isWithin, type Maker, type MakerParts } from '../maker.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import type { SpecialKeys, SpecialKeyWish } from './special-keys.ts'

export interface SpecialKeyOfficeParts extends MakerParts {
  readonly authority: Pick<Authority, 'byText'>
  readonly keys: Pick<KeyStore, 'ofAccount'>
  readonly operations: Pick<KeyOperations, 'create' | 'edit' | 'delete'>
  /** The authority's. */
  readonly clock: Clock
}

/** Carries out what keys ask for special keys of their own account, through the one way by which every change is made. */
export class SpecialKeyOffice implements SpecialKeys {
  readonly #parts: SpecialKeyOfficeParts

  constructor(parts: SpecialKeyOfficeParts) {
    this.#parts = parts
  }

  async of(wallet: BoundWallet, maker: Maker): Promise<readonly ApiKey[]> {
    const keys = await this.#parts.keys.ofAccount(maker.account.id)
    return keys.filter((key) => isTheirs(key, wallet, maker)).sort((a, b) => a.createdAtUs - b.createdAtUs)
  }

  byText(text: string, wallet: BoundWallet, maker: Maker): ApiKey | undefined {
    const key = this.#parts.authority.byText(text)
    return key && isTheirs(key, wallet, maker) ? key : undefined
  }

  async create({ boundTo, label, kind, publicKey, permissions, allowList }: SpecialKeyWish, maker: Maker): Promise<Outcome<{ readonly key: ApiKey; readonly secret: string | null }>> {
    const handed = handedDown(maker.key, this.#parts.clock.nowUs())
    if (handed === undefined || (isReadable(allowList) && !isWithin({ permissions: permissionBits(permissions), allowList }, maker.key))) return BEYOND_MAKER
    const wish = { account: maker.account.id, environment: maker.key.environment, boundTo, label, kind, permissions, allowList, ...(publicKey !== undefined && { publicKey }), ...handed }
    const made = await carryOutFor(this.#parts, this.#parts.operations.create, wish, maker)
    return made.ok ? done({ key: this.#found(made.value.key.apiKey), secret: made.value.secretKey }) : made
  }

  async setAllowList(key: ApiKey, allowList: AllowList, maker: Maker): Promise<Outcome<ApiKey>> {
    const isWider = isReadable(allowList) && !isListWithin(allowList, key.allowList)
    if (isWider && (!isWithin({ permissions: key.permissions, allowList }, maker.key) || isLooser(maker.key.guardRails, key.guardRails))) return BEYOND_MAKER
    const edited = await this.#managed(key, maker, () => carryOutFor(this.#parts, this.#parts.operations.edit, { key: key.id, change: { allowList } }, maker))
    return edited.ok ? done(this.#found(key.text)) : edited
  }

  async delete(key: ApiKey, maker: Maker): Promise<Outcome<null>> {
    const deleted = await this.#managed(key, maker, () => carryOutFor(this.#parts, this.#parts.operations.delete, { key: key.id }, maker))
    return deleted.ok ? done(null) : deleted
  }

  /** Keys manage the special keys of their own account, and no ordinary one. */
  async #managed<Value>(key: ApiKey, { account }: Maker, carryOut: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    return key.accountId === account.id && key.boundTo !== null ? carryOut() : refused('notAllowed', 'A key manages the special keys of its own account.', 'Ask with a key of that account.')
  }

  #found(text: string): ApiKey {
    const key = this.#parts.authority.byText(text)
    if (!key) throw new Error('a key was changed and is not there')
    return key
  }
}

const isTheirs = ({ deletedAtUs, accountId, environment, boundTo }: ApiKey, wallet: BoundWallet, { key, account }: Maker): boolean =>
  deletedAtUs === null && accountId === account.id && environment === key.environment && boundTo === wallet
