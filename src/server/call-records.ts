import type { Endpoint } from '../binance/endpoint.ts'
import type { Admitted, Gate, GateRequest, Refused } from '../gate/gate.ts'
import type { Clock, TimeUs } from '../time.ts'
import type { CallLog } from '../watch/call-log.ts'
import type { CallTally } from './metrics/call-tally.ts'

/** As the call log and the last use of a key name an endpoint: over a socket by the message's own method. */
export const calledName = ({ method, path }: GateRequest, endpoint: Endpoint): string =>
  (method === 'WS' ? `WS ${path.slice(path.lastIndexOf('/') + 1)}` : endpoint.name)

/** Writes each answered call down, over whichever transport it came. */
export class CallRecords {
  readonly #gate: Gate<Endpoint>
  readonly #callLog: Pick<CallLog, 'record'>
  readonly #clock: Clock
  readonly #tally: CallTally | undefined

  /** @param parts without a tally nothing is counted */
  constructor({ gate, callLog, clock, tally }: { readonly gate: Gate<Endpoint>; readonly callLog: Pick<CallLog, 'record'>; readonly clock: Clock; readonly tally?: CallTally }) {
    this.#gate = gate
    this.#callLog = callLog
    this.#clock = clock
    this.#tally = tally
  }

  admitted(decision: Admitted<Endpoint>, status: number, code: number | null, decidedAtUs: TimeUs): void {
    const { request, caller, endpoint } = decision
    const nowUs = this.#clock.nowUs()
    this.#tally?.answered(endpoint, request, status, decidedAtUs - request.receivedAtUs, nowUs - decidedAtUs)
    this.#callLog.record({
      requestId: request.id, timeUs: request.receivedAtUs, durationUs: nowUs - request.receivedAtUs,
      accountId: caller?.account.id ?? null, keyId: caller?.key.id ?? null, address: request.address,
      endpoint: calledName(request, endpoint), permission: endpoint.usedPermission,
      status, code, reason: code === null ? null : 'venue', weight: decision.weight,
      trace: code === null ? null : this.#gate.traceVenueRefusal(decision, status, code),
    })
  }

  refused(decision: Refused<Endpoint>, status: number, code: number | null, decidedAtUs: TimeUs): void {
    const { request, caller, endpoint, refusal } = decision
    this.#tally?.refused(endpoint, request, refusal.reason, decidedAtUs - request.receivedAtUs)
    this.#callLog.record({
      requestId: request.id, timeUs: request.receivedAtUs, durationUs: this.#clock.nowUs() - request.receivedAtUs,
      accountId: caller?.account.id ?? null, keyId: caller?.key.id ?? null, address: request.address,
      endpoint: endpoint ? calledName(request, endpoint) : request.method === 'WS' ? 'unknown method' : 'unknown path', permission: null,
      status, code, reason: refusal.reason, weight: decision.weight, trace: decision.trace(status, code),
    })
  }
}
