import { z } from '@hono/zod-openapi'
import { DEFAULT_POLICY, presetsUnder } from '../../authority/account-policy.ts'
import { accountId } from '../../ids.ts'
import { draftKey } from '../../operations/keys/draft.ts'
import type { CredentialWish, KeyChange, KeyWish, ReviewWish } from '../../operations/operator.ts'
import { attentionItem, createdKey, deletedKey, editedKey, explanation, keyDraft, keySummary, madeFromKey, presetRow, stillUsedAnswer } from './answers/key-answers.ts'
import { reviewSummary } from './answers/review-answers.ts'
import { afterPeriod, environment, kind, permission } from './answers/shared-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { given, isSeen, operationChange } from './operation-change.ts'
import { NOT_THERE } from './people-change.ts'
import { answer, type Asked, changeRoute, ofOutcome, route, type Route } from './route.ts'
import { act, idParams, list, text } from './schemas.ts'

const MOST_ENTRIES = 100
/** An account that nobody has a role on. */
const NOWHERE = -1
const permissions = list(permission)
const entries = z.array(text(300)).max(MOST_ENTRIES).readonly()
const allowList = z.discriminatedUnion('mode', [z.strictObject({ mode: z.literal('unrestricted') }), z.strictObject({ mode: z.literal('trusted'), entries })])
const words = z.array(text(100)).max(200).readonly()
const rolling = z.strictObject({ amount: text(40), hours: z.number().int() })
const rails = {
  symbols: words, sides: z.array(z.enum(['BUY', 'SELL'])).max(2).readonly(), orderTypes: words, priceBandPercent: z.number(), notionalPerOrder: text(40), openOrders: z.number().int(),
  hours: z.strictObject({ from: text(10), until: text(10), zone: text(64).optional() }), withdrawalAddresses: words, withdrawalAmount: text(40), notionalPerWindow: rolling, withdrawalPerWindow: rolling,
}
const guardRails = z.strictObject(rails).partial()
const guardRailChange = z.strictObject(Object.fromEntries(Object.entries(rails).map(([name, schema]) => [name, schema.nullable()]))).partial()
const ofAccount = z.strictObject({ account: z.coerce.number().int().optional() })
const days = z.number().int().positive().max(36_500)

export const keyWish = z.strictObject({
  account: z.number().int().positive().optional(), label: text(200), kind, publicKey: text(10_000).optional(), permissions: permissions.optional(), allowList, environment,
  expiresInDays: days.optional(), replayGuard: z.boolean().optional(), preset: text(100).optional(), guardRails: guardRails.optional(), periodDays: days.optional(), afterPeriod: afterPeriod.optional(), calls: z.number().int().positive().optional(),
}).openapi('KeyWish')
const keyChange = z.strictObject({
  label: text(200), permissions, grant: permissions, revoke: permissions, allowList, addAddresses: entries, removeAddresses: entries, expiresInDays: days.nullable(), replayGuard: z.boolean(), afterPeriod, guardRails: guardRailChange,
}).partial().openapi('KeyChange')
const note = text(500).optional()
const reviewWish = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.enum(['keep', 'delete']), note }),
  z.strictObject({ decision: z.literal('narrow'), note, change: z.strictObject({ revoke: permissions, allowList, guardRails: guardRailChange }).partial() }),
]).openapi('ReviewWish')
const credentialFields = { kind: kind.optional(), publicKey: text(10_000).optional(), label: text(200).optional() }
const credential = z.strictObject(credentialFields).openapi('CredentialWish')
const succession = z.strictObject({ ...credentialFields, overlapHours: z.number().positive().optional() }).openapi('SuccessionWish')

type OfKey<Body = unknown, Query = unknown> = Asked<{ id: string }, Query, Body>
type WishBody = z.output<typeof keyWish>
// Fields that were left out are gone; the guard rails' own are read by the room of keys, which names the one that is wrong.
const wishOf = (body: WishBody): KeyWish => given({ ...body, ...(body.guardRails && { guardRails: given(body.guardRails) }) }) as KeyWish

