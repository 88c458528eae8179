import { OpenAPIHono } from '@hono/zod-openapi'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { preferredLanguage } from '../../language.ts'
import type { Outcome, OperationRefused } from '../../operations/outcome.ts'
import { refused as refusedOutcome } from '../../operations/outcome.ts'
import { refusalOfPeople } from '../../operations/refusal-of-people.ts'
import type { Principal, Visit } from '../../people/people.ts'
import { refusal, type Result } from '../../people/result.ts'
import type { AddressHeaders } from '../client-address.ts'
import { MAX_BODY_BYTES, readBody } from '../request-body.ts'
import { consoleMissingPage } from '../status-page.ts'
import { accountRoutes } from './accounts.ts'
import { callRoutes } from './calls.ts'
import { sandboxRoutes } from './sandbox.ts'
import { contentSecurityPolicy, type Page } from './console-pages.ts'
import type { ConsoleParts } from './console-parts.ts'
import { deviceLabel } from './device-label.ts'
import { Download } from './download.ts'
import { endpointRoutes } from './endpoints.ts'
import { keyRoutes } from './keys.ts'
import { linkRoutes } from './links.ts'
import { alertRoutes } from './alerts.ts'
import { externalRoutes } from './external.ts'
import { lockdownRoutes } from './lockdowns.ts'
import { meRoutes } from './me.ts'
import { moneyRoutes } from './money.ts'
import { demoRoutes } from './demo.ts'
import { describeRoutes } from './open-api.ts'
import { movingAddressRoutes } from './moving-addresses.ts'
import { peopleRoutes } from './people-of-account.ts'
import { recordRoutes } from './record.ts'
import type { Answered, Asked, Reviewed, Route } from './route.ts'
import { isAskedHere, type OriginFault, originFault } from './same-origin.ts'
import { sessionRoutes } from './session.ts'
import { type CookieNames, cookieNames, cookieValue, sessionCookies } from './session-cookies.ts'
import { signInRoutes } from './sign-in.ts'
import { statusOfRefusal } from './status-of-refusal.ts'
import { type ReviewedRequest, stepUpRoutes } from './step-ups.ts'

export interface ConsoleAppParts extends ConsoleParts {
  readonly consoleUrl: () => string
  readonly addressOf: (socket: HttpBindings['incoming']['socket'], headers: AddressHeaders) => string
  /** False while starting, draining, or after a part failed. */
  readonly isReady: () => boolean
  /** Undefined where the console was not built: then a page says how to build it. */
  readonly pages: ReadonlyMap<string, Page> | undefined
  readonly onFault: (error: unknown) => void
}

type App = { Bindings: HttpBindings }
type Here = Context<App>

const FAULTS: Readonly<Record<Exclude<OriginFault, null>, OperationRefused>> = {
  hostUnknown: { code: 'hostUnknown', message: 'The console is not known by this name.', remedy: 'Open it by its own address; behind a proxy, start the server with --console-url.' },
  originForeign: { code: 'originForeign', message: 'This request came from another site, or did not say from where it comes.', remedy: 'Changes are asked for by the console\'s own pages, or with a token (Authorization: Bearer …).' },
}
const said = (code: string, message: string, remedy: string): OperationRefused => ({ code, message, remedy })
const NOT_SIGNED_IN = said('notSignedIn', 'Sign in first.', 'Open the console and sign in, or send a token: Authorization: Bearer …')
const NO_CSRF = said('csrf', 'This change did not come from a page of this session.', 'Reload the page, then try again.')
const NO_JSON = said('notJson', 'A body must be JSON.', 'Send it with content-type: application/json.')
const TOO_LARGE = said('tooLarge', `A body may have ${MAX_BODY_BYTES / 1024} KiB.`, 'Send less at once.')
const NOT_HERE = said('notHere', 'This is told at the machine that the demo runs on, and nowhere else.', 'Open the console there, by its own address: http://localhost and its port.')
const NOT_FOUND = said('notFound', 'There is nothing at this path.', 'See /openapi.json.')
const INTERNAL = said('internal', 'Something failed inside.', 'Look whether it was done before you try again; the server\'s output says what failed.')
const FOR_BROWSERS = said('notAllowed', 'A token cannot do this; it belongs to somebody in a session.', 'Sign in to the console.')

/** Every route of the API, in the order of the document. */
const consoleRoutes = (parts: ConsoleParts): readonly Route[] => {
  const table: Route[] = []
  table.push(...signInRoutes(parts), ...linkRoutes(parts), ...sessionRoutes(parts), ...stepUpRoutes(parts, (request, asked, principal) => reviewOf(table, request, asked, principal)), ...meRoutes(parts), ...peopleRoutes(parts), ...keyRoutes(parts), ...movingAddressRoutes(parts), ...accountRoutes(parts), ...moneyRoutes(parts), ...lockdownRoutes(parts), ...alertRoutes(parts), ...externalRoutes(parts), ...sandboxRoutes(parts), ...callRoutes(parts), ...endpointRoutes(parts), ...recordRoutes(parts), ...demoRoutes(parts))
  return table
}

