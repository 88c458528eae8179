import type { Risk } from '../../authority/risk.ts'
import type { Permission } from '../../permission.ts'

export const PROBES = ['reach', 'clock', 'address', 'key', 'signature', 'encoding', 'rights', 'binding', 'fit'] as const
export type Probe = (typeof PROBES)[number]

/** `advice`: it works, and should be otherwise. `fault`: calls fail, or will. `unknown`: the exchange does not tell. */
export const VERDICTS = ['fine', 'advice', 'fault', 'unknown'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface Finding {
  readonly probe: Probe
  readonly verdict: Verdict
  /** What was seen, in a sentence. */
  readonly what: string
  /** What to do about it; null where there is nothing to do. */
  readonly remedy: string | null
}

/** What the exchange itself says of a key. */
export interface HeldRights {
  readonly permissions: readonly Permission[]
  /** Whether it is bound to addresses; which, the exchange does not tell. */
  readonly isBound: boolean
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
  /** When the trading rights of an unbound key lapse; null = never, or untold. */
  readonly tradingEndsAtMs: number | null
}

export interface Examination {
  readonly url: string
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly kind: 'hmac' | 'ed25519' | 'rsa' | null
  /** How far the server's clock is ahead of this machine's; null where it was not told. */
  readonly clockAheadMs: number | null
  /** The address that the exchange sees; null where it does not tell. */
  readonly address: string | null
  readonly rights: HeldRights | null
  readonly risk: Risk | null
  readonly findings: readonly Finding[]
}
