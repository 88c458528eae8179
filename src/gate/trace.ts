import type { ApiKeyId, RequestId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import type { Refusal } from './refusal.ts'

/** The steps of DESIGN's list that a request goes through, in their order. */
export const GATE_STEPS = [
  'addressLimits', 'route', 'encoding', 'addressWeight', 'keyFormat', 'timing', 'keyState', 'sourceAddress', 'signature', 'permission', 'accountLimits', 'replay', 'parameters', 'venue',
] as const
export type GateStep = (typeof GATE_STEPS)[number]

/** The recorded decision of one request. `version` guards its shape at rest. */
export interface Trace {
  readonly version: 1
  readonly requestId: RequestId
  readonly timeUs: TimeUs
  readonly method: string
  readonly path: string
  readonly environment: 'live' | 'testnet'
  readonly address: string
  readonly keyId: ApiKeyId | null
  /** First and last characters of a key that is not known here; never the whole. */
  readonly keyHint: string
  /** Where the request stopped; null = it went through. */
  readonly refusedAt: GateStep | null
  readonly refusal: Refusal | null
  readonly status: number
  readonly code: number | null
  /** What was hashed, as text, without secrets. Present from the signature step on. */
  readonly signedPayload: string | null
  /** The call's time less the server's, in whole ms: positive = the caller's clock is ahead. */
  readonly differenceMs: number | null
  readonly recvWindowMs: number | null
}
