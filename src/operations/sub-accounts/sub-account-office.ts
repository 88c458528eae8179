import type { Account } from '../../accounts/account.ts'
import { isListWithin } from '../../authority/allow-list.ts'
import type { AllowList, ApiKey } from '../../authority/api-key.ts'
import type { Authority } from '../../authority/authority.ts'
import { isLooser } from '../../authority/guard-rails.ts'
import type { KeyStore } from '../../authority/key-store.ts'
import { accountId } from '../../ids.ts'
import { permissionBits } from '../../permission.ts'
import type { Clock } from '../../time.ts'
import type { AccountOperations } from '../accounts/account-operations.ts'
import type { AccountParts } from '../accounts/account-parts.ts'
import { virtualEmail } from '../accounts/create-sub-account.ts'
import type { Changes } from '../carry-out.ts'
import type { KeyOperations } from '../keys/key-operations.ts'
import { BEYOND_MAKER, canonicalEntry, carryOutFor, handedDown, isReadable, isWithin, type Maker } from '../maker.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import type { SubAccountFuturesWish } from './open-futures.ts'
import type { SubAccountActs, SubAccountKeyChange, SubAccountKeyWish } from './sub-account-acts.ts'

export interface SubAccountOfficeParts {
  readonly changes: Pick<Changes, 'carryOut'>
  readonly accounts: AccountParts['accounts']
  readonly policies: AccountParts['policies']
  readonly authority: Pick<Authority, 'byText'>
  readonly keys: Pick<KeyStore, 'ofAccount'>
  readonly operations: {
    readonly createSubAccount: AccountOperations['createSubAccount']
    readonly openFutures: Operation<SubAccountFuturesWish, Account>
    readonly keys: Pick<KeyOperations, 'create' | 'edit' | 'delete'>
  }
  /** The authority's. */
  readonly clock: Clock
  /** Letters and digits that nobody else has. */
  randomText(length: number): string
}

const SUFFIX_LENGTH = 8

/** Both environments have the same accounts: a key that is for trying must not make any. */
const ONLY_LIVE = refused('onlyLive', 'The testnet has the sub-accounts that are made with live keys.', 'Make it with a live key; it is on the testnet at once.')

const listAfter = (key: ApiKey, { allowList, addAddresses = [], removeAddresses = [] }: SubAccountKeyChange): AllowList => {
  const from = allowList ?? key.allowList
  if (from.mode === 'unrestricted') return from
  const removed = new Set(removeAddresses.map(canonicalEntry))
  return { mode: 'trusted', entries: [...from.entries.map(canonicalEntry).filter((text) => !removed.has(text)), ...addAddresses.map(canonicalEntry)] }
}

/** Carries out what a main account's key asks for its sub-accounts, through the one way by which every change is made. */
export class SubAccountOffice implements SubAccountActs {
  readonly #parts: SubAccountOfficeParts

  constructor(parts: SubAccountOfficeParts) {
    this.#parts = parts
  }

  policyOf(account: Account): ReturnType<SubAccountActs['policyOf']> {
    return this.#parts.policies.of(account)
  }

  async create(name: string, maker: Maker): Promise<Outcome<Account>> {
    if (maker.key.environment === 'testnet') return ONLY_LIVE
    const made = await this.#carryOut(this.#parts.operations.createSubAccount, { main: maker.account.id, email: virtualEmail(name, this.#parts.randomText(SUFFIX_LENGTH)), label: name }, maker)
    if (!made.ok) return made
    const account = this.#parts.accounts.byId(accountId(made.value.id))
    if (!account) throw new Error(`account ${made.value.id} was made and is not there`)
    return done(account)
  }

  async openFutures(account: Account, maker: Maker): Promise<Outcome<Account>> {
    // Every product is open there, and the account's own say is for live.
    if (maker.key.environment === 'testnet') return done(account)
    return this.#carryOut(this.#parts.operations.openFutures, { account: account.id }, maker, account)
  }

  async keysOf(account: Account, { key: { environment } }: Maker): Promise<readonly ApiKey[]> {
    const keys = await this.#parts.keys.ofAccount(account.id)
    return keys.filter((key) => key.deletedAtUs === null && key.environment === environment).sort((a, b) => a.createdAtUs - b.createdAtUs)
  }

  key(account: Account, text: string, { key: { environment } }: Maker): ApiKey | undefined {
    const key = this.#parts.authority.byText(text)
    return key && key.deletedAtUs === null && key.accountId === account.id && key.environment === environment ? key : undefined
  }

  async createKey(account: Account, { label, kind, publicKey, permissions, allowList }: SubAccountKeyWish, maker: Maker): Promise<Outcome<{ readonly key: ApiKey; readonly secret: string | null }>> {
    const { key } = maker
    const handed = handedDown(key, this.#parts.clock.nowUs())
    if (handed === undefined) return BEYOND_MAKER
    if (isReadable(allowList) && !isWithin({ permissions: permissionBits(permissions), allowList }, key)) return BEYOND_MAKER
    const wish = { account: account.id, label, kind, permissions, allowList, environment: key.environment, ...(publicKey !== undefined && { publicKey }), ...handed }
    const made = await this.#carryOut(this.#parts.operations.keys.create, wish, maker, account)
    return made.ok ? done({ key: this.#found(made.value.key.apiKey), secret: made.value.secretKey }) : made
  }

  async editKey(key: ApiKey, change: SubAccountKeyChange, maker: Maker): Promise<Outcome<ApiKey>> {
    const after = { permissions: (key.permissions | permissionBits(change.grant ?? [])) & ~permissionBits(change.revoke ?? []), allowList: listAfter(key, change) }
    if (isReadable(after.allowList)) {
      const isWider = (after.permissions & ~key.permissions) !== 0 || !isListWithin(after.allowList, key.allowList)
      if (isWider && (!isWithin(after, maker.key) || isLooser(maker.key.guardRails, key.guardRails))) return BEYOND_MAKER
    }
    const edited = await this.#carryOut(this.#parts.operations.keys.edit, { key: key.id, change }, maker, key)
    return edited.ok ? done(this.#found(key.text)) : edited
  }

  async deleteKey(key: ApiKey, maker: Maker): Promise<Outcome<null>> {
    const deleted = await this.#carryOut(this.#parts.operations.keys.delete, { key: key.id }, maker, key)
    return deleted.ok ? done(null) : deleted
  }

  /** @param about the sub-account, or one of its keys */
  async #carryOut<Wish, Value>(operation: Operation<Wish, Value>, wish: Wish, maker: Maker, about?: Account | ApiKey): Promise<Outcome<Value>> {
    const subject = about && this.#parts.accounts.byId('accountId' in about ? about.accountId : about.id)
    if (about && subject?.parentId !== maker.account.id) return refused('notAllowed', 'A key manages the sub-accounts of its own account.', 'Use a key of the account above.')
    return carryOutFor(this.#parts, operation, wish, maker)
  }

  #found(text: string): ApiKey {
    const key = this.#parts.authority.byText(text)
    if (!key) throw new Error('a key was changed and is not there')
    return key
  }
}
