import type { z } from '@hono/zod-openapi'
import type { Asked as AskedOperation } from '../../operations/carry-out.ts'
import type { Carried } from '../../operations/operation.ts'
import { done, type Outcome } from '../../operations/outcome.ts'
import { refusalOfPeople } from '../../operations/refusal-of-people.ts'
import type { ChangeDescription, Principal, Visit } from '../../people/people.ts'
import type { Result } from '../../people/result.ts'
import type { SessionCookies } from './session-cookies.ts'

/** A request once it was let in: who asks, from where, and what the schemas of its route made of it. */
export interface Asked<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly visit: Visit
  /** The step-up whose factors were given; null to be asked for them. */
  readonly stepUpId: string | null
  readonly cookies: SessionCookies
}

/** What a route answers: a value, what is asked first, what waits for others, or why not. */
export type Answered<Value> = Carried<Value> & { readonly retryAfterS?: number | undefined }

/** A change as a reviewed set takes it: of the room of people, or an operation. */
export type Reviewed = { readonly kind: 'people'; readonly change: ChangeDescription } | { readonly kind: 'operation'; readonly asked: AskedOperation<never, unknown> }

/** `anyone` before signing in; `session` in a browser alone; `caller` in a browser or with a script's token. */
export type Who = 'anyone' | 'session' | 'caller'
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

interface RouteWords {
  readonly method: Method
  /** As OpenAPI writes it: `/api/keys/{id}` */
  readonly path: string
  readonly tag: string
  readonly summary: string
  /** A body that may be longer than most. */
  readonly mostBodyBytes?: number
  /** What it answers with where that is no JSON: its value is a `Download` then. */
  readonly contentType?: string
  /** Told to whoever sits at this machine alone, under one of its own names. */
  readonly isHereOnly?: boolean
}

/** A route with its types erased: what the app, the document and the review of a set read. */
export interface Route extends RouteWords {
  readonly who: Who
  readonly params: z.ZodType | undefined
  readonly query: z.ZodType | undefined
  readonly body: z.ZodType | undefined
  readonly value: z.ZodType
  /** May ask for factors first (428), or for other people (202). */
  readonly isConfirmed: boolean
  act(asked: Asked<unknown, unknown, unknown>, principal: Principal | null): Promise<Answered<unknown>>
  review: ((asked: Asked<unknown, unknown, unknown>, principal: Principal) => Promise<Outcome<Reviewed>>) | undefined
}

interface Shapes<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Value extends z.ZodType> extends RouteWords {
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly value: Value
}

type AskedOf<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = Asked<z.output<Params>, z.output<Query>, z.output<Body>>

interface Deeds<Its extends Asked<unknown, unknown, unknown>> {
  readonly act: (asked: Its, principal: Principal | null) => Promise<Answered<unknown>>
  /** Of a change that factors confirm. */
  readonly review?: (asked: Its, principal: Principal) => Promise<Outcome<Reviewed>>
}

/** One door to forget types through: the app parses params, query and body by the route's own schemas before it calls either of its deeds. */
const erased = <Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  row: Shapes<Params, Query, Body, z.ZodType>, who: Who, { act, review }: Deeds<AskedOf<Params, Query, Body>>,
): Route => {
  const its = (asked: Asked<unknown, unknown, unknown>) => asked as AskedOf<Params, Query, Body>
  return {
    method: row.method, path: row.path, tag: row.tag, summary: row.summary, ...(row.mostBodyBytes !== undefined && { mostBodyBytes: row.mostBodyBytes }), ...(row.contentType !== undefined && { contentType: row.contentType }), ...(row.isHereOnly && { isHereOnly: true }),
    params: row.params, query: row.query, body: row.body, value: row.value, who, isConfirmed: review !== undefined,
    act: (asked, principal) => act(its(asked), principal), review: review && ((asked, principal) => review(its(asked), principal)),
  }
}

/** For whoever comes, signed in or not. */
export const openRoute = <Value extends z.ZodType, Params extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType>(
  row: Shapes<Params, Query, Body, Value> & { readonly act: (asked: AskedOf<Params, Query, Body>) => Promise<Answered<z.input<Value>>> },
): Route => erased(row, 'anyone', { act: (asked) => row.act(asked) })

/** For whoever is signed in: it looks, or it changes what no factor has to confirm. */
export const route = <Value extends z.ZodType, Params extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType>(
  row: Shapes<Params, Query, Body, Value> & { readonly who?: 'session'; readonly act: (asked: AskedOf<Params, Query, Body>, principal: Principal) => Promise<Answered<z.input<Value>>> },
): Route => erased(row, row.who ?? 'caller', { act: (asked, principal) => row.act(asked, present(principal)) })

/** A change that fresh factors confirm: `review` describes it for a set that is confirmed together, `act` asks for it. */
export const changeRoute = <Value extends z.ZodType, Params extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType>(
  row: Shapes<Params, Query, Body, Value> & {
    readonly who?: 'session'
    readonly review: (asked: AskedOf<Params, Query, Body>, principal: Principal) => Promise<Outcome<Reviewed>>
    readonly act: (asked: AskedOf<Params, Query, Body>, principal: Principal) => Promise<Answered<z.input<Value>>>
  },
): Route => erased(row, row.who ?? 'caller', { act: (asked, principal) => row.act(asked, present(principal)), review: (asked, principal) => row.review(asked, principal) })

const present = (principal: Principal | null): Principal => {
  if (principal === null) throw new Error('a route for people was called without one')
  return principal
}

export const answer = <Value>(value: Value): Answered<Value> => ({ is: 'done', value })

export const ofOutcome = <Value>(outcome: Outcome<Value>): Answered<Value> => (outcome.ok ? { is: 'done', value: outcome.value } : { is: 'refused', refused: outcome.refused })

export const ofResult = <Value, Told>(result: Result<Value>, tell: (value: Value) => Told): Answered<Told> =>
  result.ok ? { is: 'done', value: tell(result.value) } : { is: 'refused', refused: refusalOfPeople(result.refused).refused, retryAfterS: result.refused.retryAfterS }

export const reviewed = (change: ChangeDescription): Promise<Outcome<Reviewed>> => Promise.resolve(done({ kind: 'people', change }))
