import type { Language } from '../../language.ts'
import type { Letter, LetterFault, OutboxMessage } from '../../people/message.ts'
import type { PeopleStore } from '../../people/people-store.ts'
import { parseEmail } from '../../people/person.ts'
import { type Clock, MINUTE, type TimeUs, toMs } from '../../time.ts'
import type { DoneBy } from '../clock-move.ts'
import { wordsFor } from '../letters/letter-words.ts'
import { lettersLately, subjectsOf } from '../letters/letters-lately.ts'
import { done, type Outcome, refused } from '../outcome.ts'

/** Where mail goes, without what signs in there. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** `none`: to this machine alone. */
  readonly encryption: 'tls' | 'startTls' | 'none'
  /** `Bitting <bitting@example.org>` */
  readonly from: string
}

/** Why a letter was not taken. Times are ISO 8601 in UTC. */
export interface LetterFaultSummary {
  readonly at: string
  readonly reason: LetterFault['reason']
  /** In the words of the mail server, or of the connection to it. */
  readonly said: string
}

export interface MailSummary {
  /** Null: nothing carries mail away, and letters stay in the outbox. */
  readonly server: MailServer | null
  /** Whether the outbox is shown to the people of a demo, who read their letters there. */
  readonly isDemo: boolean
  /** Letters that wait for their next try, and those that were given up after a day. */
  readonly waiting: number
  readonly failed: number
  readonly oldestWaiting: string | null
  /** Of the letters that wait or were given up, what was said last. */
  readonly lastFault: LetterFaultSummary | null
  /** The newest test letter; null where none is kept any more. */
  readonly lastTest: TestLetter | null
}

/** A test letter and what became of it so far. */
export interface TestLetter {
  readonly to: string
  readonly at: string
  readonly state: OutboxMessage['state']
  readonly fault: LetterFaultSummary | null
}

/** Who asks for a test letter, and what they read; a name of null is the operator at the machine. */
export interface Asker {
  readonly name: string | null
  readonly language: Language | null
}

export interface MailOfficeParts {
  readonly people: Pick<PeopleStore, 'byId' | 'find' | 'save'>
  readonly server: MailServer | null
  readonly isDemo: boolean
  /** The letter as it waits in the outbox, sealed. */
  readonly newMessage: (letter: Letter, nowUs: TimeUs) => OutboxMessage
  /** Has it taken away, and resolves once that was tried, or when it takes too long. */
  readonly tried: (messageId: string) => Promise<void>
  readonly wallClock: Clock
}

const TEST_SUBJECTS = subjectsOf((words) => words.test(null, '').subject)
/** So many test letters to one address within so long: nobody's mailbox is filled by it. */
const MOST_TESTS = 3
const TESTS_WITHIN_US = 10 * MINUTE

/** How mail goes out, what waits for it, and letters that try whether it does. */
export class MailOffice {
  readonly #parts: MailOfficeParts
  #lastTurn: Promise<unknown> = Promise.resolve()

  constructor(parts: MailOfficeParts) {
    this.#parts = parts
  }

  /** Whether a server is set that takes letters away; else they stay in the outbox, to be read there. */
  get isSent(): boolean { return this.#parts.server !== null }

  /** @param isSeen whose letters count: those to people of other tenants are not the reader's affair */
  async show(isSeen: (to: string) => boolean = () => true): Promise<MailSummary> {
    const { people, server, isDemo } = this.#parts
    const letters = (await people.find('message', {})).filter(({ channel, recipient }) => channel === 'mail' && isSeen(recipient))
    const waiting = letters.filter(({ state }) => state === 'waiting')
    const newestFault = letters.flatMap(({ fault }) => fault ?? []).sort((one, other) => other.atUs - one.atUs)[0]
    const test = letters.filter(({ subject }) => TEST_SUBJECTS.has(subject)).sort((one, other) => other.timeUs - one.timeUs)[0]
    return {
      server, isDemo, waiting: waiting.length, failed: letters.filter(({ state }) => state === 'failed').length,
      oldestWaiting: waiting.length === 0 ? null : iso(Math.min(...waiting.map(({ timeUs }) => timeUs))), lastFault: newestFault ? summaryOf(newestFault) : null, lastTest: test ? testOf(test) : null,
    }
  }

  /** Sends a test letter, by the very way that every letter goes. One after the other, so that none slips past the limit. */
  test(address: string, doer: DoneBy, asker: Asker, consoleUrl: string): Promise<Outcome<TestLetter>> {
    const turn = this.#lastTurn.then(() => this.#queue(address, doer, asker, consoleUrl))
    this.#lastTurn = turn.catch(() => undefined)
    return turn.then((queued) => (queued.ok ? this.#outcomeOf(queued.value) : queued))
  }

  async #queue(address: string, { actor, source }: DoneBy, { name, language }: Asker, consoleUrl: string): Promise<Outcome<OutboxMessage>> {
    const { people, server, isDemo, newMessage, wallClock } = this.#parts
    const to = parseEmail(address)
    if (to === undefined) return refused('noEmail', 'This is no e-mail address.', 'Write it as olga@example.org.')
    if (server === null && !isDemo) return refused('mailNotSet', 'No mail server is set, so no letter leaves.', 'Set BITTING_SMTP_URL and BITTING_MAIL_FROM, and start the server again.')
    const nowUs = wallClock.nowUs()
    const lately = await lettersLately(people, to, TEST_SUBJECTS, nowUs - TESTS_WITHIN_US)
    if (lately >= MOST_TESTS) return refused('tooManyTestLetters', `${MOST_TESTS} test letters went to ${to} within 10 minutes.`, 'Wait a few minutes.')
    const message = newMessage({ channel: 'mail', to, ...wordsFor(language).test(name, consoleUrl) }, nowUs)
    const saved = await people.save([{ do: 'insert', kind: 'message', record: message }], { timeUs: nowUs, actor, source, act: 'mail.test', subject: 'mail', before: null, after: { to } })
    if (saved !== 'saved') throw new Error('a letter of that id is there already')
    return done(message)
  }

  async #outcomeOf(queued: OutboxMessage): Promise<Outcome<TestLetter>> {
    const { people, tried, server } = this.#parts
    if (server !== null) await tried(queued.id)
    return done(testOf(await people.byId('message', queued.id) ?? queued))
  }
}

const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()
const summaryOf = ({ atUs, reason, said }: LetterFault): LetterFaultSummary => ({ at: iso(atUs), reason, said })
const testOf = ({ recipient, timeUs, state, fault }: OutboxMessage): TestLetter => ({ to: recipient, at: iso(timeUs), state, fault: fault && summaryOf(fault) })
