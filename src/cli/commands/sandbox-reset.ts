import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { withOperator } from '../with-operator.ts'

export const sandboxReset = command({
  name: 'sandbox reset',
  summary: 'put the sandbox back to its first moment, while it runs',
  positionals: [],
  options: { ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  notes: ['Orders, history and balances go back to what they were at first; keys, people and the record stay. Open streams are ended, so that clients begin anew.'],
  examples: ['./bitting sandbox reset', './bitting sandbox reset --environment testnet'],
  run: (call) => withOperator(call, (operator) => operator.sandboxReset(environmentOf(call.options), null), ({ environment }) => `The ${environment} sandbox is as it was at first.`),
})
