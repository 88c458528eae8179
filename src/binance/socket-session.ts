import type { Caller } from '../gate/gate.ts'
import type { ListenToken } from './listen-tokens.ts'
import type { TimeUs } from '../time.ts'

export interface SessionStatus {
  /** Null when nobody is logged on. */
  readonly apiKey: string | null
  readonly authorizedSinceUs: TimeUs | null
  readonly connectedSinceUs: TimeUs
  readonly returnsRateLimits: boolean
  /** Whether the account of the logged-on key is listened to here. */
  readonly isListening: boolean
}

/** The port by which rows of the socket API reach the connection that they were called on. */
export interface SocketSession {
  /** Whether this very call rests on the logon, and not on a key and signature of its own. */
  readonly isOfLogon: boolean
  status(): SessionStatus
  logOn(caller: Caller): void
  /** Ends the subscriptions that the logon opened; those opened by signature go on. */
  logOut(): void
  /** The wallet that the key acts on, or that of the token for as long as that is valid. @returns the number that the subscription's events carry, or why there is none */
  listen(caller: Caller, token?: ListenToken): number | 'active already' | 'none left' | 'not there'
  /** @returns false where there is no such subscription; without a number all are ended */
  stopListening(subscriptionId: number | undefined): boolean
  subscriptions(): readonly number[]
}
