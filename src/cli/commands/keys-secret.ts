import { done } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { painter } from '../paint.ts'
import { withOperator } from '../with-operator.ts'
import { type MadeKey, tellMade } from './keys-create.ts'

export const keysSecret = command({
  name: 'keys secret',
  summary: 'show, once, the secret of a key that others approved',
  positionals: ['KEY'],
  options: { ...CONFIRMING, ...STORE_OPTIONS },
  notes: ['It is shown to whoever asked for the key, within three days; then the key is deleted, and the secret with it. Those who approved are never shown it.'],
  examples: ['./bitting keys secret payouts'],
  run: (call) => withOperator<MadeKey>(call, async (operator) => {
    const told = await confirmed(call, operator, (asks) => operator.keysTellSecret(call.positionals[0] ?? '', asks))
    return told.ok ? done({ ...told.value, privateKeyFile: null, publicKey: null }) : told
  }, (made, nowMs) => tellMade(made, nowMs, painter(call.terminal))),
})
