import type { KeyUsesView } from '../../operations/operator.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { type Column, table } from '../table.ts'
import { fromNow } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'

type Use = KeyUsesView['uses'][number]

/** By what uses are put together, each with what it is called; a use that has none of it is in no row. */
const VIEWS: readonly (readonly [title: string, of: (use: Use) => string | null])[] = [['ENDPOINT', ({ endpoint }) => endpoint], ['MARKET', ({ symbol }) => symbol], ['FROM', ({ address }) => address]]

const COUNTS: readonly Column[] = [{ title: 'CALLS', align: 'right' }, { title: 'REFUSED', align: 'right' }, { title: 'LAST' }]

const latest = (uses: readonly Use[]): string => uses.reduce((newest, { last }) => (last > newest ? last : newest), '')
const calls = (uses: readonly Use[]): number => uses.reduce((sum, use) => sum + use.calls, 0)

/** The call log is in wall time, wherever the calendar stands. */
const page = ({ uses, programs }: KeyUsesView, days: number, wallMs: number, paint: Paint): string => {
  if (uses.length === 0) return `Nobody used it in the last ${days} days.`
  const views = VIEWS.flatMap(([title, of]) => {
    const rows = [...Map.groupBy(uses.filter((use) => of(use) !== null), (use) => of(use) ?? '')].sort(([, one], [, other]) => (latest(one) > latest(other) ? -1 : 1))
      .map(([name, those]) => [harmless(name), String(calls(those)), String(calls(those.filter(({ reason }) => reason !== null))), fromNow(latest(those), wallMs)])
    return rows.length === 0 ? [] : [table([{ title, widest: 60 }, ...COUNTS], rows, paint), '']
  })
  const ofPrograms = programs.map(({ client, address, calls: made, day, clockMs }) => [harmless(client ?? 'an unnamed client'), harmless(address), day, String(made), clockMs === null ? '–' : `${clockMs.mean > 0 ? '+' : ''}${Math.round(clockMs.mean)} ms`])
  return [...views, table([{ title: 'PROGRAM', widest: 40 }, { title: 'FROM' }, { title: 'DAY (UTC)' }, { title: 'CALLS', align: 'right' }, { title: 'ITS CLOCK', align: 'right' }], ofPrograms, paint)].join('\n')
}

export const keysUses = command({
  name: 'keys uses',
  summary: 'what it was used for, by endpoint, market and address, and when last',
  positionals: ['KEY'],
  options: { days: { type: 'string', value: 'N', help: 'how many days are looked at (default 30)' }, ...STORE_OPTIONS },
  notes: ['Whole days (UTC). Rights with their last use: ./bitting keys show KEY. What it could do without: ./bitting keys advice KEY.'],
  examples: ['./bitting keys uses grid-bot-btc', './bitting keys uses grid-bot-btc --days 90'],
  run: (call) => {
    const days = call.options.days === undefined ? 30 : readWholeNumber('days', call.options.days, 1, 400)
    return withOperator(call, (operator) => operator.keysUses(call.positionals[0] ?? '', days), (uses) => page(uses, days, call.terminal.nowMs(), painter(call.terminal)))
  },
})
