import { z } from '@hono/zod-openapi'
import { movingAddresses } from '../../operations/moving-addresses/list.ts'
import { boundAddress, movingAddress } from './answers/key-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { given, operationChange } from './operation-change.ts'
import { answer, type Asked, changeRoute, ofOutcome, route, type Route } from './route.ts'
import { idParams, list, text } from './schemas.ts'

const MOST_BLOCKS = 20
const within = z.array(text(100)).max(MOST_BLOCKS).readonly()
const bindWish = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('name'), name: text(253), within, allowsPrivate: z.boolean().optional() }),
  z.strictObject({ source: z.literal('heartbeat'), within, allowsPrivate: z.boolean().optional() }),
])

/** Entries of a key's list that follow a name in the DNS, or that a heartbeat moves. */
export const movingAddressRoutes = (parts: ConsoleParts): readonly Route[] => {
  const { keyQueries, movingActs, movingParts } = parts
  return [
    route({
      method: 'GET', path: '/api/keys/{id}/moving-addresses', tag: 'Keys', summary: 'The entries of its list that move', params: idParams, value: list(movingAddress),
      act: async ({ params }, principal) => {
        const key = await keyQueries.show(principal, params.id)
        return key.ok ? answer(await movingAddresses((id) => id === key.value.id, movingParts)) : ofOutcome(key)
      },
    }),
    route({
      method: 'GET', path: '/api/moving-addresses', tag: 'Keys', summary: 'Every entry that moves, of the keys that one may see', query: z.strictObject({}), value: list(movingAddress),
      act: async (_, principal) => {
        const visible = new Set((await keyQueries.list(principal, { account: null })).map(({ id }) => id))
        return answer(await movingAddresses((id) => visible.has(id), movingParts))
      },
    }),
    changeRoute({
      method: 'POST', path: '/api/keys/{id}/moving-addresses', tag: 'Keys', summary: 'Let an entry follow a name, or whoever signs with a token that is shown this once', params: idParams, body: bindWish, value: boundAddress,
      ...operationChange(parts, movingActs.bind, ({ params, body }: Asked<{ id: string }, unknown, z.output<typeof bindWish>>) => given({ key: params.id, ...body })),
    }),
    changeRoute({
      method: 'DELETE', path: '/api/moving-addresses/{id}', tag: 'Keys', summary: 'Let it move no more, and take it off the list', params: idParams, value: z.strictObject({ id: z.string() }),
      ...operationChange(parts, movingActs.unbind, ({ params }: Asked<{ id: string }, unknown, unknown>) => ({ id: params.id })),
    }),
  ]
}
