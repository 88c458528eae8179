const UNITS: readonly (readonly [seconds: number, word: string])[] = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']]

const span = (seconds: number): string => {
  const [size, word] = UNITS.find(([size]) => seconds >= size) ?? [1, 's']
  return `${Math.round(seconds / size)} ${word}`
}

/** How far an ISO time is from now: `in 12 d`, `3 min ago`, `now`. */
export const fromNow = (iso: string, nowMs: number): string => {
  const seconds = (Date.parse(iso) - nowMs) / 1_000
  if (Math.abs(seconds) < 1) return 'now'
  return seconds > 0 ? `in ${span(seconds)}` : `${span(-seconds)} ago`
}

/** An ISO time as people read it, in UTC: `2026-11-21 14:03:22`. */
export const dateAndTime = (iso: string): string => iso.slice(0, 19).replace('T', ' ')
