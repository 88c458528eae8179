import { randomBytes } from 'node:crypto'
import type { AccountDirectory } from './accounts/account-directory.ts'
import { randomText } from './authority/key-text.ts'
import type { Sealer } from './authority/sealing.ts'
import type { Carrier } from './delivery/carrier.ts'
import { httpSms } from './delivery/http-sms.ts'
import { outboxReader } from './delivery/outbox.ts'
import { Postman } from './delivery/postman.ts'
import { demoAuthenticator, type DemoOwnerParts } from './demo/demo-owner.ts'
import type { DemoAuthenticator } from './operations/demo-code.ts'
import { wordsFor } from './operations/letters/letter-words.ts'
import { MailOffice } from './operations/mail/mail-office.ts'
import type { OutboxReader } from './operations/outbox-list.ts'
import { type OpenedAccounts, openAccounts } from './open-accounts.ts'
import type { PeopleOptions } from './open-people-options.ts'
import { argon2Hasher } from './people/argon2.ts'
import { EMBEDDED_COMMON_PASSWORDS } from './people/common-passwords.ts'
import { PASSWORD_PARAMETERS } from './people/password-hash.ts'
import { newMessage } from './people/message.ts'
import { People } from './people/people.ts'
import type { LeavingPort } from './people/ports.ts'
import { DEFAULT_SESSION_LIMITS } from './people/session.ts'
import { webAuthn } from './people/web-authn.ts'
import type { Store } from './storage/store.ts'
import type { Clock } from './time.ts'
import { logFault } from './system-log.ts'

export interface PeopleRoom {
  readonly people: People
  readonly accounts: OpenedAccounts
  readonly outbox: OutboxReader
  readonly mail: MailOffice
  readonly demoOwner: DemoOwnerParts
  readonly demoAuthenticator: DemoAuthenticator
  /** As links, passkeys and the console's own checks know it. */
  consoleUrl(): string
  /** Told where the console listens, once that is known. */
  listensAt(consoleUrl: string): void
  /** From now on this one seals what is people's; it opens what former ones sealed too. */
  useSealer(sealer: Sealer): void
  /** Goes on with what an earlier process left, sends letters and forgets what was to be kept until now. @returns how to end that */
  start(): Promise<() => Promise<void>>
  /** Sends what waits, once. */
  close(): Promise<void>
}

const FORGETS_EVERY_MS = 10 * 60_000
/** Where the console stands when no server tells: in letters that the command line causes by itself. */
const UNTOLD_CONSOLE_URL = 'http://localhost:8081'

/** Opens the room of people: sign-in, factors, invitations, and the letters that go with them. Throws with words for people where an option is wrong. */
export const openPeople = async ({ store, sealer: first, accounts: directory, leaving, clock, options, isDemo }: {
  readonly store: Store; readonly sealer: Sealer; readonly accounts: AccountDirectory; readonly leaving: LeavingPort; readonly clock: Clock; readonly options: PeopleOptions; readonly isDemo: boolean
}): Promise<PeopleRoom> => {
  let sealer = first
  let consoleUrl = options.publicConsoleUrl ?? UNTOLD_CONSOLE_URL
  const accounts = openAccounts(directory, async (accountId) => (await store.people.find('membership', { accountId })).length > 0)
  // What speaks SMTP is loaded only where mail is sent.
  const mail = options.mail && (await import('./delivery/smtp-mail.ts')).smtpMail(options.mail)
  const carriers: Partial<Record<'mail' | 'sms', Carrier>> = { ...(mail && { mail }), ...(options.sms && { sms: httpSms(options.sms) }) }
  const postman = new Postman({ store: store.people, sealer: () => sealer, carriers, clock, onFailure: ({ id, channel, attempts }, error) => logFault('A letter was not taken', error, { letter: id, channel, attempts }) })
  const hasher = argon2Hasher()
  const people = new People({
    store: store.people, sealer, hasher, breached: EMBEDDED_COMMON_PASSWORDS, randomBytes, accounts, leaving,
    // Told late where the console is, so that a free port serves too; its host name is known from the start.
    passkeys: webAuthn({ id: new URL(consoleUrl).hostname, name: 'Bitting', origins: () => [new URL(consoleUrl).origin] }),
    settings: { sessionLimits: DEFAULT_SESSION_LIMITS, passwordParameters: PASSWORD_PARAMETERS, isSignUpOpen: options.isSignUpOpen, isSmsOffered: isDemo || options.sms !== null, consoleUrl: () => consoleUrl },
    lettersIn: (language) => wordsFor(language).people,
    onLetters: () => postman.nudge(),
  })
  const office = new MailOffice({
    people: store.people, server: mail?.server ?? null, isDemo, newMessage: (letter, nowUs) => newMessage(`m_${randomText(randomBytes, 16)}`, letter, sealer, nowUs), tried: (id) => postman.tried(id), wallClock: clock,
  })
  return {
    people, accounts, mail: office,
    outbox: { newest: (limit) => outboxReader(store.people, sealer).newest(limit) },
    demoOwner: { store: store.people, sealer, hasher, randomBytes },
    demoAuthenticator: { present: (nowUs) => demoAuthenticator(store.people, sealer).present(nowUs) },
    consoleUrl: () => consoleUrl,
    listensAt: (url) => { consoleUrl = options.publicConsoleUrl ?? url },
    useSealer: (next) => {
      sealer = next
      people.useSealer(next)
    },
    start: async () => {
      await people.open({ actor: 'system', source: 'local', nowUs: clock.nowUs() })
      postman.start()
      const forget = (): Promise<void> => people.forget(clock.nowUs()).catch((error: unknown) => logFault('What people left behind could not be forgotten yet', error))
      let forgetting = forget()
      const timer = setInterval(() => { forgetting = forgetting.then(forget) }, FORGETS_EVERY_MS).unref()
      return async () => {
        clearInterval(timer)
        await forgetting
      }
    },
    close: async () => {
      await postman.close()
      mail?.close()
    },
  }
}
