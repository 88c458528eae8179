import type { Answer, Endpoint, Services } from '../binance/endpoint.ts'
import { namedMarket } from '../binance/named-market.ts'
import type { Environment } from '../environment.ts'
import type { Admitted, Gate, GateRequest, Refused } from '../gate/gate.ts'
import { isBeforeKey } from '../gate/trace.ts'
import { NO_PERMISSIONS, permissionBit, type PermissionBits, permissionBits } from '../permission.ts'
import { type Clock, MS, type TimeUs } from '../time.ts'
import type { CallLog } from '../watch/call-log.ts'
import { keptClient } from '../watch/kept-client.ts'
import type { CallTally } from './metrics/call-tally.ts'
import { logFault } from '../system-log.ts'

/** As the call log and the last use of a key name an endpoint: over a socket by the message's own method. */
export const calledName = ({ method, path }: GateRequest, endpoint: Endpoint): string =>
  (method === 'WS' ? `WS ${path.slice(path.lastIndexOf('/') + 1)}` : endpoint.name)

const unknownName = ({ method }: GateRequest): string => (method === 'WS' ? 'unknown method' : 'unknown path')

/** Every right that an admitted call needed. */
const rightsOf = ({ endpoint: { usedPermission, furtherPermissions }, raw }: Admitted<Endpoint>): PermissionBits =>
  (usedPermission === null ? NO_PERMISSIONS : permissionBit(usedPermission)) | (furtherPermissions ? permissionBits(furtherPermissions(raw)) : NO_PERMISSIONS)

export interface CallRecordsParts {
  readonly gate: Pick<Gate<Endpoint>, 'traceVenueRefusal' | 'named'>
  /** Where the names of markets are asked. */
  readonly services: Readonly<Partial<Record<Environment, Pick<Services, 'venue'>>>>
  readonly callLog: Pick<CallLog, 'record'>
  readonly clock: Clock
  /** Without one nothing is counted. */
  readonly tally?: CallTally
}

/** Why a call was answered without a decision. */
export type Undecided = 'failedInside' | 'unavailable' | 'scenario' | 'unreadable'

/** Writes each answered call down, over whichever transport it came. */
export class CallRecords {
  readonly #parts: CallRecordsParts

  constructor(parts: CallRecordsParts) {
    this.#parts = parts
  }

  /** @param client what the caller calls itself */
  admitted(decision: Admitted<Endpoint>, answer: Answer, decidedAtUs: TimeUs, client: string | undefined): void {
    const { request, caller, endpoint, timestampUs } = decision
    const { gate, services, callLog, clock, tally } = this.#parts
    const [status, code] = answer.ok ? [200, null] : [answer.status, answer.code]
    const nowUs = clock.nowUs()
    tally?.answered(endpoint, request, status, decidedAtUs - request.receivedAtUs, nowUs - decidedAtUs)
    callLog.record({
      requestId: request.id, timeUs: request.receivedAtUs, durationUs: nowUs - request.receivedAtUs, gateUs: decidedAtUs - request.receivedAtUs,
      accountId: caller?.account.id ?? null, keyId: caller?.key.id ?? null, address: request.address,
      endpoint: calledName(request, endpoint), permission: endpoint.usedPermission, rights: rightsOf(decision),
      symbol: namedMarket(decision.parameters, services[request.environment]?.venue.view),
      status, code, reason: code === null ? null : 'venue', weight: decision.weight,
      client: caller === null ? null : keptClient(client), clockDifferenceMs: timestampUs === null ? null : Math.round((timestampUs - request.receivedAtUs) / MS),
      trace: answer.ok ? null : gate.traceVenueRefusal(decision, answer),
    })
  }

  /** @param name what was called, where that has no row in the table of endpoints */
  refused(decision: Refused<Endpoint>, status: number, code: number | null, decidedAtUs: TimeUs, name?: string): void {
    const { request, refusal } = decision
    const { gate, callLog, clock, tally } = this.#parts
    tally?.refused(decision.endpoint, request, refusal.reason, decidedAtUs - request.receivedAtUs)
    // Who is banned or too fast is stopped before the gate looks at what it calls, and with which key. Where it looked nobody looks again: an unknown key must cost what a known one does.
    const named = isBeforeKey(decision.step) ? gate.named(request) : decision
    const [endpoint, caller] = [decision.endpoint ?? named.endpoint, decision.caller ?? named.caller]
    callLog.record({
      requestId: request.id, timeUs: request.receivedAtUs, durationUs: clock.nowUs() - request.receivedAtUs, gateUs: decidedAtUs - request.receivedAtUs,
      accountId: caller?.account.id ?? null, keyId: caller?.key.id ?? null, address: request.address,
      endpoint: endpoint ? calledName(request, endpoint) : name ?? unknownName(request), permission: null, rights: NO_PERMISSIONS, symbol: null,
      status, code, reason: refusal.reason, weight: decision.weight, client: null, clockDifferenceMs: null, trace: decision.trace(status, code),
    })
  }

  /** What was answered without a decision: a fault of ours, a scenario's, or nobody there to decide. It was answered, so this never throws: what cannot be written down is told. */
  failed(request: GateRequest, answer: { readonly status: number; readonly code: number | null }, reason: Undecided, name?: string): void {
    const { gate, callLog, clock } = this.#parts
    try {
      const { endpoint, caller } = gate.named(request)
      callLog.record({
        requestId: request.id, timeUs: request.receivedAtUs, durationUs: clock.nowUs() - request.receivedAtUs, accountId: caller?.account.id ?? null, keyId: caller?.key.id ?? null, address: request.address,
        endpoint: endpoint ? calledName(request, endpoint) : name ?? unknownName(request), permission: null, rights: NO_PERMISSIONS, symbol: null,
        status: answer.status, code: answer.code, reason, weight: 0, client: null, clockDifferenceMs: null, trace: null,
      })
    } catch (error) {
      logFault('A request is not in the call log', error, { request: request.id })
    }
  }
}
