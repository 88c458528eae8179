import { command, STORE_OPTIONS } from '../command.ts'
import { CONFIRMING } from '../confirming.ts'
import { harmless, painter } from '../paint.ts'
import { paragraph } from '../table.ts'
import { withOperator } from '../with-operator.ts'
import { tellMade } from './keys-create.ts'
import { MADE_FROM_OPTIONS, makeFrom, type MadeFromWithPair } from './made-from.ts'

export const keysSplit = command({
  name: 'keys split',
  summary: 'make two of a key with spot and futures, so that no leak opens both',
  positionals: ['KEY'],
  options: { ...MADE_FROM_OPTIONS, ...CONFIRMING, ...STORE_OPTIONS },
  notes: ['A new key gets futures (and reading, where the key has it); the key keeps all else. In force from the next request on.'],
  examples: ['./bitting keys split both-markets', './bitting keys split both-markets --label futures-bot --kind hmac'],
  run: (call) => withOperator<MadeFromWithPair>(call, (operator) => makeFrom(call, operator, (key) => `${key.label}-futures`, (id, wish, asks) => operator.keysSplit(id, wish, asks)),
    (made, nowMs) => `${tellMade(made, nowMs, painter(call.terminal))}\n\n${paragraph(harmless(`${made.former.label} trades futures no longer, from its next request on: ${made.former.sentence}`))}`),
})
