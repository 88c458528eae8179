import type { HttpSmsOptions } from './delivery/http-sms.ts'
import type { SmtpOptions } from './delivery/smtp-mail.ts'

/** What the operator decides about people and their letters. */
export interface PeopleOptions {
  /** Whether a stranger may open an account of their own. */
  readonly isSignUpOpen: boolean
  /** Where people reach the console, when that is not where it listens: `https://bitting.example.org`. */
  readonly publicConsoleUrl: string | null
  /** Null: letters stay in the outbox. */
  readonly mail: SmtpOptions | null
  /** Null: there are no codes by SMS, but in a demo, whose outbox shows them. */
  readonly sms: HttpSmsOptions | null
}

/** What the environment decides: secrets of carriers have no place on a command line, where other users of the machine see them. */
export const peopleOptionsOf = (environment: Readonly<Record<string, string | undefined>>): PeopleOptions => {
  const { BITTING_SMTP_URL: smtp, BITTING_MAIL_FROM: from, BITTING_SMS_URL: sms, BITTING_SMS_TOKEN: smsToken, BITTING_CONSOLE_URL: consoleUrl } = environment
  if (smtp && !from) throw new Error('BITTING_SMTP_URL needs BITTING_MAIL_FROM besides: the address that letters come from')
  return {
    isSignUpOpen: environment['BITTING_SIGN_UP'] === 'open', publicConsoleUrl: consoleUrl ? consoleOrigin(consoleUrl) : null,
    mail: smtp && from ? { url: smtp, from } : null, sms: sms ? { url: sms, token: smsToken || null } : null,
  }
}

/** The origin of an address, for links and passkeys. Throws with words for people. */
export const consoleOrigin = (text: string): string => {
  const url = URL.parse(text)
  const isOrigin = url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (!isOrigin) throw new Error(`The console's address must be an origin such as https://bitting.example.org: ${text} is none`)
  return url.origin
}
