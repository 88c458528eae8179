import { z } from '@hono/zod-openapi'
import { refused as refusedOutcome } from '../../operations/outcome.ts'
import { linkSeen, signInStep } from './answers/people-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { answer, ofOutcome, ofResult, openRoute, route, type Route } from './route.ts'
import { nothing, role, text } from './schemas.ts'
import { tellStep } from './sign-in.ts'

const token = text(200)
const newcomer = { token, name: text(200), password: text(1_000) }

/** What one-time links are for. Their tokens come in bodies: pages read them from the fragment, which no server and no log sees. */
export const linkRoutes = ({ people, wallClock }: ConsoleParts): readonly Route[] => [
  openRoute({
    method: 'POST', path: '/api/links/read', tag: 'Links', summary: 'What a link is for, before anything is typed', body: z.strictObject({ token }),
    value: linkSeen,
    act: async ({ body }) => {
      const link = await people.readLink(body.token, wallClock.nowUs())
      return link ? answer({ kind: link.kind, email: link.email, account: link.accountId, role: link.role }) : ofOutcome(refusedOutcome('linkInvalid', 'This link was used, withdrawn or has expired.', 'Ask for a new one.'))
    },
  }),
  openRoute({
    method: 'POST', path: '/api/first-owner', tag: 'Links', summary: 'Set up the first owner, by the link that the start prints', body: z.strictObject({ ...newcomer, email: text(300) }), value: signInStep,
    act: async (asked) => ofResult(await people.setUpFirstOwner(asked.body.token, asked.body, asked.visit), (step) => tellStep(step, asked)),
  }),
  openRoute({
    method: 'POST', path: '/api/invitations/accept', tag: 'Links', summary: 'Accept an invitation as somebody new', body: z.strictObject(newcomer), value: signInStep,
    act: async (asked) => ofResult(await people.acceptInvitation(asked.body.token, asked.body, asked.visit), (step) => tellStep(step, asked)),
  }),
  route({
    method: 'POST', path: '/api/invitations/join', tag: 'Links', summary: 'Accept an invitation as whoever is signed in', who: 'session', body: z.strictObject({ token }), value: z.strictObject({ accountId: z.number(), role }),
    act: async ({ body, visit }, principal) => ofResult(await people.joinByInvitation(principal, body.token, visit), (joined) => joined),
  }),
  openRoute({
    method: 'POST', path: '/api/sign-up', tag: 'Links', summary: 'Ask for an account of one\'s own, where sign-up is open', body: z.strictObject({ email: text(300) }), value: nothing,
    act: async ({ body, visit }) => ofResult(await people.requestSignUp(body, visit), () => null),
  }),
  openRoute({
    method: 'POST', path: '/api/sign-up/complete', tag: 'Links', summary: 'Finish signing up by the mailed link', body: z.strictObject(newcomer), value: signInStep,
    act: async (asked) => ofResult(await people.completeSignUp(asked.body.token, asked.body, asked.visit), (step) => tellStep(step, asked)),
  }),
  openRoute({
    method: 'POST', path: '/api/password-reset', tag: 'Links', summary: 'Ask for a link to choose a new password; the answer is the same for every address', body: z.strictObject({ email: text(300) }), value: nothing,
    act: async ({ body, visit }) => ofResult(await people.requestPasswordReset(body, visit), () => null),
  }),
  openRoute({
    method: 'POST', path: '/api/password-reset/complete', tag: 'Links', summary: 'Choose a new password by the mailed link; every session ends', body: z.strictObject({ token, password: text(1_000) }), value: nothing,
    act: async ({ body, visit }) => ofResult(await people.resetPassword(body.token, body.password, visit), () => null),
  }),
]
