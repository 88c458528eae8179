import { z } from '@hono/zod-openapi'
import { changeOf } from '../../people/changes.ts'
import { done, type Outcome } from '../../operations/outcome.ts'
import { refusalOfPeople } from '../../operations/refusal-of-people.ts'
import type { Principal } from '../../people/people.ts'
import { invitationSeen, personSeen, rotatedTold } from './answers/people-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { tellRotated } from './me.ts'
import { NOT_THERE, peopleChange } from './people-change.ts'
import { type Asked, changeRoute, ofOutcome, ofResult, route, type Route } from './route.ts'
import { accountParams, instant, isoOf, list, nothing, requirements, role, text } from './schemas.ts'

type OfAccount<Body = unknown> = Asked<{ account: number }, unknown, Body>
type OfPerson<Body = unknown> = Asked<{ account: number; person: string }, unknown, Body>
const personParams = accountParams.extend({ person: text(200) })
const invitationParams = accountParams.extend({ invitation: text(200) })

/** The people of an account: who has which role, who is invited, and what their changes ask for. */
export const peopleRoutes = ({ people }: ConsoleParts): readonly Route[] => {
  const emailOf = async (principal: Principal, { account, person }: { account: number; person: string }): Promise<Outcome<string>> => {
    const found = await people.listPeople(principal, account)
    if (!found.ok) return refusalOfPeople(found.refused)
    const email = found.value.find(({ personId }) => personId === person)?.email
    return email === undefined ? NOT_THERE : done(email)
  }
  return [
    route({
      method: 'GET', path: '/api/accounts/{account}/people', tag: 'People', summary: 'The people of an account', params: accountParams,
      value: list(personSeen),
      act: async ({ params }, principal) => ofResult(await people.listPeople(principal, params.account), (found) => found.map(({ sinceUs, ...person }) => ({ ...person, since: isoOf(sinceUs) }))),
    }),
    changeRoute({
      method: 'PATCH', path: '/api/accounts/{account}/people/{person}', tag: 'People', summary: 'Give somebody another role', params: personParams, body: z.strictObject({ role }), value: rotatedTold,
      ...peopleChange(people, {
        change: async ({ params, body }: OfPerson<{ role: z.output<typeof role> }>, principal) => {
          const email = await emailOf(principal, params)
          return email.ok ? done(changeOf.changeRole({ personId: params.person, accountId: params.account, role: body.role }, email.value)) : email
        },
        act: ({ params, body, visit }, principal, stepUpId) => people.changeRole(principal, { personId: params.person, accountId: params.account, role: body.role }, stepUpId, visit),
        tell: ({ rotated }, asked) => tellRotated(rotated, asked),
      }),
    }),
    changeRoute({
      method: 'DELETE', path: '/api/accounts/{account}/people/{person}', tag: 'People', summary: 'Take somebody off this account', params: personParams, value: rotatedTold,
      ...peopleChange(people, {
        change: async ({ params }: OfPerson, principal) => {
          const email = await emailOf(principal, params)
          return email.ok ? done(changeOf.removePerson({ personId: params.person, accountId: params.account }, email.value)) : email
        },
        act: ({ params, visit }, principal, stepUpId) => people.removePerson(principal, { personId: params.person, accountId: params.account }, stepUpId, visit),
        tell: ({ rotated }, asked) => tellRotated(rotated, asked),
      }),
    }),
    changeRoute({
      method: 'POST', path: '/api/accounts/{account}/people/{person}/off-board', tag: 'People', summary: 'Off-board somebody in one act: sessions, tokens, invitations, keys and approvals', params: personParams,
      body: z.strictObject({ keysGoTo: text(200).nullable() }), value: z.strictObject({ sessions: z.number(), tokens: z.number(), invitations: z.number(), keys: z.number(), approvals: z.number() }),
      ...peopleChange(people, {
        change: async ({ params, body }: OfPerson<{ keysGoTo: string | null }>, principal) => {
          const email = await emailOf(principal, params)
          if (!email.ok) return email
          const heir = body.keysGoTo === null ? done(null) : await emailOf(principal, { account: params.account, person: body.keysGoTo })
          return heir.ok ? done(changeOf.offBoard({ personId: params.person, accountId: params.account, keysGoTo: body.keysGoTo }, email.value, heir.value)) : heir
        },
        act: ({ params, body, visit }, principal, stepUpId) => people.offBoard(principal, { personId: params.person, accountId: params.account, keysGoTo: body.keysGoTo }, stepUpId, visit),
        tell: (closed) => closed,
      }),
    }),
    route({
      method: 'GET', path: '/api/accounts/{account}/invitations', tag: 'People', summary: 'The open invitations', params: accountParams,
      value: list(invitationSeen),
      act: async ({ params, visit }, principal) => ofResult(await people.listInvitations(principal, params.account, visit), (found) => found.map(({ createdAtUs, expiresAtUs, ...one }) => ({ ...one, createdAt: isoOf(createdAtUs), expiresAt: isoOf(expiresAtUs) }))),
    }),
    changeRoute({
      method: 'POST', path: '/api/accounts/{account}/invitations', tag: 'People', summary: 'Invite somebody by mail', params: accountParams, body: z.strictObject({ email: text(300), role }), value: z.strictObject({ id: z.string(), expiresAt: instant }),
      ...peopleChange(people, {
        change: ({ params, body }: OfAccount<{ email: string; role: z.output<typeof role> }>) => changeOf.invite({ ...body, accountId: params.account }),
        act: ({ params, body, visit }, principal, stepUpId) => people.invite(principal, { ...body, accountId: params.account }, stepUpId, visit),
        tell: ({ id, expiresAtUs }) => ({ id, expiresAt: isoOf(expiresAtUs) }),
      }),
    }),
    changeRoute({
      method: 'DELETE', path: '/api/accounts/{account}/invitations/{invitation}', tag: 'People', summary: 'Withdraw an invitation', params: invitationParams, value: nothing,
      ...peopleChange(people, {
        change: async ({ params, visit }: Asked<{ account: number; invitation: string }, unknown, unknown>, principal) => {
          const found = await people.listInvitations(principal, params.account, visit)
          if (!found.ok) return refusalOfPeople(found.refused)
          const one = found.value.find(({ id }) => id === params.invitation)
          return one ? done(changeOf.withdrawInvitation(one.id, params.account, one.email)) : NOT_THERE
        },
        act: ({ params, visit }, principal, stepUpId) => people.withdrawInvitation(principal, params.invitation, stepUpId, visit),
        tell: () => null,
      }),
    }),
    route({
      method: 'GET', path: '/api/accounts/{account}/step-up-policy', tag: 'People', summary: 'What plain and grave changes ask for', params: accountParams, value: requirements,
      act: async ({ params }, principal) => {
        const may = people.may(principal, 'account.see', params.account)
        return may.ok ? ofOutcome(done(await people.stepUpRequirements(params.account))) : ofResult(may, (): never => { throw new Error('a refusal tells no value') })
      },
    }),
    changeRoute({
      method: 'PUT', path: '/api/accounts/{account}/step-up-policy', tag: 'People', summary: 'Set what changes ask for; never nothing', params: accountParams, body: requirements, value: nothing,
      ...peopleChange(people, {
        change: ({ params, body }: OfAccount<z.output<typeof requirements>>) => changeOf.setStepUpPolicy(params.account, body),
        act: ({ params, body, visit }, principal, stepUpId) => people.setStepUpPolicy(principal, { accountId: params.account, requirements: body }, stepUpId, visit),
        tell: () => null,
      }),
    }),
  ]
}
