import { z } from '@hono/zod-openapi'
import { ENVIRONMENTS } from '../../environment.ts'
import { accountId, apiKeyId } from '../../ids.ts'
import { EXPORT_FORMATS, exportCalls } from '../../operations/calls-export.ts'
import { callRates, gapView, listCalls, seenCalls } from '../../operations/calls-list.ts'
import { adviceOn } from '../../operations/keys/advice.ts'
import { usesOfKey } from '../../operations/key-uses.ts'
import { refused } from '../../operations/outcome.ts'
import { TAX_KINDS, taxLines } from '../../operations/tax-records.ts'
import type { CallFilter } from '../../watch/call-log.ts'
import { RATE_GRAINS } from '../../watch/call-rates.ts'
import { callGap, callRate, keyAdvice, keyUses } from './answers/call-answers.ts'
import { callSeen } from './answers/record-answers.ts'
import { callTail } from './call-tail.ts'
import type { ConsoleParts } from './console-parts.ts'
import { Download, download } from './download.ts'
import { answer, ofOutcome, route, type Route } from './route.ts'
import { list, text } from './schemas.ts'
import { MINUTE } from '../../time.ts'

const LONGEST_PAGE = 500
const moment = z.iso.datetime({ offset: true })
const usOf = (when: string | undefined): number | undefined => (when === undefined ? undefined : Date.parse(when) * 1_000)

const FILTER = {
  key: text(100).optional(), account: z.coerce.number().int().optional(), address: text(60).optional(), endpoint: text(200).optional(), symbol: text(60).optional(), outcome: z.enum(['admitted', 'refused', 'rejected']).optional(),
  since: moment.optional(), until: moment.optional(),
}
const filterOf = ({ key, account, since, until, ...rest }: z.infer<z.ZodObject<typeof FILTER>>): Omit<CallFilter, 'limit'> => ({ ...rest, keyId: key, accountId: account, fromUs: usOf(since), untilUs: usOf(until) })

/** More are not kept of any grain. */
const MOST_SLICES = 3_000

