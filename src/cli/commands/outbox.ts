import type { LetterSummary } from '../../operations/outbox-list.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const SHOWN = 10

const page = (letters: readonly LetterSummary[], paint: Paint): string => letters.length === 0
  ? 'The outbox is empty: nobody was sent anything.'
  // Oldest first, so that the newest stands where the eye is.
  : [...letters].reverse().map(({ at, channel, to, subject, state, text }) => [
    `${paint('bold', harmless(subject === '' ? 'SMS' : subject))}`,
    paint('dim', `  ${dateAndTime(at)}  ·  ${channel} to ${harmless(to)}  ·  ${state === 'waiting' ? 'not sent: nothing carries it away' : state}`),
    ...(text === null ? [] : text.trimEnd().split('\n').map((line) => `  ${harmless(line)}`)),
  ].join('\n')).join('\n\n')

export const outbox = command({
  name: 'outbox',
  summary: 'mails and SMS that wait here, with their codes and links',
  positionals: [],
  options: { last: { type: 'string', value: 'N', help: `how many, the newest ones (default ${SHOWN})` }, ...STORE_OPTIONS },
  notes: ['Without a mail server letters wait here to be read. One that was sent is listed without its text.'],
  examples: ['./bitting outbox', './bitting outbox --last 1 --json'],
  run: (call) => {
    const limit = Number(call.options.last ?? SHOWN)
    if (!Number.isInteger(limit) || limit < 1) throw new WrongUsage('--last takes a whole number from 1 on.', 'See: ./bitting help outbox')
    return withOperator(call, (operator) => operator.outboxList(limit), (letters) => page(letters, painter(call.terminal)))
  },
})
