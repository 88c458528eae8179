import type { Account } from '../accounts/account.ts'
import type { DirectoryEntry } from '../authority/directory-entry.ts'
import type { Environment } from '../environment.ts'
import type { AccountId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import type { PolicyOf } from './checks/permission.ts'
import type { EndpointShape } from './endpoint-shape.ts'
import type { RailFacts } from './guard-rails/asked.ts'
import type { Reservation, Spending } from './guard-rails/spending.ts'
import type { Route, Routes } from './endpoint-route.ts'
import type { GateRequest } from './gate.ts'
import type { ParameterScan } from './parameter-scan.ts'
import type { AccountLimits } from './rate-limits/account-limits.ts'
import type { RateLimitSettings } from './rate-limits/settings.ts'
import type { Visitor } from './rate-limits/visitor.ts'
import type { Visitors } from './rate-limits/visitors.ts'
import type { WindowCounter } from './rate-limits/window-counter.ts'
import type { Refusal } from './refusal.ts'
import type { ReplayGuard } from './replay-guard.ts'
import type { RequestBytes } from './request-bytes.ts'
import type { GateStep } from './trace.ts'

/** What the checks may use, the same for every call. */
export interface GateParts<Endpoint extends EndpointShape = EndpointShape> {
  readonly routes: Routes<Endpoint>
  readonly keys: { find(text: string): DirectoryEntry | undefined }
  readonly accounts: { byId(id: AccountId): Account | undefined }
  readonly limits: RateLimitSettings
  readonly isLimited: boolean
  readonly visitors: { readonly live: Visitors; readonly testnet: Visitors }
  readonly accountLimits: { readonly live: AccountLimits; readonly testnet: AccountLimits }
  readonly replayGuard: ReplayGuard
  readonly maxBodyBytes: number
  /** How far the authority's calendar is ahead of the requests' time. */
  readonly calendar: { readonly offsetUs: number }
  readonly bytes: RequestBytes
  readonly policyOf: PolicyOf
  readonly railFacts: Readonly<Record<Environment, RailFacts>>
  readonly spending: Spending
}

/** A refusal, and where on the way it came. */
export interface Stop {
  readonly step: GateStep
  readonly refusal: Refusal
}

export const stop = (step: GateStep, refusal: Refusal): Stop => ({ step, refusal })

/** One call on its way through the checks: what each has found out for those after it. */
export class Passage<Endpoint extends EndpointShape = EndpointShape> {
  readonly parts: GateParts<Endpoint>
  readonly request: GateRequest
  readonly nowUs: TimeUs
  readonly nowMs: number
  readonly visitor: Visitor
  route: Route<Endpoint> | undefined = undefined
  scan: ParameterScan | undefined = undefined
  entry: DirectoryEntry | undefined = undefined
  account: Account | undefined = undefined
  timestampUs: TimeUs | null = null
  recvWindowUs = 0
  /** Digest of the payload that was proved. */
  proof: string | null = null
  weight = 0
  counter: WindowCounter | null = null
  retryAfterMs: number | null = null
  parameters: unknown = undefined
  /** What the call was given of a limit on hours. */
  reservation: Reservation | null = null

  /** Now on the authority's calendar: ends and lapses are judged by it, times of requests never. */
  get calendarUs(): TimeUs {
    return this.nowUs + this.parts.calendar.offsetUs
  }

  constructor(parts: GateParts<Endpoint>, request: GateRequest) {
    this.parts = parts
    this.request = request
    this.nowUs = request.receivedAtUs
    this.nowMs = request.receivedAtUs / 1_000
    const { live, testnet } = parts.visitors
    this.visitor = (request.environment === 'live' ? live : testnet).of(request.address, this.nowMs)
  }
}
