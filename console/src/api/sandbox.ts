import { tell } from './client.ts'

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
export interface SandboxAnswer {
  readonly status: number
  readonly requestId: string | null
  /** As the wire answered. */
  readonly body: unknown
}
export const callSandbox = (call: SandboxCall): Promise<SandboxAnswer> => tell('POST', '/api/sandbox/calls', call)
