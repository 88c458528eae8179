import { BittingClient, type CallAnswer, type Fetch } from '../bitting-client.ts'
import { Credential } from '../credential.ts'
import type { Parameters } from '../payload.ts'

/** All that the doctor ever calls, anywhere. Each of them reads: nothing places an order, moves money or changes a setting. */
export const SAFE_CALLS = {
  time: { path: '/api/v3/time', isSigned: false },
  restrictions: { path: '/sapi/v1/account/apiRestrictions', isSigned: true },
  account: { path: '/api/v3/account', isSigned: true },
  order: { path: '/api/v3/order', isSigned: true },
  /** The client asks for it before its first signed call to futures. */
  futuresTime: { path: '/fapi/v1/time', isSigned: false },
  futuresBalance: { path: '/fapi/v2/balance', isSigned: true },
} as const

export type SafeCall = keyof typeof SAFE_CALLS

/** Calls by name and by GET alone. */
export class SafeCaller {
  readonly #client: BittingClient

  constructor(baseUrl: string, credential: Credential | null, allowsPlainHttp: boolean, fetch?: Fetch) {
    this.#client = new BittingClient({ baseUrl, ...(credential && { credential }), mostRetries: 1, longestWaitMs: 0, userAgent: 'bitting-doctor', allowsPlainHttp, ...(fetch && { fetch }) })
  }

  ask<Body>(name: SafeCall, parameters: Parameters = {}): Promise<CallAnswer<Body>> {
    const { path, isSigned } = SAFE_CALLS[name]
    return isSigned ? this.#client.signed<Body>('GET', path, parameters) : this.#client.public<Body>(path, parameters)
  }

  readClock(): ReturnType<BittingClient['readClock']> {
    return this.#client.readClock(SAFE_CALLS.time.path)
  }
}

/** A key that nobody holds, with a secret that opens nothing. */
export const strangersCredential = (): Credential => Credential.hmac('0'.repeat(64), 'a secret that opens nothing')
