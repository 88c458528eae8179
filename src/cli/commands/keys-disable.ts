import { command, STORE_OPTIONS } from '../command.ts'
import { harmless } from '../paint.ts'
import { withOperator } from '../with-operator.ts'

export const keysDisable = command({
  name: 'keys disable',
  summary: 'close a key from its next request on; open orders stay',
  positionals: ['KEY'],
  options: STORE_OPTIONS,
  examples: ['./bitting keys disable grid-bot-btc'],
  run: (call) => withOperator(call, (operator) => operator.keysDisable(call.positionals[0] ?? ''),
    (key) => `Disabled ${harmless(key.label)} (${key.id}). Its next request is refused; open orders stay.\nTo open it again: ./bitting keys enable ${key.id}`),
})
