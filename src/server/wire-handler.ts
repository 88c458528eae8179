import { type IncomingMessage, ServerResponse } from 'node:http'
import { randomUUIDv7 } from 'node:crypto'
import { type Answer, type Call, type Endpoint, familyOf, type Services } from '../binance/endpoint.ts'
import { type ErrorAnswer, errorAnswer, errorBody, FAILED_INSIDE, refusalAnswer, UNAVAILABLE } from '../binance/errors.ts'
import type { Environment } from '../environment.ts'
import type { Family } from '../gate/endpoint-shape.ts'
import type { Admitted, Caller, Decision, Gate, GateRequest, Refused, Usage } from '../gate/gate.ts'
import type { RawParameters } from '../gate/raw-parameters.ts'
import { requestId, type RequestId } from '../ids.ts'
import type { Clock, TimeUs } from '../time.ts'
import type { CallLog } from '../watch/call-log.ts'
import { CallRecords } from './call-records.ts'
import type { clientAddressReader } from './client-address.ts'
import { sendAnswer } from './http-answer.ts'
import type { CallTally } from './metrics/call-tally.ts'
import { pushLimitHeaders } from './limit-headers.ts'
import { MAX_BODY_BYTES, readBody } from './request-body.ts'
import { readWireHeaders, type WireHeaders } from './request-headers.ts'
import { type Mishap, type Mishaps, STATUS_UNKNOWN } from './mishap.ts'
import { notFoundPage, statusPage } from './status-page.ts'
import { logFault } from '../system-log.ts'

export interface WireParts {
  readonly gate: Gate<Endpoint>
  /** What stands behind each environment; one that is missing here answers as an unknown path. */
  readonly services: Readonly<Partial<Record<Environment, Services>>>
  readonly callLog: CallLog
  readonly clock: Clock
  readonly addressOf: ReturnType<typeof clientAddressReader>
  /** Set once a part has failed for good: then nothing is admitted any more. */
  readonly failure: () => Error | undefined
  /** Tells that a key was used: time, address, endpoint, right. */
  readonly noteUse: (caller: Caller, decision: Admitted<Endpoint>) => void
  readonly consoleUrl: () => string
  /** What goes wrong on purpose; absent: nothing does. */
  readonly mishaps?: Mishaps
  /** Counts calls; absent: nobody does. */
  readonly tally?: CallTally
}

