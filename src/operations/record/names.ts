import type { PeopleStore } from '../../people/people-store.ts'
import type { AuditEntrySummary } from './list.ts'

/** Whose name stands behind a person's id; those that left keep theirs. */
export type NameOf = (personId: string) => Promise<string | undefined>

export const namesOf = (people: Pick<PeopleStore, 'byId'>): NameOf => async (personId) => (await people.byId('person', personId))?.name

const PERSON = /\bp_\w+/g
const peopleIn = ({ actor, subject, factors }: Unnamed): readonly string[] => [actor, subject, ...factors].flatMap((text) => text.match(PERSON) ?? [])

type Unnamed = Omit<AuditEntrySummary, 'names'>

/** Rows of the record with the names of the people in them, by their ids. */
export const withNames = async (rows: readonly Unnamed[], nameOf: NameOf): Promise<readonly AuditEntrySummary[]> => {
  const ids = [...new Set(rows.flatMap(peopleIn))]
  const names = new Map(await Promise.all(ids.map(async (id) => [id, await nameOf(id)] as const)))
  return rows.map((row) => ({ ...row, names: Object.fromEntries(peopleIn(row).flatMap((id) => { const name = names.get(id); return name === undefined ? [] : [[id, name]] })) }))
}
