import type { Language } from '../language.ts'
import { doerOf, type Office, only, type Principal, recordedBy } from './office.ts'
import type { Visit } from './ports.ts'
import { allowed, refusal, type Result } from './result.ts'

/** From now on somebody is written to in this language. */
export const chooseLanguage = (office: Office, principal: Principal, language: Language, visit: Visit): Promise<Result<null>> => office.carryOut(async () => {
  const person = principal.kind === 'session' ? await office.activePerson(principal.personId) : undefined
  if (!person) return only(refusal('notAllowed'))
  if (person.language === language) return only(allowed(null))
  return {
    answer: allowed(null), changes: [{ do: 'update', kind: 'person', record: { ...person, version: person.version + 1, language } }],
    audit: recordedBy(doerOf(person.id, visit), { act: 'language.choose', subject: person.id, before: { language: person.language }, after: { language } }),
  }
})

/** What somebody is written to in; null where they never said. */
export const languageOf = async ({ parts: { store } }: Office, { personId }: Principal): Promise<Language | null> => (await store.byId('person', personId))?.language ?? null