/** The console port: the API, its document, the built pages, and what supervisors ask. */
export const consoleApp = (parts: ConsoleAppParts): OpenAPIHono<App> => {
  const app = new OpenAPIHono<App>()
  const routes = consoleRoutes(parts)
  app.use(async (context, next) => {
    await next()
    const headers = context.res.headers
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
    headers.set('cross-origin-resource-policy', 'same-origin')
    headers.set('cross-origin-opener-policy', 'same-origin')
    headers.set('x-frame-options', 'DENY')
    if (parts.consoleUrl().startsWith('https:')) headers.set('strict-transport-security', 'max-age=31536000')
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', `default-src 'none'; frame-ancestors 'none'`)
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  })
  app.get('/healthz', (context) => context.text('alive\n'))
  app.get('/readyz', (context) => (parts.isReady() ? context.text('ready\n') : context.text('not ready\n', 503)))
  app.use(async (context, next) => {
    const { method } = context.req
    const fault = originFault({ method, host: context.req.header('host'), origin: context.req.header('origin'), fetchSite: context.req.path.startsWith('/api/') ? context.req.header('sec-fetch-site') : undefined, hasBearer: bearerOf(context) !== undefined }, parts.consoleUrl())
    return fault === null ? next() : refuse(context, FAULTS[fault])
  })
  for (const row of routes) app.on(row.method, row.path.replaceAll(/\{(\w+)\}/g, ':$1'), (context) => serve(row, context, parts))
  // Made when it is first asked for: a start is a tenth of a second shorter.
  let document: unknown
  app.get('/openapi.json', (context) => context.json(document ??= describeRoutes(app, routes)))
  app.all('/api/*', (context) => refuse(context, NOT_FOUND))
  app.get('*', (context) => page(context, parts))
  app.notFound((context) => refuse(context, NOT_FOUND))
  app.onError((error, context) => {
    parts.onFault(error)
    return refuse(context, INTERNAL)
  })
  return app
}

const serve = async (row: Route, context: Here, parts: ConsoleAppParts): Promise<Response> => {
  const names = cookieNames(parts.consoleUrl())
  const visit = visitOf(context, names, parts)
  if (row.isHereOnly && !isAskedHere({ address: visit.address, host: context.req.header('host'), isPassedOn: ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => context.req.header(name) !== undefined) })) return refuse(context, NOT_HERE)
  const isChanging = row.method !== 'GET'
  const principal = await principalFor(row, context, visit, parts)
  if (!principal.ok) return refuse(context, row.who !== 'anyone' && principal.refused.reason === 'notSignedIn' ? NOT_SIGNED_IN : refusalOfPeople(principal.refused).refused)
  const who = principal.value
  if (who?.kind === 'token' && row.who === 'session') return refuse(context, FOR_BROWSERS)
  if (who?.kind === 'session' && isChanging && !parts.people.isCsrfToken(visit.sessionToken ?? '', context.req.header('x-bitting-csrf') ?? '')) return refuse(context, NO_CSRF)
  const body = row.body === undefined ? undefined : await bodyOf(context, row.mostBodyBytes)
  if (body === NOT_JSON) return refuse(context, NO_JSON)
  if (body === 'too large') return refuse(context, TOO_LARGE)
  const asked = parse(row, { params: context.req.param(), query: context.req.query(), body }, { visit, stepUpId: context.req.header('bitting-step-up') ?? null, cookies: sessionCookies(names, (cookie) => context.header('set-cookie', cookie, { append: true })) })
  return asked.ok ? tell(context, await row.act(asked.value, who)) : refuse(context, asked.refused)
}

const bearerOf = (context: Here): string | undefined => /^Bearer ([\w-]{1,200})$/i.exec(context.req.header('authorization') ?? '')?.[1]

const visitOf = (context: Here, names: CookieNames, { addressOf, wallClock }: ConsoleAppParts): Visit => {
  const cookie = context.req.header('cookie')
  return {
    nowUs: wallClock.nowUs(), deviceLabel: deviceLabel(context.req.header('user-agent')), deviceToken: cookieValue(cookie, names.device), sessionToken: cookieValue(cookie, names.session), language: preferredLanguage(context.req.header('accept-language')),
    address: addressOf(context.env.incoming.socket, { forwardedFor: context.req.header('x-forwarded-for'), demoAddress: context.req.header('x-bitting-address') }),
  }
}

/** A script's token decides where there is one: a request is never let in by a cookie that came along. */
const principalFor = async (row: Route, context: Here, visit: Visit, { people }: ConsoleAppParts): Promise<Result<Principal | null>> => {
  if (row.who === 'anyone') return { ok: true, value: null }
  const bearer = bearerOf(context)
  const found = bearer === undefined ? await people.authenticate(visit.sessionToken ?? '', visit) : await people.authenticateBearer(bearer, visit)
  // A session or token that has ended is none: 401, by which a page knows that it is time to sign in again.
  return !found.ok && found.refused.reason === 'expired' ? refusal('notSignedIn') : found
}

