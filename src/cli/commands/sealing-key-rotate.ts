import { command, STORE_OPTIONS } from '../command.ts'
import { withOperator } from '../with-operator.ts'

export const sealingKeyRotate = command({
  name: 'sealing-key rotate',
  summary: 'seal every HMAC secret under a new sealing key',
  positionals: [],
  options: STORE_OPTIONS,
  notes: ['Keys keep working throughout. Backups made before need the sealing key of their time: keep a copy of it first if you keep them.'],
  examples: ['./bitting sealing-key rotate'],
  run: (call) => withOperator(call, (operator) => operator.sealingKeyRotate(),
    ({ version, resealed }) => `The sealing key is now version ${version}; ${resealed} ${resealed === 1 ? 'secret was' : 'secrets were'} sealed anew.\nBackups made before open their HMAC secrets with the former key only, which is no longer here: take a new one (./bitting backup FILE).`),
})
