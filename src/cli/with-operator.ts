import { resolve } from 'node:path'
import { durationText } from '../authority/sentence.ts'
import type { CalendarSummary, Operator } from '../operations/operator.ts'
import type { OperationRefused, Outcome } from '../operations/outcome.ts'
import type { CommandCall, STORE_OPTIONS } from './command.ts'
import { SECOND } from '../time.ts'
import type { Terminal } from './terminal.ts'
import { dateAndTime } from './time-words.ts'

type StoreCall = Pick<CommandCall<typeof STORE_OPTIONS>, 'options' | 'terminal' | 'house'>

export const dataFolderOf = ({ options, terminal }: Pick<StoreCall, 'options' | 'terminal'>): string => resolve(terminal.workingFolder, options.data ?? '.bitting')

/** Tells a refusal: to the person on stderr, and to a script that asked for JSON on stdout. @returns exit code 1 */
export const tellRefusal = (refused: OperationRefused, isJson: boolean, terminal: Terminal): 1 => {
  if (isJson) terminal.print(JSON.stringify({ refused }, null, 2))
  terminal.complain(`${refused.message}\n${refused.remedy}`)
  return 1
}

/** A calendar that is not today's is told of before anything else, on stderr so that no script reads it. @returns how far it is ahead, in milliseconds */
const tellMovedClock = async (operator: Operator, terminal: Terminal): Promise<number> => {
  const shown = await operator.clockShow()
  if (!shown.ok || shown.value.aheadSeconds === 0) return 0
  terminal.complain(movedClockBanner(shown.value))
  return shown.value.aheadSeconds * 1_000
}

export const movedClockBanner = ({ calendar, aheadSeconds }: Pick<CalendarSummary, 'calendar' | 'aheadSeconds'>): string =>
  `!! THE CALENDAR IS MOVED: it is ${dateAndTime(calendar)} here, ${durationText(aheadSeconds * SECOND)} ahead. Back to today: ./bitting clock reset !!`

export interface Telling {
  /** Whether a moved calendar is told of first: always, but by the command that is about the calendar itself. */
  readonly warnsOfMovedClock?: boolean
}

/** Does one act and tells what came of it, by the calendar's time. @returns the exit code */
export const withOperator = async <Value>(call: StoreCall, act: (operator: Operator) => Promise<Outcome<Value>>, tell: (value: Value, nowMs: number) => string, { warnsOfMovedClock = true }: Telling = {}): Promise<number> => {
  const isJson = call.options.json ?? false
  const opened = await call.house.openOperator(dataFolderOf(call))
  if (!opened.ok) return tellRefusal(opened.refused, isJson, call.terminal)
  try {
    const aheadMs = !warnsOfMovedClock ? 0 : await tellMovedClock(opened.value.operator, call.terminal)
    const outcome = await act(opened.value.operator)
    if (!outcome.ok) return tellRefusal(outcome.refused, isJson, call.terminal)
    call.terminal.print(isJson ? JSON.stringify(outcome.value, null, 2) : tell(outcome.value, call.terminal.nowMs() + aheadMs))
    return 0
  } finally {
    await opened.value.close()
  }
}
