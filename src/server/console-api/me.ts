import { z } from '@hono/zod-openapi'
import { changeOf } from '../../people/changes.ts'
import type { Rotated } from '../../people/sessions.ts'
import { done } from '../../operations/outcome.ts'
import { factorAdded, factorsSeen, rotatedTold, sessionSeen, tokenSeen } from './answers/people-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { NOT_THERE, peopleChange } from './people-change.ts'
import { answer, type Asked, changeRoute, ofResult, route, type Route } from './route.ts'
import { browserJson, idParams, instant, isoOf, isoOrNull, language, list, nothing, role, text } from './schemas.ts'

const label = text(200)

/** The session goes on under a new token: the cookie is set, and the page is told what to send with its next change. */
export const tellRotated = (rotated: Rotated | null, { cookies }: Pick<Asked<unknown, unknown, unknown>, 'cookies'>): { csrfToken?: string } => {
  if (rotated === null) return {}
  cookies.rotate(rotated)
  return { csrfToken: rotated.csrfToken }
}

/** One's own language, sessions, tokens and factors. */
export const meRoutes = ({ people }: ConsoleParts): readonly Route[] => [
  route({
    method: 'PUT', path: '/api/me/language', tag: 'Me', summary: 'Choose what letters to oneself are written in', who: 'session', body: z.strictObject({ language }), value: nothing,
    act: async ({ body, visit }, principal) => ofResult(await people.chooseLanguage(principal, body.language, visit), () => null),
  }),
  route({
    method: 'GET', path: '/api/me/sessions', tag: 'Me', summary: 'The living sessions, the newest use first',
    value: list(sessionSeen),
    act: async ({ visit }, principal) => answer((await people.listSessions(principal, visit)).map(({ createdAtUs, lastSeenAtUs, ...session }) => ({ ...session, createdAt: isoOf(createdAtUs), lastSeenAt: isoOf(lastSeenAtUs) }))),
  }),
  route({
    method: 'DELETE', path: '/api/me/sessions/{id}', tag: 'Me', summary: 'End one session', who: 'session', params: idParams, value: nothing,
    act: async ({ params, visit }, principal) => ofResult(await people.endSession(principal, params.id, visit), () => null),
  }),
  route({
    method: 'DELETE', path: '/api/me/sessions', tag: 'Me', summary: 'End every session, or every other one', who: 'session', query: z.strictObject({ keepThisOne: z.enum(['true', 'false']).default('false') }), value: z.strictObject({ ended: z.number() }),
    act: async ({ query, visit, cookies }, principal) => ofResult(await people.endAllSessions(principal, { keepThisOne: query.keepThisOne === 'true' }, visit), (ended) => {
      if (query.keepThisOne === 'false') cookies.end()
      return ended
    }),
  }),
  route({
    method: 'GET', path: '/api/me/tokens', tag: 'Me', summary: 'The living tokens of scripts',
    value: list(tokenSeen),
    act: async ({ visit }, principal) => answer((await people.listTokens(principal, visit)).map(({ createdAtUs, expiresAtUs, lastUsedAtUs, ...token }) => ({ ...token, createdAt: isoOf(createdAtUs), expiresAt: isoOf(expiresAtUs), lastUsedAt: isoOrNull(lastUsedAtUs) }))),
  }),
  changeRoute({
    method: 'POST', path: '/api/me/tokens', tag: 'Me', summary: 'Make a token for scripts; it is shown this once', who: 'session', body: z.strictObject({ name: label, accountId: z.number().int(), role, lifetimeDays: z.number().int() }), value: z.strictObject({ id: z.string(), token: z.string(), expiresAt: instant }),
    ...peopleChange(people, {
      change: ({ body }: Asked<unknown, unknown, { name: string; accountId: number; role: z.output<typeof role>; lifetimeDays: number }>) => changeOf.makeToken(body),
      act: ({ body, visit }, principal, stepUpId) => people.makeToken(principal, body, stepUpId, visit),
      tell: ({ id, token, expiresAtUs }) => ({ id, token, expiresAt: isoOf(expiresAtUs) }),
    }),
  }),
  route({
    method: 'DELETE', path: '/api/me/tokens/{id}', tag: 'Me', summary: 'End a token; a script may end its own', params: idParams, value: nothing,
    act: async ({ params, visit }, principal) => ofResult(await people.endToken(principal, params.id, visit), () => null),
  }),
  route({
    method: 'GET', path: '/api/me/factors', tag: 'Me', summary: 'The factors that are set up',
    value: factorsSeen,
    act: async (_asked, principal) => {
      const { totps, passkeys, recoveryCodesLeft, phone } = await people.listFactors(principal)
      return answer({
        totps: totps.map(({ id, label: name, createdAtUs }) => ({ id, label: name, createdAt: isoOf(createdAtUs) })), recoveryCodesLeft, phone,
        passkeys: passkeys.map(({ id, label: name, createdAtUs, lastUsedAtUs }) => ({ id, label: name, createdAt: isoOf(createdAtUs), lastUsedAt: isoOrNull(lastUsedAtUs) })),
      })
    },
  }),
  changeRoute({
    method: 'POST', path: '/api/me/factors/totp', tag: 'Me', summary: 'Begin to set up an authenticator; its secret is shown this once', who: 'session', body: z.strictObject({ label }), value: z.strictObject({ id: z.string(), secret: z.string(), uri: z.string() }),
    ...peopleChange(people, {
      change: ({ body }: Asked<unknown, unknown, { label: string }>) => changeOf.addTotp(body.label),
      act: ({ body, visit }, principal, stepUpId) => people.beginTotp(principal, { label: body.label, stepUpId }, visit),
      tell: (begun) => begun,
    }),
  }),
  route({
    method: 'POST', path: '/api/me/factors/totp/{id}', tag: 'Me', summary: 'The app shows the right code: from now on the authenticator counts', who: 'session', params: idParams, body: z.strictObject({ code: text(100) }), value: factorAdded,
    act: async (asked, principal) => ofResult(await people.finishTotp(principal, { id: asked.params.id, code: asked.body.code }, asked.visit), ({ id, recoveryCodes, rotated }) => ({ id, recoveryCodes, ...tellRotated(rotated, asked) })),
  }),
  changeRoute({
    method: 'POST', path: '/api/me/factors/passkey', tag: 'Me', summary: 'Begin to set up a passkey', who: 'session', body: z.strictObject({ label }), value: z.strictObject({ options: browserJson }),
    ...peopleChange(people, {
      change: ({ body }: Asked<unknown, unknown, { label: string }>) => changeOf.addPasskey(body.label),
      act: ({ body, visit }, principal, stepUpId) => people.beginPasskey(principal, { label: body.label, stepUpId }, visit),
      tell: (begun) => begun,
    }),
  }),
  route({
    method: 'POST', path: '/api/me/factors/passkey/finish', tag: 'Me', summary: 'Take the passkey that the browser made', who: 'session', body: z.strictObject({ response: browserJson }), value: factorAdded,
    act: async (asked, principal) => ofResult(await people.finishPasskey(principal, asked.body.response, asked.visit), ({ id, recoveryCodes, rotated }) => ({ id, recoveryCodes, ...tellRotated(rotated, asked) })),
  }),
  changeRoute({
    method: 'DELETE', path: '/api/me/factors/{id}', tag: 'Me', summary: 'Remove an authenticator or a passkey', who: 'session', params: idParams, value: rotatedTold,
    ...peopleChange(people, {
      change: async ({ params: { id } }: Asked<{ id: string }, unknown, unknown>, principal) => {
        const { totps, passkeys } = await people.listFactors(principal)
        const [totp, passkey] = [totps.find((one) => one.id === id), passkeys.find((one) => one.id === id)]
        return totp ? done(changeOf.removeTotp(id, totp.label)) : passkey ? done(changeOf.removePasskey(id, passkey.label)) : NOT_THERE
      },
      act: ({ params, visit }, principal, stepUpId) => people.removeFactor(principal, { id: params.id, stepUpId }, visit),
      tell: ({ rotated }, asked) => tellRotated(rotated, asked),
    }),
  }),
  changeRoute({
    method: 'POST', path: '/api/me/recovery-codes', tag: 'Me', summary: 'Ten new recovery codes, shown this once', who: 'session', value: z.strictObject({ recoveryCodes: list(z.string()) }),
    ...peopleChange(people, {
      change: (_asked: Asked<unknown, unknown, unknown>) => changeOf.renewRecoveryCodes(),
      act: ({ visit }, principal, stepUpId) => people.renewRecoveryCodes(principal, { stepUpId }, visit),
      tell: (renewed) => renewed,
    }),
  }),
  changeRoute({
    method: 'POST', path: '/api/me/password', tag: 'Me', summary: 'Choose a new password; every other session ends', who: 'session', body: z.strictObject({ password: text(1_000) }), value: rotatedTold,
    ...peopleChange(people, {
      change: () => changeOf.changePassword(),
      act: ({ body, visit }: Asked<unknown, unknown, { password: string }>, principal, stepUpId) => people.changePassword(principal, { password: body.password, stepUpId }, visit),
      tell: ({ rotated }, asked) => tellRotated(rotated, asked),
    }),
  }),
  changeRoute({
    method: 'POST', path: '/api/me/phone', tag: 'Me', summary: 'Set or remove the telephone number for codes by SMS', who: 'session', body: z.strictObject({ phone: text(40).nullable() }), value: nothing,
    ...peopleChange(people, {
      change: ({ body }: Asked<unknown, unknown, { phone: string | null }>) => changeOf.changePhone(body.phone),
      act: ({ body, visit }, principal, stepUpId) => people.changePhone(principal, { phone: body.phone, stepUpId }, visit),
      tell: () => null,
    }),
  }),
]
