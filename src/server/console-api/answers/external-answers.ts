import { z } from '@hono/zod-openapi'
import type { ExternalKeySummary } from '../../../operations/external/external-summary.ts'
import { PROBES, VERDICTS } from '../../../watch/external/examination.ts'
import { instant, list, orNull } from '../schemas.ts'
import { exactly } from './exactly.ts'
import { permission } from './shared-answers.ts'

const word = z.string()
const remedy = orNull(word)
const finding = z.strictObject({ probe: z.enum(PROBES), verdict: z.enum(VERDICTS), what: word, remedy })
const about = z.union([
  z.strictObject({ is: z.literal('rotation'), dueInHours: z.number().int() }), z.strictObject({ is: z.literal('finding'), probe: z.enum(PROBES), verdict: z.enum(VERDICTS) }),
  z.strictObject({ is: z.literal('grade'), grade: z.enum(['A', 'B', 'C', 'D', 'E']) }), z.strictObject({ is: z.literal('silence'), forHours: z.number().int() }),
])

export const externalKey = exactly<ExternalKeySummary>()(z.strictObject({
  id: word, account: z.number().int(), label: word, url: word, apiKey: word, hasSecret: z.boolean(), preset: word, holder: orNull(word), enteredAt: instant, createdAt: orNull(instant), rotationDueAt: instant,
  lastExaminedAt: orNull(instant), nextExaminationAt: orNull(instant), fault: orNull(word), grade: orNull(z.enum(['A', 'B', 'C', 'D', 'E'])), gradeWord: orNull(word), permissions: orNull(list(permission)), isBound: orNull(z.boolean()), clockAheadMs: orNull(z.number()), addressSeen: orNull(word),
  findings: list(finding), concerns: list(z.strictObject({ text: word, remedy, about })),
})).openapi('ExternalKey')

export const externalKeyGone = z.strictObject({ id: word, label: word }).openapi('ExternalKeyGone')
