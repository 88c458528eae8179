import { randomUUIDv7 } from 'node:crypto'
import { type Answer, type Call, type Endpoint, familyOf, type Services } from '../binance/endpoint.ts'
import { errorBody, refusalAnswer, UNAVAILABLE } from '../binance/errors.ts'
import type { Environment } from '../environment.ts'
import type { Admitted, Gate, GateRequest } from '../gate/gate.ts'
import { requestId } from '../ids.ts'
import { isLook, type SandboxAnswer, type SandboxWire } from '../operations/sandbox-call.ts'
import { type Clock, toMs } from '../time.ts'
import { type CallLog, FROM_THE_CONSOLE } from '../watch/call-log.ts'
import { CallRecords } from './call-records.ts'

export interface SandboxWireParts {
  readonly gate: Gate<Endpoint>
  readonly services: Readonly<Partial<Record<Environment, Services>>>
  readonly callLog: CallLog
  readonly clock: Clock
  readonly endpoints: readonly Endpoint[]
  /** Set once a part has failed for good: then nothing is admitted any more. */
  readonly failure: () => Error | undefined
}

const NOT_FOUND: SandboxAnswer['body'] = { code: -1000, msg: 'There is no such endpoint here.' }

const bodyOf = (answer: Answer): unknown => (answer.ok ? answer.body : errorBody(answer))

/** A call as its handler sees it. */
const callOf = (decision: Admitted<Endpoint>, services: Services, clock: Clock, gate: Gate<Endpoint>): Call<never> => ({
  requestId: decision.request.id,
  // Each handler types them by its own row; the gate has what that row's parser made.
  parameters: decision.parameters as never,
  raw: decision.raw,
  get caller() {
    if (decision.caller === null) throw new Error(`${decision.endpoint.path} needs no key, so nobody is calling`)
    return decision.caller
  },
  address: decision.request.address, receivedAtUs: decision.request.receivedAtUs, nowUs: () => clock.nowUs(), isInTime: () => gate.isInTime(decision, clock.nowUs()), timeUnit: 'MILLISECOND', services,
  get session(): never {
    throw new Error('a call of the console has no session')
  },
})

/** The wire of a sandbox for people: the same gate, the same rows, the same venue; what was refused or changed stands in the call log. */
export const sandboxWire = (parts: SandboxWireParts): SandboxWire => {
  const { gate, services, callLog, clock, endpoints, failure } = parts
  // The address that was only said is in the trace.
  const records = new CallRecords({ gate, services, clock, callLog: { record: (call) => callLog.record({ ...call, address: FROM_THE_CONSOLE }) } })
  const rowOf = (method: string, path: string): Endpoint | undefined => endpoints.find((row) => row.method === method && (row.path === path || row.formerPaths?.includes(path)))
  return {
    rightOf: ({ method, path }) => rowOf(method, path)?.permission,
    call: async ({ environment, from, method, path, parameters, apiKey }) => {
      const receivedAtUs = clock.nowUs()
      const row = rowOf(method, path)
      const sent = { ...parameters, ...(row?.isSigned && parameters['timestamp'] === undefined && { timestamp: String(toMs(receivedAtUs)) }) }
      const query = Object.entries(sent).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
      const request: GateRequest = { id: requestId(randomUUIDv7()), receivedAtUs, environment, method, path, query, body: '', apiKey, address: from, isTrial: true }
      const told = (status: number, body: unknown): SandboxAnswer => ({ status, requestId: request.id, body })
      const here = services[environment]
      if (failure() !== undefined || !here) return told(UNAVAILABLE.status, errorBody(UNAVAILABLE))
      const decision = await gate.admit(request)
      if (!decision.admitted) {
        const answer = refusalAnswer(decision.refusal, decision.endpoint?.family ?? familyOf(path), from)
        records.refused(decision, answer.status, answer.code, receivedAtUs)
        return told(answer.status, decision.refusal.reason === 'unknownPath' ? NOT_FOUND : bodyOf(answer))
      }
      const answer = await decision.endpoint.answer(callOf(decision, here, clock, gate))
      await here.venue.settled()
      gate.settle(decision, answer.ok, answer.taken)
      if (!answer.ok || !isLook(method, row?.permission)) records.admitted(decision, answer, receivedAtUs, undefined)
      return told(answer.ok ? 200 : answer.status, bodyOf(answer))
    },
  }
}