const UNKNOWN_FUTURES_PATH = errorAnswer(-5000, 'Path or method is invalid: no such endpoint here.', 404)
const TOO_LONG = 'x'.repeat(MAX_BODY_BYTES + 1)
const BAD_TIME_UNIT = errorAnswer(-1194, 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.')

/** Takes one HTTP request through gate, handler and durability, and answers it. */
export const wireHandler = (parts: WireParts): ((request: IncomingMessage, response: ServerResponse) => void) => {
  const records = new CallRecords(parts)
  return (request, response) => handle(parts, records, request, response)
}

const handle = (parts: WireParts, records: CallRecords, request: IncomingMessage, response: ServerResponse): void => {
  // A request line without a version is HTTP/0.9, which had neither headers nor POST: nobody means it, but node's parser takes it.
  if (request.httpVersionMajor === 0) return refuseVersion(response)
  const headers = readWireHeaders(request)
  if (request.method === 'OPTIONS') return answerPreflight(response)
  if (!headers.hasBody) return new WireCall(parts, records, request, response, headers).run('')
  readBody(request, (body) => {
    if (body === 'aborted') return
    const call = new WireCall(parts, records, request, response, headers)
    if (body === 'too large') call.runTooLarge()
    else call.run(body.text)
  })
}

const refuseVersion = (response: ServerResponse): void => {
  response.shouldKeepAlive = false
  response.writeHead(400, { 'Content-Length': '0', Connection: 'close' })
  response.end()
}

const answerPreflight = (response: ServerResponse): void => {
  response.writeHead(204, {
    'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
    'Access-Control-Allow-Headers': 'X-MBX-APIKEY, X-MBX-TIME-UNIT, Content-Type', 'Access-Control-Max-Age': '86400',
  })
  response.end()
}

/** One request and its answer; its handler sees it as the call. */
class WireCall implements Call<never> {
  readonly #parts: WireParts
  readonly #records: CallRecords
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #headers: WireHeaders
  /** Set as soon as the gate has admitted the request; no handler sees it earlier. */
  #decision: Admitted<Endpoint> | undefined
  #services: Services | undefined
  #decidedAtUs: TimeUs = 0
  timeUnit: 'MILLISECOND' | 'MICROSECOND' = 'MILLISECOND'
  #answerIs: Mishap['answer'] = 'told'

  constructor(parts: WireParts, records: CallRecords, request: IncomingMessage, response: ServerResponse, headers: WireHeaders) {
    this.#parts = parts
    this.#records = records
    this.#request = request
    this.#response = response
    this.#headers = headers
  }

  // The call, as a handler sees it.

  get requestId(): RequestId {
    return this.#admitted.request.id
  }

  get parameters(): never {
    // Each handler types them by its own row; the gate has what that row's parser made.
    return this.#admitted.parameters as never
  }

  get raw(): RawParameters {
    return this.#admitted.raw
  }

  get caller(): Caller {
    const { caller, endpoint } = this.#admitted
    if (caller === null) throw new Error(`${endpoint.path} needs no key, so nobody is calling`)
    return caller
  }

  get address(): string {
    return this.#admitted.request.address
  }

  get receivedAtUs(): TimeUs {
    return this.#admitted.request.receivedAtUs
  }

  get services(): Services {
    if (this.#services === undefined) throw new Error('no handler is called where there is no venue')
    return this.#services
  }

  get session(): never {
    throw new Error('a call over HTTP has no session')
  }

  // Bound, because handlers take the call apart: `({ caller, isInTime }) => …`.
  readonly nowUs = (): TimeUs => this.#parts.clock.nowUs()

  readonly isInTime = (): boolean => this.#parts.gate.isInTime(this.#admitted, this.nowUs())

  get #admitted(): Admitted<Endpoint> {
    if (this.#decision === undefined) throw new Error('no handler is called before the gate has decided')
    return this.#decision
  }

  // The way of the request.

  run(body: string): void {
    const url = this.#request.url ?? '/'
    if (url === '/' && this.#isReading()) return this.#sendPage(200, statusPage(this.#parts.consoleUrl()))
    const gateRequest = this.#gateRequest(url, body)
    if (this.#parts.failure() !== undefined) return this.#sendUnavailable(gateRequest)
    const mishap = this.#parts.mishaps?.of(gateRequest) ?? null
    if (mishap === null) this.#admit(gateRequest)
    else this.#suffer(mishap, gateRequest)
  }

  #sendUnavailable(request: GateRequest): void {
    this.#parts.tally?.failed(undefined, request)
    this.#sendError(request, familyOf(request.path), UNAVAILABLE)
    this.#records.failed(request, UNAVAILABLE, 'unavailable')
  }

  #admit(request: GateRequest): void {
    this.#orFail(request, () => {
      const decision = this.#parts.gate.admit(request)
      return decision instanceof Promise ? decision.then((later) => this.#decided(later)) : this.#decided(decision)
    })
  }

  /** A scenario has struck this request. */
  #suffer({ delayMs, refusal, arrivesTwice, answer }: Mishap, request: GateRequest): void {
    const go = (): void => {
      if (refusal !== null) return this.#strike(request, refusal)
      this.#answerIs = answer
      const arrived = delayMs === 0 ? request : { ...request, receivedAtUs: this.#parts.clock.nowUs() }
      this.#admit(arrived)
      // The second time nobody waits for the answer: it goes into a response that has no connection.
      if (arrivesTwice) new WireCall(this.#parts, this.#records, this.#request, new ServerResponse(this.#request), this.#headers).#admit({ ...arrived, id: requestId(randomUUIDv7()) })
    }
    if (delayMs === 0) go()
    else setTimeout(go, delayMs)
  }

  #strike(request: GateRequest, refusal: Mishap['refusal'] & object): void {
    this.#sendError(request, familyOf(request.path), refusal)
    this.#records.failed(request, refusal, 'scenario')
  }

  /** Whatever a step throws, now or later, is one request's fault and not the end of the process. */
  #orFail(request: GateRequest, step: () => void | Promise<void>): void {
    try {
      const later = step()
      if (later) later.catch((error: unknown) => this.#fail(request, error))
    } catch (error) {
      this.#fail(request, error)
    }
  }

  /** What is longer than any body is read no further: the gate refuses what is so long, in its order, and with the answer the connection ends. */
  runTooLarge(): void {
    this.#response.shouldKeepAlive = false
    this.#response.once('finish', () => this.#request.destroy())
    this.run(TOO_LONG)
  }

  #isReading(): boolean {
    return this.#request.method === 'GET' || this.#request.method === 'HEAD'
  }

  #gateRequest(url: string, body: string): GateRequest {
    const mark = url.indexOf('?')
    const whole = mark === -1 ? url : url.slice(0, mark)
    const isTestnet = whole.startsWith('/testnet/')
    const method = this.#request.method ?? 'GET'
    const environment = isTestnet ? 'testnet' : 'live'
    return {
      id: requestId(randomUUIDv7()),
      receivedAtUs: this.#parts.clock.nowUs(),
      environment,
      method: method === 'HEAD' ? 'GET' : method,
      path: isTestnet ? whole.slice('/testnet'.length) : whole,
      query: mark === -1 ? '' : url.slice(mark + 1),
      body,
      apiKey: this.#headers.apiKey,
      address: this.#parts.mishaps?.addressOf({ environment, apiKey: this.#headers.apiKey }) ?? this.#parts.addressOf(this.#request.socket, this.#headers),
    }
  }

  #decided(decision: Decision<Endpoint>): void | Promise<void> {
    this.#decidedAtUs = this.#parts.clock.nowUs()
    if (!decision.admitted) return this.#refuse(decision)
    const services = this.#parts.services[decision.request.environment]
    const timeUnit = this.#timeUnit(decision.endpoint.family)
    if (services === undefined) {
      this.#sendPage(404, notFoundPage(), decision.request)
      return this.#records.failed(decision.request, { status: 404, code: null }, 'unavailable')
    }
    if (decision.caller !== null) this.#parts.noteUse(decision.caller, decision)
    if (timeUnit === undefined) return this.#finish(decision, BAD_TIME_UNIT)
    this.#decision = decision
    this.#services = services
    this.timeUnit = timeUnit
    const answer = decision.endpoint.answer(this)
    return answer instanceof Promise ? answer.then((later) => this.#settle(decision, services, later)) : this.#settle(decision, services, answer)
  }

  #timeUnit(family: Family): 'MILLISECOND' | 'MICROSECOND' | undefined {
    const wish = this.#headers.timeUnit
    if (wish === undefined || family !== 'api') return 'MILLISECOND'
    return wish === 'MICROSECOND' || wish === 'microsecond' ? 'MICROSECOND' : wish === 'MILLISECOND' || wish === 'millisecond' ? 'MILLISECOND' : undefined
  }

  /** An answer leaves only after everything it speaks of is durable. */
  #settle(decision: Admitted<Endpoint>, services: Services, answer: Answer): void | Promise<void> {
    const pending = services.venue.settled()
    if (pending === undefined) return this.#finish(decision, answer)
    return pending.then(() => this.#finish(decision, answer))
  }

  #finish(decision: Admitted<Endpoint>, answer: Answer): void {
    const usage = this.#parts.gate.settle(decision, answer.ok, answer.taken)
    const headers = this.#answerHeaders(decision.request)
    pushLimitHeaders(headers, decision.endpoint.family, decision.endpoint.weight, usage)
    if (answer.headers) for (const [name, value] of answer.headers) headers.push(name, value)
    const status = answer.ok ? 200 : answer.status
    if (this.#answerIs !== 'told') this.#withhold(decision.request)
    else sendAnswer(this.#response, status, headers, answer.ok ? JSON.stringify(answer.body) : JSON.stringify(errorBody(answer)), this.#headers.acceptEncoding)
    // The row says what was answered; of an answer that was lost on its way that is what was sent.
    this.#records.admitted(decision, this.#answerIs === 'unknown' ? STATUS_UNKNOWN : answer, this.#decidedAtUs, this.#headers.userAgent)
  }

  /** It was done; what the caller hears of it is nothing, or that nobody knows. */
  #withhold(request: GateRequest): void {
    if (this.#answerIs === 'lost') this.#response.destroy()
    else this.#sendError(request, familyOf(request.path), STATUS_UNKNOWN)
  }

  #refuse(decision: Refused<Endpoint>): void {
    const family = decision.endpoint?.family ?? familyOf(decision.request.path)
    if (decision.refusal.reason === 'unknownPath') {
      this.#sendUnknownPath(decision, family)
      return this.#records.refused(decision, 404, null, this.#decidedAtUs)
    }
    const answer = refusalAnswer(decision.refusal, family, decision.request.address)
    this.#sendError(decision.request, family, answer, decision)
    this.#records.refused(decision, answer.status, answer.code, this.#decidedAtUs)
  }

  /** A page for who asks for one, as on Binance; programs get an error they can read. */
  #sendUnknownPath(decision: Refused<Endpoint>, family: Family): void {
    if (family === 'fapi' || family === 'dapi') return this.#sendError(decision.request, family, UNKNOWN_FUTURES_PATH)
    if (this.#headers.accept?.includes('text/html')) return this.#sendPage(404, notFoundPage(), decision.request)
    this.#sendError(decision.request, family, refusalAnswer(decision.refusal, family, decision.request.address))
  }

  #sendError(request: GateRequest, family: Family, answer: ErrorAnswer, decision?: { readonly usage: Usage | null; readonly endpoint: Endpoint | undefined; readonly retryAfterMs: number | null }): void {
    const headers = this.#answerHeaders(request)
    if (decision?.usage && decision.endpoint) pushLimitHeaders(headers, family, decision.endpoint.weight, decision.usage)
    if (decision && decision.retryAfterMs !== null) headers.push('Retry-After', String(Math.ceil(decision.retryAfterMs / 1_000)))
    if (answer.headers) for (const [name, value] of answer.headers) headers.push(name, value)
    sendAnswer(this.#response, answer.status, headers, JSON.stringify(errorBody(answer)), this.#headers.acceptEncoding)
  }

  #answerHeaders(request: GateRequest): string[] {
    return ['Content-Type', 'application/json;charset=UTF-8', 'x-mbx-uuid', request.id, 'Access-Control-Allow-Origin', '*', 'Cache-Control', 'no-store']
  }

  #sendPage(status: number, page: string, request?: GateRequest): void {
    const headers = ['Content-Type', 'text/html; charset=utf-8', 'Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'", 'X-Content-Type-Options', 'nosniff']
    if (request) headers.push('x-mbx-uuid', request.id)
    sendAnswer(this.#response, status, headers, page, this.#headers.acceptEncoding)
  }

  /** A fault of ours: the caller learns that it was, and nothing of it. */
  #fail(request: GateRequest, error: unknown): void {
    logFault('A request failed inside', error, { request: request.id, method: request.method, path: request.path })
    this.#parts.tally?.failed(this.#decision?.endpoint, request)
    // With its headers the whole answer is on its way: what failed came after it.
    if (!this.#response.headersSent) this.#sendError(request, familyOf(request.path), this.#parts.failure() === undefined ? FAILED_INSIDE : UNAVAILABLE)
    this.#records.failed(request, FAILED_INSIDE, 'failedInside')
  }
}
