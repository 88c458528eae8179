import { MS, type TimeUs } from '../time.ts'

/** The unit a caller asked its times to be in (`X-MBX-TIME-UNIT`). */
export type TimeUnit = 'MILLISECOND' | 'MICROSECOND'

/** A time as a number of the wire: whole milliseconds, or the microseconds themselves. */
export const wireTime = (timeUs: TimeUs, unit: TimeUnit): number => (unit === 'MICROSECOND' ? timeUs : Math.floor(timeUs / MS))
