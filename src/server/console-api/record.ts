import { z } from '@hono/zod-openapi'
import { listAudit } from '../../operations/record/list.ts'
import type { LetterSummary } from '../../operations/outbox-list.ts'
import { type Outcome, refused as refusedOutcome } from '../../operations/outcome.ts'
import type { Act } from '../../people/acts.ts'
import type { Principal } from '../../people/people.ts'
import { auditEntry, auditReport, calendar, demoCode, letter, mailShown, testLetter } from './answers/record-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { Download, download } from './download.ts'
import { keptBy, mayEverywhere } from './house-keeper.ts'
import { given } from './operation-change.ts'
import { answer, type Answered, ofOutcome, route, type Route } from './route.ts'
import { list, text } from './schemas.ts'

const MOST_LETTERS = 200
const NOT_ALLOWED = refusedOutcome('notAllowed', 'Your role does not allow this.', 'Somebody with another role can look.')

/**
 * Whoever may look on every main account reads everything; everybody else is told what belongs to their accounts alone. That the record is whole, the demo's own acts and the outbox are the
 * affair of whoever keeps the house, who reads of the letters those that go to their own people.
 */
export const recordRoutes = ({ people, accounts, audit, nameOf, accountRecord, operator, mail, consoleUrl, exportRecord, recipientsOf, isDemo }: ConsoleParts): readonly Route[] => {
  const isEverywhere = (principal: Principal, act: Act): boolean => mayEverywhere(act, accounts.all(), (one, id) => people.may(principal, one, id).ok)
  const whereAllowed = async <Value>(principal: Principal, act: Act, look: () => Promise<Answered<Value>>): Promise<Answered<Value>> => (isEverywhere(principal, act) ? look() : ofOutcome(NOT_ALLOWED))
  const whereKept = async <Value>(principal: Principal, act: Act, look: () => Promise<Answered<Value>>): Promise<Answered<Value>> => {
    const kept = keptBy(accounts.all())
    return kept !== undefined && people.may(principal, act, kept).ok ? look() : ofOutcome(NOT_ALLOWED)
  }
  /** Whose letters somebody may read. */
  const readable = async (principal: Principal): Promise<(to: string) => boolean> => {
    if (isEverywhere(principal, 'outbox.see')) return () => true
    const own = await recipientsOf(new Set([...accounts.all()].map(({ id }): number => id).filter((id) => people.may(principal, 'outbox.see', id).ok)))
    return (to) => own.has(to)
  }
  /** Of the newest letters those that the reader may read. */
  const letters = async (principal: Principal, limit: number): Promise<Outcome<readonly LetterSummary[]>> => {
    if (isEverywhere(principal, 'outbox.see')) return operator.outboxList(limit)
    const isReadable = await readable(principal)
    const found = await operator.outboxList(MOST_LETTERS)
    return found.ok ? { ...found, value: found.value.filter(({ to }) => isReadable(to)).slice(0, limit) } : found
  }
  return [
    route({
      method: 'GET', path: '/api/audit', tag: 'Record', summary: 'The newest changes, newest first; `before` is the next page. Who may not look on every account is told those of their own; with `account` those of that one',
      query: z.strictObject({ account: z.coerce.number().int().optional(), act: text(100).optional(), subject: text(200).optional(), actor: text(200).optional(), since: text(40).optional(), until: text(40).optional(), before: z.coerce.number().int().optional(), limit: z.coerce.number().int().min(1).max(500).optional() }),
      value: list(auditEntry),
      act: async ({ query: { account, ...further } }, principal) => {
        if (account === undefined && isEverywhere(principal, 'audit.see')) return ofOutcome(await listAudit(given(further), { audit, nameOf }))
        const seen = new Set([...accounts.all()].map(({ id }): number => id).filter((id) => (account === undefined || id === account) && people.may(principal, 'audit.see', id).ok))
        return seen.size === 0 ? ofOutcome(NOT_ALLOWED) : answer(await accountRecord.list(given(further), seen))
      },
    }),
    route({
      method: 'POST', path: '/api/audit/verify', tag: 'Record', summary: 'Follow the whole chain and its signed checkpoints', value: auditReport,
      act: (_asked, principal) => whereKept(principal, 'audit.see', async () => ofOutcome(await operator.auditVerify())),
    }),
    route({
      method: 'GET', path: '/api/audit/export', tag: 'Record', summary: 'The whole record as JSON lines, with the signed checkpoints that prove it', value: download, contentType: 'application/jsonl',
      act: ({ visit }, principal) => whereAllowed(principal, 'audit.see', async () => answer(new Download({ contentType: 'application/jsonl', fileName: 'bitting-record.jsonl', body: await exportRecord({ actor: `person:${principal.personId}`, source: visit.address, timeUs: visit.nowUs }) }))),
    }),
    route({
      method: 'GET', path: '/api/outbox', tag: 'Demo', summary: 'The newest letters; those that nothing carried stand with their text', query: z.strictObject({ limit: z.coerce.number().int().min(1).max(MOST_LETTERS).default(50) }),
      value: list(letter),
      act: ({ query }, principal) => whereKept(principal, 'outbox.see', async () => ofOutcome(await letters(principal, query.limit))),
    }),
    route({
      method: 'GET', path: '/api/mail', tag: 'Record', summary: 'How mail goes out, what waits, and what was said last', value: mailShown,
      act: (_asked, principal) => whereKept(principal, 'outbox.see', async () => answer(await mail.show(await readable(principal)))),
    }),
    route({
      method: 'POST', path: '/api/mail/test', tag: 'Record', summary: 'A test letter to one\'s own address; answered once it was tried. Three within ten minutes at most', value: testLetter,
      act: ({ visit }, principal) => whereKept(principal, 'outbox.see', async () => ofOutcome(await mail.test(principal.email, { actor: `person:${principal.personId}`, source: visit.address }, { name: principal.name, language: await people.languageOf(principal) ?? visit.language }, consoleUrl()))),
    }),
    route({
      method: 'GET', path: '/api/demo/code', tag: 'Demo', summary: 'What the demo owner\'s authenticator shows; refused outside a demo', value: demoCode,
      act: (_asked, principal) => whereKept(principal, 'outbox.see', async () => ofOutcome(await operator.demoCode())),
    }),
    route({ method: 'GET', path: '/api/calendar', tag: 'Demo', summary: 'The authority\'s calendar', value: calendar, act: async () => ofOutcome(await operator.clockShow()) }),
    route({
      method: 'POST', path: '/api/calendar', tag: 'Demo', summary: 'Move the calendar of a demo on by so many seconds; null puts it back', body: z.strictObject({ seconds: z.number().int().nullable() }), value: calendar,
      act: ({ body, visit }, principal) => whereKept(principal, 'outbox.see', async () => (isDemo ? ofOutcome(await operator.clockMove(body.seconds, { actor: `person:${principal.personId}`, source: visit.address })) : ofOutcome(refusedOutcome('noDemo', 'The calendar moves in a demo alone.', 'Start one: ./bitting start --demo')))),
    }),
  ]
}
