import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HttpBindings } from '@hono/node-server'
import { HEARTBEAT_PATH } from '../heartbeat-handler.ts'
import { LEAK_REPORT_PATH } from '../leak-report-handler.ts'
import type { Route } from './route.ts'
import { approvalAsked, refused, stepUpAsked } from './schemas.ts'

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })
const refusal = json(z.strictObject({ refused }))

/** What moves an entry of an allow list. It is answered beside the console's routes: no session and no page has to do with it. */
const HEARTBEAT: Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0] = {
  method: 'post', path: HEARTBEAT_PATH, tags: ['Keys'], summary: 'Move an entry to where this comes from: signed with the token of the entry (HMAC-SHA256, hex), heard once', security: [],
  request: { body: { required: true, ...json(z.strictObject({ id: z.string(), timestamp: z.number().int().openapi({ description: 'Milliseconds since 1970' }), signature: z.string() })) } },
  responses: {
    200: { description: 'Heard', ...json(z.strictObject({ value: z.strictObject({ address: z.string(), is: z.enum(['moved', 'same', 'kept']), why: z.string().optional() }) })) },
    '4XX': { description: 'Not heard', ...refusal },
  },
}

/** What GitHub's secret scanning sends to its partners, in its own shapes. */
const LEAK_REPORT: Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0] = {
  method: 'post', path: LEAK_REPORT_PATH, tags: ['Keys'], summary: 'Tell of keys that lie in public: signed as GitHub signs for partners of its secret scanning (ECDSA P-256, SHA-256, over the raw body)', security: [],
  request: {
    headers: z.object({ 'github-public-key-identifier': z.string(), 'github-public-key-signature': z.string() }),
    body: { required: true, ...json(z.array(z.object({ token: z.string(), type: z.string(), url: z.string().optional(), source: z.string().optional() }))) },
  },
  responses: {
    200: { description: 'Heard; what a policy closes is closed', ...json(z.array(z.strictObject({ token_hash: z.string().openapi({ description: 'SHA-256 of the token, in hex' }), token_type: z.string(), label: z.enum(['true_positive', 'false_positive']) }))) },
    '4XX': { description: 'Not heard', ...refusal },
    503: { description: 'Not now: send it again', ...refusal },
  },
}

/** The API's document, made of the very schemas that read requests. */
export const describeRoutes = (app: OpenAPIHono<{ Bindings: HttpBindings }>, routes: readonly Route[]): unknown => {
  const { openAPIRegistry: registry } = app
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'bitting-session', description: 'The cookie of a signed-in browser (its full name depends on the address); changes carry `x-bitting-csrf` besides.' })
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer', description: 'A token for scripts, made under Settings.' })
  for (const row of routes) {
    const headers = row.isConfirmed ? z.object({ 'bitting-step-up': z.string().optional().openapi({ description: 'The id of the step-up whose factors were given' }) }) : undefined
    registry.registerPath({
      // Methods are written in capitals here and small in the document.
      method: row.method.toLowerCase() as 'get', path: row.path, tags: [row.tag], summary: row.summary,
      security: row.who === 'anyone' ? [] : row.who === 'session' ? [{ session: [] }] : [{ session: [] }, { token: [] }],
      request: {
        // Schemas of parameters are objects, one property a parameter.
        ...(row.params && { params: row.params as z.ZodObject }), ...(row.query && { query: row.query as z.ZodObject }), ...(headers && { headers }), ...(row.body && { body: { required: true, ...json(row.body) } }),
      },
      responses: {
        200: row.contentType !== undefined ? { description: 'The file, or the events as they come', content: { [row.contentType]: { schema: row.contentType === 'application/json' ? z.looseObject({}) : row.value } } } : { description: 'Done', ...json(z.strictObject({ value: row.value })) },
        ...(row.isConfirmed && {
          202: { description: 'It waits for other people', ...json(z.strictObject({ approval: approvalAsked })) },
          428: { description: 'Fresh factors are asked for; then repeat the same request with the header `bitting-step-up`', ...json(z.strictObject({ stepUp: stepUpAsked })) },
        }),
        '4XX': { description: 'Refused, and nothing was changed', ...refusal },
        500: { description: 'Something failed inside: look whether it was done', ...refusal },
        503: { description: 'Not now: nothing was changed', ...refusal },
      },
    })
  }
  registry.registerPath(HEARTBEAT)
  registry.registerPath(LEAK_REPORT)
  return app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Bitting console API', version: '1', description: 'Every answer is `{value}`, `{stepUp}` (428), `{approval}` (202) or `{refused}`.' } })
}
