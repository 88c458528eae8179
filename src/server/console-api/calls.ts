import { z } from '@hono/zod-openapi'
import { callRates, listCalls } from '../../operations/calls-list.ts'
import { callSeen } from './answers/record-answers.ts'
import { callTail } from './call-tail.ts'
import type { ConsoleParts } from './console-parts.ts'
import { download } from './download.ts'
import { answer, route, type Route } from './route.ts'
import { instant, list, text } from './schemas.ts'
import { MINUTE } from '../../time.ts'

const LONGEST_PAGE = 500
const moment = z.iso.datetime({ offset: true })
const usOf = (when: string | undefined): number | undefined => (when === undefined ? undefined : Date.parse(when) * 1_000)

/** The call log, page by page, newest first. */
export const callRoutes = ({ people, accounts, keyParts: { keys }, callLog, wallClock }: ConsoleParts): readonly Route[] => [
  route({
    method: 'GET', path: '/api/calls', tag: 'Calls', summary: 'The calls that one may see, newest first; `before` takes the `next` of the page before',
    query: z.strictObject({
      key: text(100).optional(), account: z.coerce.number().int().optional(), address: text(60).optional(), endpoint: text(200).optional(), outcome: z.enum(['admitted', 'refused']).optional(),
      since: moment.optional(), until: moment.optional(), before: z.coerce.number().int().optional(), limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(100),
    }),
    value: z.strictObject({
      calls: list(callSeen),
      next: z.number().nullable(),
    }),
    act: async ({ query: { key, account, since, until, ...rest } }, principal) =>
      answer(await listCalls(principal, { ...rest, keyId: key, accountId: account, fromUs: usOf(since), untilUs: usOf(until) }, { people, accounts, keys, callLog })),
  }),
  route({
    method: 'GET', path: '/api/calls/minutes', tag: 'Calls', summary: 'How many calls a minute were admitted and refused, oldest first', query: z.strictObject({ key: text(100).optional(), account: z.coerce.number().int().optional(), minutes: z.coerce.number().int().min(1).max(1_440).default(60) }),
    value: list(z.strictObject({ at: instant, admitted: z.number(), refused: z.number(), weight: z.number() })),
    act: async ({ query: { key, account, minutes } }, principal) => answer(await callRates(principal, { grain: 'minute', keyId: key, accountId: account, fromUs: wallClock.nowUs() - minutes * MINUTE, untilUs: wallClock.nowUs() + MINUTE }, { people, accounts, keys, callLog })),
  }),
  route({
    method: 'GET', path: '/api/calls/live', tag: 'Calls', summary: 'Every call that one may see, as it comes: server-sent events, to be asked for again each minute', query: z.strictObject({ key: text(100).optional(), account: z.coerce.number().int().optional() }), value: download, contentType: 'text/event-stream',
    act: async ({ query }, principal) => answer(await callTail(query, principal, { people, accounts, keys, callLog })),
  }),
]
