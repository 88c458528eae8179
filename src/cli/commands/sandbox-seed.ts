import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const GREATEST_SEED = 2 ** 31 - 1

const seedOf = (text: string | undefined): number => {
  if (text === undefined || !/^\d{1,10}$/.test(text) || Number(text) > GREATEST_SEED) throw new WrongUsage(`The seed is "${text ?? ''}".`, `Give a whole number up to ${GREATEST_SEED}: ./bitting sandbox seed 42`)
  return Number(text)
}

export const sandboxSeed = command({
  name: 'sandbox seed',
  summary: 'put the sandbox back, and draw its market from another seed',
  positionals: ['SEED'],
  options: { ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  notes: ['The same seed draws the same history up to the moment of the reset, and moves prices alike from there.'],
  examples: ['./bitting sandbox seed 42'],
  run: (call) => {
    const seed = seedOf(call.positionals[0])
    return withOperator(call, (operator) => operator.sandboxReset(environmentOf(call.options), seed), ({ environment }) => `The ${environment} sandbox is as it was at first, its market drawn from ${seed}.`)
  },
})
