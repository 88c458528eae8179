import { z } from '@hono/zod-openapi'
import type { CallView } from '../../../operations/calls-list.ts'
import type { CalendarSummary } from '../../../operations/clock-move.ts'
import type { DemoCode } from '../../../operations/demo-code.ts'
import type { MailSummary, TestLetter } from '../../../operations/mail/mail-office.ts'
import type { LetterSummary } from '../../../operations/outbox-list.ts'
import type { AuditEntrySummary } from '../../../operations/record/list.ts'
import type { AuditReport } from '../../../operations/record/verify.ts'
import { instant, list, orNull } from '../schemas.ts'
import { auditValue, exactly } from './exactly.ts'
import { permission } from './shared-answers.ts'

export const auditEntry = exactly<AuditEntrySummary>()(z.strictObject({ sequence: z.number().int(), at: instant, actor: z.string(), source: z.string(), act: z.string(), subject: z.string(), names: z.record(z.string(), z.string()), factors: list(z.string()), before: auditValue, after: auditValue })).openapi('AuditEntry')

export const auditReport = exactly<AuditReport>()(z.strictObject({
  rows: z.number().int(), head: z.string(), firstBadRow: z.number().int().nullable(), checkpoints: z.number().int(), newestCheckpoint: z.strictObject({ sequence: z.number().int(), at: instant }).nullable(), fault: z.string().nullable(),
})).openapi('AuditReport')

export const letter = exactly<LetterSummary>()(z.strictObject({ at: instant, channel: z.enum(['mail', 'sms']), to: z.string(), subject: z.string(), state: z.enum(['waiting', 'sent', 'failed']), text: z.string().nullable() })).openapi('Letter')
const letterFault = z.strictObject({ at: instant, reason: z.enum(['unreachable', 'encryption', 'login', 'recipient', 'refused', 'unreadable']), said: z.string() })
export const testLetter = exactly<TestLetter>()(z.strictObject({ to: z.string(), at: instant, state: z.enum(['waiting', 'sent', 'failed']), fault: letterFault.nullable() })).openapi('TestLetter')
export const mailShown = exactly<MailSummary>()(z.strictObject({
  server: z.strictObject({ host: z.string(), port: z.number().int(), encryption: z.enum(['tls', 'startTls', 'none']), from: z.string() }).nullable(), isDemo: z.boolean(), waiting: z.number().int(), failed: z.number().int(), oldestWaiting: instant.nullable(), lastFault: letterFault.nullable(), lastTest: testLetter.nullable(),
})).openapi('Mail')
export const demoCode = exactly<DemoCode>()(z.strictObject({ email: z.string(), code: z.string(), secondsLeft: z.number().int(), isUsed: z.boolean(), fresh: z.string().nullable() })).openapi('DemoCode')
export const calendar = exactly<CalendarSummary>()(z.strictObject({ wall: instant, calendar: instant, aheadSeconds: z.number() })).openapi('Calendar')

export const callSeen = exactly<CallView>()(z.strictObject({
  sequence: z.number().int().nullable(), requestId: z.string(), at: instant, account: z.number().int().nullable(), key: z.string().nullable(), label: z.string().nullable(), successor: z.string().nullable(), address: z.string(), endpoint: z.string(), permission: orNull(permission), symbol: z.string().nullable(),
  status: z.number().int(), code: z.number().int().nullable(), reason: z.string().nullable(), durationUs: z.number(), weight: z.number(),
})).openapi('Call')