/** API keys: seen, tried out, made, changed and closed. */
export const keyRoutes = (parts: ConsoleParts): readonly Route[] => {
  const { keyActs, keyQueries, keyParts, people } = parts
  const credentialOf = (body: z.output<typeof credential>): CredentialWish => given(body)
  return [
    route({
      method: 'GET', path: '/api/keys', tag: 'Keys', summary: 'The keys that one may see', query: z.strictObject({ account: z.coerce.number().int().optional(), includeDeleted: z.enum(['true', 'false']).default('false') }), value: list(keySummary),
      act: async ({ query }, principal) => answer(await keyQueries.list(principal, { account: query.account ?? null, includeDeleted: query.includeDeleted === 'true' })),
    }),
    route({
      method: 'GET', path: '/api/keys/attention', tag: 'Keys', summary: 'What needs attention, the most pressing first', query: ofAccount, value: list(attentionItem),
      act: async ({ query }, principal) => answer(await keyQueries.attention(principal, { account: query.account ?? null })),
    }),
    route({
      method: 'POST', path: '/api/keys/draft', tag: 'Keys', summary: 'What a key would be: its sentence, its risk, and what would be refused. Nothing is made', body: keyWish, value: keyDraft,
      act: async ({ body }, principal) => {
        // Of the account that the wish comes to where it names none: what a draft would be refused for tells of the keys that are there.
        const about = await keyActs.create.about?.(wishOf(body))
        return isSeen(people, principal, about?.accountId ?? NOWHERE) ? answer(await draftKey(wishOf(body), keyParts)) : ofOutcome(NOT_THERE)
      },
    }),
    route({ method: 'GET', path: '/api/keys/{id}', tag: 'Keys', summary: 'One key', params: idParams, value: keySummary, act: async ({ params }, principal) => ofOutcome(await keyQueries.show(principal, params.id)) }),
    route({
      method: 'GET', path: '/api/keys/{id}/may', tag: 'Keys', summary: 'What one may do to this key', params: idParams, value: list(act),
      act: async ({ params }, principal) => {
        const found = await keyQueries.show(principal, params.id)
        if (!found.ok) return ofOutcome(found)
        const { account, holder } = found.value
        return answer((['key.edit', 'key.grant', 'key.widen', 'key.extend', 'key.rotate', 'key.enable', 'key.disable', 'key.delete', 'key.lockdown'] as const).filter((one) => people.may(principal, one, account, { isOwn: holder === principal.personId }).ok))
      },
    }),
    route({ method: 'GET', path: '/api/keys/{id}/still-used', tag: 'Keys', summary: 'From where a key is still used that was rotated, the newest use first; null where nothing took its place', params: idParams, value: stillUsedAnswer, act: async ({ params }, principal) => ofOutcome(await keyQueries.stillUsed(principal, params.id)) }),
    route({ method: 'GET', path: '/api/keys/{id}/last-refusal', tag: 'Keys', summary: 'Why the key was refused last', params: idParams, value: explanation, act: async ({ params }, principal) => ofOutcome(await keyQueries.explainLast(principal, params.id)) }),
    route({ method: 'GET', path: '/api/requests/{id}', tag: 'Keys', summary: 'Why one request was admitted or refused', params: idParams, value: explanation, act: async ({ params }, principal) => ofOutcome(await keyQueries.explain(principal, params.id)) }),
    route({
      method: 'GET', path: '/api/presets', tag: 'Keys', summary: 'The user types with their recommended rights; of an account, as its policy has them', query: ofAccount, value: list(presetRow),
      act: async ({ query }, principal) => {
        const account = query.account !== undefined && isSeen(people, principal, query.account) ? parts.accounts.byId(accountId(query.account)) : undefined
        return answer(presetsUnder(account ? parts.accountParts.policies.of(account) : DEFAULT_POLICY))
      },
    }),
    changeRoute({
      method: 'POST', path: '/api/keys', tag: 'Keys', summary: 'Make a key; an HMAC secret is shown this once', body: keyWish, value: createdKey,
      ...operationChange(parts, keyActs.create, ({ body }: Asked<unknown, unknown, WishBody>) => wishOf(body), ({ body }) => body.account),
    }),
    changeRoute({
      method: 'PATCH', path: '/api/keys/{id}', tag: 'Keys', summary: 'Change a key; in force at the next request', params: idParams, body: keyChange, value: editedKey,
      // As above: absent fields are gone, and the room of keys reads its guard rails itself.
      ...operationChange(parts, keyActs.edit, ({ params, body }: OfKey<z.output<typeof keyChange>>) => ({ key: params.id, change: given(body) as KeyChange })),
    }),
    changeRoute({ method: 'POST', path: '/api/keys/{id}/disable', tag: 'Keys', summary: 'Close a key until it is enabled again', params: idParams, value: keySummary, ...operationChange(parts, keyActs.disable, ({ params }: OfKey) => ({ key: params.id })) }),
    changeRoute({ method: 'POST', path: '/api/keys/{id}/enable', tag: 'Keys', summary: 'Open a key again', params: idParams, value: keySummary, ...operationChange(parts, keyActs.enable, ({ params }: OfKey) => ({ key: params.id })) }),
    changeRoute({
      method: 'DELETE', path: '/api/keys/{id}', tag: 'Keys', summary: 'Delete a key for good; open orders stay unless they are to be cancelled', params: idParams, query: z.strictObject({ cancelOpenOrders: z.enum(['true', 'false']).default('false') }), value: deletedKey,
      ...operationChange(parts, keyActs.delete, ({ params, query }: OfKey<unknown, { cancelOpenOrders: 'true' | 'false' }>) => ({ key: params.id, cancelOpenOrders: query.cancelOpenOrders === 'true' })),
    }),
    changeRoute({
      method: 'POST', path: '/api/keys/{id}/extend', tag: 'Keys', summary: 'Give a key its period once more', params: idParams, body: z.strictObject({ days: days.optional() }), value: editedKey,
      ...operationChange(parts, keyActs.extend, ({ params, body }: OfKey<{ days?: number | undefined }>) => ({ key: params.id, days: body.days ?? null })),
    }),
    changeRoute({
      method: 'POST', path: '/api/keys/{id}/rotate', tag: 'Keys', summary: 'Make a successor that takes over with its first admitted call', params: idParams, body: succession, value: madeFromKey,
      ...operationChange(parts, keyActs.rotate, ({ params, body: { overlapHours, ...rest } }: OfKey<z.output<typeof succession>>) => ({ key: params.id, credential: credentialOf(rest), overlapHours: overlapHours ?? null })),
    }),
    changeRoute({
      method: 'POST', path: '/api/keys/{id}/secret', tag: 'Keys', summary: 'The secret of an HMAC key that several people approved: told once, to whoever asked for the key', params: idParams, value: createdKey,
      ...operationChange(parts, keyActs.tellSecret, ({ params }: OfKey) => ({ key: params.id })),
    }),
    changeRoute({
      method: 'POST', path: '/api/keys/{id}/split', tag: 'Keys', summary: 'Make two of a key that trades spot and futures', params: idParams, body: credential, value: madeFromKey,
      ...operationChange(parts, keyActs.split, ({ params, body }: OfKey<z.output<typeof credential>>) => ({ key: params.id, credential: credentialOf(body) })),
    }),
    route({
      method: 'GET', path: '/api/reviews', tag: 'Keys', summary: 'The keys that are reviewed by the policy of their account, each with its use, the longest due first', query: ofAccount, value: list(reviewSummary),
      act: async ({ query }, principal) => answer(await keyQueries.reviews(principal, { account: query.account ?? null })),
    }),
    changeRoute({
      method: 'POST', path: '/api/keys/{id}/review', tag: 'Keys', summary: 'Keep, narrow or delete a key after a look at its use', params: idParams, body: reviewWish, value: keySummary,
      // As above: absent fields are gone.
      ...operationChange(parts, keyActs.review, ({ params, body }: OfKey<z.output<typeof reviewWish>>) => ({ ...given({ ...body, ...('change' in body && { change: given(body.change) }) }), key: params.id }) as ReviewWish),
    }),
    changeRoute({
      method: 'POST', path: '/api/keys/disable', tag: 'Keys', summary: 'Close several keys of one account at once: all or none', body: z.strictObject({ keys: z.array(text(100)).min(1).max(200).readonly() }), value: list(keySummary),
      ...operationChange(parts, keyActs.disableMany, ({ body }: Asked<unknown, unknown, { readonly keys: readonly string[] }>) => body),
    }),
    changeRoute({
      method: 'POST', path: '/api/keys/{id}/copy-to-testnet', tag: 'Keys', summary: 'Make a key of the same shape on the testnet', params: idParams, body: credential, value: createdKey,
      ...operationChange(parts, keyActs.copyToTestnet, ({ params, body }: OfKey<z.output<typeof credential>>) => ({ key: params.id, credential: credentialOf(body) })),
    }),
  ]
}
