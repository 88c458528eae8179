import { command, STORE_OPTIONS } from '../command.ts'
import { withOperator } from '../with-operator.ts'

export const otp = command({
  name: 'otp',
  summary: "the demo owner's authenticator code, one that is taken now",
  positionals: [],
  options: STORE_OPTIONS,
  notes: ['Demo mode only: codes of real people are on their own devices. No code is taken twice.'],
  examples: ['./bitting otp', './bitting otp --json'],
  run: (call) => withOperator(call, (operator) => operator.demoCode(),
    ({ code, fresh, secondsLeft, isUsed, email }) => `${fresh ?? code}\nof ${email}, ${!isUsed ? `good for ${secondsLeft} s` : fresh === null ? `used already, as the one after it: wait ${secondsLeft} s for the next` : 'the one after the present, which was used already; it is taken now'}`),
})
