import { createTransport } from 'nodemailer'
import type { Carrier } from './carrier.ts'

export interface SmtpOptions {
  /** `smtps://user:password@mail.example.org` or `smtp://…:587`; without TLS only to this machine. */
  readonly url: string
  /** `Bitting <bitting@example.org>` */
  readonly from: string
}

export interface SmtpMail extends Carrier {
  close(): void
}

const CONNECTION_TIMEOUT_MS = 10_000
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Mail by SMTP. Throws with words for people when the address of the server is none. */
export const smtpMail = ({ url, from }: SmtpOptions): SmtpMail => {
  const server = URL.parse(url)
  if (!server || (server.protocol !== 'smtp:' && server.protocol !== 'smtps:')) throw new Error('The mail server must be given as smtp://… or smtps://…')
  const isSecure = server.protocol === 'smtps:'
  const transport = createTransport({
    host: server.hostname.replace(/^\[|\]$/g, ''), port: server.port === '' ? (isSecure ? 465 : 587) : Number(server.port), secure: isSecure,
    // Codes and links never cross a network in the clear.
    requireTLS: !isSecure && !LOOPBACK.has(server.hostname), ignoreTLS: !isSecure && LOOPBACK.has(server.hostname),
    ...(server.username !== '' && { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
    connectionTimeout: CONNECTION_TIMEOUT_MS, greetingTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: 2 * CONNECTION_TIMEOUT_MS,
    // A letter is text: nothing of it is ever read from a file or fetched.
    disableFileAccess: true, disableUrlAccess: true,
  })
  return {
    carry: async ({ id, to, subject, text }) => {
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId: `<${id}@bitting>`, headers: { 'auto-submitted': 'auto-generated' } })
    },
    close: () => transport.close(),
  }
}
