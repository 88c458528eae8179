import type { Account } from '../accounts/account.ts'
import type { ApiKey } from '../authority/api-key.ts'
import type { Environment } from '../environment.ts'
import type { RequestId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import type { EndpointShape, Family, ParameterFault } from './endpoint-shape.ts'
import type { RawParameters } from './raw-parameters.ts'
import type { Refusal } from './refusal.ts'
import type { GateStep, Trace, VenueRefusal } from './trace.ts'

/** One request as the listener read it: nothing decoded, nothing trusted. */
export interface GateRequest {
  readonly id: RequestId
  readonly receivedAtUs: TimeUs
  readonly environment: Environment
  readonly method: string
  /** Path without the query and without the environment's prefix. */
  readonly path: string
  /** Bytes after `?`, as sent (latin1); '' when there are none. */
  readonly query: string
  /** Bytes of the body, as sent (latin1); '' when there are none. */
  readonly body: string
  readonly apiKey: string | undefined
  /** The key was proved when its holder logged on to this connection: a signature may be left out. */
  readonly isOfSession?: boolean
  /**
   * A person of the console who may change the key tries it out on a sandbox, perhaps as if from another address: every check is made but the
   * signature, nothing is counted against anybody, and nothing is set off in the key.
   */
  readonly isTrial?: boolean
  /** Canonical text of the caller's address. */
  readonly address: string
}

export interface Caller {
  readonly key: ApiKey
  readonly account: Account
}

/** What the caller has used of each limit, for the headers of the answer. */
export interface Usage {
  readonly used: number
  readonly limit: number
  readonly windowMs: number
  /** Milliseconds until the window is over. */
  readonly resetMs: number
}

export type Decision<Endpoint extends EndpointShape = EndpointShape> = Admitted<Endpoint> | Refused<Endpoint>

export interface Admitted<Endpoint extends EndpointShape = EndpointShape> {
  readonly admitted: true
  readonly request: GateRequest
  readonly endpoint: Endpoint
  /** Null on rows that need no key. */
  readonly caller: Caller | null
  readonly raw: RawParameters
  readonly parameters: unknown
  /** Of signed calls, for the second check before the engine. */
  readonly timestampUs: TimeUs | null
  readonly recvWindowUs: number
  readonly weight: number
  readonly usage: Usage
}

export interface Refused<Endpoint extends EndpointShape = EndpointShape> {
  readonly admitted: false
  readonly request: GateRequest
  /** Undefined when the path is unknown or was not looked up. */
  readonly endpoint: Endpoint | undefined
  readonly step: GateStep
  readonly refusal: Refusal
  readonly caller: Caller | null
  readonly weight: number
  readonly usage: Usage | null
  readonly retryAfterMs: number | null
  /** Made only now that somebody may ask why. */
  trace(status: number, code: number | null): Trace
}

/** What a request says of itself. */
export interface Named<Endpoint extends EndpointShape = EndpointShape> {
  /** Undefined where the path is unknown. */
  readonly endpoint: Endpoint | undefined
  /** Whose key stands in its header; null where the row asks for none, or nobody here has it. */
  readonly caller: Caller | null
}

/** What a request to become a socket would open: nothing of a key is looked at yet. */
export interface Opening {
  readonly family: Family
  /** Market streams and the socket API count attempts apart. */
  readonly kind: 'streams' | 'api'
  /** What connecting weighs against the address. */
  readonly weight: number
  /** What cannot be read of what it asks for. */
  readonly fault?: ParameterFault
}

/** A key that listens to what happens in its account, and from where. */
export interface ListenerClaim {
  readonly keyText: string
  readonly environment: Environment
  readonly address: string
  readonly nowUs: TimeUs
}

export interface Gate<Endpoint extends EndpointShape = EndpointShape> {
  /** Decides one request. Asynchronous only where a signature is verified elsewhere. */
  admit(request: GateRequest): Decision<Endpoint> | Promise<Decision<Endpoint>>
  /**
   * Decides whether an address may open one more socket.
   * @param opening undefined where no socket opens
   * @returns why not
   */
  welcome(request: GateRequest, opening: Opening | undefined): Refused<Endpoint> | null
  /** Whether a key may (still) hear the events of its account: known, alive, used from an allowed address, with the right to read. Counts nothing. */
  mayListen(claim: ListenerClaim): boolean
  /**
   * Settles what depended on the answer: the weight of a successful order call is given back, and so is what the call was given of its key's limits and did not use.
   * @param taken which parts of the call were done, where that is neither all of a successful one nor nothing of another
   * @returns the usage to show
   */
  settle(decision: Admitted<Endpoint>, isSuccess: boolean, taken?: readonly boolean[]): Usage
  /** Whether the time is still inside the call's window: asked again just before the engine. */
  isInTime(decision: Admitted<Endpoint>, nowUs: TimeUs): boolean
  /** The part of a family's weight that the busiest address has used in this minute: 1 = nothing is left to it. For people who watch. */
  mostUsedPart(environment: Environment, nowUs: TimeUs): number
  /** What a request calls and whose key it names, for the record of one that was answered before that was looked at. Decides and proves nothing. */
  named(request: GateRequest): Named<Endpoint>
  /** The trace of an admitted call that the venue then refused. */
  traceVenueRefusal(decision: Admitted<Endpoint>, refusal: VenueRefusal): Trace
}
