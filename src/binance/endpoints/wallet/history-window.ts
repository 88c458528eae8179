import { DAY, MS, type TimeUs } from '../../../time.ts'
import { errorAnswer, type ErrorAnswer } from '../../errors.ts'

export interface HistoryWindow { readonly ok: true; readonly startUs: TimeUs; readonly endUs: TimeUs }

/**
 * The times a wallet history is asked for, both inclusive. Without an end it reaches until now, without a start `days` back
 * from its end (which counts with the whole of its millisecond); a wider span, or one that ends before it starts, is refused.
 */
export const historyWindow = (range: { readonly startTime: TimeUs | undefined; readonly endTime: TimeUs | undefined }, nowUs: TimeUs, days: number): HistoryWindow | ErrorAnswer => {
  const endUs = range.endTime ?? nowUs
  const startUs = range.startTime ?? endUs - days * DAY
  return startUs > endUs || endUs - startUs >= days * DAY + MS
    ? errorAnswer(-4047, `Time interval must be within 0-${days} days`)
    : { ok: true, startUs, endUs }
}

export const isWithin = ({ startUs, endUs }: HistoryWindow, timeUs: TimeUs): boolean => timeUs >= startUs && timeUs <= endUs
