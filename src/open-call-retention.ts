import { type CallRetention, DEFAULT_RETENTION } from './storage/call-log.ts'

const MIB = 1_048_576

/** A whole number from 1 on, as the environment has it. Throws with words for people. */
export const countIn = (environment: Readonly<Record<string, string | undefined>>, name: string, usual: number): number => {
  const text = environment[name]
  if (text === undefined || text === '') return usual
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new Error(`${name} is "${text}"; it must be a whole number from 1 on`)
  return Number(text)
}

/** How long calls are kept, as the environment decides: days, rows and size of the file, whichever is reached first; and days of what is counted of them. Throws with words for people. */
export const callRetentionOf = (environment: Readonly<Record<string, string | undefined>>): CallRetention => {
  const read = (name: string, usual: number): number => countIn(environment, name, usual)
  const { maxAgeDays, maxRows, maxBytes, minuteDays, hourDays, dayDays } = DEFAULT_RETENTION
  return {
    ...DEFAULT_RETENTION,
    maxAgeDays: read('BITTING_CALL_LOG_DAYS', maxAgeDays), maxRows: read('BITTING_CALL_LOG_ROWS', maxRows), maxBytes: read('BITTING_CALL_LOG_MIB', maxBytes / MIB) * MIB,
    minuteDays: read('BITTING_CALL_COUNTS_MINUTE_DAYS', minuteDays), hourDays: read('BITTING_CALL_COUNTS_HOUR_DAYS', hourDays), dayDays: read('BITTING_CALL_COUNTS_DAYS', dayDays),
  }
}
