import type { ApiKey } from '../../authority/api-key.ts'
import type { Authority } from '../../authority/authority.ts'
import type { KeyStore } from '../../authority/key-store.ts'
import { apiKeyText } from '../../ids.ts'
import type { Leak } from '../../watch/leaks/find-leaks.ts'

export type LeakedThing = Pick<Leak, 'kind' | 'text'>

export interface WhoseParts {
  readonly authority: Pick<Authority, 'byText' | 'bySecrets'>
  readonly keys: Pick<KeyStore, 'ofAccount'>
}

/** The living keys that each leak opens, in their order: none where it is of none here, several where one private key was registered several times. */
export const whoseLeaks = async (leaks: readonly LeakedThing[], { authority, keys }: WhoseParts): Promise<readonly (readonly ApiKey[])[]> => {
  const byPublicHalf = leaks.some(({ kind }) => kind === 'privateKey') ? publicHalves(await keys.ofAccount(null)) : new Map<string, readonly ApiKey[]>()
  const bySecret = await authority.bySecrets(leaks.flatMap(({ kind, text }) => (kind === 'secret' ? [text] : [])))
  const only = (key: ApiKey | undefined): readonly ApiKey[] => (key ? [key] : [])
  const keysOf = ({ kind, text }: LeakedThing): readonly ApiKey[] => {
    switch (kind) {
      case 'key': return only(authority.byText(apiKeyText(text)))
      case 'secret': return only(bySecret.get(text))
      case 'privateKey': return byPublicHalf.get(text) ?? []
    }
  }
  return leaks.map((leak) => keysOf(leak).filter(({ deletedAtUs }) => deletedAtUs === null))
}

const publicHalves = (keys: readonly ApiKey[]): ReadonlyMap<string, readonly ApiKey[]> =>
  Map.groupBy(keys.filter(({ credential }) => credential.kind !== 'hmac'), ({ credential }) => (credential.kind === 'hmac' ? '' : Buffer.from(credential.publicKey).toString('base64')))
