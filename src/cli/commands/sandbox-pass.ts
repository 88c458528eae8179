import { durationText } from '../../authority/sentence.ts'
import { SECOND } from '../../time.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { secondsOfStep } from '../time-step.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'

export const sandboxPass = command({
  name: 'sandbox pass',
  summary: 'let time pass in the sandbox: funding and interest fall due at once',
  positionals: ['+8h'],
  options: { ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  notes: ['What falls due on the way falls due in its own hour. A sandbox reset puts the clock back.', 'It is the clock of that venue alone: request times and GET /api/v3/time stay.'],
  examples: ['./bitting sandbox pass +8h', './bitting sandbox pass +3d --environment testnet'],
  run: (call) => {
    const seconds = secondsOfStep(call.positionals[0] ?? '', 'For instance +8h, +30m, +3d: ./bitting sandbox pass +8h')
    return withOperator(call, (operator) => operator.sandboxPass(environmentOf(call.options), seconds), ({ environment, at, aheadSeconds }) => `It is ${dateAndTime(at)} UTC in the ${environment} sandbox, ${durationText(aheadSeconds * SECOND)} ahead of wall time. Back to it: ./bitting sandbox reset`)
  },
})
