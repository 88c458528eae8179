import type { CallFilter, CallQuery, ListedCall } from '../watch/call-log.ts'
import { type CallView, callView, type KeyNames } from './calls-list.ts'
import { csvLine } from './csv-line.ts'

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** The columns of an exported call, in their order: those of a CallView. */
export const CALL_COLUMNS = ['sequence', 'requestId', 'at', 'account', 'key', 'label', 'successor', 'address', 'endpoint', 'permission', 'symbol', 'status', 'code', 'reason', 'durationUs', 'weight'] as const satisfies readonly (keyof CallView)[]

/** Calls read at once: so many are in memory, however many are exported. */
const PAGE = 2_000

/** Calls as lines of a file, the oldest first. Each part is some thousand lines; the next is read when it is asked for. */
export async function* exportCalls(query: Omit<CallFilter, 'limit' | 'order' | 'before'> & Pick<CallQuery, 'seen'>, format: ExportFormat, calls: (query: CallQuery) => Promise<readonly ListedCall[]>, names: ReadonlyMap<string, KeyNames>): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(CALL_COLUMNS)
  for (let after = query.after ?? -1; ;) {
    const page = await calls({ ...query, after, order: 'oldest', limit: PAGE })
    if (page.length > 0) yield page.map((call) => callLine(callView(call, names), format)).join('')
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.sequence
  }
}

/** One call as a line of a file. */
export const callLine = (call: CallView, format: ExportFormat): string => (format === 'csv' ? csvLine(CALL_COLUMNS.map((column) => call[column])) : `${JSON.stringify(call)}\n`)
