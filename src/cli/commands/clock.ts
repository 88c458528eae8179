import { durationText } from '../../authority/sentence.ts'
import { SECOND } from '../../time.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { secondsOfStep } from '../time-step.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'

export const clock = command({
  name: 'clock',
  summary: "move a demo's calendar: months of a key in a minute",
  positionals: ['[+90d | reset | show]'],
  options: STORE_OPTIONS,
  notes: ['Ends, lapsing rights, rotation and idleness go by this calendar. Request times, GET /api/v3/time, one-time codes and sessions stay with wall time.'],
  examples: ['./bitting clock +90d', './bitting clock show', './bitting clock reset'],
  run: (call) => {
    const [step = 'show'] = call.positionals
    const seconds = step === 'reset' || step === 'show' ? null : secondsOfStep(step, 'For instance +90d, +12h, +30m; back to wall time: reset; where it stands: show')
    return withOperator(call, (operator) => (step === 'show' ? operator.clockShow() : operator.clockMove(seconds)), ({ calendar, wall, aheadSeconds }) => aheadSeconds === 0
      ? `The calendar shows wall time: ${dateAndTime(wall)} UTC.`
      : `The calendar shows ${dateAndTime(calendar)} UTC, ${durationText(aheadSeconds * SECOND)} ahead of wall time.\nWhat has come due: ./bitting keys attention     back to wall time: ./bitting clock reset`, { warnsOfMovedClock: false })
  },
})
