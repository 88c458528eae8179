import { createTransport } from 'nodemailer'
import type { MailServer } from '../operations/mail/mail-office.ts'
import type { LetterFault } from '../people/message.ts'
import type { Carrier } from './carrier.ts'
import { NotTaken } from './not-taken.ts'

export interface SmtpOptions {
  /** `smtps://user:password@mail.example.org` or `smtp://…:587`; without TLS only to this machine. */
  readonly url: string
  /** `Bitting <bitting@example.org>` */
  readonly from: string
}

export interface SmtpMail extends Carrier {
  readonly server: MailServer
  close(): void
}

const CONNECTION_TIMEOUT_MS = 10_000
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Mail by SMTP. Throws with words for people when the address of the server is none. */
export const smtpMail = ({ url, from }: SmtpOptions): SmtpMail => {
  const server = URL.parse(url)
  if (!server || (server.protocol !== 'smtp:' && server.protocol !== 'smtps:')) throw new Error('The mail server must be given as smtp://… or smtps://…')
  const isSecure = server.protocol === 'smtps:'
  const isHere = LOOPBACK.has(server.hostname)
  const [host, port] = [server.hostname.replace(/^\[|\]$/g, ''), server.port === '' ? (isSecure ? 465 : 587) : Number(server.port)]
  const [user, password] = [decodeURIComponent(server.username), decodeURIComponent(server.password)]
  const transport = createTransport({
    host, port, secure: isSecure,
    // Codes and links never cross a network in the clear.
    requireTLS: !isSecure && !isHere, ignoreTLS: !isSecure && isHere,
    ...(user !== '' && { auth: { user, pass: password } }),
    connectionTimeout: CONNECTION_TIMEOUT_MS, greetingTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: 2 * CONNECTION_TIMEOUT_MS,
    // A letter is text: nothing of it is ever read from a file or fetched.
    disableFileAccess: true, disableUrlAccess: true,
  })
  const secrets = secretsOf(user, password)
  return {
    server: { host, port, encryption: isSecure ? 'tls' : isHere ? 'none' : 'startTls', from },
    carry: async ({ id, to, subject, text }) => {
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId: `<${id}@bitting>`, headers: { 'auto-submitted': 'auto-generated' } }).catch((error: unknown) => { throw notTaken(error, secrets) })
    },
    close: () => transport.close(),
  }
}

/** The password as it crosses the line, whichever way it signs in; the longest first, as the shorter ones stand in it. */
const secretsOf = (user: string, password: string): readonly string[] =>
  password === '' ? [] : [Buffer.from(`\0${user}\0${password}`).toString('base64'), Buffer.from(password).toString('base64'), encodeURIComponent(password), password]

/** By the code that the transport gives an error; one that it does not give is the letter's own. */
const REASONS: Readonly<Record<string, LetterFault['reason']>> = {
  ECONNECTION: 'unreachable', ETIMEDOUT: 'unreachable', EDNS: 'unreachable', ESOCKET: 'unreachable', ETLS: 'encryption', EREQUIRETLS: 'encryption', EAUTH: 'login', ENOAUTH: 'login',
}

/** Why the letter was not taken, without what signs in: a server may echo what it was sent. */
const notTaken = (error: unknown, secrets: readonly string[]): NotTaken => {
  // Nodemailer's errors have these, where they have them, as text; anything else has none.
  const { code, command, message, response } = error as { readonly code?: string; readonly command?: string; readonly message?: string; readonly response?: string }
  const said = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), response ?? message ?? String(error))
  return new NotTaken(command === 'RCPT TO' ? 'recipient' : REASONS[code ?? ''] ?? 'refused', said)
}
