import { DAY, MS, type TimeUs } from '../../../time.ts'
import { errorAnswer, type ErrorAnswer } from '../../errors.ts'
import { endOfSpan, optional, time } from '../../parameter-types.ts'

/** Thirty days in milliseconds: more than any count that waits. */
export const MONTH_LONG = 30 * 24 * 3_600_000

export const SPAN = { startTime: optional(time), endTime: optional(endOfSpan) }

interface Asked { readonly startTime: TimeUs | undefined; readonly endTime: TimeUs | undefined }
export interface Span { readonly ok: true; readonly startUs: TimeUs; readonly endUs: TimeUs; /** The caller named a start, so the oldest are told first. */ readonly isFromStart: boolean }

const BACKWARDS = errorAnswer(-1023, 'Start time is greater than end time.')

/** The span that is asked for, at most `days` long; without a start so many days until its end. */
export const spanOf = ({ startTime, endTime }: Asked, nowUs: TimeUs, days: number): Span | ErrorAnswer => {
  const endUs = endTime ?? (startTime === undefined ? nowUs : Math.min(startTime + days * DAY, nowUs))
  const startUs = startTime ?? endUs - days * DAY
  if (startTime !== undefined && endTime !== undefined && startUs > endUs) return BACKWARDS
  return endUs - startUs >= days * DAY + MS ? errorAnswer(-4165, `Maximum time interval is ${days} days`) : { ok: true, startUs, endUs, isFromStart: startTime !== undefined }
}

/** Those within the span, oldest first: the first `limit` where it has a start, else the last. */
export const within = <Item>(items: readonly Item[], span: Span, timeOf: (item: Item) => TimeUs, limit: number): readonly Item[] => {
  const found = items.filter((item) => timeOf(item) >= span.startUs && timeOf(item) <= span.endUs)
  return span.isFromStart ? found.slice(0, limit) : found.slice(-limit)
}
