import type { Account } from '../accounts/account.ts'
import { DEFAULT_POLICY } from '../authority/account-policy.ts'
import type { ApiKey } from '../authority/api-key.ts'
import { hasToll } from '../authority/handover.ts'
import type { DirectoryEntry } from '../authority/directory-entry.ts'
import { isKeyText, SECRET_PREFIX } from '../authority/key-text.ts'
import { hmacVerifier } from '../authority/verifier.ts'
import type { AccountId } from '../ids.ts'
import { type TimeUs, toMs } from '../time.ts'
import { firstStop, stillAdmitted, stillHeld } from './admit.ts'
import type { PolicyOf } from './checks/permission.ts'
import type { Environment } from '../environment.ts'
import type { EndpointShape } from './endpoint-shape.ts'
import type { RailFacts } from './guard-rails/asked.ts'
import { NO_FACTS } from './guard-rails/no-facts.ts'
import { type Reservation, Spending } from './guard-rails/spending.ts'
import { type Route, Routes } from './endpoint-route.ts'
import type { Admitted, Caller, Decision, Gate, GateRequest, Named, Refused, Usage } from './gate.ts'
import { mayListen } from './listening.ts'
import { percentDecode } from './percent-encoding.ts'
import { type GateParts, Passage, type Stop } from './passage.ts'
import { AccountLimits } from './rate-limits/account-limits.ts'
import { BINANCE_LIMITS, MINUTE_MS, type RateLimitSettings } from './rate-limits/settings.ts'
import { Visitors } from './rate-limits/visitors.ts'
import { untilWindowEndMs, type WindowCounter } from './rate-limits/window-counter.ts'
import type { Refusal } from './refusal.ts'
import { ReplayGuard } from './replay-guard.ts'
import { RequestBytes } from './request-bytes.ts'
import { hmacHex } from './signature.ts'
import { sentPayload } from './signed-payload.ts'
import { welcome } from './welcome.ts'
import { GATE_STEPS, isBeforeKey, keptName, keptPayload, type Trace } from './trace.ts'

/** What a gate is made of. */
export interface GateSettings<Endpoint extends EndpointShape> {
  /** The rows of the endpoint table. */
  readonly endpoints: Iterable<Endpoint>
  /** The authority's directory. */
  readonly keys: { find(text: string): DirectoryEntry | undefined }
  readonly accounts: { byId(id: AccountId): Account | undefined }
  /** `'off'` lifts weights, counts and bans: for load tests. Default: Binance's. */
  readonly rateLimits?: RateLimitSettings | 'off'
  /**
   * The latest moment at which another process may have answered from this store (this process's start will do); null on a fresh store.
   * Keys with a replay guard refuse times that it may have accepted.
   */
  readonly formerProcessEndedByUs: TimeUs | null
  readonly maxBodyBytes?: number
  /** Absent = the default policy for every account. */
  readonly policyOf?: PolicyOf
  /** What the venues know, for limits on prices and worth; absent = nothing, and such limits let nothing through. */
  readonly railFacts?: Readonly<Record<Environment, RailFacts>>
  /** What keys have spent of their limits on hours; absent = nothing yet, and it ends with the process. */
  readonly spending?: Spending
  /** The authority's calendar, as far as it differs from the requests' time; absent = it does not. */
  readonly calendar?: { readonly offsetUs: number }
  /**
   * What an admitted call sets off in its key (a successor takes over, a counted call is taken off), durable when the promise resolves.
   * Before it changes anything it asks whether the call is still admitted.
   * @returns whether it was; if not, nothing has changed
   */
  readonly payToll?: (key: ApiKey, isStillHeld: () => boolean, caller: { readonly address: string; readonly nowUs: TimeUs }) => Promise<boolean>
}

