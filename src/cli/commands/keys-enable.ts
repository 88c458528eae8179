import { command, STORE_OPTIONS } from '../command.ts'
import { harmless } from '../paint.ts'
import { withOperator } from '../with-operator.ts'

export const keysEnable = command({
  name: 'keys enable',
  summary: 'open a disabled key again',
  positionals: ['KEY'],
  options: STORE_OPTIONS,
  examples: ['./bitting keys enable grid-bot-btc'],
  run: (call) => withOperator(call, (operator) => operator.keysEnable(call.positionals[0] ?? ''),
    (key) => `Enabled ${harmless(key.label)} (${key.id}).\n${key.sentence}${key.state === 'expired' ? `\nIt has expired, though: ./bitting keys extend ${key.id}` : ''}`),
})