const NOT_JSON = Symbol('not JSON')

const bodyOf = async (context: Here, most?: number): Promise<unknown> => {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) return NOT_JSON
  // Read as the wire reads its own: what bodies that are not whole yet may hold has one bound.
  const read = await new Promise<Parameters<Parameters<typeof readBody>[1]>[0]>((resolve) => readBody(context.env.incoming, resolve, most))
  if (read === 'too large') return read
  if (read === 'aborted') return NOT_JSON
  try {
    return JSON.parse(Buffer.from(read.text, 'latin1').toString('utf8'))
  } catch {
    return NOT_JSON
  }
}

/** What came, as the schemas of the route take it; each fault is told with its field. */
const parse = (row: Route, raw: { params: unknown; query: unknown; body: unknown }, rest: Pick<Asked<never, never, never>, 'visit' | 'stepUpId' | 'cookies'>): Outcome<Asked<unknown, unknown, unknown>> => {
  const read = { params: row.params?.safeParse(raw.params), query: row.query?.safeParse(raw.query), body: row.body?.safeParse(raw.body) }
  const faults = Object.values(read).flatMap((one) => (one && !one.success ? one.error.issues : []))
  if (faults.length > 0) {
    const fields = faults.slice(0, 20).map(({ path, message }) => ({ field: path.join('.'), text: message }))
    return { ok: false, refused: { ...said('wrongInput', 'The request is not as it should be.', 'See /openapi.json, or the fields that are named.'), fields } }
  }
  return { ok: true, value: { ...rest, params: read.params?.data, query: read.query?.data, body: read.body?.data } }
}

const tell = (context: Here, answered: Answered<unknown>): Response => {
  switch (answered.is) {
    case 'done': return answered.value instanceof Download ? answered.value.response() : context.json({ value: answered.value }, 200)
    case 'awaitingApproval': return context.json({ approval: answered.approval }, 202)
    case 'stepUpNeeded': return context.json({ stepUp: answered.stepUp }, 428)
    case 'refused': return refuse(context, answered.refused, answered.retryAfterS)
  }
}

const refuse = (context: Context, refusal: OperationRefused, retryAfterS?: number): Response => {
  if (retryAfterS !== undefined) context.header('retry-after', String(retryAfterS))
  return context.json({ refused: refusal }, statusOfRefusal(refusal.code) as 400) // Hono wants a literal; the table has only statuses with bodies.
}

/** Finds the route of a reviewed request and what it would change. */
const reviewOf = async (table: readonly Route[], { method, path, body }: ReviewedRequest, asked: Asked<unknown, unknown, unknown>, principal: Principal): Promise<Outcome<Reviewed>> => {
  const url = URL.parse(path, 'http://console')
  for (const row of table) {
    const params = row.review && row.method === method && url?.host === 'console' ? paramsOf(row.path, url.pathname) : undefined
    if (!row.review || !params || !url) continue
    if (principal.kind === 'token' && row.who === 'session') return refusedOutcome(FOR_BROWSERS.code, FOR_BROWSERS.message, FOR_BROWSERS.remedy)
    const parsed = parse(row, { params, query: Object.fromEntries(url.searchParams), body }, asked)
    return parsed.ok ? row.review(parsed.value, principal) : parsed
  }
  return refusedOutcome('nothingToConfirm', `${method} ${path.slice(0, 200)} is no change that is confirmed.`, 'Send it as it is.')
}

const paramsOf = (template: string, path: string): Record<string, string> | undefined => {
  const [wanted, given] = [template.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, piece] of wanted.entries()) {
    const here = given[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(piece)?.[1]
    if (name === undefined ? piece !== here : here === '') return undefined
    if (name !== undefined) params[name] = decoded(here)
  }
  return params
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const page = (context: Here, { pages, urls }: ConsoleAppParts): Response => {
  const { path } = context.req
  // Every address of the console is the one page; what asks for a file or for data gets no page instead.
  const isPage = !/\.\w+$/.test(path) && (context.req.header('accept') ?? '').includes('text/html')
  if (!pages) {
    if (!isPage && path !== '/') return context.text('There is nothing at this path: the console was not built. / says how to build it; /healthz and /readyz are for supervisors.\n', 404)
    context.header('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'`)
    return context.html(consoleMissingPage(), 503)
  }
  const found = pages.get(path) ?? (isPage || path === '/' ? pages.get('/index.html') : undefined)
  if (!found) return context.text('There is nothing at this path.\n', 404)
  const { rest, ws } = urls()
  const gzipped = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '') ? found.gzipped : undefined
  return context.body(gzipped ?? found.bytes, 200, { ...found.headers, ...(gzipped && { 'content-encoding': 'gzip' }), 'content-security-policy': contentSecurityPolicy([rest, ws]) })
}
