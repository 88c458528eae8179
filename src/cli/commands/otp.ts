import { command, STORE_OPTIONS } from '../command.ts'
import { withOperator } from '../with-operator.ts'

export const otp = command({
  name: 'otp',
  summary: "the demo owner's present authenticator code",
  positionals: [],
  options: STORE_OPTIONS,
  notes: ['Demo mode only: codes of real people are on their own devices. No code is taken twice.'],
  examples: ['./bitting otp', './bitting otp --json'],
  run: (call) => withOperator(call, (operator) => operator.demoCode(),
    ({ code, secondsLeft, isUsed, email }) => `${code}\nof ${email}, good for ${secondsLeft} s${isUsed ? '; it was used already, so wait for the next one' : ''}`),
})
