import { WrongUsage } from './wrong-usage.ts'

const SECONDS_OF = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const

const isUnit = (text: string): text is keyof typeof SECONDS_OF => Object.hasOwn(SECONDS_OF, text)

/** Reads `+90d` as seconds. @param remedy what could be written instead. Throws WrongUsage. */
export const secondsOfStep = (text: string, remedy: string): number => {
  const [, count = '', unit = ''] = /^\+(\d{1,9})([a-z])$/.exec(text) ?? []
  if (count === '' || !isUnit(unit)) throw new WrongUsage(`"${text}" is not a step of the clock.`, remedy)
  return Number(count) * SECONDS_OF[unit]
}
