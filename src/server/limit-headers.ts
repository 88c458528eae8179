import type { Family, Weight } from '../gate/endpoint-shape.ts'
import type { Usage } from '../gate/gate.ts'

/**
 * Tells what was used of a limit: in Binance's headers by family, and in the standard `RateLimit` and
 * `RateLimit-Policy` fields (IETF httpapi-ratelimit-headers), which also say what is left and when it starts anew.
 */
export const pushLimitHeaders = (headers: string[], family: Family, weight: Weight, usage: Usage): void => {
  const used = String(usage.used)
  if (family === 'sapi') {
    headers.push(`X-SAPI-USED-${weight.scope === 'account' ? 'UID' : 'IP'}-WEIGHT-${windowName(usage.windowMs)}`, used)
  } else {
    headers.push('X-MBX-USED-WEIGHT', used, `X-MBX-USED-WEIGHT-${windowName(usage.windowMs)}`, used)
  }
  headers.push(
    'RateLimit-Policy', `"weight";q=${usage.limit};w=${usage.windowMs / 1_000}`,
    'RateLimit', `"weight";r=${Math.max(0, usage.limit - usage.used)};t=${Math.ceil(usage.resetMs / 1_000)}`,
  )
}

const windowName = (windowMs: number): string =>
  windowMs % 86_400_000 === 0 ? `${windowMs / 86_400_000}D` : windowMs % 3_600_000 === 0 ? `${windowMs / 3_600_000}H` : windowMs % 60_000 === 0 ? `${windowMs / 60_000}M` : `${windowMs / 1_000}S`
