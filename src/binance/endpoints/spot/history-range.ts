import type { HistoryRange } from '../../../exchange/exchange-view.ts'
import { DAY, MS, SECOND, type TimeUs } from '../../../time.ts'
import { errorAnswer, type ErrorAnswer } from '../../errors.ts'

interface Span {
  readonly startTime: TimeUs | undefined
  readonly endTime: TimeUs | undefined
}

const TOO_LONG = errorAnswer(-1127, 'More than 24 hours between startTime and endTime.')

/** Times before 2017 and more than ten seconds ahead are taken as these bounds. */
const LEAST_TIME_US = Date.UTC(2017) * 1_000
const within = (timeUs: TimeUs, nowUs: TimeUs): TimeUs => Math.min(Math.max(timeUs, LEAST_TIME_US), nowUs + 10 * SECOND)

/** Histories are told for at most 24 hours at once. The end counts with the whole of its millisecond. */
export const spanRefusal = ({ startTime, endTime }: Span, nowUs: TimeUs): ErrorAnswer | undefined =>
  startTime !== undefined && endTime !== undefined && within(endTime, nowUs) - within(startTime, nowUs) >= DAY + MS ? TOO_LONG : undefined

export const historyRange = ({ startTime, endTime, limit }: Span & { readonly limit: number }, fromId: number | undefined): HistoryRange => ({
  limit,
  ...(fromId !== undefined && { fromId }),
  ...(startTime !== undefined && { startUs: startTime }),
  ...(endTime !== undefined && { endUs: endTime }),
})
