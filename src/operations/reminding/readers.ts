import type { ApiKey } from '../../authority/api-key.ts'
import type { AccountId } from '../../ids.ts'
import type { PeopleStore } from '../../people/people-store.ts'
import type { Person } from '../../people/person.ts'

/** Whom a letter is for, and what it is written in. */
export type Reader = Pick<Person, 'email' | 'language'>

/** Who hears of a key: whoever holds it, as long as they have a role; else those who lead its account, or the account above it. */
export const readersOf = async ({ holderId }: Pick<ApiKey, 'holderId'>, accountId: AccountId, parentId: AccountId | null, people: Pick<PeopleStore, 'byId' | 'find'>): Promise<readonly Reader[]> => {
  const active = async (personIds: readonly string[]): Promise<readonly Reader[]> =>
    (await Promise.all(personIds.map((id) => people.byId('person', id)))).flatMap((person) => (person?.state === 'active' ? [person] : []))
  const memberships = [...await people.find('membership', { accountId }), ...(parentId === null ? [] : await people.find('membership', { accountId: parentId }))]
  if (holderId !== null && memberships.some(({ personId }) => personId === holderId)) {
    const holder = await active([holderId])
    if (holder.length > 0) return holder
  }
  for (const id of parentId === null ? [accountId] : [accountId, parentId]) {
    const leaders = await active(memberships.filter(({ accountId: of, role }) => of === id && (role === 'owner' || role === 'admin')).map(({ personId }) => personId))
    if (leaders.length > 0) return leaders
  }
  return []
}

/** What each reader is told in one go, in the order in which they were first found. */
export class ByReader<Telling> {
  readonly #byEmail = new Map<string, { readonly reader: Reader; readonly tellings: Telling[] }>()

  add(reader: Reader, telling: Telling): void {
    const known = this.#byEmail.get(reader.email)
    if (known) known.tellings.push(telling)
    else this.#byEmail.set(reader.email, { reader, tellings: [telling] })
  }

  all(): readonly { readonly reader: Reader; readonly tellings: readonly Telling[] }[] {
    return [...this.#byEmail.values()]
  }
}
