import type { PeopleStore } from '../../people/people-store.ts'
import type { TimeUs } from '../../time.ts'
import { LETTER_WORDS, type LetterWords } from './letter-words.ts'

/** The subjects of one kind of letter in every language: by these it is known in the outbox. */
export const subjectsOf = (subject: (words: LetterWords) => string): ReadonlySet<string> => new Set(Object.values(LETTER_WORDS).map(subject))

/** How many letters with one of these subjects were written to an address after a moment: nobody's mailbox is to be filled. */
export const lettersLately = async (people: Pick<PeopleStore, 'find'>, recipient: string, subjects: ReadonlySet<string>, sinceUs: TimeUs): Promise<number> =>
  (await people.find('message', { recipient })).filter(({ subject, timeUs }) => subjects.has(subject) && timeUs > sinceUs).length
