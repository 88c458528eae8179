import { randomUUIDv7 } from 'node:crypto'
import type { Answer, Endpoint, Services } from '../../binance/endpoint.ts'
import { SOCKET_API_PATHS, type SocketFamily } from '../../binance/endpoint.ts'
import { type ErrorAnswer, errorAnswer, errorBody, FAILED_INSIDE, refusalAnswer, UNAVAILABLE } from '../../binance/errors.ts'
import type { ListenToken } from '../../binance/listen-tokens.ts'
import type { UserTopic } from '../../binance/user-events/user-topic.ts'
import type { SessionStatus, SocketSession } from '../../binance/socket-session.ts'
import { wireTime } from '../../binance/wire-time.ts'
import { tradedWallet } from '../../binance/traded-wallet.ts'
import type { Admitted, Caller, Decision, GateRequest, Refused, Usage } from '../../gate/gate.ts'
import type { ApiKeyText } from '../../ids.ts'
import { requestId } from '../../ids.ts'
import { hasPermission, type PermissionBits } from '../../permission.ts'
import type { Clock, TimeUs } from '../../time.ts'
import { CallRecords } from '../call-records.ts'
import { type Mishap, STATUS_UNKNOWN } from '../mishap.ts'
import type { WireParts } from '../wire-handler.ts'
import { type ApiMessage, idText, readMessage, type ReadMessage } from './api-message.ts'
import { MessageCall } from './message-call.ts'
import { CLOSE, type Peer, type SocketConnection } from './peer.ts'
import { rateLimitsOf } from './rate-limit-report.ts'
import type { UserStreams } from './user-streams.ts'
import { logFault } from '../../system-log.ts'

export interface ApiParts extends Pick<WireParts, 'gate' | 'services' | 'callLog' | 'failure' | 'noteUse' | 'tally' | 'mishaps'> {
  readonly clock: Clock
  readonly userStreams: Readonly<Partial<Record<'live' | 'testnet', UserStreams>>>
}

const UNKNOWN_METHOD = errorAnswer(-1020, 'This operation is not supported.')

