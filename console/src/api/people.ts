import { queryOptions } from '@tanstack/react-query'
import type { Role } from '../../../src/people/acts.ts'
import type { InvitationSeen, PersonSeen } from '../../../src/server/console-api/answers/people-answers.ts'
import { ask, change, type Changed, destroys, type Destruction } from './client.ts'

export type { PersonSeen as PersonRow }

const of = (account: number): string => `/api/accounts/${account}`
export const peopleQuery = (account: number) => queryOptions({ queryKey: ['people', account], queryFn: ({ signal }) => ask<readonly PersonSeen[]>(`${of(account)}/people`, signal) })
export const invitationsQuery = (account: number) => queryOptions({ queryKey: ['people', account, 'invitations'], queryFn: ({ signal }) => ask<readonly InvitationSeen[]>(`${of(account)}/invitations`, signal) })
export const invite = (account: number, wish: { readonly email: string; readonly role: Role }): Promise<Changed<unknown>> => change({ method: 'POST', path: `${of(account)}/invitations`, body: wish })
export const withdrawInvitation = (account: number, id: string): Destruction => destroys('invitation.withdraw', () => change({ method: 'DELETE', path: `${of(account)}/invitations/${encodeURIComponent(id)}` }))
export const changeRole = (account: number, person: string, role: Role): Promise<Changed<unknown>> => change({ method: 'PATCH', path: `${of(account)}/people/${encodeURIComponent(person)}`, body: { role } })
export const removePerson = (account: number, person: string): Destruction => destroys('person.takeOff', () => change({ method: 'DELETE', path: `${of(account)}/people/${encodeURIComponent(person)}` }))
export const offBoard = (account: number, person: string, keysGoTo: string | null): Destruction => destroys('person.offBoard', () => change({ method: 'POST', path: `${of(account)}/people/${encodeURIComponent(person)}/off-board`, body: { keysGoTo } }))
