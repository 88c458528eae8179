import { DAY, type TimeUs } from '../../../time.ts'
import { errorAnswer, type ErrorAnswer } from '../../errors.ts'

export interface HistoryWindow { readonly ok: true; readonly startUs: TimeUs; readonly endUs: TimeUs }

/**
 * The times a wallet history is asked for. Without a start it reaches `days` back from its end, without an end until now;
 * a wider span is refused.
 */
export const historyWindow = (range: { readonly startTime: TimeUs | undefined; readonly endTime: TimeUs | undefined }, nowUs: TimeUs, days: number): HistoryWindow | ErrorAnswer => {
  const endUs = range.endTime ?? nowUs
  const startUs = range.startTime ?? endUs - days * DAY
  const spanUs = endUs - startUs
  return spanUs < 0 || spanUs > days * DAY && range.startTime !== undefined && range.endTime !== undefined
    ? errorAnswer(-4047, `Time interval must be within 0-${days} days`)
    : { ok: true, startUs: Math.max(startUs, endUs - days * DAY), endUs }
}

export const isWithin = ({ startUs, endUs }: HistoryWindow, timeUs: TimeUs): boolean => timeUs >= startUs && timeUs <= endUs