/** What the gate has noted of an admitted call, to settle it later. */
class Admission<Endpoint extends EndpointShape> implements Admitted<Endpoint> {
  readonly admitted = true
  readonly request: GateRequest
  readonly endpoint: Endpoint
  readonly caller: Caller | null
  readonly raw: Admitted['raw']
  readonly parameters: unknown
  readonly timestampUs: TimeUs | null
  readonly recvWindowUs: number
  readonly weight: number
  readonly route: Route<Endpoint>
  readonly counter: WindowCounter | null
  readonly reservation: Reservation | null

  constructor(passage: Passage<Endpoint>, route: Route<Endpoint>, raw: Admitted['raw']) {
    this.request = passage.request
    this.endpoint = route.endpoint
    this.caller = callerOf(passage)
    this.raw = raw
    this.parameters = passage.parameters
    this.timestampUs = passage.timestampUs
    this.recvWindowUs = passage.recvWindowUs
    this.weight = passage.weight
    this.route = route
    this.counter = passage.counter
    this.reservation = passage.reservation
  }

  get usage(): Usage {
    return usageOf(this.route, this.counter, this.request.receivedAtUs / 1_000)
  }
}

const usageOf = (route: Route, counter: WindowCounter | null, nowMs: number): Usage => ({
  used: counter?.used(nowMs, route.weightWindowMs) ?? 0, limit: route.weightLimit, windowMs: route.weightWindowMs, resetMs: untilWindowEndMs(nowMs, route.weightWindowMs),
})

/** Whose call it was, of a key that is closed too: its owner wants to know who still uses it. */
const callerOf = ({ entry, account, parts }: Pick<Passage, 'entry' | 'account' | 'parts'>): Caller | null => {
  if (!entry) return null
  const owner = account ?? parts.accounts.byId(entry.key.accountId)
  return owner ? { key: entry.key, account: owner } : null
}

/** The key in a header, of a call that was stopped before it was looked for: whoever is banned wants to know which of their programs is. */
const entryNamed = ({ route, request, parts }: Pick<Passage, 'route' | 'request' | 'parts'>): DirectoryEntry | undefined => {
  const { apiKey, method, path, isOfSession } = request
  const row = route ?? parts.routes.find(method, path)
  return apiKey === undefined || (row && !row.needsKey && !isOfSession) ? undefined : parts.keys.find(apiKey)
}

/** The proof that is asked where there is nothing to prove: it costs what a real one costs. */
const NOBODY = hmacVerifier(Buffer.from('a key that nobody holds'))

/** Steps whose refusals all look alike from outside: that the key does not open. */
const isOfStranger = ({ step }: Stop): boolean => step === 'keyState' || step === 'sourceAddress'

/** One answer, one cost: a key that is unknown and one that may not be used from here take the work of a wrong signature. */
const treatAsStranger = (passage: Passage): void => {
  const { parts, route, visitor, nowMs, entry, request } = passage
  // An unknown key has had its checksum looked at; so has a known one now.
  if (entry) isKeyText(request.apiKey ?? '')
  if (parts.isLimited) visitor.strangers.add(parts.limits.strangerWeight, nowMs, MINUTE_MS)
  if (route?.isSigned) hmacHex(parts.bytes, parts.bytes.gatherPayload(), NOBODY)
}

/** Enough of a key to know it again, never the whole; of a secret sent in its place nothing but that it is one. */
const keyHintOf = (text: string | undefined): string => {
  if (text === undefined || text === '') return ''
  if (text.startsWith(SECRET_PREFIX)) return `${SECRET_PREFIX}…`
  return text.length < 24 ? `${text.slice(0, 2)}…` : `${text.slice(0, 8)}…${text.slice(-4)}`
}

/** What the trace tells besides: whether an unknown key can be one at all. Worked out only here, so that the decision takes the same time. */
const tracedRefusal = (refusal: Refusal, apiKey: string | undefined): Refusal => {
  if (refusal.reason === 'keyUnknown' && !isKeyText(apiKey ?? '')) return { ...refusal, isMistyped: true }
  return refusal.reason === 'duplicateParameter' ? { ...refusal, name: keptName(refusal.name) } : refusal
}

