import { setTimeout as pause } from 'node:timers/promises'
import type { CallsWish, CallView, GapView, OperatorCallPage } from '../../operations/calls-list.ts'
import type { Operator } from '../../operations/operator.ts'
import { done, type Outcome, refused } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { callsWishOf, LOG_FILTER } from './log-filter.ts'

const LOOK_EVERY_MS = 250
const AT_ONCE = 1_000

const outcomeWords = ({ status, code, reason }: CallView): string => [status, ...(reason === null ? [] : [code, reason])].filter((word) => word !== null).join(' ')

const row = (call: CallView): string[] => [
  dateAndTime(call.at), `${harmless(call.label ?? call.key ?? '–')}${call.successor === null ? '' : ' (old key)'}`, harmless(call.address), `${harmless(call.endpoint)}${call.symbol === null ? '' : ` ${harmless(call.symbol)}`}`, outcomeWords(call), `${(call.durationUs / 1_000).toFixed(1)} ms`, call.requestId,
]

const gapWords = ({ at, why, atMost }: GapView): string => (why === 'crashed'
  ? `The server did not end by itself before ${dateAndTime(at)}: at most ${atMost} ${atMost === 1 ? 'call' : 'calls'} of its last moment may be missing.`
  : `${atMost} ${atMost === 1 ? 'call' : 'calls'} from ${dateAndTime(at)} on could not be written.`)

/** Oldest first, as a log is read. */
const page = ({ calls, next, gaps }: OperatorCallPage, paint: Paint): string => {
  if (calls.length === 0) return 'No call was recorded that fits.'
  const rows = [...calls].sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0)).map(row)
  return [
    table([{ title: 'WHEN (UTC)' }, { title: 'KEY', widest: 24 }, { title: 'FROM', widest: 24 }, { title: 'ENDPOINT', widest: 44 }, { title: 'OUTCOME', widest: 30 }, { title: 'TOOK', align: 'right' }, { title: 'REQUEST' }], rows, paint),
    ...(next === null ? [] : [`Older ones: --before ${next}`]),
    ...gaps.map((gap) => paint('yellow', gapWords(gap))),
  ].join('\n')
}

/** One line of --follow: the columns are as wide as they usually are, since those that come are not known. Of a refusal it ends with what it is explained by. */
const line = (call: CallView): string => {
  const [when = '', key = '', from = '', endpoint = '', outcome = '', took = '', request = ''] = row(call)
  return [when, key.padEnd(20), from.padEnd(15), endpoint.padEnd(36), outcome.padEnd(24), took.padStart(9), ...(call.reason === null ? [] : [request])].join('  ')
}

const follow = async (operator: Operator, wish: CallsWish, terminal: Terminal, isJson: boolean): Promise<Outcome<OperatorCallPage>> => {
  const newest = await operator.callsList({ limit: 1 })
  if (!newest.ok) return newest
  if (!newest.value.isServed) return refused('serverNeeded', 'No server runs, so no calls come.', 'Start it, then follow: ./bitting start')
  if (!isJson) terminal.complain('Each call as it comes; Ctrl-C ends this.')
  for (let after = newest.value.calls[0]?.sequence ?? 0; ;) {
    const found = await operator.callsList({ ...wish, after, order: 'oldest', limit: AT_ONCE })
    if (!found.ok) return found
    for (const call of found.value.calls) terminal.print(isJson ? JSON.stringify(call) : line(call))
    after = found.value.calls.at(-1)?.sequence ?? after
    if (found.value.calls.length < AT_ONCE) await pause(LOOK_EVERY_MS)
  }
}

export const log = command({
  name: 'log',
  summary: 'every call: when, which key, from where, for what, with which outcome',
  positionals: [],
  options: {
    ...LOG_FILTER,
    before: { type: 'string', value: 'ROW', help: 'only calls before that one: the next page' },
    limit: { type: 'string', value: 'N', help: 'how many, the newest ones (default 50, at most 2000)' },
    follow: { type: 'boolean', short: 'f', help: 'go on with each call as it comes, until Ctrl-C; with --json a line each' },
    ...STORE_OPTIONS,
  },
  notes: ['Why one was refused: ./bitting explain REQUEST. Everything into a file: ./bitting log export FILE'],
  examples: ['./bitting log', './bitting log --key grid-bot-btc --outcome refused', './bitting log --follow --endpoint "POST /api/v3/order"'],
  run: (call) => {
    const { before, limit, follow: isFollowing, json } = call.options
    if (isFollowing && (before !== undefined || limit !== undefined || call.options.until !== undefined)) throw new WrongUsage('--follow shows what comes: it takes no --before, --limit or --until.', 'Leave them out. See: ./bitting help log')
    const wish: CallsWish = { ...callsWishOf(call.options), ...(before !== undefined && { before: readWholeNumber('before', before, 1, Number.MAX_SAFE_INTEGER) }), ...(limit !== undefined && { limit: readWholeNumber('limit', limit, 1, 2_000) }) }
    return withOperator(call, (operator) => (isFollowing ? follow(operator, wish, call.terminal, json ?? false) : operator.callsList(wish)), (found) => page(found, painter(call.terminal)))
  },
})

/** Reads page after page, the oldest first. */
export async function* allCalls(operator: Operator, wish: CallsWish): AsyncGenerator<Outcome<readonly CallView[]>> {
  for (let after = -1; ;) {
    const found = await operator.callsList({ ...wish, after, order: 'oldest', limit: 2_000 })
    yield found.ok ? done(found.value.calls) : found
    const last = found.ok ? found.value.calls.at(-1)?.sequence : undefined
    if (!found.ok || last === undefined || last === null || found.value.next === null) return
    after = last
  }
}
