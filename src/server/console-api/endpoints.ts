import { z } from '@hono/zod-openapi'
import type { ConsoleParts } from './console-parts.ts'
import { answer, route, type Route } from './route.ts'
import { list } from './schemas.ts'

/** What each right opens: rows of the one table that routing and checks read too. */
export const endpointRoutes = ({ endpoints }: ConsoleParts): readonly Route[] => [
  route({
    method: 'GET', path: '/api/endpoints', tag: 'Endpoints', summary: 'Every endpoint of the wire with the right that it needs',
    value: list(z.strictObject({ name: z.string(), method: z.string(), path: z.string(), family: z.string(), security: z.string(), permission: z.string(), isSigned: z.boolean() })),
    act: async () => answer(endpoints.map(({ name, method, path, family, security, permission, isSigned }) => ({ name, method, path, family, security, permission, isSigned }))),
  }),
]
