import { z } from '@hono/zod-openapi'
import { parsePermission, type Permission, PERMISSIONS } from '../../permission.ts'
import type { ConsoleParts } from './console-parts.ts'
import { answer, route, type Route } from './route.ts'
import { list, text } from './schemas.ts'

const opens = (rights: ReadonlySet<Permission>, permission: Permission | 'anyKey' | 'none'): boolean => permission === 'none' || permission === 'anyKey' || rights.has(permission)

/** What each right opens: rows of the one table that routing and checks read too. */
export const endpointRoutes = ({ endpoints }: ConsoleParts): readonly Route[] => [
  route({
    method: 'GET', path: '/api/endpoints', tag: 'Endpoints', summary: 'Every endpoint of the wire with the right that it needs; with `rights` (by comma) those that a key of these opens', query: z.strictObject({ rights: text(400).optional() }),
    value: list(z.strictObject({ name: z.string(), method: z.string(), path: z.string(), family: z.string(), security: z.string(), permission: z.enum(['none', 'anyKey', ...PERMISSIONS]), isSigned: z.boolean(), summary: z.string() })),
    act: async ({ query }) => {
      const rights = query.rights === undefined ? null : new Set(query.rights.split(',').map(parsePermission).filter((right) => right !== undefined))
      return answer(endpoints.filter(({ permission }) => rights === null || opens(rights, permission)).map(({ name, method, path, family, security, permission, isSigned, summary }) => ({ name, method, path, family, security, permission, isSigned, summary })))
    },
  }),
]
