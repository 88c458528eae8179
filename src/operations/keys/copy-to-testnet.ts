import type { ApiKey } from '../../authority/api-key.ts'
import { permissionsOf } from '../../permission.ts'
import type { Operation } from '../operation.ts'
import type { CreatedKey, CredentialWish, KeyWish } from '../operator.ts'
import { refused } from '../outcome.ts'
import { createKey } from './create.ts'
import { aboutKey, keyOfId, type KeyParts } from './key-parts.ts'

export interface CopyWish {
  /** The id of the key that is copied. */
  readonly key: string
  readonly credential: CredentialWish
}

const LONGEST = 100

/** The same shape on the testnet, with a secret of its own: what holds there holds here, but for money. */
const wishOf = (key: ApiKey, { kind, publicKey, label }: CredentialWish): KeyWish => ({
  account: key.accountId, environment: 'testnet', label: label ?? `${key.label.slice(0, LONGEST - 10)} (testnet)`, kind: kind ?? key.credential.kind, ...(publicKey !== undefined && { publicKey }),
  permissions: permissionsOf(key.permissions), allowList: key.allowList, guardRails: key.guardRails, replayGuard: key.replayGuard, ...(key.life.periodDays !== null && { periodDays: key.life.periodDays, afterPeriod: key.life.afterPeriod }), ...(key.boundTo !== null && { boundTo: key.boundTo }),
})

const ON_TESTNET = refused('onTestnet', 'This key belongs to the testnet already.', 'Copy a live one.')

/** `keys.copyToTestnet`: makes a key of the same shape on the testnet, where nothing can be lost. */
export const copyToTestnet = (parts: KeyParts): Operation<CopyWish, CreatedKey> => {
  const create = createKey(parts)
  return {
    name: 'keys.copyToTestnet',
    about: ({ key }) => aboutKey(key, 'key.createReading', parts),
    describe: async ({ key: id, credential }) => {
      const found = await keyOfId(id, parts)
      if (!found.ok) return found
      return found.value.environment === 'testnet' ? ON_TESTNET : create.describe(wishOf(found.value, credential))
    },
    perform: async ({ key: id, credential }, doing) => {
      const found = await keyOfId(id, parts)
      if (!found.ok) return found
      return found.value.environment === 'testnet' ? ON_TESTNET : create.perform(wishOf(found.value, credential), doing)
    },
  }
}
