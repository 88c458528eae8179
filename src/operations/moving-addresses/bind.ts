import { boundsFault, isHostName, type MovingAddress } from '../../authority/moving-address.ts'
import { recordedBy } from '../../people/office.ts'
import { apiKeyId } from '../../ids.ts'
import { UNCONFIRMED } from '../accounts/account-parts.ts'
import { brokenRules } from '../broken-rules.ts'
import { aboutKey, actOf, furtherActsOf, keyOfId } from '../keys/key-parts.ts'
import { namedKey, nameOfKey } from '../keys/key-words.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { type MovingParts, tokenSealId } from './moving-parts.ts'

export interface BindWish {
  /** The key's id. */
  key: string
  source: 'name' | 'heartbeat'
  /** The name to follow; of a heartbeat none. */
  name?: string
  /** The blocks it may move in. */
  within: readonly string[]
  allowsPrivate?: boolean
}

export interface BoundAddress {
  readonly id: string
  /** What signs heartbeats; told this once. Null for a name. */
  readonly token: string | null
}

/** So many entries of one key may move. */
const MOST_OF_A_KEY = 5

/** Binds a place on a key's allow list to a name in the DNS, or to whoever holds a token that can do nothing else. */
export const bindAddress = (parts: MovingParts): Operation<BindWish, BoundAddress> => {
  const entriesOf = (keyId: string): readonly string[] => parts.store.all().filter((address) => address.keyId === keyId).map(({ id }) => id).sort()
  const read = async ({ key: id, source, name, within }: BindWish): Promise<Outcome<{ key: Awaited<ReturnType<typeof keyOfId>> & { ok: true } }>> => {
    const key = await keyOfId(id, parts)
    if (!key.ok) return key
    const account = parts.accounts.byId(key.value.accountId)
    const policy = account && parts.policies.of(account)
    if (!(source === 'name' ? policy?.nameAddresses : policy?.heartbeatAddresses)) return refused('addressForbidden', `The policy of the account does not allow addresses that ${source === 'name' ? 'follow a name' : 'a heartbeat moves'}.`, 'An owner can switch it on: ./bitting policy edit')
    if (key.value.allowList.mode === 'unrestricted') return refused('notBound', 'The key may be used from anywhere: there is no list in which an entry could move.', 'Bind it to a list first.')
    if (source === 'name' && (name === undefined || !isHostName(name))) return { ok: false, refused: { ...refused('name', `${JSON.stringify(name ?? '')} is no host name.`, 'Give a whole one, such as home.example.org').refused, fields: [{ field: 'name', text: 'This is no host name.' }] } }
    const bounds = boundsFault(within)
    if (bounds !== null) return { ok: false, refused: { ...refused('within', bounds, 'For instance 198.51.100.0/22, the block of your provider.').refused, fields: [{ field: 'within', text: bounds }] } }
    if (entriesOf(key.value.id).length >= MOST_OF_A_KEY) return refused('limitReached', `${MOST_OF_A_KEY} entries of this key move already.`, 'Take one away first.')
    return done({ key })
  }
  const what = ({ source, name, within, allowsPrivate }: BindWish): string => `${source === 'name' ? `follow the name ${name ?? ''}` : 'be moved by a heartbeat with a token of its own'}, within ${within.join(', ')}${allowsPrivate ? ', private addresses too' : ''}`
  return {
    name: 'addresses.bind',
    about: ({ key }) => aboutKey(key, 'key.widen', parts),
    describe: async (wish) => {
      const found = await read(wish)
      if (!found.ok) return found
      const key = found.value.key.value
      return done({
        // What moves already: two tabs that confirm the same entry make it once.
        change: { act: 'key.widen', accountId: key.accountId, subject: key.id, details: { source: wish.source, name: wish.name ?? null, within: [...wish.within], allowsPrivate: wish.allowsPrivate ?? false, besides: entriesOf(key.id) }, sentence: `Let an entry of the list of ${nameOfKey(key)} ${what(wish)}.`, told: { is: 'entry.bind', key: namedKey(key), source: wish.source, name: wish.name ?? null, within: wish.within, allowsPrivate: wish.allowsPrivate ?? false } },
        holderId: key.holderId, ...furtherActsOf(key.permissions),
      })
    },
    perform: async (wish, { actor, source: from, nowUs, recordedAtUs, confirmation }) => {
      const found = await read(wish)
      if (!found.ok) return found
      const id = `d_${parts.randomText(16)}`
      const token = wish.source === 'heartbeat' ? `bih1${parts.randomText(40)}` : null
      const address: MovingAddress = {
        id, version: 1, keyId: found.value.key.value.id, source: wish.source, name: wish.source === 'name' ? wish.name?.toLowerCase() ?? null : null, entries: [], within: wish.within, allowsPrivate: wish.allowsPrivate ?? false,
        token: token === null ? null : parts.sealer().seal(Buffer.from(token), tokenSealId(id)), moves: [], lastHeardUs: 0, fault: null, createdAtUs: nowUs,
      }
      const audit = recordedBy({ actor, source: from, nowUs: recordedAtUs }, { act: 'address.bind', subject: address.keyId, after: { id, source: wish.source, name: address.name, within: [...wish.within], allowsPrivate: address.allowsPrivate } }, confirmation)
      return await parts.store.insert(address, audit, confirmation) === 'kept' ? done({ id, token }) : UNCONFIRMED
    },
  }
}

export interface UnbindWish { id: string }

/** Ends the moving of an entry, and takes what stands on the list because of it away. */
export const unbindAddress = (parts: MovingParts): Operation<UnbindWish, { readonly id: string }> => {
  const addressOf = (id: string) => parts.store.all().find((address) => address.id === id)
  const unknown = (id: string) => refused('unknownSubject', `There is no moving entry ${id}.`, 'Look at those of the key.')
  return {
    name: 'addresses.unbind',
    about: async ({ id }) => {
      const address = addressOf(id)
      return address && aboutKey(address.keyId, 'key.edit', parts)
    },
    describe: async ({ id }) => {
      const address = addressOf(id)
      const key = address && await keyOfId(address.keyId, parts)
      if (!address || !key?.ok) return unknown(id)
      return done({ change: { act: 'key.edit', accountId: key.value.accountId, subject: key.value.id, details: { id, entries: [...address.entries] }, sentence: `Let the entry ${address.name ?? id} of ${nameOfKey(key.value)} move no more, and take ${address.entries.join(', ') || 'nothing'} off the list.`, told: { is: 'entry.unbind', key: namedKey(key.value), name: address.name ?? id, entries: address.entries } }, holderId: key.value.holderId })
    },
    perform: async ({ id }, doing) => {
      const address = addressOf(id)
      if (!address) return unknown(id)
      const { actor, source, recordedAtUs, confirmation } = doing
      const removed = await parts.store.remove(id, recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'address.unbind', subject: address.keyId, before: { id, entries: [...address.entries] } }, confirmation), confirmation)
      if (removed !== 'kept') return UNCONFIRMED
      const key = await parts.authority.byId(apiKeyId(address.keyId))
      if (!key || key.deletedAtUs !== null || key.allowList.mode === 'unrestricted' || address.entries.length === 0) return done({ id })
      const edited = await parts.authority.edit(key.id, { allowList: { mode: 'trusted', entries: key.allowList.entries.filter((entry) => !address.entries.includes(entry)) } }, { ...actOf(doing), confirmation: null })
      return edited.ok ? done({ id }) : brokenRules(edited)
    },
  }
}
