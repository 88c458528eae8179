import { z } from '@hono/zod-openapi'
import { ENVIRONMENTS } from '../../environment.ts'
import type { ConsoleParts } from './console-parts.ts'
import { ofOutcome, route, type Route } from './route.ts'
import { text } from './schemas.ts'

/** The sandbox as a page tries it: what a key may and may not do, seen at once. */
export const sandboxRoutes = ({ callSandbox }: ConsoleParts): readonly Route[] => [
  route({
    method: 'POST', path: '/api/sandbox/calls', tag: 'Sandbox', summary: 'Call the wire as one of the keys and from a chosen address; what changes something is recorded as the person\'s', who: 'session',
    body: z.strictObject({ environment: z.enum(ENVIRONMENTS), key: text(100).nullable(), from: text(60).nullable(), method: z.enum(['GET', 'POST', 'PUT', 'DELETE']), path: text(200), parameters: z.record(text(60), text(2_000)) }),
    value: z.strictObject({ status: z.number(), requestId: z.string().nullable(), body: z.unknown() }),
    act: async ({ body, visit }, principal) => ofOutcome(await callSandbox(body, principal, visit.address)),
  }),
]