/** The bytes that were hashed, as text; of a message the bare values, which its holder signed. */
const shownPayload = ({ method, query, body }: GateRequest): string => {
  const sent = sentPayload(query, body)
  return method === 'WS' ? percentDecode(sent) ?? sent : sent
}

const signedSteps = GATE_STEPS.indexOf('signature')

const traceOf = (request: GateRequest, stopped: Stop | null, passage: Pick<Passage, 'entry' | 'timestampUs' | 'recvWindowUs'>, isSigned: boolean, status: number, code: number | null): Trace => ({
  version: 1, requestId: request.id, timeUs: request.receivedAtUs, method: request.method, path: keptName(request.path), environment: request.environment, address: request.address,
  keyId: passage.entry?.key.id ?? null, keyHint: keyHintOf(request.apiKey),
  refusedAt: stopped?.step ?? 'venue', refusal: stopped ? tracedRefusal(stopped.refusal, request.apiKey) : null, status, code,
  signedPayload: isSigned && !request.isTrial && (!stopped || GATE_STEPS.indexOf(stopped.step) >= signedSteps) ? keptPayload(shownPayload(request)) : null,
  differenceMs: passage.timestampUs === null ? null : toMs(passage.timestampUs) - toMs(request.receivedAtUs),
  recvWindowMs: passage.timestampUs === null ? null : passage.recvWindowUs / 1_000,
})

const refusedBy = <Endpoint extends EndpointShape>(passage: Passage<Endpoint>, stopped: Stop): Refused<Endpoint> => {
  if (isOfStranger(stopped)) treatAsStranger(passage)
  return refusalOf(passage, stopped)
}

/** Of a caller who has proved the key: there is nothing to hide any more. */
const refusalOf = <Endpoint extends EndpointShape>(passage: Passage<Endpoint>, stopped: Stop): Refused<Endpoint> => {
  const { request, route, counter, nowMs, entry, timestampUs, recvWindowUs } = passage
  return {
    admitted: false, request, endpoint: route?.endpoint, step: stopped.step, refusal: stopped.refusal, caller: callerOf(passage), weight: passage.weight,
    usage: route && counter ? usageOf(route, counter, nowMs) : null, retryAfterMs: passage.retryAfterMs,
    trace: (status, code) => traceOf(request, stopped, { entry: entry ?? (isBeforeKey(stopped.step) ? entryNamed(passage) : undefined), timestampUs, recvWindowUs }, route?.isSigned === true, status, code),
  }
}

const admission = <Endpoint extends EndpointShape>(passage: Passage<Endpoint>): Admission<Endpoint> => {
  const { route, scan } = passage
  if (!route || !scan) throw new Error('a call passed every check without a row or parameters')
  return new Admission(passage, route, scan)
}

/** Admits a call once what it sets off is durable; what was found of the key before is looked at again, for it may have changed meanwhile. */
const paid = async <Endpoint extends EndpointShape>(passage: Passage<Endpoint>, key: ApiKey, payToll: GateSettings<Endpoint>['payToll']): Promise<Decision<Endpoint>> => {
  if (!payToll) throw new Error(`key ${key.id} needs a change with its call, and nobody is here to make it`)
  const lookAgain = (check: (passage: Passage) => Stop | null): Stop | null => {
    passage.entry = passage.parts.keys.find(key.text)
    return check(passage)
  }
  const before: { stopped: Stop | null } = { stopped: null }
  const isPaid = await payToll(key, () => (before.stopped = lookAgain(stillAdmitted)) === null, { address: passage.request.address, nowUs: passage.calendarUs })
  const stopped = before.stopped ?? (isPaid ? lookAgain(stillHeld) : { step: 'keyState', refusal: { reason: 'keyUnknown' } } as const)
  if (!stopped) return admission(passage)
  passage.reservation?.settle(false)
  return refusalOf(passage, stopped)
}

