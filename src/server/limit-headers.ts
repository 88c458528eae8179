import type { Family, Weight } from '../gate/endpoint-shape.ts'
import type { Usage } from '../gate/gate.ts'

/** What the headers of one row's limit say in every answer. */
interface LimitNames {
  /** The headers that tell what was used; Binance's spot and futures families have two. */
  readonly used: readonly string[]
  readonly policy: string
}

const NAMES = new WeakMap<Weight, LimitNames>()

/**
 * Tells what was used of a limit: in Binance's headers by family, and in the standard `RateLimit` and
 * `RateLimit-Policy` fields (IETF httpapi-ratelimit-headers), which also say what is left and when it starts anew.
 */
export const pushLimitHeaders = (headers: string[], family: Family, weight: Weight, usage: Usage): void => {
  let names = NAMES.get(weight)
  if (names === undefined) NAMES.set(weight, (names = namesOf(family, weight, usage)))
  const used = String(usage.used)
  for (const name of names.used) headers.push(name, used)
  headers.push(
    'RateLimit-Policy', names.policy,
    'RateLimit', `"weight";r=${usage.used < usage.limit ? usage.limit - usage.used : 0};t=${Math.ceil(usage.resetMs / 1_000)}`,
  )
}

const namesOf = (family: Family, weight: Weight, { limit, windowMs }: Usage): LimitNames => ({
  used: family === 'sapi' ? [`X-SAPI-USED-${weight.scope === 'account' ? 'UID' : 'IP'}-WEIGHT-${windowName(windowMs)}`] : ['X-MBX-USED-WEIGHT', `X-MBX-USED-WEIGHT-${windowName(windowMs)}`],
  policy: `"weight";q=${limit};w=${windowMs / 1_000}`,
})

const UNITS = [['D', 86_400_000], ['H', 3_600_000], ['M', 60_000], ['S', 1_000]] as const

/** `1M`, `10S`: a window as Binance's header names write it. */
const windowName = (windowMs: number): string => {
  const [letter, unitMs] = UNITS.find(([, each]) => windowMs % each === 0) ?? UNITS[3]
  return `${windowMs / unitMs}${letter}`
}
