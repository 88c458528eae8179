import { apiKeyId } from '../../ids.ts'
import { brokenRules } from '../broken-rules.ts'
import { summarize } from '../key-summary.ts'
import type { Operation } from '../operation.ts'
import type { DeletedKey, KeySummary } from '../operator.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { aboutKey, actOf, furtherActsOf, keyOfId, type KeyParts, rehearsal } from './key-parts.ts'
import { namedKey, nameOfKey, particulars, shapeOf, shapeSentence } from './key-words.ts'

export interface OneKey {
  /** Its id. */
  readonly key: string
}
export interface DeleteWish extends OneKey {
  /** Orders belong to the account: all of them are cancelled, whichever key placed them. */
  readonly cancelOpenOrders?: boolean
}
export interface DisableManyWish {
  /** Their ids; of one account. */
  readonly keys: readonly string[]
}

const MOST_AT_ONCE = 200

/** Closes a key until it is enabled again. */
export const disableKey = (parts: KeyParts): Operation<OneKey, KeySummary> => ({
  name: 'keys.disable',
  about: ({ key }) => aboutKey(key, 'key.disable', parts),
  describe: async ({ key: id }) => {
    const found = await keyOfId(id, parts)
    if (!found.ok) return found
    const rehearsed = await parts.authority.disable(found.value.id, rehearsal(parts))
    if (!rehearsed.ok) return brokenRules(rehearsed)
    const key = found.value
    return done({ change: { act: 'key.disable', accountId: key.accountId, subject: key.id, details: { key: particulars(key) }, sentence: `Disable ${nameOfKey(key)}: it opens nothing from its next request on; open orders stay.`, told: { is: 'key.disable', key: namedKey(key) } }, holderId: key.holderId })
  },
  perform: async ({ key }, doing) => {
    const changed = await parts.authority.disable(apiKeyId(key), actOf(doing))
    return changed.ok ? done(await summarize(changed.key, parts)) : brokenRules(changed)
  },
})

/** Opens a disabled key again. */
export const enableKey = (parts: KeyParts): Operation<OneKey, KeySummary> => ({
  name: 'keys.enable',
  about: ({ key }) => aboutKey(key, 'key.enable', parts),
  describe: async ({ key: id }) => {
    const found = await keyOfId(id, parts)
    if (!found.ok) return found
    const rehearsed = await parts.authority.enable(found.value.id, rehearsal(parts))
    if (!rehearsed.ok) return brokenRules(rehearsed)
    const key = found.value
    return done({
      change: { act: 'key.enable', accountId: key.accountId, subject: key.id, details: { key: particulars(key) }, sentence: `Enable ${nameOfKey(key)} again: ${shapeSentence(key)}`, told: { is: 'key.enable', key: namedKey(key), shape: shapeOf(key) } },
      holderId: key.holderId, ...furtherActsOf(key.permissions),
    })
  },
  perform: async ({ key }, doing) => {
    const changed = await parts.authority.enable(apiKeyId(key), actOf(doing))
    return changed.ok ? done(await summarize(changed.key, parts)) : brokenRules(changed)
  },
})

/** Ends a key for good, and the account's open orders with it where that was asked for. */
export const deleteKey = (parts: KeyParts): Operation<DeleteWish, DeletedKey> => ({
  name: 'keys.delete',
  about: ({ key }) => aboutKey(key, 'key.delete', parts),
  describe: async ({ key: id, cancelOpenOrders = false }) => {
    const found = await keyOfId(id, parts)
    if (!found.ok) return found
    const key = found.value
    const rehearsed = await parts.authority.delete(key.id, rehearsal(parts))
    if (!rehearsed.ok) return brokenRules(rehearsed)
    if (cancelOpenOrders && !parts.openOrders) return refused('noVenue', 'No venue runs here, so there are no orders to cancel.', 'Start the server, or delete the key alone.')
    const email = parts.accounts.byId(key.accountId)?.email ?? `account ${key.accountId}`
    const orders = cancelOpenOrders ? `Every open order of ${email} (${key.environment}) is cancelled, whichever key placed it.` : 'Open orders stay.'
    return done({ change: { act: 'key.delete', accountId: key.accountId, subject: key.id, details: { key: particulars(key), cancelOpenOrders }, sentence: `Delete ${nameOfKey(key)} for good: it can never be used again. ${orders}`, told: { is: 'key.delete', key: namedKey(key), cancels: cancelOpenOrders ? { email, environment: key.environment } : null } }, holderId: key.holderId })
  },
  perform: async ({ key: id, cancelOpenOrders = false }, doing): Promise<Outcome<DeletedKey>> => {
    const deleted = await parts.authority.delete(apiKeyId(id), actOf(doing))
    if (!deleted.ok) return brokenRules(deleted)
    const { key } = deleted
    // The key first: nothing can place another order behind the cancelling.
    const cancelledOrders = cancelOpenOrders && parts.openOrders ? await parts.openOrders.cancelAllOf(key.accountId, key.environment) : null
    return done({ ...await summarize(key, parts), cancelledOrders })
  },
})

/** Closes several keys of one account at once: all or none. */
export const disableManyKeys = (parts: KeyParts): Operation<DisableManyWish, readonly KeySummary[]> => ({
  name: 'keys.disableMany',
  about: async ({ keys: ids }) => {
    const all = await Promise.all(ids.slice(0, MOST_AT_ONCE).map((id) => aboutKey(id, 'key.disable', parts)))
    const [first] = all
    if (!first || all.some((one) => one?.accountId !== first.accountId)) return undefined
    return { ...first, holderId: all.every((one) => one?.holderId === first.holderId) ? first.holderId : null }
  },
  describe: async ({ keys: ids }) => {
    if (ids.length === 0 || ids.length > MOST_AT_ONCE) return refused('wrongInput', `Between 1 and ${MOST_AT_ONCE} keys are closed at once.`, 'Name them by their ids.')
    const keys = []
    for (const id of [...new Set(ids)].sort()) {
      const found = await keyOfId(id, parts)
      if (!found.ok) return refused('keyUnknown', 'One of these keys is not there.', 'Look at the list of keys again.')
      keys.push(found.value)
    }
    const [first] = keys
    if (!first || keys.some(({ accountId }) => accountId !== first.accountId)) return refused('severalAccounts', 'These keys belong to several accounts.', 'Close those of one account at a time.')
    const holders = new Set(keys.map(({ holderId }) => holderId))
    return done({
      change: {
        act: 'key.disable', accountId: first.accountId, subject: '', details: { keys: keys.map(({ id, isEnabled }) => ({ id, isEnabled })) },
        sentence: `Disable ${keys.length} keys: ${keys.map(({ label, id }) => `"${label}" (${id})`).join(', ')}. They open nothing from their next request on; open orders stay.`,
        told: { is: 'key.disableMany', keys: keys.map(namedKey) },
      },
      holderId: holders.size === 1 ? first.holderId : null,
    })
  },
  perform: async ({ keys }, doing) => {
    const changed = await parts.authority.disableMany(keys.map(apiKeyId), actOf(doing))
    return changed.ok ? done(await Promise.all(changed.keys.map((key) => summarize(key, parts)))) : brokenRules(changed)
  },
})