/** Makes the door. It holds counters and the replay guard's memory; what it decides from comes in with each request. */
export const createGate = <Endpoint extends EndpointShape>(settings: GateSettings<Endpoint>): Gate<Endpoint> => {
  const isLimited = settings.rateLimits !== 'off'
  const limits = settings.rateLimits === undefined || settings.rateLimits === 'off' ? BINANCE_LIMITS : settings.rateLimits
  const parts: GateParts<Endpoint> = {
    routes: new Routes(settings.endpoints, limits), keys: settings.keys, accounts: settings.accounts, limits, isLimited,
    visitors: { live: new Visitors(limits.rememberedAddresses), testnet: new Visitors(limits.rememberedAddresses) },
    accountLimits: { live: new AccountLimits(), testnet: new AccountLimits() },
    replayGuard: new ReplayGuard(settings.formerProcessEndedByUs), maxBodyBytes: settings.maxBodyBytes ?? 65_536, bytes: new RequestBytes(),
    calendar: settings.calendar ?? { offsetUs: 0 }, policyOf: settings.policyOf ?? (() => DEFAULT_POLICY),
    railFacts: settings.railFacts ?? { live: NO_FACTS, testnet: NO_FACTS }, spending: settings.spending ?? new Spending(),
  }
  /** Nobody may use up, or be banned by, what belongs to somebody at the address that is only said. */
  const trialParts = (): GateParts<Endpoint> => ({ ...parts, isLimited: false, visitors: { live: new Visitors(1), testnet: new Visitors(1) }, accountLimits: { live: new AccountLimits(), testnet: new AccountLimits() } })
  return {
    admit(request): Decision<Endpoint> | Promise<Decision<Endpoint>> {
      const passage = new Passage(request.isTrial ? trialParts() : parts, request)
      const stopped = firstStop(passage)
      if (stopped) return refusedBy(passage, stopped)
      // A header alone proves nothing of the secret: an unsigned call neither wakes a successor nor takes a counted call.
      return passage.route?.isSigned && !request.isTrial && passage.entry && hasToll(passage.entry.key) ? paid(passage, passage.entry.key, settings.payToll) : admission(passage)
    },
    welcome: (request, opening) => {
      const passage = new Passage(parts, request)
      const stopped = welcome(passage, opening)
      return stopped && refusalOf(passage, stopped)
    },
    mayListen: (claim) => mayListen(parts, claim),
    settle(decision, isSuccess, taken) {
      const { route, counter, reservation } = admissionOf(decision)
      reservation?.settle(taken ?? isSuccess)
      const takenAtMs = decision.request.receivedAtUs / 1_000
      if (isLimited && isSuccess && decision.endpoint.weight.isFreeOnSuccess) counter?.giveBack(decision.weight, takenAtMs, route.weightWindowMs)
      return usageOf(route, counter, takenAtMs)
    },
    named: (request): Named<Endpoint> => ({ endpoint: parts.routes.find(request.method, request.path)?.endpoint, caller: callerOf({ entry: entryNamed({ route: undefined, request, parts }), account: undefined, parts }) }),
    mostUsedPart: (environment, nowUs) => parts.visitors[environment].mostUsedPart(nowUs / 1_000, limits),
    isInTime: ({ timestampUs, recvWindowUs }, nowUs) => timestampUs === null || nowUs - timestampUs <= recvWindowUs,
    traceVenueRefusal: (decision, { status, code, message, why }) => {
      const { request, timestampUs, recvWindowUs, route } = admissionOf(decision)
      const entry = decision.caller ? parts.keys.find(decision.caller.key.text) : undefined
      return { ...traceOf(request, null, { entry, timestampUs, recvWindowUs }, route.isSigned, status, code), venue: { message: keptPayload(message), ...(why && { why }) } }
    },
  }
}

const admissionOf = <Endpoint extends EndpointShape>(decision: Admitted<Endpoint>): Admission<Endpoint> => {
  if (decision instanceof Admission) return decision
  throw new Error('this decision was not made by the gate')
}
