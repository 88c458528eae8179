import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { harmless } from '../paint.ts'
import { withOperator } from '../with-operator.ts'

export const keysEnable = command({
  name: 'keys enable',
  summary: 'open a disabled key again',
  positionals: ['KEY'],
  options: { ...CONFIRMING, ...STORE_OPTIONS },
  examples: ['./bitting keys enable grid-bot-btc'],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.keysEnable(call.positionals[0] ?? '', asks)),
    (key) => `Enabled ${harmless(key.label)} (${key.id}).\n${key.sentence}${key.state === 'expired' ? `\nIt has expired, though: ./bitting keys extend ${key.id}` : ''}`),
})
