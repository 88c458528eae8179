import type { LetterFaultSummary, MailServer, MailSummary, TestLetter } from '../../operations/mail/mail-office.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { facts } from '../table.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'

const ENCRYPTION: Readonly<Record<MailServer['encryption'], string>> = { tls: 'TLS', startTls: 'STARTTLS', none: 'in the clear, on this machine' }
const REASONS: Readonly<Record<LetterFaultSummary['reason'], string>> = {
  unreachable: 'the mail server does not answer', encryption: 'no encrypted connection came about', login: 'the mail server does not take the user name and password', recipient: 'the mail server does not take the address', refused: 'the letter was not taken', unreadable: 'the letter does not open with the sealing keys at hand',
}

const faultText = ({ at, reason, said }: LetterFaultSummary): string => `${dateAndTime(at)}: ${REASONS[reason]} (${harmless(said)})`
const lettersText = (count: number): string => `${count} ${count === 1 ? 'letter' : 'letters'}`

const NOT_SET = 'nothing: letters stay in the outbox (./bitting outbox). Set BITTING_SMTP_URL and BITTING_MAIL_FROM, and start the server again.'

const page = ({ server, waiting, failed, oldestWaiting, lastFault, isDemo }: MailSummary, paint: Paint): string => facts([
  ['mail goes by', server === null ? NOT_SET : `${harmless(server.host)}:${server.port}, ${ENCRYPTION[server.encryption]}`],
  ...(server === null ? (isDemo ? [['in the demo', 'people read their letters in the console, under Demo']] as const : []) : [['from', harmless(server.from)]] as const),
  ['waiting', `${lettersText(waiting)}${oldestWaiting === null ? '' : `, the oldest since ${dateAndTime(oldestWaiting)}`}`], ['given up', lettersText(failed)],
  ...(lastFault === null ? [] : [['last fault', faultText(lastFault)]] as const),
], paint)

const testText = ({ to, state, fault }: TestLetter): string => state === 'sent'
  ? `The mail server took the letter to ${harmless(to)}.`
  : fault === null ? `The letter to ${harmless(to)} waits in the outbox. What became of it: ./bitting mail` : `The letter to ${harmless(to)} was not taken; it is tried again. ${faultText(fault)}`

export const mail = command({
  name: 'mail',
  summary: 'how mail goes out, what waits, and why it does not',
  positionals: [],
  options: STORE_OPTIONS,
  notes: ['While no server runs, what this command finds in its own environment is told.'],
  examples: ['./bitting mail', './bitting mail --json'],
  run: (call) => withOperator(call, (operator) => operator.mailShow(), (summary) => page(summary, painter(call.terminal))),
})

export const mailTest = command({
  name: 'mail test',
  summary: 'send a test letter, by the way that every letter goes',
  positionals: ['ADDRESS'],
  options: STORE_OPTIONS,
  notes: ['Three letters to one address within ten minutes at most.'],
  examples: ['./bitting mail test olga@example.org'],
  run: (call) => withOperator(call, (operator) => operator.mailTest(call.positionals[0] ?? ''), testText),
})
