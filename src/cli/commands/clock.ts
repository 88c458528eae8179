import { durationText } from '../../authority/sentence.ts'
import { SECOND } from '../../time.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const SECONDS_OF = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const

const isUnit = (text: string): text is keyof typeof SECONDS_OF => Object.hasOwn(SECONDS_OF, text)

/** Reads `+90d`. Throws WrongUsage. */
const secondsOf = (text: string): number => {
  const [, count = '', unit = ''] = /^\+(\d{1,9})([a-z])$/.exec(text) ?? []
  if (count === '' || !isUnit(unit)) throw new WrongUsage(`"${text}" is not a step of the clock.`, 'For instance +90d, +12h, +30m; back to wall time: reset; where it stands: show')
  return Number(count) * SECONDS_OF[unit]
}

export const clock = command({
  name: 'clock',
  summary: "move a demo's calendar: months of a key in a minute",
  positionals: ['[+90d | reset | show]'],
  options: STORE_OPTIONS,
  notes: ['Ends, lapsing rights, rotation and idleness go by this calendar. Request times, GET /api/v3/time, one-time codes and sessions stay with wall time.'],
  examples: ['./bitting clock +90d', './bitting clock show', './bitting clock reset'],
  run: (call) => {
    const [step = 'show'] = call.positionals
    const seconds = step === 'reset' || step === 'show' ? null : secondsOf(step)
    return withOperator(call, (operator) => (step === 'show' ? operator.clockShow() : operator.clockMove(seconds)), ({ calendar, wall, aheadSeconds }) => aheadSeconds === 0
      ? `The calendar shows wall time: ${dateAndTime(wall)} UTC.`
      : `The calendar shows ${dateAndTime(calendar)} UTC, ${durationText(aheadSeconds * SECOND)} ahead of wall time.\nWhat has come due: ./bitting keys attention     back to wall time: ./bitting clock reset`)
  },
})
