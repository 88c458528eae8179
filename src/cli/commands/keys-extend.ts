import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { readWholeNumber } from '../options.ts'
import { painter } from '../paint.ts'
import { withOperator } from '../with-operator.ts'
import { tellEdited } from './keys-edit.ts'

export const keysExtend = command({
  name: 'keys extend',
  summary: 'give a key its period once more, from now: it is still needed',
  positionals: ['KEY'],
  options: { days: { type: 'string', value: 'N', help: 'another length, for this time alone (default its period, else 90)' }, ...CONFIRMING, ...STORE_OPTIONS },
  notes: ['A later end is never taken away. A new secret is safer than an old one: ./bitting keys rotate KEY'],
  examples: ['./bitting keys extend grid-bot-btc', './bitting keys extend dashboard --days 30'],
  run: (call) => {
    const days = call.options.days === undefined ? null : readWholeNumber('days', call.options.days, 1, 3_650)
    return withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.keysExtend(call.positionals[0] ?? '', days, asks)), (edited, nowMs) => tellEdited(edited, nowMs, painter(call.terminal)))
  },
})
