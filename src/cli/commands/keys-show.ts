import { command, STORE_OPTIONS } from '../command.ts'
import { keyPage } from '../key-page.ts'
import { painter } from '../paint.ts'
import { withOperator } from '../with-operator.ts'

export const keysShow = command({
  name: 'keys show',
  summary: 'one key, whole: rights and when each was last used',
  positionals: ['KEY'],
  options: STORE_OPTIONS,
  notes: ['KEY is an id (k_…), the key itself, an unambiguous beginning of either, or the label when no other key has it.'],
  examples: ['./bitting keys show grid-bot-btc'],
  run: (call) => withOperator(call, (operator) => operator.keysShow(call.positionals[0] ?? ''), (key, nowMs) => keyPage(key, nowMs, painter(call.terminal))),
})
