import { command, STORE_OPTIONS } from '../command.ts'
import { withOperator } from '../with-operator.ts'

export const sealingKeyRotate = command({
  name: 'sealing-key rotate',
  summary: 'seal every HMAC secret under a new sealing key',
  positionals: [],
  options: STORE_OPTIONS,
  notes: ['Keys keep working throughout. Backups made before open with the sealing key of their time, which stays in the key file.'],
  examples: ['./bitting sealing-key rotate'],
  run: (call) => withOperator(call, (operator) => operator.sealingKeyRotate(),
    ({ version, resealed }) => `The sealing key is now version ${version}; ${resealed} ${resealed === 1 ? 'secret was' : 'secrets were'} sealed anew.\nThe former key stays in the key file for backups made before, which open with it alone.`),
})
