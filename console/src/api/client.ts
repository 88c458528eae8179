import type { Language } from '../../../src/language.ts'
import type { ApprovalAsked, StepUpAsked } from '../../../src/operations/operation.ts'
import type { OperationRefused } from '../../../src/operations/outcome.ts'
import type { DestructiveAct } from '../words/destroying-english.ts'
import { stepUpDesk } from './step-up-desk.ts'

/** What the server said no to, in its own words. */
export class Refused extends Error {
  readonly status: number
  readonly refused: OperationRefused

  constructor(status: number, refused: OperationRefused) {
    super(refused.message)
    this.status = status
    this.refused = refused
  }
}

/** What came of asking for a change. */
export type Changed<Value> =
  | { readonly is: 'done'; readonly value: Value }
  | { readonly is: 'awaitingApproval'; readonly approval: ApprovalAsked }
  /** The reader closed the confirmation: nothing was changed. */
  | { readonly is: 'cancelled' }

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Lives in memory alone. */
let csrfToken: string | null = null
export const rememberCsrf = (token: string | null): void => { csrfToken = token }

/** What the page is in, whatever its browser would ask for: letters that a request brings about are worded in it. */
let pageLanguage: Language | null = null
export const rememberLanguage = (language: Language): void => { pageLanguage = language }

const UNREACHABLE: OperationRefused = { code: 'unreachable', message: 'The server does not answer.', remedy: 'See whether it runs, then try again.' }
const TOO_MANY: OperationRefused = { code: 'tooManyRequests', message: 'Too many requests at once.', remedy: 'Wait a moment, then try again.' }

interface Spoken {
  readonly value?: unknown
  readonly stepUp?: StepUpAsked
  readonly approval?: ApprovalAsked
  readonly refused?: OperationRefused
}

const send = async (method: Method, path: string, body: unknown, stepUpId: string | null, signal?: AbortSignal): Promise<{ readonly status: number; readonly spoken: Spoken }> => {
  let response: Response
  try {
    response = await fetch(path, {
      method, credentials: 'same-origin', ...(signal && { signal }),
      headers: { accept: 'application/json', ...(pageLanguage !== null && { 'accept-language': pageLanguage }), ...(body !== undefined && { 'content-type': 'application/json' }), ...(csrfToken !== null && method !== 'GET' && { 'x-bitting-csrf': csrfToken }), ...(stepUpId !== null && { 'bitting-step-up': stepUpId }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refused(0, UNREACHABLE)
  }
  // The server's own answers are JSON of this one shape; anything else came from something in between.
  const spoken = await response.json().catch(() => ({ refused: response.status === 429 ? TOO_MANY : { code: 'unreadable', message: `The answer (HTTP ${response.status}) could not be read.`, remedy: 'Reload the page.' } })) as Spoken
  return { status: response.status, spoken }
}

const refusalOf = ({ status, spoken }: { readonly status: number; readonly spoken: Spoken }): Refused =>
  new Refused(status, spoken.refused ?? { code: 'unreadable', message: `HTTP ${status}`, remedy: 'Reload the page.' })

/** The caller says what the answer is; the server's types are imported for it. */
const valueOf = <Value>({ spoken }: { readonly spoken: Spoken }): Value => spoken.value as Value

/** Whoever is told `notSignedIn` anywhere goes to the sign-in page. */
const onSignedOut = new Set<() => void>()
export const whenSignedOut = (tell: () => void): (() => void) => { onSignedOut.add(tell); return () => onSignedOut.delete(tell) }

/** Asks without changing anything. */
export const ask = async <Value>(path: string, signal?: AbortSignal): Promise<Value> => {
  const answer = await send('GET', path, undefined, null, signal)
  if (answer.status === 401) for (const tell of onSignedOut) tell()
  if (answer.status !== 200) throw refusalOf(answer)
  return valueOf(answer)
}

/** Steps that no factor confirms: signing in, answering a step-up. */
export const tell = async <Value>(method: Method, path: string, body?: unknown): Promise<Value> => {
  const answer = await send(method, path, body, null)
  if (answer.status !== 200) throw refusalOf(answer)
  return valueOf(answer)
}

export interface ChangeRequest {
  readonly method: Exclude<Method, 'GET'>
  readonly path: string
  readonly body?: unknown
}

/**
 * Asks for a change. Where the server wants fresh factors (428) the desk asks the reader for them, and the very same request is repeated with the confirmation:
 * one mechanism for every page.
 */
export const change = async <Value>({ method, path, body }: ChangeRequest, stepUpId: string | null = null): Promise<Changed<Value>> => {
  const answer = await send(method, path, body, stepUpId)
  if (answer.status === 200 || answer.status === 201) return { is: 'done', value: valueOf(answer) }
  if (answer.status === 202 && answer.spoken.approval) return { is: 'awaitingApproval', approval: answer.spoken.approval }
  if (answer.status === 428 && answer.spoken.stepUp && stepUpId === null) {
    const confirmed = await stepUpDesk.confirm(answer.spoken.stepUp)
    return confirmed === null ? { is: 'cancelled' } : change({ method, path, body }, confirmed)
  }
  if (answer.status === 401) for (const tellSignedOut of onSignedOut) tellSignedOut()
  throw refusalOf(answer)
}

/** What ends something: made here, carried out by the one dialog that waits for the typed name (`parts/destroy.tsx`), and by nothing else. */
export interface Destruction<Value = unknown> {
  readonly act: DestructiveAct
  readonly carryOut: () => Promise<Changed<Value>>
}
export const destroys = <Value = unknown>(act: DestructiveAct, carryOut: () => Promise<Changed<Value>>): Destruction<Value> => ({ act, carryOut })

/** Several changes, confirmed together as one reviewed set and then made one after the other. */
export const changeTogether = async (requests: readonly ChangeRequest[]): Promise<readonly Changed<unknown>[]> => {
  const asked = await tell<StepUpAsked>('POST', '/api/step-ups', { requests })
  const confirmed = await stepUpDesk.confirm(asked)
  if (confirmed === null) return requests.map(() => ({ is: 'cancelled' }))
  const outcomes: Changed<unknown>[] = []
  for (const request of requests) outcomes.push(await change(request, confirmed))
  return outcomes
}