/** A version that may stand before a method's name and says nothing: spot's names have one version each, futures' newer ones are named `v2/…`. */
const VERSION: Readonly<Record<SocketFamily, RegExp>> = { api: /^v\d+\//, fapi: /^v1\// }

/** Subscriptions at one time, and numbers of subscriptions in a connection's life. */
const MOST_SUBSCRIPTIONS = 1_000
const MOST_SUBSCRIPTION_IDS = 65_535
/** Messages kept while an earlier one waits. */
const MOST_WAITING = 1_000

interface Logon {
  readonly keyText: ApiKeyText
  /** What the key could do when its holder logged on: losing one of them ends the session. */
  readonly permissions: PermissionBits
  readonly sinceUs: TimeUs
}

/** A message on its way, and what becomes of its answer: nobody hears that of one that arrived a second time. */
interface Underway extends ApiMessage { readonly fate?: Mishap['answer'] | 'unheard' }

interface Subscription {
  readonly accountId: number
  readonly topic: UserTopic
  readonly isOfLogon: boolean
  readonly stop: () => void
}

/** One connection of the socket API: its messages go through the same gate and rows as calls over HTTP, in the order they came. */
export class ApiConnection implements SocketConnection {
  readonly #parts: ApiParts
  readonly #records: CallRecords
  readonly #peer: Peer
  readonly #family: SocketFamily
  readonly #showsRateLimits: boolean
  #logon: Logon | undefined
  readonly #subscriptions = new Map<number, Subscription>()
  #subscriptionIds = 0
  /** Messages that came while an earlier one still waits to be admitted. */
  #waiting: (() => void)[] | undefined
  #isClosed = false

  constructor(parts: ApiParts, peer: Peer, { family, returnsRateLimits }: { readonly family: SocketFamily; readonly returnsRateLimits: boolean }) {
    this.#parts = parts
    this.#records = new CallRecords(parts)
    this.#peer = peer
    this.#family = family
    this.#showsRateLimits = returnsRateLimits
  }

  onText(text: string): void {
    if (this.#waiting) {
      if (this.#waiting.push(() => this.onText(text)) > MOST_WAITING) this.#peer.close(CLOSE.violation, 'too many messages at once')
      return
    }
    const read = readMessage(text)
    const message = read.ok ? read.message : { id: read.id, method: '', query: '', apiKey: undefined, returnsRateLimits: undefined }
    const request = this.#gateRequest(message)
    if (this.#parts.failure() !== undefined) return this.#sendUnavailable(message, request)
    const mishap = this.#parts.mishaps?.of(request) ?? null
    if (mishap === null) this.#admit(message, request, read)
    else this.#suffer(mishap, message, request, read)
  }

  #admit(message: Underway, request: GateRequest, read: ReadMessage): void {
    if (this.#waiting) return void this.#waiting.push(() => this.#admit(message, request, read))
    try {
      // What cannot be read is a request all the same: it counts, and a banned address is told nothing else.
      const decision = this.#parts.gate.admit(request)
      if (decision instanceof Promise) this.#await(message, request, decision, read)
      else this.#decided(message, decision, read)
    } catch (error) {
      this.#fail(message, request, error)
    }
  }

  /** A scenario has struck this message; those behind it do not wait for it. */
  #suffer({ delayMs, refusal, arrivesTwice, answer }: Mishap, message: ApiMessage, request: GateRequest, read: ReadMessage): void {
    const go = (): void => {
      if (this.#isClosed) return
      if (refusal !== null) return this.#strike(message, request, refusal)
      const arrived = delayMs === 0 ? request : { ...request, receivedAtUs: this.#parts.clock.nowUs() }
      this.#admit({ ...message, fate: answer }, arrived, read)
      if (arrivesTwice) this.#admit({ ...message, fate: 'unheard' }, { ...arrived, id: requestId(randomUUIDv7()) }, read)
    }
    if (delayMs === 0) go()
    else setTimeout(go, delayMs)
  }

  #strike(message: ApiMessage, request: GateRequest, refusal: ErrorAnswer): void {
    this.#send(message, request, this.#withRetryOf(refusal), null)
    this.#records.failed(request, refusal, 'scenario')
  }

  #sendUnavailable(message: ApiMessage, request: GateRequest): void {
    this.#parts.tally?.failed(undefined, request)
    this.#send(message, request, UNAVAILABLE, null)
    this.#records.failed(request, UNAVAILABLE, 'unavailable')
  }

  onDrain(): void {
    this.#peer.send(`{"event":{"e":"serverShutdown","E":${wireTime(this.#parts.clock.nowUs(), this.#peer.timeUnit)}}}`)
  }

  onClosed(): void {
    this.#isClosed = true
    for (const { stop } of this.#subscriptions.values()) stop()
    this.#subscriptions.clear()
  }

  #await(message: Underway, request: GateRequest, later: Promise<Decision<Endpoint>>, read: ReadMessage): void {
    this.#waiting = []
    later.then((decision) => this.#decided(message, decision, read)).catch((error: unknown) => this.#fail(message, request, error)).finally(() => {
      const waiting = this.#waiting ?? []
      this.#waiting = undefined
      for (const go of waiting) go()
    })
  }

  #gateRequest({ method, query, apiKey }: ApiMessage): GateRequest {
    const isOfSession = apiKey === undefined && this.#logon !== undefined
    const { environment } = this.#peer
    const caller = apiKey ?? this.#logon?.keyText
    return {
      id: requestId(randomUUIDv7()), receivedAtUs: this.#parts.clock.nowUs(), environment,
      method: 'WS', path: `${SOCKET_API_PATHS[this.#family]}/${method.replace(VERSION[this.#family], '')}`, query, body: '',
      apiKey: caller, address: this.#parts.mishaps?.addressOf({ environment, apiKey: caller }) ?? this.#peer.address, ...(isOfSession && { isOfSession }),
    }
  }

  #decided(message: Underway, decision: Decision<Endpoint>, read: ReadMessage): void {
    const decidedAtUs = this.#parts.clock.nowUs()
    if (!decision.admitted) return this.#refuse(message, decision, read.ok ? undefined : errorAnswer(-1135, read.fault), decidedAtUs)
    const services = this.#parts.services[this.#peer.environment]
    if (services === undefined) return this.#sendUnavailable(message, decision.request)
    if (decision.caller !== null) this.#parts.noteUse(decision.caller, decision)
    const call = new MessageCall(this.#parts, decision, services, this.#peer, this.#session(decision.request.isOfSession === true))
    const answer = decision.endpoint.answer(call)
    if (answer instanceof Promise) answer.then((later) => this.#settle(message, decision, services, later, decidedAtUs)).catch((error: unknown) => this.#fail(message, decision.request, error))
    else this.#settle(message, decision, services, answer, decidedAtUs)
  }

  /** An answer leaves only after everything it speaks of is durable. */
  #settle(message: Underway, decision: Admitted<Endpoint>, services: Services, answer: Answer, decidedAtUs: TimeUs): void {
    const pending = services.venue.settled()
    if (pending === undefined) return this.#finish(message, decision, answer, decidedAtUs)
    pending.then(() => this.#finish(message, decision, answer, decidedAtUs)).catch((error: unknown) => this.#fail(message, decision.request, error))
  }

  #finish(message: Underway, decision: Admitted<Endpoint>, answer: Answer, decidedAtUs: TimeUs): void {
    const usage = this.#parts.gate.settle(decision, answer.ok, answer.taken)
    const told = message.fate === 'unknown' ? STATUS_UNKNOWN : answer
    if (message.fate === 'lost') this.#peer.drop()
    else this.#send(message, decision.request, told, usage)
    this.#records.admitted(decision, told, decidedAtUs, this.#peer.client)
  }

  #refuse(message: Underway, decision: Refused<Endpoint>, unreadable: ErrorAnswer | undefined, decidedAtUs: TimeUs): void {
    const isUnknown = decision.refusal.reason === 'unknownPath'
    const told = isUnknown ? unreadable ?? UNKNOWN_METHOD : refusalAnswer(decision.refusal, this.#family, decision.request.address)
    const answer = decision.retryAfterMs === null ? told : this.#withRetry(told, decision.retryAfterMs)
    if (this.#endsSession(decision)) {
      this.#endLogon()
      this.#send({ ...message, id: null, returnsRateLimits: false }, decision.request, answer, null)
    } else this.#send(message, decision.request, answer, decision.usage)
    this.#records.refused(decision, answer.status, answer.code, decidedAtUs)
  }

  /** A refusal that tells over HTTP in a header when to come again tells it here in its data. */
  #withRetryOf(refusal: ErrorAnswer): ErrorAnswer {
    const seconds = refusal.headers?.find(([name]) => name === 'Retry-After')?.[1]
    return seconds === undefined ? refusal : this.#withRetry(refusal, Number(seconds) * 1_000)
  }

  #withRetry(answer: ErrorAnswer, retryAfterMs: number): ErrorAnswer {
    const nowMs = Math.floor(this.#parts.clock.nowUs() / 1_000)
    return { ...answer, data: { serverTime: nowMs, retryAfter: nowMs + Math.ceil(retryAfterMs) } }
  }

  /** Whether the key that is logged on no longer is what it was then. */
  #endsSession({ request, step, refusal }: Refused<Endpoint>): boolean {
    if (!request.isOfSession || this.#logon === undefined) return false
    if (step === 'keyState' || step === 'sourceAddress') return true
    return 'permission' in refusal && hasPermission(this.#logon.permissions, refusal.permission)
  }

  #send(message: Underway, request: GateRequest, answer: Answer, usage: Usage | null): void {
    if (this.#isClosed || message.fate === 'unheard') return
    const showsLimits = (message.returnsRateLimits ?? this.#showsRateLimits) && usage !== null
    const limits = showsLimits ? `,"rateLimits":${JSON.stringify(rateLimitsOf(this.#family, this.#parts.services[request.environment]?.limits, usage, answer))}` : ''
    const body = answer.ok ? `"status":200,"result":${JSON.stringify(answer.body)}` : `"status":${answer.status},"error":${JSON.stringify(errorBody(answer))}`
    this.#peer.send(`{"id":${idText(message.id)},${body}${limits}}`)
  }

  /** A fault of ours: the caller learns that it was, and nothing of it. */
  #fail(message: ApiMessage, request: GateRequest, error: unknown): void {
    logFault('A message failed inside', error, { request: request.id, method: message.method })
    this.#parts.tally?.failed(undefined, request)
    this.#send(message, request, this.#parts.failure() === undefined ? FAILED_INSIDE : UNAVAILABLE, null)
    this.#records.failed(request, FAILED_INSIDE, 'failedInside')
  }

  // The session, as rows see it.

  #session(isOfLogon: boolean): SocketSession {
    return {
      isOfLogon,
      status: () => this.#status(),
      logOn: (caller) => { this.#logOn(caller) },
      logOut: () => { this.#endLogon() },
      listen: (caller, token) => this.#listen(caller, isOfLogon && token === undefined, token),
      stopListening: (subscriptionId) => this.#stopListening(subscriptionId),
      subscriptions: () => [...this.#subscriptions.keys()],
    }
  }

  #status(): SessionStatus {
    return {
      apiKey: this.#logon?.keyText ?? null, authorizedSinceUs: this.#logon?.sinceUs ?? null, connectedSinceUs: this.#peer.connectedAtUs,
      returnsRateLimits: this.#showsRateLimits, isListening: [...this.#subscriptions.values()].some((one) => one.isOfLogon),
    }
  }

  /** Another key takes the place of the one before. */
  #logOn({ key }: Caller): void {
    if (this.#logon?.keyText !== key.text) this.#endLogon()
    this.#logon = { keyText: key.text, permissions: key.permissions, sinceUs: this.#parts.clock.nowUs() }
  }

  #endLogon(): void {
    this.#logon = undefined
    for (const [id, one] of [...this.#subscriptions]) if (one.isOfLogon) this.#end(id)
  }

  #listen(caller: Caller, isOfLogon: boolean, token: ListenToken | undefined): ReturnType<SocketSession['listen']> {
    const topic = token?.wallet ?? tradedWallet(caller)
    const streams = this.#parts.userStreams[this.#peer.environment]
    if (!streams) throw new Error('nobody listens where there is no venue')
    // A token is as good as the key that asked for it, and from where that may be used.
    if (token && !streams.opens(caller, this.#peer.address)) return 'not there'
    for (const one of this.#subscriptions.values()) if (one.accountId === caller.account.id && one.topic === topic) return 'active already'
    if (this.#subscriptions.size >= MOST_SUBSCRIPTIONS || this.#subscriptionIds >= MOST_SUBSCRIPTION_IDS) return 'none left'
    const id = this.#subscriptionIds++
    const stop = streams.listen({
      caller, topic, ...(token && { expiresAtUs: token.expiresAtUs }), address: this.#peer.address, timeUnit: this.#peer.timeUnit,
      hear: (event) => { this.#peer.send(`{"subscriptionId":${id},"event":${event}}`) },
      onEnded: () => { this.#end(id) },
    })
    this.#subscriptions.set(id, { accountId: caller.account.id, topic, isOfLogon, stop })
    return id
  }

  #stopListening(subscriptionId: number | undefined): boolean {
    const ids = subscriptionId === undefined ? [...this.#subscriptions.keys()] : [subscriptionId]
    const known = ids.filter((id) => this.#subscriptions.has(id))
    for (const id of known) this.#end(id)
    return known.length > 0
  }

  /** A subscription ends once, and is told so. */
  #end(id: number): void {
    const one = this.#subscriptions.get(id)
    if (!one) return
    this.#subscriptions.delete(id)
    one.stop()
    this.#peer.send(`{"subscriptionId":${id},"event":{"e":"eventStreamTerminated","E":${wireTime(this.#parts.clock.nowUs(), this.#peer.timeUnit)}}}`)
  }
}
