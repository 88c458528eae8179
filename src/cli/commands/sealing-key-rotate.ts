import { command, STORE_OPTIONS } from '../command.ts'
import { withOperator } from '../with-operator.ts'

export const sealingKeyRotate = command({
  name: 'sealing-key rotate',
  summary: 'seal every secret under a new sealing key',
  positionals: [],
  options: STORE_OPTIONS,
  notes: ['Every secret of the store at once: of HMAC keys, authenticators, letters that wait, webhooks, heartbeats and keys of other exchanges. Keys keep working throughout. Backups made before open with the sealing key of their time, which stays in the key file.'],
  examples: ['./bitting sealing-key rotate'],
  run: (call) => withOperator(call, (operator) => operator.sealingKeyRotate(),
    ({ version, resealed }) => `The sealing key is now version ${version}; ${resealed} ${resealed === 1 ? 'secret was' : 'secrets were'} sealed anew.\nThe former key stays in the key file for backups made before, which open with it alone.`),
})
