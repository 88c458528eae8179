import { resolve } from 'node:path'
import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { withOperator } from '../with-operator.ts'

export const sandboxRestore = command({
  name: 'sandbox restore',
  summary: 'put the sandbox back to a saved state, while it runs',
  positionals: ['FILE'],
  options: { ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  notes: ['What happened since is gone. Order numbers and balances are exactly those that were saved; an account that the file does not know begins as a new one.'],
  examples: ['./bitting sandbox restore fixtures/before.sandbox'],
  run: (call) => withOperator(call, (operator) => operator.sandboxRestore(environmentOf(call.options), resolve(call.terminal.workingFolder, call.positionals[0] ?? '')),
    ({ environment }) => `The ${environment} sandbox goes on from the saved state.`),
})
