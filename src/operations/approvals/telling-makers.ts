import type { Approval } from '../../approvals/approval.ts'
import type { TellsPeople } from '../../approvals/approvals.ts'
import type { Letter, OutboxMessage } from '../../people/message.ts'
import type { PeopleStore } from '../../people/people-store.ts'
import type { TimeUs } from '../../time.ts'
import { wordsFor } from '../letters/letter-words.ts'
import { RELEASE } from '../money-out/money-out.ts'
import { closerOf } from './approval-summary.ts'
import { makerLetter } from './maker-letter.ts'
import type { Reader } from '../reminding/readers.ts'

export interface TellingMakersParts {
  readonly people: Pick<PeopleStore, 'byId'>
  /** Who hears of what a key does of which nobody in particular is the holder. */
  readonly readersOfKey: (keyId: string) => Promise<readonly Reader[]>
  /** The letter as it waits in the outbox, sealed. */
  readonly newMessage: (letter: Letter, nowUs: TimeUs) => OutboxMessage
  readonly consoleUrl: () => string
  /** Whether a venue runs, by which what was approved can leave. */
  readonly isVenueOpen: () => boolean
}

/** Tells whoever asked for a change what became of it; nobody, where they left since. */
export const tellingMakers = ({ people, readersOfKey, newMessage, consoleUrl, isVenueOpen }: TellingMakersParts): TellsPeople => {
  const readersOf = async ({ maker, makerPersonId }: Approval): Promise<readonly Reader[]> => {
    if (makerPersonId === null) return maker.startsWith('key:') ? readersOfKey(maker.slice('key:'.length)) : []
    const person = await people.byId('person', makerPersonId)
    return person?.state === 'active' ? [person] : []
  }
  const namesIn = async (approval: Approval): Promise<ReadonlyMap<string, string>> => {
    const ids = [...approval.votes.map(({ personId }) => personId), closerOf(approval)].filter((id) => id !== null)
    return new Map(await Promise.all(ids.map(async (id) => [id, (await people.byId('person', id))?.name ?? id] as const)))
  }
  return async (approval, nowUs) => {
    const names = await namesIn(approval)
    const context = { nameOf: (personId: string) => names.get(personId) ?? personId, consoleUrl: consoleUrl(), isCarriedOutNow: approval.operation !== RELEASE || isVenueOpen() }
    return (await readersOf(approval)).flatMap(({ email, language }) => {
      const written = makerLetter(approval, context, wordsFor(language).maker)
      return written === undefined ? [] : [newMessage({ channel: 'mail', to: email, ...written }, nowUs)]
    })
  }
}
