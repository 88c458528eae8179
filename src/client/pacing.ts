/** What a client does when the server says that it has had enough for now. */
export interface PacingOptions {
  /** A wait longer than this is not waited: the call fails and says until when. */
  readonly longestWaitMs: number
  /** So many units of weight are left unused, for calls that must not wait (closing a position). */
  readonly reserve: number
  readonly nowMs: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** The `RateLimit` field (IETF httpapi-ratelimit-headers): what remains of a budget, and in how many seconds it starts anew. */
const remainingOf = (field: string | null): { readonly remaining: number; readonly resetMs: number } | undefined => {
  const remaining = /;\s*r=(\d+)/.exec(field ?? '')?.[1]
  const reset = /;\s*t=(\d+)/.exec(field ?? '')?.[1]
  return remaining === undefined || reset === undefined ? undefined : { remaining: Number(remaining), resetMs: Number(reset) * 1_000 }
}

/** `Retry-After` (RFC 9110 §10.2.3), seconds or a date. @returns milliseconds; undefined where there is none */
export const retryAfterMs = (field: string | null, nowMs: number): number | undefined => {
  if (field === null) return undefined
  if (/^\d+$/.test(field.trim())) return Number(field) * 1_000
  const date = Date.parse(field)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}

/** A wait where the server names none. */
const UNTOLD_WAIT_MS = 60_000
const EVERYTHING = '*'

/** What a call is counted with: each path under /sapi has a budget of its own, every other family one for all its paths. */
const budgetOf = (path: string): string => (path.startsWith('/sapi/') ? path : path.split('/', 2).join('/'))

/** Holds calls back until the moment that the server named, for all calls on one budget together: whoever goes on after a 429 is banned. */
export class Pacing {
  readonly #options: PacingOptions
  readonly #closedUntilMs = new Map<string, number>()

  constructor(options: PacingOptions) {
    this.#options = options
  }

  /** Reads what an answer says of its limits: 429 closes its budget, 418 (the address is banned) everything. */
  note(path: string, status: number, headers: Headers): void {
    const nowMs = this.#options.nowMs()
    if (status === 429 || status === 418) return this.#close(status === 418 ? EVERYTHING : budgetOf(path), nowMs + (retryAfterMs(headers.get('retry-after'), nowMs) ?? UNTOLD_WAIT_MS))
    const budget = remainingOf(headers.get('ratelimit'))
    if (budget && budget.remaining <= this.#options.reserve) this.#close(budgetOf(path), nowMs + budget.resetMs)
  }

  /** Waits for the turn of a call. @returns the wait in milliseconds that is too long to be waited; 0 = go on */
  async turn(path: string): Promise<number> {
    for (let waitMs = this.#waitMs(path); waitMs > 0; waitMs = this.#waitMs(path)) {
      if (waitMs > this.#options.longestWaitMs) return waitMs
      await this.#options.sleep(waitMs)
    }
    return 0
  }

  #waitMs(path: string): number {
    return Math.max(this.#closedUntilMs.get(budgetOf(path)) ?? 0, this.#closedUntilMs.get(EVERYTHING) ?? 0) - this.#options.nowMs()
  }

  #close(budget: string, untilMs: number): void {
    this.#closedUntilMs.set(budget, Math.max(this.#closedUntilMs.get(budget) ?? 0, untilMs))
  }
}
