import { command, STORE_OPTIONS } from '../command.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, painter } from '../paint.ts'
import { fold } from '../table.ts'
import { withOperator } from '../with-operator.ts'

export const keysAttention = command({
  name: 'keys attention',
  summary: 'what needs attention, each with the one step that settles it',
  positionals: [],
  options: { account: { type: 'string', value: 'UID', help: 'only the keys of this account' }, ...STORE_OPTIONS },
  notes: ['Ends, periods and lapsing rights are told of at 14, 7 and 1 days; keys that nobody uses at 60, 75 and 90 days. None is ever deleted for that.'],
  examples: ['./bitting keys attention'],
  run: (call) => {
    const filter = call.options.account === undefined ? {} : { account: readWholeNumber('account', call.options.account, 0, Number.MAX_SAFE_INTEGER) }
    const paint = painter(call.terminal)
    return withOperator(call, (operator) => operator.keysAttention(filter), (items) => items.length === 0
      ? 'Nothing needs attention.'
      : items.map(({ key, label, urgency, text, remedy }) => [
        `${paint(urgency === 'now' ? 'red' : urgency === 'soon' ? 'yellow' : 'dim', urgency)}  ${paint('bold', harmless(label))} (${key})`,
        ...fold(harmless(text), 96).map((line) => `  ${line}`), `  → ${harmless(remedy)}`,
      ].join('\n')).join('\n\n'))
  },
})