/** The call log, page by page, newest first. */
export const callRoutes = ({ people, accounts, keyParts, keyQueries, callLog, venueOf, wallClock }: ConsoleParts): readonly Route[] => {
  const parts = { people, accounts, keys: keyParts.keys, callLog }
  return [
    route({
      method: 'GET', path: '/api/calls', tag: 'Calls', summary: 'The calls that one may see, newest first; `before` takes the `next` of the page before (`after`, with the oldest first)',
      query: z.strictObject({ ...FILTER, before: z.coerce.number().int().optional(), after: z.coerce.number().int().optional(), order: z.enum(['newest', 'oldest']).optional(), limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(100) }),
      value: z.strictObject({ calls: list(callSeen), next: z.number().nullable() }),
      act: async ({ query: { before, after, order, limit, ...filter } }, principal) => answer(await listCalls(principal, { ...filterOf(filter), before, after, order, limit }, parts)),
    }),
    route({
      method: 'GET', path: '/api/calls/export', tag: 'Calls', summary: 'The calls that one may see as a file, the oldest first', query: z.strictObject({ ...FILTER, format: z.enum(EXPORT_FORMATS).default('csv') }), value: download, contentType: 'text/csv',
      act: async ({ query: { format, ...filter } }, principal) => {
        const { accountIds, keyIds, names } = await seenCalls(principal, parts)
        const seen = { accountIds: [...accountIds], keyIds: [...keyIds] }
        const lines = exportCalls({ ...filterOf(filter), seen }, format, (query) => callLog.calls(query), names)
        return answer(new Download({ contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl', fileName: `bitting-calls.${format}`, body: streamOf(lines) }))
      },
    }),
    route({
      method: 'GET', path: '/api/calls/minutes', tag: 'Calls', summary: 'How many calls a minute were admitted and refused, oldest first', query: z.strictObject({ key: text(100).optional(), account: z.coerce.number().int().optional(), minutes: z.coerce.number().int().min(1).max(1_440).default(60) }),
      value: list(callRate),
      act: async ({ query: { key, account, minutes } }, principal) => answer(await callRates(principal, { grain: 'minute', keyId: key, accountId: account, fromUs: wallClock.nowUs() - minutes * MINUTE, untilUs: wallClock.nowUs() + MINUTE }, parts)),
    }),
    route({
      method: 'GET', path: '/api/calls/rates', tag: 'Calls', summary: 'How many calls in each minute, hour or day were admitted and refused, oldest first, from what was counted: slices without any are left out', query: z.strictObject({ grain: z.enum(['minute', 'hour', 'day']), key: text(100).optional(), account: z.coerce.number().int().optional(), slices: z.coerce.number().int().min(1).max(MOST_SLICES).default(60) }),
      value: list(callRate),
      act: async ({ query: { grain, key, account, slices } }, principal) => {
        const nowUs = wallClock.nowUs()
        return answer(await callRates(principal, { grain, keyId: key, accountId: account, fromUs: nowUs - (slices - 1) * RATE_GRAINS[grain], untilUs: nowUs + RATE_GRAINS[grain] }, parts))
      },
    }),
    route({
      method: 'GET', path: '/api/calls/gaps', tag: 'Calls', summary: 'Where calls are known to be missing from the log, newest first: behind a crash at most so many, of what could not be written exactly so many',
      value: list(callGap),
      act: async (_asked, principal) => {
        const { accountIds, keyIds } = await seenCalls(principal, parts)
        return answer(accountIds.size + keyIds.size === 0 ? [] : (await callLog.gaps(GAPS_TOLD)).map(gapView))
      },
    }),
    route({
      method: 'GET', path: '/api/calls/live', tag: 'Calls', summary: 'Every call that one may see, as it comes: server-sent events, to be asked for again each minute', query: z.strictObject({ key: text(100).optional(), account: z.coerce.number().int().optional() }), value: download, contentType: 'text/event-stream',
      act: async ({ query }, principal) => answer(await callTail(query, principal, parts)),
    }),
    route({
      method: 'GET', path: '/api/keys/{id}/uses', tag: 'Calls', summary: 'What a key was used for in so many days, the latest first, and by which programs', params: z.strictObject({ id: text(100) }), query: z.strictObject({ days: z.coerce.number().int().min(1).max(400).default(30) }),
      value: keyUses,
      act: async ({ params: { id: key }, query: { days } }, principal) => {
        const shown = await keyQueries.show(principal, key)
        if (!shown.ok) return ofOutcome(shown)
        const { accountIds, keyIds } = await seenCalls(principal, parts)
        if (!accountIds.has(shown.value.account) && !keyIds.has(key)) return ofOutcome(NOT_YOURS)
        return answer(await usesOfKey(apiKeyId(key), days, callLog, wallClock.nowUs()))
      },
    }),
    route({
      method: 'GET', path: '/api/keys/{id}/advice', tag: 'Calls', summary: 'The smallest rights, addresses and markets that its use in so many days needed, as an edit of the key; and whether several programs share it', params: z.strictObject({ id: text(100) }), query: z.strictObject({ days: z.coerce.number().int().min(1).max(400).default(30) }),
      value: keyAdvice,
      act: async ({ params: { id }, query: { days } }, principal) => {
        const shown = await keyQueries.show(principal, id)
        if (!shown.ok) return ofOutcome(shown)
        const { accountIds, keyIds } = await seenCalls(principal, parts)
        const key = accountIds.has(shown.value.account) || keyIds.has(id) ? await keyParts.authority.byId(apiKeyId(id)) : undefined
        return key ? answer(await adviceOn(key, days, callLog, wallClock.nowUs(), keyParts.clock.nowUs())) : ofOutcome(NOT_YOURS)
      },
    }),
    route({
      method: 'GET', path: '/api/accounts/{account}/tax', tag: 'Calls', summary: 'What a tax office asks for of an account and year (UTC), as CSV: the columns are told in docs/tax-records.md', params: z.strictObject({ account: z.coerce.number().int() }),
      query: z.strictObject({ year: z.coerce.number().int().min(2017).max(9_999), kind: z.enum(TAX_KINDS), environment: z.enum(ENVIRONMENTS).default('live') }), value: download, contentType: 'text/csv',
      act: async ({ params: { account: uid }, query: { year, kind, environment } }, principal) => {
        // What was traded, paid in and sent where: whoever may not see the account's calls has no file of what they did.
        const seen = people.may(principal, 'callLog.see', accountId(uid))
        const venue = venueOf(environment)
        if (!seen.ok || !venue || !accounts.byId(accountId(uid))) return ofOutcome(NOT_YOURS)
        return answer(new Download({ contentType: 'text/csv; charset=utf-8', fileName: `${uid}-${year}-${kind}.csv`, body: streamOf(taxLines(kind, accountId(uid), year, venue.view)) }))
      },
    }),
  ]
}

const GAPS_TOLD = 50
const NOT_YOURS = refused('unknownSubject', 'There is nothing of that name.', 'Look at the list of what you may see.')

/** Texts as the bytes of an answer, each read when the one before was taken. */
const streamOf = (texts: AsyncIterable<string> | Iterable<string>): ReadableStream<Uint8Array> => ReadableStream.from(texts).pipeThrough(new TextEncoderStream())
