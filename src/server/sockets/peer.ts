import type { Environment } from '../../environment.ts'
import type { TimeUs } from '../../time.ts'
import type { TimeUnit } from '../../binance/wire-time.ts'

/** Why a socket is closed, as its close frame says it (RFC 6455 §7.4.1). */
export const CLOSE = { goingAway: 1001, unsupported: 1003, violation: 1008, restart: 1012 } as const

/** The other end of one socket, as the connections see it: what sends is the listener's. */
export interface Peer {
  readonly environment: Environment
  readonly address: string
  /** What the program called itself when it connected. */
  readonly client: string | undefined
  readonly connectedAtUs: TimeUs
  readonly timeUnit: TimeUnit
  /** Sends one text frame; whoever does not take what is sent is dropped. */
  send(text: string): void
  /** Sends a frame that was made once for many. */
  sendFrame(frame: Buffer): void
  close(code: number, reason: string): void
  /** Ends the connection without a word. */
  drop(): void
}

/** What a listener tells a connection. */
export interface SocketConnection {
  onText(text: string): void
  /** A ping or pong of the other end came in. */
  onControl?(): void
  /** The server is about to stop: the other end is told, and closed afterwards. */
  onDrain(): void
  onClosed(): void
}
