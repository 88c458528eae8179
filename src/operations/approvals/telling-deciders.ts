import type { Approval } from '../../approvals/approval.ts'
import type { TellsPeople } from '../../approvals/approvals.ts'
import type { Decider } from '../../people/deciders.ts'
import type { Letter, OutboxMessage } from '../../people/message.ts'
import type { PeopleStore } from '../../people/people-store.ts'
import { plainLine } from '../../people/person.ts'
import { HOUR, type TimeUs } from '../../time.ts'
import { wordsFor } from '../letters/letter-words.ts'
import { lettersLately, subjectsOf } from '../letters/letters-lately.ts'
import { type AskedBy, deciderLetter } from './decider-letter.ts'

export interface TellingDecidersParts {
  readonly people: Pick<PeopleStore, 'byId' | 'find'>
  readonly decidersOf: (accountId: number) => Promise<readonly Decider[]>
  readonly labelOfKey: (keyId: string) => Promise<string | undefined>
  /** The letter as it waits in the outbox, sealed. */
  readonly newMessage: (letter: Letter, nowUs: TimeUs) => OutboxMessage
  readonly consoleUrl: () => string
}

const SUBJECTS = subjectsOf(({ decider }) => decider.subject)
/** A program can ask for many withdrawals: nobody's mailbox is filled by it. What is told no more still waits on the page and on the overview. */
const MOST_LETTERS = 20
const WITHIN_US = HOUR

/** Tells everybody who may decide on what begins to wait; never whoever asked for it, who may not. */
export const tellingDeciders = ({ people, decidersOf, labelOfKey, newMessage, consoleUrl }: TellingDecidersParts): TellsPeople => {
  const askedBy = async ({ maker, makerPersonId }: Approval): Promise<AskedBy> => {
    const keyId = maker.startsWith('key:') ? maker.slice('key:'.length) : null
    const label = keyId === null ? undefined : await labelOfKey(keyId)
    if (keyId !== null) return { is: 'key', name: label === undefined ? keyId : `${plainLine(label)} (${keyId})` }
    const person = makerPersonId === null ? undefined : await people.byId('person', makerPersonId)
    return person ? { is: 'person', name: `${plainLine(person.name)} (${person.email})` } : { is: 'operator' }
  }
  return async (approval, nowUs) => {
    const by = await askedBy(approval)
    const deciders = (await decidersOf(approval.accountId)).filter(({ personId }) => personId !== approval.makerPersonId)
    const letters = await Promise.all(deciders.map(async ({ email, language }) => {
      const lately = await lettersLately(people, email, SUBJECTS, nowUs - WITHIN_US)
      return lately >= MOST_LETTERS ? [] : [newMessage({ channel: 'mail', to: email, ...deciderLetter(approval, by, consoleUrl(), wordsFor(language).decider, lately === MOST_LETTERS - 1) }, nowUs)]
    }))
    return letters.flat()
  }
}
