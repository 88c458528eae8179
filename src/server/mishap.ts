import { errorAnswer, type ErrorAnswer, refusalAnswer } from '../binance/errors.ts'
import type { Family } from '../gate/endpoint-shape.ts'
import type { GateRequest } from '../gate/gate.ts'
import type { Fault } from '../sandbox/scenario/script.ts'
import { SECOND, toMs } from '../time.ts'

/** What goes wrong with one request on purpose, for a bot's nerves. */
export interface Mishap {
  readonly delayMs: number
  /** Told before anything was done; null: it is looked at. */
  readonly refusal: ErrorAnswer | null
  readonly arrivesTwice: boolean
  /** What becomes of the answer once everything that it speaks of is durable. */
  readonly answer: 'told' | 'lost' | 'unknown'
}

/** The room that knows what goes wrong: nothing, unless somebody plays a scenario. */
export interface Mishaps {
  /** @returns null where nothing does */
  of(request: GateRequest): Mishap | null
  /** Where the call seems to come from, if not from where it does. */
  addressOf(request: Pick<GateRequest, 'environment' | 'apiKey'>): string | undefined
}

/** Nobody knows whether it was done (Binance's words). */
export const STATUS_UNKNOWN = errorAnswer(-1007, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.', 504)
const DOWN = errorAnswer(-1001, 'Internal error; unable to process your request. Please try again.', 503)

const afterSeconds = (answer: ErrorAnswer, seconds: number): ErrorAnswer => ({ ...answer, headers: [['Retry-After', String(seconds)]] })

const refusalOf = (fault: Fault, { receivedAtUs, address }: GateRequest, family: Family): ErrorAnswer | null => {
  switch (fault.kind) {
    case 'refuse': {
      const answer = errorAnswer(fault.code, fault.message, fault.status)
      return fault.retryAfterS === undefined ? answer : afterSeconds(answer, fault.retryAfterS)
    }
    case 'tooManyRequests': return afterSeconds(refusalAnswer({ reason: 'addressWeightUsedUp', limit: 6_000, windowMs: 60_000, retryAfterMs: fault.retryAfterS * 1_000 }, family, address), fault.retryAfterS)
    case 'banned': return afterSeconds(refusalAnswer({ reason: 'addressBanned', untilMs: toMs(receivedAtUs + fault.forS * SECOND) }, family, address), fault.forS)
    case 'failBefore': return DOWN
    default: return null
  }
}

/** What the faults that strike one request come to together; null for none. */
export const mishapOf = (faults: readonly Fault[], latencyMs: (fault: Extract<Fault, { kind: 'latency' }>) => number, request: GateRequest, family: Family): Mishap | null => {
  if (faults.length === 0) return null
  const has = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind)
  return {
    delayMs: faults.reduce((sum, fault) => sum + (fault.kind === 'latency' ? latencyMs(fault) : 0), 0),
    refusal: faults.map((fault) => refusalOf(fault, request, family)).find((refusal) => refusal !== null) ?? null,
    arrivesTwice: has('duplicate'),
    answer: has('loseAnswer') ? 'lost' : has('failAfter') ? 'unknown' : 'told',
  }
}
