import { queryOptions } from '@tanstack/react-query'
import type { Environment } from '../../../src/environment.ts'
import type { CreatedKey } from '../../../src/operations/operator.ts'
import type { SandboxAnswer } from '../../../src/operations/sandbox-call.ts'
import type { FaucetMade, FaucetWish } from '../../../src/operations/sandbox-faucet.ts'
import type { SandboxClock } from '../../../src/operations/sandbox-acts.ts'
import type { ScenarioSummary } from '../../../src/operations/scenario-acts.ts'
import { ask, change, type Changed, destroys, type Destruction, Refused } from './client.ts'

export type { SandboxAnswer }

/** One call of the wire, made by the server as a chosen key and from a chosen address. Sandbox only; what changes something is recorded as the person's. */
export interface SandboxCall {
  readonly environment: Environment
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
export interface SandboxListener {
  readonly onChanged: () => void
  readonly onOpen: () => void
  readonly onLost: () => void
}
/** Hears that something changed in a key's account, until the returned function is called. The server ends the line each minute, and the browser opens it again; where the key does not open it, it stays closed. */
export const hearSandbox = ({ environment, key, from }: { readonly environment: Environment; readonly key: string; readonly from: string | null }, { onChanged, onOpen, onLost }: SandboxListener): (() => void) => {
  const line = new EventSource(`/api/sandbox/${environment}/changes?${new URLSearchParams({ key, ...(from !== null && { from }) }).toString()}`)
  line.addEventListener('changed', onChanged)
  line.addEventListener('opened', onOpen)
  line.addEventListener('closed', () => { line.close(); onLost() })
  line.addEventListener('error', onLost)
  return () => line.close()
}
/** Play money, credited at once; no factors are asked for it. */
export const drawFromFaucet = (wish: FaucetWish): Promise<Changed<FaucetMade>> => change({ method: 'POST', path: '/api/sandbox/deposits', body: wish })

/** A key of the same shape on the testnet, with a secret of its own. */
export const copyToTestnet = (id: string): Promise<Changed<CreatedKey>> => change({ method: 'POST', path: `/api/keys/${encodeURIComponent(id)}/copy-to-testnet`, body: { kind: 'hmac' } })

const world = (environment: Environment, what: 'scenario' | 'state' | 'reset' | 'clock'): string => `/api/sandbox/${environment}/${what}`

export const scenarioQuery = (environment: Environment) => queryOptions({ queryKey: ['scenario', environment], queryFn: ({ signal }) => ask<ScenarioSummary | null>(world(environment, 'scenario'), signal), refetchInterval: 2_000 })
export const startScenario = (environment: Environment, script: string): Promise<Changed<ScenarioSummary>> => change({ method: 'POST', path: world(environment, 'scenario'), body: { script } })
/** What it takes away does not come back when it ends. */
export const startForGood = (environment: Environment, script: string): Destruction => destroys('scenario.takeRight', () => startScenario(environment, script))
export const stopScenario = (environment: Environment): Promise<Changed<ScenarioSummary>> => change({ method: 'DELETE', path: world(environment, 'scenario') })

export const clockQuery = (environment: Environment) => queryOptions({ queryKey: ['sandboxClock', environment], queryFn: ({ signal }) => ask<SandboxClock>(world(environment, 'clock'), signal), refetchInterval: 10_000 })
export const letTimePass = (environment: Environment, seconds: number): Promise<Changed<SandboxClock>> => change({ method: 'POST', path: world(environment, 'clock'), body: { seconds } })

/** Where the whole state is downloaded from. */
export const stateFileOf = (environment: Environment): string => world(environment, 'state')
/** @param seed what the market is drawn from; null = as before */
export const resetSandbox = (environment: Environment, seed: number | null): Destruction => destroys('sandbox.reset', () => change({ method: 'POST', path: world(environment, 'reset'), body: { seed } }))
/** @param state a file's text, as it was downloaded */
export const restoreSandbox = (environment: Environment, state: string): Destruction => destroys('sandbox.restore', () => change({ method: 'PUT', path: world(environment, 'state'), body: { state } }))
