import type { ApiKey } from '../../authority/api-key.ts'
import type { AccountId } from '../../ids.ts'
import type { PeopleStore } from '../../people/people-store.ts'

/** Who hears of a key: whoever holds it, as long as they have a role; else those who lead its account, or the account above it. */
export const readersOf = async ({ holderId }: Pick<ApiKey, 'holderId'>, accountId: AccountId, parentId: AccountId | null, people: Pick<PeopleStore, 'byId' | 'find'>): Promise<readonly string[]> => {
  const emailsOf = async (personIds: readonly string[]): Promise<readonly string[]> =>
    (await Promise.all(personIds.map((id) => people.byId('person', id)))).flatMap((person) => (person?.state === 'active' ? [person.email] : []))
  const memberships = [...await people.find('membership', { accountId }), ...(parentId === null ? [] : await people.find('membership', { accountId: parentId }))]
  if (holderId !== null && memberships.some(({ personId }) => personId === holderId)) {
    const holder = await emailsOf([holderId])
    if (holder.length > 0) return holder
  }
  for (const id of parentId === null ? [accountId] : [accountId, parentId]) {
    const leaders = await emailsOf(memberships.filter(({ accountId: of, role }) => of === id && (role === 'owner' || role === 'admin')).map(({ personId }) => personId))
    if (leaders.length > 0) return leaders
  }
  return []
}
