import { z } from '@hono/zod-openapi'
import type { Incident } from '../../operations/lockdown/incident.ts'
import type { LockdownWish } from '../../operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../operations/lockdown/report.ts'
import { reportHtml } from '../../operations/lockdown/report-html.ts'
import { reportText } from '../../operations/lockdown/report-text.ts'
import type { Principal } from '../../people/people.ts'
import { incidentReport, lockdownPreview } from './answers/lockdown-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { Download, download } from './download.ts'
import { given, isSeen, operationChange } from './operation-change.ts'
import { NOT_THERE } from './people-change.ts'
import { answer, type Asked, changeRoute, ofOutcome, route, type Route } from './route.ts'
import { accountParams, idParams, instant, isoOf, list, text } from './schemas.ts'

const wish = z.strictObject({
  account: z.number().int().positive().optional(), keys: z.array(text(100)).min(1).max(200).readonly().optional(), way: z.enum(['disable', 'delete']), cancelOrders: z.boolean(), endSessions: z.boolean(), renewFactors: z.boolean(), sinceHours: z.number().int(),
}).openapi('LockdownWish')
const wishOf = (body: z.output<typeof wish>): LockdownWish => given(body)
const MOST_LISTED = 100

/** A key leaked: what would be closed, closing it, and what was found. */
export const lockdownRoutes = (parts: ConsoleParts): readonly Route[] => {
  const { people, lockdown, lockdownAct } = parts
  /** A report tells what the record tells: calls, orders and money of a whole account. */
  const reportFor = (id: string, principal: Principal): Incident & { readonly report: IncidentReport } | undefined => {
    const found = lockdown.incident(id)
    return found?.report && people.may(principal, 'audit.see', found.accountId).ok ? { ...found, report: found.report } : undefined
  }
  return [
    route({
      method: 'POST', path: '/api/lockdowns/preview', tag: 'Lockdown', summary: 'What a lockdown would close now; nothing is closed', body: wish, value: lockdownPreview,
      act: async ({ body }, principal) => {
        const about = isSeen(people, principal, body.account) ? await lockdownAct.about?.(wishOf(body)) : undefined
        const may = about && people.may(principal, 'key.lockdown', about.accountId, { isOwn: about.holderId === principal.personId }).ok
        return may ? ofOutcome(await lockdown.preview(wishOf(body))) : ofOutcome(NOT_THERE)
      },
    }),
    changeRoute({
      method: 'POST', path: '/api/lockdowns', tag: 'Lockdown', summary: 'Close keys, lock withdrawals, and write the report; in force at the very next request', body: wish, value: incidentReport,
      ...operationChange(parts, lockdownAct, ({ body }: Asked<unknown, unknown, z.output<typeof wish>>) => wishOf(body), ({ body }) => body.account),
    }),
    route({
      method: 'GET', path: '/api/accounts/{account}/lockdowns', tag: 'Lockdown', summary: 'The lockdowns of an account, newest first', params: accountParams,
      value: list(z.strictObject({ id: z.string(), beganAt: instant, state: z.enum(['closing', 'closed']), askedBy: z.string(), keys: z.number(), deviations: z.number() })),
      act: async ({ params }, principal) => (people.may(principal, 'audit.see', params.account).ok
        ? answer(lockdown.incidents(params.account, MOST_LISTED).map(({ id, beganAtUs, state, plan, report }) => ({ id, beganAt: isoOf(beganAtUs), state, askedBy: plan.actor, keys: plan.keyIds.length, deviations: report?.deviations.length ?? 0 })))
        : ofOutcome(NOT_THERE)),
    }),
    route({
      method: 'GET', path: '/api/lockdowns/{id}', tag: 'Lockdown', summary: 'The report of one', params: idParams, value: incidentReport,
      act: async ({ params }, principal) => {
        const found = reportFor(params.id, principal)
        return found ? answer(found.report) : ofOutcome(NOT_THERE)
      },
    }),
    route({
      method: 'GET', path: '/api/lockdowns/{id}/report.md', tag: 'Lockdown', summary: 'The report as a page of text (Markdown), to be sent to support', params: idParams, value: download, contentType: 'text/markdown',
      act: async ({ params }, principal) => {
        const found = reportFor(params.id, principal)
        return found ? answer(new Download({ contentType: 'text/markdown; charset=utf-8', fileName: `incident-${found.id}.md`, body: reportText(found.report) })) : ofOutcome(NOT_THERE)
      },
    }),
    route({
      method: 'GET', path: '/api/lockdowns/{id}/report.html', tag: 'Lockdown', summary: 'The report as one page of HTML that runs nothing and fetches nothing, to be sent to support', params: idParams, value: download, contentType: 'text/html',
      act: async ({ params }, principal) => {
        const found = reportFor(params.id, principal)
        return found ? answer(new Download({ contentType: 'text/html; charset=utf-8', fileName: `incident-${found.id}.html`, body: reportHtml(found.report) })) : ofOutcome(NOT_THERE)
      },
    }),
  ]
}
