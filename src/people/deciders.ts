import { mayAct, roleOn } from './acts.ts'
import type { PeopleStore } from './people-store.ts'
import type { Person } from './person.ts'

/** Somebody who may decide on what waits for approval. */
export interface Decider extends Pick<Person, 'language'> {
  readonly personId: string
  readonly name: string
  readonly email: string
}

/** Everybody whose role may decide on an account's approvals, in the order of their ids. */
export const decidersOf = async (store: PeopleStore, accountId: number, parentId: number | null): Promise<readonly Decider[]> => {
  const memberships = [...await store.find('membership', { accountId }), ...(parentId === null ? [] : await store.find('membership', { accountId: parentId }))]
  const deciders = new Map<string, Decider>()
  for (const personId of memberships.map((membership) => membership.personId).sort()) {
    const role = roleOn(memberships.filter((membership) => membership.personId === personId), accountId, parentId)
    const person = role !== undefined && mayAct(role, 'approval.decide') ? await store.byId('person', personId) : undefined
    if (person?.state === 'active' && person.mustRenew.length === 0) deciders.set(personId, { personId, name: person.name, email: person.email, language: person.language })
  }
  return [...deciders.values()]
}
