import type { SandboxAnswer } from '../../../src/operations/sandbox-call.ts'
import { change, type Changed, Refused } from './client.ts'

export type { SandboxAnswer }

/** One call of the wire, made by the server as a chosen key and from a chosen address. Sandbox only; what changes something is recorded as the person's. */
export interface SandboxCall {
  readonly environment: 'live' | 'testnet'
  /** By id; null = a public call. */
  readonly key: string | null
  /** Null = from where the reader is. */
  readonly from: string | null
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
}
/** What moves money asks for factors first; whoever gives none has called nothing. */
export const callSandbox = async (call: SandboxCall): Promise<SandboxAnswer> => {
  const changed = await change<SandboxAnswer>({ method: 'POST', path: '/api/sandbox/calls', body: call })
  if (changed.is === 'done') return changed.value
  throw new Refused(0, { code: 'cancelled', message: 'Nothing was sent.', remedy: 'Confirm it to send it.' })
}
/** Play money, credited at once; no factors are asked for it. */
export const drawFromFaucet = (wish: { readonly environment: 'live' | 'testnet'; readonly account: number; readonly coin: string; readonly amount: string }): Promise<Changed<{ readonly coin: string; readonly amount: string }>> => change({ method: 'POST', path: '/api/sandbox/deposits', body: wish })
