import { resolve } from 'node:path'
import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { withOperator } from '../with-operator.ts'

export const sandboxSnapshot = command({
  name: 'sandbox snapshot',
  summary: 'save the whole state of the sandbox into a file',
  positionals: ['FILE'],
  options: { ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  notes: ['Books, orders, balances and history; no key and no secret is in it.'],
  examples: ['./bitting sandbox snapshot fixtures/before.sandbox'],
  run: (call) => withOperator(call, (operator) => operator.sandboxSnapshot(environmentOf(call.options), resolve(call.terminal.workingFolder, call.positionals[0] ?? '')),
    ({ environment, file, bytes }) => `Wrote the ${environment} sandbox to ${file} (${bytes.toLocaleString('en-US')} bytes).\nBack to it: ./bitting sandbox restore ${file}`),
})
