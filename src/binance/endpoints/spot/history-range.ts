import type { HistoryRange } from '../../../exchange/exchange-view.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import { DAY, MS, type TimeUs } from '../../../time.ts'

interface Span {
  readonly startTime: TimeUs | undefined
  readonly endTime: TimeUs | undefined
}

/** Histories are told for at most 24 hours at once. The end counts with the whole of its millisecond. */
export const spanFault = ({ startTime, endTime }: Span): ParameterFault | undefined =>
  startTime !== undefined && endTime !== undefined && endTime - startTime >= DAY + MS
    ? { fault: 'coded', code: -1127, message: 'More than 24 hours between startTime and endTime.' }
    : undefined

export const historyRange = ({ startTime, endTime, limit }: Span & { readonly limit: number }, fromId: number | undefined): HistoryRange => ({
  limit,
  ...(fromId !== undefined && { fromId }),
  ...(startTime !== undefined && { startUs: startTime }),
  ...(endTime !== undefined && { endUs: endTime }),
})
