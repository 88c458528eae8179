import type { PeopleStore } from './people-store.ts'

/**
 * The addresses and telephone numbers whose letters are about these accounts alone: of everybody who belongs to them and to no other, and of who is
 * invited to them and belongs to none. Somebody of other accounts too gets letters, codes among them, that open those as well.
 */
export const recipientsOf = async (store: Pick<PeopleStore, 'find'>, accounts: ReadonlySet<number>): Promise<ReadonlySet<string>> => {
  const [persons, memberships, links] = await Promise.all([store.find('person', {}), store.find('membership', {}), store.find('link', {})])
  const belongs = new Map(persons.map(({ id }) => [id, { inside: false, outside: false }]))
  for (const { personId, accountId } of memberships) {
    const of = belongs.get(personId)
    if (of) of[accounts.has(accountId) ? 'inside' : 'outside'] = true
  }
  const known = new Set(persons.filter(({ id }) => belongs.get(id)?.outside === true).map(({ email }) => email))
  return new Set([
    ...persons.filter(({ id }) => belongs.get(id)?.inside === true && belongs.get(id)?.outside === false).flatMap(({ email, phone }) => (phone === null ? [email] : [email, phone])),
    ...links.filter(({ accountId, email }) => accountId !== null && accounts.has(accountId) && !known.has(email)).map(({ email }) => email),
  ])
}
