import { z } from '@hono/zod-openapi'
import type { ExternalKey } from '../../watch/external/external-key.ts'
import type { Principal } from '../../people/people.ts'
import { refusalOfPeople } from '../../operations/refusal-of-people.ts'
import { externalKey, externalKeyGone } from './answers/external-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { given, operationChange } from './operation-change.ts'
import { NOT_THERE } from './people-change.ts'
import { answer, type Asked, changeRoute, ofOutcome, route, type Route } from './route.ts'
import { idParams, list, text } from './schemas.ts'

const wish = z.strictObject({ account: z.number().int().positive(), label: text(200), url: text(2_000), apiKey: text(200), secret: text(20_000).optional(), preset: text(100) })

const changeWish = z.strictObject({ label: text(200), preset: text(100), secret: text(20_000) }).partial()

/** Keys that live at other exchanges. */
export const externalRoutes = (parts: ConsoleParts): readonly Route[] => {
  const { people, external } = parts
  const may = (principal: Principal, act: 'external.see' | 'external.add', { accountId, holderId }: ExternalKey) => people.may(principal, act, accountId, { isOwn: holderId === principal.personId })
  return [
    route({
      method: 'GET', path: '/api/external-keys', tag: 'External keys', summary: 'Keys of other exchanges that you may see, as they were examined last', value: list(externalKey),
      act: async (_asked, principal) => answer(external.list().filter((key) => may(principal, 'external.see', key).ok).map((key) => external.summaryOf(key))),
    }),
    changeRoute({
      method: 'POST', path: '/api/external-keys', tag: 'External keys', summary: 'Enter one; a secret is sealed and never told again', body: wish, value: externalKey,
      ...operationChange(parts, external.acts.add, ({ body }: Asked<unknown, unknown, z.output<typeof wish>>) => given(body), ({ body }) => body.account),
    }),
    changeRoute({
      method: 'PATCH', path: '/api/external-keys/{id}', tag: 'External keys', summary: 'Change its label, its user type, or what signs for it', params: idParams, body: changeWish, value: externalKey,
      ...operationChange(parts, external.acts.edit, ({ params, body }: Asked<{ id: string }, unknown, z.output<typeof changeWish>>) => ({ ...given(body), id: params.id })),
    }),
    changeRoute({
      method: 'DELETE', path: '/api/external-keys/{id}', tag: 'External keys', summary: 'Forget it with its secret; at its exchange it stands as before', params: idParams, value: externalKeyGone,
      ...operationChange(parts, external.acts.remove, ({ params }: Asked<{ id: string }, unknown, unknown>) => ({ id: params.id })),
    }),
    route({
      method: 'POST', path: '/api/external-keys/{id}/examination', tag: 'External keys', summary: 'Examine it now, by reading alone', params: idParams, value: externalKey,
      act: async ({ params }, principal) => {
        const key = external.list().find(({ id }) => id === params.id)
        if (!key || !may(principal, 'external.see', key).ok) return ofOutcome(NOT_THERE)
        // Whoever may enter a key may have it examined.
        const allowed = may(principal, 'external.add', key)
        return allowed.ok ? ofOutcome(await external.examine(key.id)) : ofOutcome(refusalOfPeople(allowed.refused))
      },
    }),
  ]
}
